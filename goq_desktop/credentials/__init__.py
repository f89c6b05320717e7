"""Secrets: written to and read from the OS keyring, or kept in memory for one run."""
