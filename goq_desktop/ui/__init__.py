"""Widgets: everything a person sees and touches."""
