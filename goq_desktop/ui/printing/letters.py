"""The letters of printed pages: their fonts, and where a text is broken into lines."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from goq_desktop.ui.printing.sheet import Style

# With proportional kana a line holds more, and every system has one of them.
_FAMILIES: Final = ("BIZ UDPGothic", "Yu Gothic", "Meiryo", "Hiragino Sans", "Noto Sans CJK JP")


def font_of(style: Style) -> QFont:
    """Its pixels are tenths of a millimetre: the painter is scaled to them."""
    font = QFont(list(_FAMILIES))
    font.setPixelSize(style.letters)
    font.setBold(style.is_bold)
    # A letter is as wide on paper as on the screen, whatever that makes of it.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Figures in a form for another language are in no table of a PDF: they could not be searched or copied.
    font.setFeature(QFont.Tag("locl"), 0)
    return font


class Letters:
    """Measures in whatever thread it was made."""

    def __init__(self) -> None:
        self._fonts = {style: font_of(style) for style in Style}
        self._metrics = {style: QFontMetricsF(font) for style, font in self._fonts.items()}
        self._option = QTextOption()
        # A long word without a gap is broken too: nothing runs out of its column.
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        # The same titles and names come again on every sheet.
        self.wrap = lru_cache(maxsize=4096)(self._wrap)

    def _wrap(self, text: str, style: Style, width: float) -> tuple[str, ...]:
        """The lines of one paragraph: together they are the text, letter by letter."""
        if not text or self._metrics[style].horizontalAdvance(text) <= width:
            return (text,)
        layout = QTextLayout(text, self._fonts[style])
        layout.setTextOption(self._option)
        lines = []
        units = text.encode("utf-16-le")  # Qt counts in these
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start, length = line.textStart(), line.textLength()
            lines.append(units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace"))
        layout.endLayout()
        return tuple(lines)
