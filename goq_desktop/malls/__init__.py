"""Malls as data: profiles, the one HTTP client, and the way from an answer to orders."""
