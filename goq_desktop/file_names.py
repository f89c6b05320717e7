"""What may be wrong with a file's name: that Windows takes it for something else, or that it shows as another."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# A file beside another has its name with something around it; a name may have 255 bytes, a character four.
_ENOUGH: Final = 40

# Devices, also with an ending: `CON.csv` is written to the screen, `NUL.csv` nowhere.
_DEVICES: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ .]*(\..*)?", re.IGNORECASE | re.DOTALL
)
# A colon begins a stream inside another file; the others are refused or lead elsewhere.
_RESERVED: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')

_REPLACEMENT: Final = "\ufffd"


def is_none_on_windows(name: str) -> bool:
    """Whether Windows would write to a device, a stream or a file of another name."""
    return bool(_RESERVED.search(name) or _DEVICES.fullmatch(name)) or name.endswith((".", " "))


def start_of(name: str) -> str:
    """Enough of a name to be known by, for a file beside it."""
    return name[:_ENOUGH]


def shown(text: str) -> str:
    """The text without what turns its direction round, hides, or is no character: `cod.exe` stays `cod.exe`."""
    return "".join(_REPLACEMENT if _is_deceiving(letter) else letter for letter in text)


def _is_deceiving(letter: str) -> bool:
    if letter < "\x7f" and letter.isprintable():
        return False
    return unicodedata.category(letter) in ("Cc", "Cs") or unicodedata.bidirectional(letter) in (
        *("LRE", "RLE", "LRO", "RLO", "PDF"),
        *("LRI", "RLI", "FSI", "PDI"),
    )
