"""受注を変更: fields of one order or of many, with what would change shown before it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from goq_desktop import resources
from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.edits import EditField, Wish, apply, delivery_value
from goq_desktop.domain.history import StepResult
from goq_desktop.domain.merging import own_value
from goq_desktop.domain.problems import Problem
from goq_desktop.domain.times import JST
from goq_desktop.postal.dictionary import Postcodes
from goq_desktop.services import editing
from goq_desktop.services.applying import rules_of
from goq_desktop.services.editing import Preview
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.editing import fields
from goq_desktop.ui.editing.fields import EditRow
from goq_desktop.ui.editing.sample_table import SampleTable
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.facts import plain_label
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.settings.address_finder import AddressFinder
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.wording.fields import FIELD_NAMES

if TYPE_CHECKING:
    from goq_desktop.storage.stored_order import StoredOrder

_SIZE: Final = (880, 560)  # also a window of 900 × 640 holds it
_LOOK_AFTER: Final = 150  # ms: a word is typed letter by letter
_FORM_WIDTH: Final = 430


class EditDialog(QDialog):
    """`result_of_step` is what was done when it closed with 変更する. `stored`: the one order, or None for many."""

    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        ids: Sequence[int],
        stored: StoredOrder | None,
        lanes: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.result_of_step: StepResult | None = None
        self._workspace, self._thread = workspace, thread
        self._ids, self._lanes = ids, lanes
        self._job: Job | None = None
        self._is_over = self._is_writing = self._is_asked = False
        self.setWindowTitle(
            self.tr("受注 {number} を変更").format(number=one_line(stored.order.number)[:40])
            if stored
            else self.tr("一括変更（{count}件）").format(count=f"{len(ids):,}")
        )
        self.resize(*_SIZE)
        self.rows: list[EditRow] = []
        self._form = QGridLayout()
        self._form.setVerticalSpacing(theme.SPACE)
        self._form.setColumnStretch(1, 1)
        self._fill(stored)
        self.line = MessageLine()
        self.problem = ProblemBox()
        self.counts = plain_label("")
        self.counts.setWordWrap(True)
        theme.set_role(self.counts, Role.HINT)
        self.table = SampleTable(lanes)
        buttons = QDialogButtonBox()
        self.apply_button = buttons.addButton(
            self.tr("変更する（Ctrl+Enter）"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.close_button = buttons.addButton(self.tr("やめる"), QDialogButtonBox.ButtonRole.RejectRole)
        theme.set_role(self.apply_button, Role.PRIMARY)
        self.apply_button.setDefault(True)
        self.close_button.setAutoDefault(False)
        buttons.accepted.connect(self._on_apply_chosen)
        # From every field: Enter in the memo begins a new line.
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_apply_chosen)
        buttons.rejected.connect(self.reject)
        self._compose(buttons)
        self._look = QTimer(self, singleShot=True, interval=_LOOK_AFTER)
        self._look.timeout.connect(self._on_look_due)
        for row in self.rows:
            row.changed.connect(self._on_row_changed)
            if row.keys:
                # A button's own shortcut would press it for a tenth of a second first.
                QShortcut(QKeySequence(row.keys), self).activated.connect(row.begin)
        self._say_nothing_chosen()
        self.rows[0].check.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def wishes(self) -> tuple[Wish, ...]:
        return tuple(wish for row in self.rows if (wish := row.wish) is not None)

    def row(self, field: EditField) -> EditRow:
        return next(row for row in self.rows if row.field is field)

    def begin_with(self, field: EditField) -> None:
        """The keyboard in this field."""
        self.row(field).begin()

    def reject(self) -> None:
        # What is being written is whole or not at all, and told by its end.
        if not self._is_writing:
            super().reject()

    def done(self, result: int) -> None:
        self._is_over = True
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    # -- the form

    def _fill(self, stored: StoredOrder | None) -> None:
        no_wish = self.tr("指定なし")
        today = self._workspace.today()
        if stored is None:
            for row in (
                fields.lane_row(self._lanes, None),
                fields.delivery_row(None),
                fields.day_row(today),
                fields.slot_row(no_wish, None),
                fields.parcels_row(None),
                fields.note_row(""),
            ):
                self._add(row)
            return
        order, choices = apply(stored.order, stored.edits)
        rules = rules_of(self._workspace.load_settings().settings)
        self._add(fields.lane_row(self._lanes, stored.lane))
        shipped = order.shipped.utc if order.shipped else None
        self._add(fields.day_row(shipped.astimezone(JST).date() if shipped else today))
        self._add(fields.note_row(choices.note))
        count = len(order.destinations)
        for place, destination in enumerate(order.destinations[:20]):
            name = self.tr("送付先") if count == 1 else self.tr("送付先 {0}/{1}").format(place + 1, count)
            self._head(name)
            delivery, slot = choices.deliveries.get(place), choices.slots.get(place)
            own = {
                field: own_value(stored.order, rules, place, field)
                for field in (EditField.DELIVERY, EditField.SLOT)
            }
            party = destination.party
            self._add(
                fields.delivery_row(delivery_value(*delivery) if delivery else own[EditField.DELIVERY], place)
            )
            self._add(fields.slot_row(no_wish, own[EditField.SLOT] if slot is None else slot, place))
            self._add(fields.parcels_row(choices.parcels.get(place), place))
            self._add(fields.text_row(EditField.TRACKING, destination.tracking_number, place))
            self._add(fields.text_row(EditField.NAME, party.name, place))
            postcode = self._add(fields.text_row(EditField.POSTCODE, party.postcode, place))
            finder_row = self._form.rowCount()
            prefecture = self._add(fields.prefecture_row(party.prefecture, place), finder_row + 1)
            city = self._add(fields.text_row(EditField.CITY, party.city, place))
            street = self._add(fields.text_row(EditField.STREET, party.street, place))
            self._add(fields.text_row(EditField.BUILDING, party.building, place))
            self._add(fields.text_row(EditField.PHONE, party.phone, place))
            postcodes = Postcodes(resources.path("postal", "postcodes.sqlite"))
            finder = AddressFinder(postcodes, postcode, prefecture, city, street)  # type: ignore[arg-type]
            self._form.addWidget(finder, finder_row, 1)

    def _add(self, row: EditRow, at: int | None = None) -> QWidget:
        number = self._form.rowCount() if at is None else at
        self._form.addWidget(row.check, number, 0, Qt.AlignmentFlag.AlignTop)
        self._form.addWidget(row.control, number, 1)
        self.rows.append(row)
        return row.control

    def _head(self, text: str) -> None:
        label = plain_label(text)
        theme.set_role(label, Role.HEADING)
        self._form.addWidget(label, self._form.rowCount(), 0, 1, 2)

    def _compose(self, buttons: QDialogButtonBox) -> None:
        form = QWidget()
        holder = QVBoxLayout(form)
        holder.setContentsMargins(0, 0, theme.SPACE, 0)
        holder.addLayout(self._form)
        holder.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(form)
        scroll.setMinimumWidth(_FORM_WIDTH)
        scroll.setMaximumWidth(_FORM_WIDTH)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side = QVBoxLayout()
        side.setSpacing(theme.SPACE)
        side.addWidget(self.line)
        side.addWidget(self.problem)
        side.addWidget(self.counts)
        side.addWidget(self.table, 1)
        side.addStretch()
        columns = QHBoxLayout()
        columns.setSpacing(2 * theme.SPACE)
        columns.addWidget(scroll)
        columns.addLayout(side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[2 * theme.SPACE] * 4)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(columns, 1)
        layout.addWidget(buttons)

    # -- the look

    @Slot()
    def _on_row_changed(self) -> None:
        self._is_asked = False
        self.apply_button.setEnabled(False)
        self._look.start()

    @Slot()
    def _on_look_due(self) -> None:
        wishes = self.wishes
        if self._job is not None:
            self._job.cancel()
        if not wishes:
            self._say_nothing_chosen()
            return
        self.problem.hide()
        self.line.say(Role.NOTICE, self.tr("変わる受注を調べています…"))
        ids = self._ids

        def look(token: CancelToken, _: Report) -> tuple[tuple[Wish, ...], Preview]:
            return wishes, editing.preview(self._workspace, ids, wishes, token)

        self._job = self._thread.submit(look, self._show, self._failed)

    def _say_nothing_chosen(self) -> None:
        self.apply_button.setEnabled(False)
        self.problem.hide()
        self.counts.clear()
        self.table.show_samples(())
        self.line.say(Role.NOTICE, self.tr("変える項目を選ぶと、変わる内容がここに出ます。"))

    def _show(self, found: tuple[tuple[Wish, ...], Preview]) -> None:
        wishes, preview = found
        if self._is_over or self._is_writing or wishes != self.wishes:
            return
        self.table.show_samples(preview.samples)
        self.apply_button.setEnabled(preview.changed > 0)
        texts = [
            self.tr("{field} {count}件").format(field=FIELD_NAMES[field], count=f"{count:,}")
            for field, count in preview.counts.items()
        ]
        if preview.erased:
            texts.append(
                self.tr("個人情報を消去した{count}件は変わりません").format(count=f"{preview.erased:,}")
            )
        if len(preview.samples) == editing.MOST_SAMPLES:
            texts.append(self.tr("表にあるのは、はじめの{count}か所です").format(count=editing.MOST_SAMPLES))
        self.counts.setText("　".join(texts))
        if preview.changed:
            text = self.tr("{total}件のうち {count}件が変わります。あとで元に戻せます。")
            self.line.say(Role.NOTICE, text.format(total=f"{preview.total:,}", count=f"{preview.changed:,}"))
        else:
            self.line.say(Role.GOOD, self.tr("もうこの値になっています。変わる受注はありません。"))
        if self._is_asked:
            self._on_apply_chosen()

    def _failed(self, problem: Problem | None) -> None:
        was_writing, self._is_writing = self._is_writing, False
        if self._is_over or problem is None:
            return
        self.close_button.setEnabled(True)
        self.table.show_samples(())
        self.counts.clear()
        self.line.say(
            Role.PROBLEM,
            self.tr("変更できませんでした。受注はそのままです。")
            if was_writing
            else self.tr("この内容では変更できません。"),
        )
        self.problem.show_problem(problem)

    # -- the change

    @Slot()
    def _on_apply_chosen(self) -> None:
        wishes, ids = self.wishes, self._ids
        # Asked before it is known what changes: done as soon as it is, unless it cannot be.
        self._is_asked = bool(wishes) and not self._is_asked
        if self._is_writing or not self.apply_button.isEnabled():
            return
        self._is_writing = True
        self.apply_button.setEnabled(False)
        self.close_button.setEnabled(False)
        self.line.say(Role.NOTICE, self.tr("変更しています…"))

        def work(_: CancelToken, __: Report) -> StepResult:
            return editing.edit(self._workspace, ids, wishes)

        self._job = self._thread.submit(work, self._applied, self._failed, is_kept=True)

    def _applied(self, result: StepResult) -> None:
        self._is_writing = False
        self.result_of_step = result
        self.accept()
