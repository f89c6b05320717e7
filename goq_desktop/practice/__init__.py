"""The practice shop: invented orders and a loopback server that speaks the shipped mall profile."""
