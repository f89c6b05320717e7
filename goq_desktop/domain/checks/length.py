"""Whether name, company, address and building fit on the slip of the chosen carrier."""

from __future__ import annotations

from goq_desktop.domain.checks.reason import CheckReason, Level, Reason
from goq_desktop.domain.orders import Party
from goq_desktop.domain.slip_lengths import Count, slip_lengths


def check_length(party: Party, carrier: str, service: str) -> Reason | None:
    """Params: `carrier`, `count` (halves, characters), `fields`, and for each of them `name` "34/32": is and may be.

    A character that the carriers cannot write counts as a full width.
    """
    most = slip_lengths(carrier, service)
    if most is None:
        return None
    address = party.prefecture + party.city + party.street
    texts = {"name": (party.name, most.name), "company": (party.company, most.company)}
    if most.building is None:
        texts["address"] = (address + party.building, most.address)
    else:
        texts["address"] = (address, most.address)
        texts["building"] = (party.building, most.building)
    # Nothing is longer in half widths than twice its characters.
    over = {
        field: f"{size}/{limit}"
        for field, (text, limit) in texts.items()
        if 2 * len(text) > limit and (size := _size(text, most.count)) > limit
    }
    if not over:
        return None
    level = Level.CERTAIN if most.is_certain else Level.MAYBE
    return Reason(
        CheckReason.LENGTH,
        level,
        {"carrier": carrier, "count": most.count.value, "fields": " ".join(over), **over},
    )


def _size(text: str, count: Count) -> int:
    if count is Count.CHARACTERS:
        return len(text)
    return sum(1 if character < "\x80" or "｡" <= character <= "ﾟ" else 2 for character in text)
