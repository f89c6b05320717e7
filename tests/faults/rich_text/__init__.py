"""Markup in a shop's answers, on every screen that shows an order."""
