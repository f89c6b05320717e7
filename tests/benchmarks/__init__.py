"""Measures the app beside a floor or a peer in the same run: `python -m tests.benchmarks`."""
