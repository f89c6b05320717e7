"""受注一覧: the order table and all that stands around it."""
