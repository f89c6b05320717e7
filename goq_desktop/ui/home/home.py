"""ホーム: how many orders wait where, how fresh each shop is, and when the last backup was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from goq_desktop.clock import Clock
from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.domain.lanes import TO_CHECK, OwnLane
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.query import OrderQuery
from goq_desktop.domain.times import JST
from goq_desktop.services.at_a_glance import OLD_DAYS, Glance, overdue, to_ship
from goq_desktop.ui import theme
from goq_desktop.ui.home.number_tile import NumberTile
from goq_desktop.ui.orders.freshness_bar import FreshnessBar
from goq_desktop.ui.orders.readable import age, clock_time
from goq_desktop.ui.theme import Role
from goq_desktop.ui.tile import move_focus

_COLUMNS: Final = 4
_WEEKDAYS: Final = "月火水木金土日"
# A backup that should be there every day is missed after two; one of every week after eight days.
_OLD: Final = {BackupRhythm.DAILY: timedelta(days=2), BackupRhythm.WEEKLY: timedelta(days=8)}


class HomePage(QScrollArea):
    """`query_chosen`: the list of a number is wanted."""

    query_chosen = Signal(object)  # OrderQuery
    fetch_asked = Signal()
    backup_asked = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._glance: Glance | None = None
        self.tiles: list[NumberTile] = []
        self.setWidgetResizable(True)
        self.setFrameShape(self.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._day = _label("", Role.HINT)
        self.note = _label("", Role.NOTICE)
        self.note.setWordWrap(True)
        self.note.hide()
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.SPACE * 3 // 2)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.freshness = FreshnessBar(clock)
        self.fetch_button = _button("refresh", self.tr("今すぐ取得(&N)"))
        self.fetch_button.clicked.connect(self.fetch_asked)
        self.backup = _label("", Role.HINT)
        self.backup.setWordWrap(True)
        self._backup_mark = QLabel()
        self.backup_button = _button("download", self.tr("今すぐバックアップ(&B)"))
        self.backup_button.clicked.connect(self.backup_asked)
        self._compose()
        self.set_lanes((), Lane.NEW.value)

    def set_lanes(self, own: Sequence[OwnLane], unfinished: str) -> None:
        """The shop's own lanes, in the order of その他設定; `unfinished`: the lane of all that is to be done."""
        held = next((tile.query for tile in self.tiles if tile.hasFocus()), None)
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = [*self._lane_tiles(own), *self._day_tiles(unfinished)]
        for number, tile in enumerate(self.tiles):
            tile.clicked.connect(self._on_tile_clicked)
            tile.arrow_pressed.connect(self._on_arrow_pressed)
            self._grid.addWidget(tile, *divmod(number, _COLUMNS))
            if tile.query == held:
                tile.setFocus(Qt.FocusReason.OtherFocusReason)
        self._chain()
        self._tell()

    @property
    def queries(self) -> Sequence[OrderQuery]:
        """Whose numbers are shown."""
        return [tile.query for tile in self.tiles]

    def _lane_tiles(self, own: Sequence[OwnLane]) -> Sequence[NumberTile]:
        new, to_check = OrderQuery(lane=Lane.NEW.value), OrderQuery(lane=TO_CHECK)
        return [
            NumberTile(new, self.tr("新規受付"), self.tr("まだ動かしていない受注"), icon="list"),
            NumberTile(to_check, self.tr("要確認"), self.tr("確認する理由のある受注"), icon="warning"),
            *(
                NumberTile(
                    OrderQuery(lane=lane.code), lane.name, self.tr("このステータスの受注"), colour=lane.colour
                )
                for lane in own
            ),
        ]

    def _day_tiles(self, unfinished: str) -> Sequence[NumberTile]:
        today = self._clock.now().astimezone(JST).date()
        wished, planned, old = overdue(unfinished, today)
        due = to_ship(unfinished, today)
        days = self.tr("注文から{0}日以上").format(OLD_DAYS)
        return [
            NumberTile(due, self.tr("今日までに出荷"), self.tr("未処理・出荷予定日"), icon="calendar"),
            NumberTile(wished, self.tr("お届け日を過ぎた"), self.tr("未処理・昨日まで"), icon="calendar"),
            NumberTile(planned, self.tr("出荷予定を過ぎた"), self.tr("未処理・昨日まで"), icon="calendar"),
            NumberTile(old, days, self.tr("未処理のままの受注"), icon="calendar"),
        ]

    def show_glance(self, glance: Glance | None) -> None:
        """None: the store could not be read, which is told elsewhere."""
        self._glance = glance
        self._tell()

    def focus(self) -> None:
        self.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._tell()
        super().changeEvent(event)

    def _compose(self) -> None:
        title = _label(self.tr("ホーム"), Role.TITLE)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE * 2)
        head.addWidget(title)
        head.addWidget(self._day, 1, Qt.AlignmentFlag.AlignBottom)
        shops = QHBoxLayout()
        shops.setSpacing(theme.SPACE * 2)
        shops.addWidget(self.freshness, 1)
        shops.addWidget(self.fetch_button, 0, Qt.AlignmentFlag.AlignTop)
        kept = QHBoxLayout()
        kept.setSpacing(theme.SPACE)
        kept.addWidget(self._backup_mark)
        kept.addWidget(self.backup, 1)
        kept.addWidget(self.backup_button)
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(*[theme.SPACE * 2] * 4)
        rows.setSpacing(theme.SPACE)
        rows.addLayout(head)
        rows.addWidget(self.note)
        rows.addSpacing(theme.SPACE)
        rows.addWidget(_label(self.tr("受注"), Role.HEADING))
        rows.addLayout(self._grid)
        rows.addSpacing(theme.SPACE * 2)
        rows.addWidget(_label(self.tr("ショップの取得"), Role.HEADING))
        rows.addLayout(shops)
        rows.addSpacing(theme.SPACE * 2)
        rows.addWidget(_label(self.tr("バックアップ"), Role.HEADING))
        rows.addLayout(kept)
        rows.addStretch(1)
        self.setWidget(body)

    def _chain(self) -> None:
        """Tab goes from top to bottom, whenever a tile was made."""
        chain: list[QWidget] = [*self.tiles, self.fetch_button, self.backup_button]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _tell(self) -> None:
        now = self._clock.now()
        today = now.astimezone(JST)
        day = self.tr("{0}年{1}月{2}日（{3}）")
        self._day.setText(day.format(today.year, today.month, today.day, _WEEKDAYS[today.weekday()]))
        glance = self._glance
        if glance is None:
            return
        for tile in self.tiles:
            if tile.query in glance.counts:
                tile.show_count(glance.counts[tile.query])
        self.note.setText(
            self.tr("まだ受注がありません。「今すぐ取得」を押すと、ショップの受注を取り込みます。")
        )
        self.note.setVisible(not glance.has_orders)
        self._tell_backup(glance, now)

    def _tell_backup(self, glance: Glance, now: datetime) -> None:
        made, limit = glance.last_backup, _OLD.get(glance.backup_rhythm)
        is_late = limit is not None and made is not None and now - made > limit
        if made is None:
            text = self.tr("まだバックアップがありません。")
        else:
            when = self.tr("最後のバックアップ {time}（{age}）")
            text = when.format(time=clock_time(made, now), age=age(made, now))
        if limit is None:
            text += self.tr("　自動バックアップは「しない」になっています（各種設定 › その他設定）。")
        elif is_late:
            text += self.tr("　予定より遅れています。今すぐバックアップしてください。")
        self.backup.setText(text)
        theme.set_role(self.backup, Role.PROBLEM if is_late else Role.HINT)
        c = theme.colours()
        icon, colour = ("warning", c.problem) if is_late else ("check", c.good) if made else ("info", c.hint)
        self._backup_mark.setPixmap(theme.pixmap(icon, colour, theme.SPACE * 2, self.devicePixelRatioF()))

    @Slot()
    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        assert isinstance(tile, NumberTile)
        self.query_chosen.emit(tile.query)

    @Slot(object)
    def _on_arrow_pressed(self, key: Qt.Key) -> None:
        tile = self.sender()
        assert isinstance(tile, NumberTile)
        move_focus(self.tiles, tile, key, _COLUMNS)


def _label(text: str, role: Role) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    theme.set_role(label, role)
    return label


def _button(icon: str, text: str) -> QPushButton:
    button = QPushButton(theme.icon(icon), text)
    button.setAccessibleName(text.partition("(&")[0])
    # Enter presses it, as it does the tiles.
    button.setAutoDefault(True)
    return button
