"""The names of the orders that have broken programs like this one."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Trap(StrEnum):
    """Its place in `TRAPS` is the index of its order; further ones are added at the end."""

    OLD_KANJI = "old_kanji"
    HALF_WIDTH_KANA = "half_width_kana"
    MACHINE_CHARACTERS = "machine_characters"  # some not in cp932, some with 0x5C as second byte
    SEVERAL_DESTINATIONS = "several_destinations"
    LEADING_ZERO = "leading_zero"
    REPEATED_NUMBER = "repeated_number"  # another order with the number of LEADING_ZERO
    ZERO_YEN = "zero_yen"
    EDITED_LATER = "edited_later"  # `PracticeShop(edit_after=…)` changes this one
    CANCELLED = "cancelled"
    SUBSCRIPTION_FIRST = "subscription_first"
    SUBSCRIPTION_NEXT = "subscription_next"  # the same content as a new order
    LATE = "late"  # not listed before `PracticeShop.publish_late`
    MEMO_WITH_TIME = "memo_with_time"
    OKINAWA = "okinawa"
    REMOTE_ISLAND = "remote_island"
    TOO_LONG = "too_long"
    MARKUP_BOLD = "markup_bold"
    MARKUP_IMAGE = "markup_image"
    FORMULA = "formula"
    RIGHT_TO_LEFT = "right_to_left"
    NEW_LINES = "new_lines"
    NUMBERS_AS_TEXT = "numbers_as_text"
    NUMBERS_AS_NUMBERS = "numbers_as_numbers"
    FIELDS_ABSENT = "fields_absent"
    FIELDS_NULL = "fields_null"
    UNKNOWN_WORDS = "unknown_words"
    UNREADABLE_DATE = "unreadable_date"
    WISH = "wish"  # a delivery date and a time slot
    TWO_TAX_RATES = "two_tax_rates"
    POSTCODE_ELSEWHERE = "postcode_elsewhere"  # it belongs to another prefecture
    SAME_CUSTOMER = "same_customer"
    SAME_CUSTOMER_AGAIN = "same_customer_again"
    SENT_BEFORE_PAID = "sent_before_paid"
    MANY_LINES = "many_lines"
    TEST_NAME = "test_name"  # the name that makes a real test order free of charge


TRAPS: Final = tuple(Trap)


def index_of(trap: Trap) -> int:
    """The index of the order that holds this trap."""
    return TRAPS.index(trap)
