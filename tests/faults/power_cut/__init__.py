"""What a power cut leaves of the real store's writes, at any moment."""
