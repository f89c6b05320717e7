"""Puts pages onto paper: a printer, a PDF or a picture of one for the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from goq_desktop.ui.printing.letters import font_of
from goq_desktop.ui.printing.paging import Page, Piece
from goq_desktop.ui.printing.sheet import Paper, Side, Style

# Paper is white and ink is black in every scheme of the screen.
PAPER: Final = "#ffffff"
_INK: Final = "#000000"
_LINE: Final = "#808080"
_RESOLUTION: Final = 600  # dots an inch of a PDF


def paint(painter: QPainter, page: Page, paper: Paper, target: QRect) -> None:
    """The page into `target`, in the device's own dots.

    Every text is drawn as a line of letters: there is no markup on this way that could be taken for any.
    """
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.translate(target.topLeft())
    scale = min(target.width() / paper.width, target.height() / paper.height)
    painter.scale(scale, scale)
    painter.setPen(QPen(QColor(_LINE), 2))
    for rule in page.rules:
        painter.drawLine(QLineF(paper.margin, rule.y, paper.width - paper.margin, rule.y))
    painter.setPen(QPen(QColor(_INK), 3))
    for box in page.boxes:
        painter.drawRect(QRectF(box.x, box.y, box.size, box.size))
    fonts = {style: font_of(style) for style in Style}
    metrics = {style: QFontMetricsF(font) for style, font in fonts.items()}
    for piece in page.pieces:
        painter.setFont(fonts[piece.style])
        painter.drawText(_start(piece, metrics[piece.style]), piece.text)
    painter.restore()


def pdf_of(pages: Sequence[Page], paper: Paper, title: str, check: Callable[[], None]) -> bytes:
    """The pages as a PDF. Touches no file; works in any thread. `check` may raise to stop."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("GoQ Desktop")
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(page_layout(paper))
    painter = QPainter(writer)
    try:
        for number, page in enumerate(pages):
            check()
            if number:
                writer.newPage()
            paint(painter, page, paper, QRect(0, 0, writer.width(), writer.height()))
    finally:
        painter.end()
    buffer.close()
    return bytes(content.data())


def page_layout(paper: Paper) -> QPageLayout:
    """The whole sheet: our pages have margins of their own."""
    size = QPageSize(QSizeF(paper.width / 10, paper.height / 10), QPageSize.Unit.Millimeter)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def picture_of(page: Page, paper: Paper, width: int, ratio: float = 1.0) -> QImage:
    """The page as it will look, `width` logical pixels wide on a screen of `ratio`."""
    height = round(width * paper.height / paper.width)
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    paint(painter, page, paper, image.rect())
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def _start(piece: Piece, metrics: QFontMetricsF) -> QPointF:
    """Where the first letter stands on its line."""
    spare = 0.0
    if piece.side is not Side.LEFT:
        spare = piece.width - metrics.horizontalAdvance(piece.text)
        if piece.side is Side.CENTRE:
            spare /= 2
    air = (piece.style.line - metrics.height()) / 2
    return QPointF(piece.x + max(spare, 0.0), piece.y + air + metrics.ascent())
