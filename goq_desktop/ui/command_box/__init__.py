"""Ctrl+K: everything that the window can do, found by its name."""
