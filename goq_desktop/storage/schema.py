"""The tables of the store."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

METADATA: Final = MetaData()


# The columns that the order table can be sorted by.
SORTED: Final = (
    "id",
    "ordered_at",
    "number",
    "shop_uid",
    "lane",
    "purchaser",
    "recipient",
    "items",
    "total",
    "payment",
    "payment_status",
    "shipping_status",
    "carrier",
    "delivery_date",
    "delivery_slot",
    "shipped",
    "tracking",
    "memo",
    "note",
)

FILTERED: Final = (
    "ordered_at",
    "paid_at",
    "ship_planned_at",
    "shipped_at",
    "wished_on",
    "total",
    "payment",
    "payment_kind",
    "carrier_code",
    "service_code",
    "changed_at",
    "first_seen_at",
    text("memo IS NOT NULL"),
    text("tracking IS NOT NULL"),
    "reasons",
)


def _text(name: str) -> Column[str]:
    """Empty is NULL: an index then gives the filled ones first in both directions."""
    return Column(name, Text)


def _sort_index(name: str) -> Index:
    """The order of a column, of equal ones, and all that the table filters by: read instead of the table."""
    # Measured on two busy cores, encrypted. First rows of a sort at 1,000,000 orders: 1.7 to 4.2 s without,
    # below 1 ms with; one filtered by a lane: 3 to 12 s with an index of the column alone. Storing a page
    # of 100 orders: 60 ms without and 140 ms with at 1,000,000, 50 and 120 ms at 100,000; the first 10,000
    # take a fifth longer. A fetch waits for the shop anyway, a person who clicks a column does not.
    return Index(f"orders_by_{name}", *dict.fromkeys((name, "id", "lane", "shop_uid")))


# What the order table paints.
ORDERS: Final = Table(
    "orders",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("shop_uid", Text, nullable=False),
    Column("serial", Text, nullable=False),
    _text("number"),
    Column("ordered_at", Integer),  # UTC seconds since 1970
    _text("ordered_text"),
    Column("updated_at", Integer),
    Column("lane", Text, nullable=False),
    _text("order_status"),
    _text("payment_status"),
    _text("shipping_status"),
    _text("purchaser"),
    _text("recipient"),
    _text("recipient_address"),
    Column("destination_count", Integer, nullable=False),
    _text("items"),
    Column("line_count", Integer, nullable=False),
    Column("total", Integer),  # yen
    _text("payment"),
    _text("carrier"),
    _text("delivery_date"),
    _text("delivery_slot"),
    _text("shipped"),
    _text("tracking"),
    _text("memo"),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("first_seen_at", Integer, nullable=False),
    Column("changed_at", Integer, nullable=False),
    # What the settings make of it: `domain.rules.Worked`; `reasons` are codes with a space between.
    # Of `checks`, all that there is to look at, `reasons` holds what nobody has confirmed.
    *map(_text, ("payment_kind", "carrier_code", "service_code", "slot_code", "reasons", "checks")),
    Column("erased_at", Integer),
    Column("customer_id", Integer),  # none: nothing to know the purchaser by
    Column("pieces", Integer),  # NULL: stored before customers were, and still to be looked at
    # When the shop was found to list it no longer, and what is to be told of it: `domain.census.Alarm`.
    Column("vanished_at", Integer),
    _text("alarm"),
    # For periods: UTC seconds, and the day (ISO) that the customer wishes.
    *(Column(name, Integer) for name in ("paid_at", "ship_planned_at", "shipped_at")),
    _text("wished_on"),
    # What a person made of it: ひとことメモ, the first destination's 個口数, and when the shop changed it after that.
    _text("note"),
    Column("parcels", Integer),
    Column("changed_at_shop", Integer),
    UniqueConstraint("shop_uid", "serial", name="orders_of_shop"),
    *(_sort_index(name) for name in SORTED if name != "id"),
    # All that the list can be narrowed by, in the order of the ids: read instead of the much wider table.
    Index("orders_by_id", "id", "lane", "shop_uid", *FILTERED),
    Index("orders_of_customer", "customer_id", "ordered_at", sqlite_where=text("customer_id IS NOT NULL")),
    Index("orders_sold", "ordered_at", "shop_uid", "lane", "total", "pieces"),
    Index("orders_uncounted", "id", sqlite_where=text("pieces IS NULL")),
    # In the order of the list's first sort; by any other column the orders to check are sorted when asked for.
    Index(
        "orders_to_check", "ordered_at", "id", "shop_uid", "reasons", sqlite_where=text("reasons IS NOT NULL")
    ),
    # Of work that is never much, whatever the store has become.
    Index(
        "orders_unfinished",
        "ordered_at",
        "id",
        "shop_uid",
        "lane",
        sqlite_where=text("lane NOT IN ('done', 'cancelled')"),
    ),
    Index("orders_alarmed", "shop_uid", "id", sqlite_where=text("alarm IS NOT NULL")),
)

# The whole order, and the shop's own words for it; read one at a time.
ORDER_DOCUMENTS: Final = Table(
    "order_documents",
    METADATA,
    Column("order_id", Integer, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("document", LargeBinary, nullable=False),
    Column("raw", LargeBinary, nullable=False),
)

# All text of an order, normalised for matching. Beside it lies `order_grams`, the full-text index of its
# pieces (`search_index`), and `lane_counts`, which triggers keep equal to the orders in each lane.
ORDER_SEARCH: Final = Table(
    "order_search",
    METADATA,
    Column("order_id", Integer, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
)

# What the last census found to be wrong with our copy: `domain.census.Finding`, until it has come.
CENSUS_FINDINGS: Final = Table(
    "census_findings",
    METADATA,
    Column("shop_uid", Text, primary_key=True),
    Column("serial", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("ordered_at", Integer),
    Column("since", Integer, nullable=False),  # where a fetch that brings it has to begin
)

# Each open order as 同梱 sees it: `domain.checks.bundling.OpenOrder`.
OPEN_ORDERS: Final = Table(
    "open_orders",
    METADATA,
    Column("order_id", Integer, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("shop_uid", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("ordered_at", Integer, nullable=False),
    Column("phone_key", Integer),
    Column("mail_key", Integer),
    Column("name_key", Integer),
    Column("place", Integer, nullable=False),
    Column("delivery", Text, nullable=False),
    Column("carrier", Text, nullable=False),
    Column("is_cod", Boolean, nullable=False),
    Column("is_single", Boolean, nullable=False),
    *(
        Index(f"open_orders_by_{name}", name, sqlite_where=text(f"{name} IS NOT NULL"))
        for name in ("phone_key", "mail_key", "name_key")
    ),
)

# 確認済み: `mark` stands for the content that was confirmed; `seen` is what was known of the order then.
CONFIRMATIONS: Final = Table(
    "confirmations",
    METADATA,
    Column("order_id", Integer, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("mark", LargeBinary, primary_key=True),
    Column("code", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("confirmed_at", Integer, nullable=False),
    Column("seen", Text),
    Index("confirmations_by_mark", "mark"),
)

# 保留: orders that the check inbox leaves out, until a day ("2026-12-01") or for good.
HOLDS: Final = Table(
    "holds",
    METADATA,
    Column("order_id", Integer, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("until", Text),
    Column("held_at", Integer, nullable=False),
)

# What a person decided over the shop's word: `domain.edits.Edit`. The shop's document never holds any of it.
ORDER_EDITS: Final = Table(
    "order_edits",
    METADATA,
    Column("order_id", Integer, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("mine", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("edited_at", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Steps of people, to be undone. `of_step`: what an undo or redo belongs to; of an original, `latest` is the
# newest step of its family, whose changes the next undo or redo takes back.
EDIT_STEPS: Final = Table(
    "edit_steps",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("of_step", Integer),
    Column("latest", Integer),
    Column("is_undone", Boolean, nullable=False, server_default=text("0")),
    Column("orders", Integer, nullable=False, server_default=text("0")),
    Column("label", Text, nullable=False),
    Index("edit_steps_in_force", "id", sqlite_where=text("of_step IS NULL AND NOT is_undone")),
    Index("edit_steps_undone", "latest", sqlite_where=text("of_step IS NULL AND is_undone")),
)

# Everything that happened to an order, only ever added to; erasing people takes the values out.
# `mine` and `base` as in ORDER_EDITS, NULL where there was no edit; `shop` is what the shop said then.
ORDER_HISTORY: Final = Table(
    "order_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("order_id", Integer, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
    Column("at", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("who", Text, nullable=False, server_default=text("''")),
    Column("step_id", Integer),
    Column("place", Integer, nullable=False, server_default=text("-1")),
    Column("field", Text, nullable=False, server_default=text("''")),
    *map(_text, ("mine_before", "base_before", "mine_after", "base_after", "shop")),
    Index("order_history_of_order", "order_id", "id"),
    Index("order_history_of_step", "step_id", sqlite_where=text("step_id IS NOT NULL")),
)

# The journal: one row a fetch, written in the transactions that it tells of.
FETCH_RUNS: Final = Table(
    "fetch_runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("shop_uid", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("is_automatic", Boolean, nullable=False),
    Column("window_since", Integer, nullable=False),
    Column("window_until", Integer),
    Column("started_at", Integer, nullable=False),
    Column("finished_at", Integer),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("new", Integer, nullable=False, server_default="0"),
    Column("updated", Integer, nullable=False, server_default="0"),
    Column("unchanged", Integer, nullable=False, server_default="0"),
    Column("requests", Integer, nullable=False, server_default="0"),
    Column("high_water", Integer),
    Column("problem_code", Text),
    Column("problem_params", Text),
    Column("kind", Text, nullable=False, server_default="new"),
    Column("not_before", Integer),  # the PC's time before which the shop wants no call
    Column("key_generation", Integer, nullable=False, server_default="0"),
    Column("clock_off", Integer),  # seconds that the shop's clock is ahead of the PC's
    Index("fetch_runs_of_shop", "shop_uid", "id"),
)

# Rows are added and never changed: the migration lays triggers that refuse it.
HANDLING_LOG: Final = Table(
    "handling_log",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("detail", Text, nullable=False),
    Column("mark", LargeBinary, nullable=False),
)

# Each pass that erased people, by its moment in UTC seconds, which only grows: what a backup lacks is told by it.
ERASINGS: Final = Table(
    "erasings",
    METADATA,
    Column("at", Integer, primary_key=True),
    Column("orders", Integer, nullable=False),
)

# People, as the newest order of each tells of them; what they bought is counted by triggers on `orders`.
# Whoever was erased is without name and text, and in no list.
CUSTOMERS: Final = Table(
    "customers",
    METADATA,
    Column("id", Integer, primary_key=True),
    *map(_text, ("name", "kana", "phone", "mail", "address", "note", "text")),
    Column("is_marked", Boolean, nullable=False, server_default="0"),
    Column("orders", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("first_at", Integer),
    _text("first_shop"),
    Column("last_at", Integer),
    Index("customers_by_first", "first_at", "first_shop"),
    Index("customers_by_last", "last_at", sqlite_where=text("text IS NOT NULL")),
    Index("customers_marked", "last_at", sqlite_where=text("is_marked AND text IS NOT NULL")),
)

# What a person is known by: `domain.customers.CustomerKeys`.
CUSTOMER_KEYS: Final = Table(
    "customer_keys",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("customer_id", Integer, nullable=False),
    Column("is_name", Boolean, nullable=False),
    Index("customer_keys_of", "customer_id", "is_name"),
)

# Everything that was noted about a person, only ever added to; erasing them takes the values out.
CUSTOMER_HISTORY: Final = Table(
    "customer_history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("customer_id", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("step_id", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("customer_history_of", "customer_id", "id"),
    Index("customer_history_of_step", "step_id"),
)
