"""What a shop, or somebody in its place, may send to do harm."""
