"""顧客管理: the people behind the orders."""
