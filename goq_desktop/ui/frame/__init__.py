"""The window's frame: its pages and the bar that leads to them."""
