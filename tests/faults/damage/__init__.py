"""What a damaged store tells instead of wrong orders."""
