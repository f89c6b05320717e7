"""What can go wrong, as codes with parameters; sentences for people are in `wording`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ProblemCode(StrEnum):
    """Each code has one sentence and one next step in `wording.problems`.

    The parameters a code carries are named in the comment beside it.
    """

    # -- the shop refused
    KEY_REFUSED = "key_refused"  # key: "open" | "manager", shop, status
    KEY_MISSING = "key_missing"  # key, shop
    API_NOT_ENABLED = "api_not_enabled"  # shop, status
    # -- the shop could not be reached
    MAINTENANCE = "maintenance"  # shop, until (text, may be empty)
    NO_NETWORK = "no_network"  # host
    HOST_UNKNOWN = "host_unknown"  # host
    TIMED_OUT = "timed_out"  # host, seconds
    TLS_UNTRUSTED = "tls_untrusted"  # host
    CLOCK_WRONG = "clock_wrong"  # minutes (how far the PC is off; negative: it is slow)
    REDIRECTED = "redirected"  # host, status
    SHOP_BUSY = "shop_busy"  # host, seconds (what the shop asked us to wait)
    SHOP_FAILED = "shop_failed"  # host, status
    NOT_FOUND = "not_found"  # host, path
    # -- the shop answered, but not what the profile says
    ANSWER_NOT_JSON = "answer_not_json"  # host, kind (content type or "html")
    ANSWER_CUT = "answer_cut"  # host
    ANSWER_TOO_LARGE = "answer_too_large"  # host, limit_mb
    ANSWER_SHAPE = "answer_shape"  # path (the profile's key that did not fit), found
    PAGES_REPEAT = "pages_repeat"  # pages
    PAGES_SHIFTED = "pages_shifted"  # expected, received
    # -- what the shop did to its orders
    WORKED_ON_CHANGED = "worked_on_changed"  # count
    ORDERS_MISSING = "orders_missing"  # count, differing
    # -- keyring
    KEYRING_ABSENT = "keyring_absent"
    KEYRING_LOCKED = "keyring_locked"
    KEYRING_SILENT = "keyring_silent"  # seconds
    KEYRING_CHANGED = "keyring_changed"  # before, now
    KEYRING_REFUSED = "keyring_refused"  # backend
    KEYRING_MISMATCH = "keyring_mismatch"  # backend: what was read back is not what was written
    KEY_TOO_LONG = "key_too_long"  # length, limit
    # -- storage
    DISK_FULL = "disk_full"  # path
    STORE_DAMAGED = "store_damaged"  # path
    STORE_LOST = "store_lost"  # path: one was made there, and no file or an empty one is left
    BACKUP_NOT_ERASED = "backup_not_erased"  # path
    BACKUP_MISSING = "backup_missing"  # path
    STORE_IN_USE = "store_in_use"  # path
    STORE_NEWER = "store_newer"  # path, found, known
    STORE_KEY_MISSING = "store_key_missing"  # path
    STORE_UNWRITABLE = "store_unwritable"  # path
    STORE_ON_SYNCED = "store_on_synced"  # path, service: OneDrive and the like
    STORE_ON_NETWORK = "store_on_network"  # path
    STORE_IN_DOCUMENTS = "store_in_documents"  # path: a warning, nothing is refused
    # -- settings and profiles
    SETTINGS_DAMAGED = "settings_damaged"  # path, line, key, kept_as
    SETTINGS_INVALID = "settings_invalid"  # key, reason
    SETTINGS_NEWER = "settings_newer"  # path, found, known
    SETTINGS_CHANGED = "settings_changed"  # tiles: their names in `settings.tiles`, with commas
    PROFILE_INVALID = "profile_invalid"  # path, line, key, reason
    PROFILE_MISSING = "profile_missing"  # mall
    SHOP_MISSING = "shop_missing"  # name, known
    SHOP_NOT_SET_UP = "shop_not_set_up"
    # -- work on orders
    EDIT_INVALID = "edit_invalid"  # field: a name of `edits.EditField`, reason
    # -- paper
    PRINTER_MISSING = "printer_missing"
    PRINTING_STOPPED = "printing_stopped"  # pages: that went before, of
    # -- calls and files
    WRONG_CALL = "wrong_call"  # reason
    FILE_UNWRITABLE = "file_unwritable"  # path, reason
    FILE_UNENCODABLE = "file_unencodable"  # row (of the file, from 1), character
    FILE_UNREADABLE = "file_unreadable"  # path, reason


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong. `params` holds text and numbers only, never a secret or order data."""

    code: ProblemCode
    params: Mapping[str, str | int] = field(default_factory=dict)


class ProblemError(Exception):
    """Carries a `Problem` to whoever can tell a person. Its text is the code: safe to log."""

    def __init__(self, code: ProblemCode, **params: str | int) -> None:
        super().__init__(str(code))
        self.problem = Problem(code, params)
