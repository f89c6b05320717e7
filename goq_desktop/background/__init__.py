"""Threads for long work: everything that runs beside the window, with QtCore alone."""
