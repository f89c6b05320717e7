"""バックアップから元に戻す: which backups there are, and the way back to one."""
