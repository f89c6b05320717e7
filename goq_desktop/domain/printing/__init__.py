"""What stands on paper: the content of lists and slips, as values."""
