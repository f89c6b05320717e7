"""The command line: no Qt; results on stdout, a reason as one line on stderr."""
