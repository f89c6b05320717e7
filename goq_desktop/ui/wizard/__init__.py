"""The first set-up: the forms of 各種設定, page by page."""
