"""The fault suite: what is promised under faults, at the size of every day or of a release."""
