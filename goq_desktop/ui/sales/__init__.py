"""売上データ: what was sold, day by day."""
