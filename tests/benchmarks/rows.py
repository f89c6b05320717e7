"""Turns what was measured into the rows of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from tests.benchmarks.fetching import FetchTimes
from tests.benchmarks.figures import Row, ms, quantile, ratio, spread


def start(starts: Mapping[str, Sequence[float]]) -> Iterator[Row]:
    own, bare = starts["large"], starts["bare"]
    yield Row("P1", "start to rows ÷ bare window", spread(own), spread(bare), _medians(own, bare), "1.5")


def fetch(times: FetchTimes) -> Iterator[Row]:
    ours = spread(times.ours)
    what = f"fetch of {times.orders:,} orders"
    yield Row("P2", f"{what} ÷ floor", ours, spread(times.floor), _medians(times.ours, times.floor), "1.5")
    yield Row(
        "P2b", f"the obvious way ÷ {what}", ours, spread(times.naive), _medians(times.naive, times.ours), "≥5"
    )


def pauses(found: Mapping[str, Any]) -> Iterator[Row]:
    what = f"pauses while {found['orders']:,} orders arrive ({found['seconds']:.1f} s) ÷ idle"
    for name, share, goal in (("p99", 0.99, "16 ms"), ("max", 1.0, "50 ms")):
        busy, idle = quantile(found["busy"], share), quantile(found["idle"], share)
        yield Row("P3", f"{what}, {name}", ms(busy), ms(idle), ratio(busy, idle), goal)


def typing(found: Mapping[str, Any]) -> Iterator[Row]:
    worst, scan = quantile(found["ours"], 0.95), median(found["beside"])
    middle = median(found["ours"])
    yield Row(
        "P4",
        "keystroke of a search until painted, p95 ÷ LIKE scan",
        ms(worst),
        ms(scan),
        ratio(worst, scan),
        "50 ms, 1/20",
    )
    yield Row("", "  the same, median", ms(middle), ms(scan), ratio(middle, scan))
    yield Row("", "  until all are found, median", ms(median(found["whole"])))


def scrolling(found: Mapping[str, Any]) -> Iterator[Row]:
    for way, frames in found.items():
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            own, beside = quantile(frames["ours"], share), quantile(frames["beside"], share)
            what = f"scroll by {way}, frame {name} ÷ rows in memory"
            yield Row("P5", what, ms(own), ms(beside), ratio(own, beside), "1.1")


def sorting(found: Mapping[str, Any]) -> Iterator[Row]:
    for key, what in (("indexed", "sort by a column with an index"), ("plain", "sort by a column without")):
        if found[key]:
            yield Row("P6", f"{what}, p95 until painted", ms(quantile(found[key], 0.95)), "", "", "150 ms")
    yield Row("", f"  median; slowest: {found['slowest']}", ms(median([*found["indexed"], *found["plain"]])))
    yield Row("", "  until the list is whole, median", ms(median(found["whole"])))
    for key, what in (("tabs", "status tab"), ("to_check", "tab of the orders to check, by the last column")):
        yield Row("P6", f"{what}, p95 until painted", ms(quantile(found[key], 0.95)), "", "", "150 ms")


def bulk(found: Mapping[str, Any]) -> Iterator[Row]:
    for key, what in (("edit", "bulk edit of 1,000 orders"), ("undo", "its undo")):
        yield Row("P9", f"{what} until painted", spread(found[key]), "", "", "300 ms")


def memory(held: int, bare: int) -> Iterator[Row]:
    if held:
        yield Row(
            "P7",
            "memory after the tour above bare",
            f"{(held - bare) / 1e6:.0f} MB",
            f"{bare / 1e6:.0f} MB",
            "",
            "100 MB",
        )


def growth(
    starts: Mapping[str, Sequence[float]], little: Mapping[str, Any], much: Mapping[str, Any]
) -> Iterator[Row]:
    large, small = starts["large"], starts["small"]
    yield Row("P8", "start, large ÷ small store", spread(large), spread(small), _medians(large, small), "1.5")
    own, beside = (quantile(tour["typing"]["ours"], 0.95) for tour in (much, little))
    yield Row("P8", "keystroke p95, large ÷ small store", ms(own), ms(beside), ratio(own, beside), "1.5")
    for way in much["scrolling"]:
        own, beside = (quantile(tour["scrolling"][way]["ours"], 0.99) for tour in (much, little))
        what = f"scroll by {way} p99, large ÷ small store"
        yield Row("P8", what, ms(own), ms(beside), ratio(own, beside), "1.5")


def _medians(own: Sequence[float], beside: Sequence[float]) -> str:
    return ratio(median(own), median(beside))
