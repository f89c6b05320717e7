"""要確認: the check inbox, which works through the orders to check one by one."""
