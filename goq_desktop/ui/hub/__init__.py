"""各種設定 in the main window: eight tiles, each with its form, and a search over all of them."""
