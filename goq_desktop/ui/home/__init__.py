"""ホーム: the day at a glance."""
