"""Says field by field what is wrong with a tile; the sentences are made where they are shown."""

from __future__ import annotations

from goq_desktop.settings.carrier_checks import check_carriers, check_slips
from goq_desktop.settings.contractor_checks import check_contractor, has_valid_check_digit
from goq_desktop.settings.field_checks import LONGEST_LINE, LONGEST_NAME, FieldProblem, Reason
from goq_desktop.settings.other_checks import ERASE_AFTER_DAYS, check_calendar, check_lanes, check_other
from goq_desktop.settings.shop_checks import (
    FETCH_DAYS,
    INTERVAL_MINUTES,
    LONGEST_SHOP_ID,
    check_shop,
    check_shops,
)
from goq_desktop.settings.wording_checks import FEES, check_conversions, check_payments, check_slot_names

__all__ = [
    "ERASE_AFTER_DAYS",
    "FEES",
    "FETCH_DAYS",
    "INTERVAL_MINUTES",
    "LONGEST_LINE",
    "LONGEST_NAME",
    "LONGEST_SHOP_ID",
    "FieldProblem",
    "Reason",
    "check_calendar",
    "check_carriers",
    "check_contractor",
    "check_conversions",
    "check_lanes",
    "check_other",
    "check_payments",
    "check_shop",
    "check_shops",
    "check_slips",
    "check_slot_names",
    "has_valid_check_digit",
]
