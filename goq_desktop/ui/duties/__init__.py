"""What the law asks of a shop that holds people's data: the log, whom it concerns, erasing, a file for support."""
