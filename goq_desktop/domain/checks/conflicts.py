"""What a person had changed here and the shop has changed since, until a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.edits import Conflict


def check_conflicts(conflicts: Iterable[Conflict]) -> Reason:
    """Params: `fields`, names of `EditField`, and `marks` of what the shop says, which tells nothing of it."""
    found = tuple(conflicts)
    fields = " ".join(dict.fromkeys(one.field for one in found))
    said = repr([(one.place, one.field.value, one.shop) for one in found])
    marks = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return Reason(CheckReason.CONFLICT, Level.CERTAIN, {"fields": fields, "marks": marks})
