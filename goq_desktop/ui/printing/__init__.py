"""印刷: lists and slips of orders on paper, as a preview, by a printer or as a PDF."""
