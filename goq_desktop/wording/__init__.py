"""Sentences for people that the window and the command line share, in Japanese and without Qt."""
