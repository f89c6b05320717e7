"""The keyring in each of the sixteen states that a PC can have it in."""
