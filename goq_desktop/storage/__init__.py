"""The encrypted store of orders: the only user of SQLCipher, SQLAlchemy and Alembic."""
