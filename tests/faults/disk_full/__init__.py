"""A whole day's work on a disk that is full at each possible size."""
