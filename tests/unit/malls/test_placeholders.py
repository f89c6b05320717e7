"""A request is filled from data alone, and no value leads out of its place."""

from __future__ import annotations

from goq_desktop.malls.placeholders import fill_path, fill_table, names_in


def test_a_placeholder_alone_keeps_its_kind() -> None:
    table = {"from": "{offset}", "size": "{size}", "since": "{since}", "note": "{since}/{size}"}
    assert fill_table(table, {"offset": 0, "size": 100, "since": "2026"}) == {
        "from": 0,
        "size": 100,
        "since": "2026",
        "note": "2026/100",
    }


def test_a_key_without_a_value_is_left_out_at_every_depth() -> None:
    table = {
        "until": "{until}",
        "gone": "",
        "filter": {"to": "{until}", "keep": False},
        "all": ["{until}", "x"],
    }
    assert fill_table(table, {"until": None}) == {"filter": {"keep": False}, "all": ["x"]}


def test_a_value_in_a_path_stays_in_its_segment() -> None:
    assert fill_path("shops/{shop_id}/orders", {"shop_id": "../a?b#c/d"}) == "shops/..%2Fa%3Fb%23c%2Fd/orders"


def test_a_value_is_never_filled_in_again() -> None:
    assert fill_table({"a": "{since}", "b": "x{since}"}, {"since": "{size}", "size": 9}) == {
        "a": "{size}",
        "b": "x{size}",
    }


def test_names_are_found_in_tables_and_lists() -> None:
    assert set(names_in({"a": ["{x}", {"b": "{y}-{z}"}], "c": 3})) == {"x", "y", "z"}
