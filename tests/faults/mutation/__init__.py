"""Mutants of the sync core: small faults put into its source, each of which some test has to notice."""
