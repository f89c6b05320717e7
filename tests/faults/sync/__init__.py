"""The sync core through days of faults, by a virtual clock, against a simulated shop."""
