"""The benchmark: fills stores, measures each row beside its floor or peer, prints the table.

It promises nothing about time: a shared machine would break such a promise. It stops where something fails.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from pathlib import Path

from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from tests.benchmarks import rows
from tests.benchmarks.children import practice_shop, prepare_environment, result_of
from tests.benchmarks.fetching import measure_fetches
from tests.benchmarks.figures import Row, printed
from tests.benchmarks.stores import fill, prepared_workspace
from tests.support.own_bus import own_bus

_SMALL = 10_000
_FETCHED = 10_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000, help="how many orders the large store holds")
    parser.add_argument(
        "--quick", action="store_true", help=f"one store of {_SMALL:,} orders, and fewer runs"
    )
    parser.add_argument("--keep", type=Path, help="a folder where filled stores are kept for the next run")
    arguments = parser.parse_args()
    orders = _SMALL if arguments.quick else arguments.orders
    with (
        tempfile.TemporaryDirectory(prefix="goq-bench-", ignore_cleanup_errors=True) as temporary,
        own_bus(Path(temporary) / "bus") as bus,
        bus.real_keyring(),
    ):
        folder = Path(temporary)
        prepare_environment(folder, bus.address)
        table = _measured(folder, orders, arguments.keep, runs=3 if arguments.quick else 7)
    print(f"\n{orders:,} stored orders, {platform.system()}, Python {platform.python_version()}")
    print(printed(table))
    return 0


def _measured(folder: Path, orders: int, kept: Path | None, *, runs: int) -> list[Row]:
    large, small = folder / "large", folder / "small"
    has_small = orders > _SMALL
    with practice_shop(_FETCHED) as url:
        for home, count in ((large, orders), *(((small, _SMALL),) if has_small else ())):
            _say(f"filling a store with {count:,} orders")
            workspace = prepared_workspace(home, url, Workspace.on_keyring(Home.at(home)).credentials)
            fill(workspace, count, kept)
            workspace.close()
        _say("starts")
        starts: dict[str, list[float]] = {"bare": [], "large": [], "small": []}
        bare_bytes = 0
        for number in range(runs + 1):
            bare = result_of("start_bare", "{started}")
            app = {
                home.name: result_of("start_app", str(home), "{started}")["seconds"]
                for home in (large, *((small,) if has_small else ()))
            }
            if number:  # the first fills the caches
                starts["bare"].append(bare["seconds"])
                bare_bytes = bare["bytes"]
                for name, seconds in app.items():
                    starts[name].append(seconds)
        _say("the tour of the desk")
        parts = ("typing", "memory", "scrolling")
        little = result_of("tour", str(small), *parts) if has_small else None
        much = result_of("tour", str(large), *parts, "sorting", "bulk", "pauses")
        _say(f"fetches of {_FETCHED:,} orders")
        fetches = measure_fetches(folder, url, runs=1 if runs < 5 else 3)
    return [
        *rows.start(starts),
        *rows.fetch(fetches),
        *rows.pauses(much["pauses"]),
        *rows.typing(much["typing"]),
        *rows.scrolling(much["scrolling"]),
        *rows.sorting(much["sorting"]),
        *rows.memory(much["memory"], bare_bytes),
        *(rows.growth(starts, little, much) if little else ()),
        *rows.bulk(much["bulk"]),
    ]


_BEGAN = time.monotonic()


def _say(what: str) -> None:
    print(f"[{time.monotonic() - _BEGAN:5.0f} s] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
