"""GoQ Desktop: an order desk for small Japanese online shops."""

__version__ = "0.1.0"
