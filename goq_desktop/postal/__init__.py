"""Addresses of postcodes, offline."""
