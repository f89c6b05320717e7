"""Brings a database to the newest schema in one transaction: all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine


def migrate(engine: Engine, target: str = "head") -> None:
    """Imported only when there is something to do: Alembic takes longer to load than the window to open."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    # The default would split a path at its spaces.
    config.set_main_option("path_separator", "newline")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)
