"""Twelve scripted days, stopped before and after every step that reaches outside, and gone on with."""
