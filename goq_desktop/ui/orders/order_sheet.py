"""One order as a sheet of facts: 注文者, 送付先, 商品, 金額, お支払い, 備考."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.edits import WHOLE, EditField, apply, shop_value
from goq_desktop.domain.orders import Destination, Lane, Order, OrderLine, Party
from goq_desktop.ui import theme
from goq_desktop.ui.editing.conflict_box import ConflictBox
from goq_desktop.ui.editing.words import value_words
from goq_desktop.ui.orders.facts import Facts, plain_label, value_label
from goq_desktop.ui.orders.readable import shop_time, yen
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.wording.checks import reason_text

if TYPE_CHECKING:
    from goq_desktop.storage.stored_order import StoredOrder

# An order from outside may hold any number; a sheet that long helps nobody. All of it is in 元データ.
_MOST_DESTINATIONS: Final = 20
_MOST_LINES: Final = 100
_ADDRESS: Final = (
    EditField.POSTCODE,
    EditField.PREFECTURE,
    EditField.CITY,
    EditField.STREET,
    EditField.BUILDING,
)


class OrderSheet(QWidget):
    """The order as the desk works with it; beside what a person changed stands what the shop says."""

    conflict_decided = Signal(int, str, bool)  # place, field, whether mine is kept

    def __init__(
        self,
        stored: StoredOrder,
        shop_name: str,
        lanes: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        has_memo: bool = True,
    ) -> None:
        super().__init__(parent)
        self._has_memo = has_memo
        self._told, self._edited = stored.order, frozenset((one.place, one.field) for one in stored.edits)
        order, self._choices = apply(stored.order, stored.edits)
        self._lanes = lanes
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        self._layout.setSpacing(2 * theme.SPACE)
        self._add(self._head(stored, order, shop_name))
        purchaser = Facts(self.tr("注文者"))
        if stored.attention is not None:
            purchaser.add(self.tr("要注意"), stored.attention or self.tr("顧客管理で要注意にした人です"))
        self._add_party(purchaser, order.purchaser)
        self._add(purchaser)
        count = len(order.destinations)
        for number, destination in enumerate(order.destinations[:_MOST_DESTINATIONS], 1):
            name = self.tr("送付先") if count == 1 else self.tr("送付先 {0}/{1}").format(number, count)
            self._add(self._destination(name, number - 1, destination))
        if count > _MOST_DESTINATIONS:
            self._add(self._more(self.tr("ほかの送付先"), count - _MOST_DESTINATIONS))
        self._add(self._money(order))
        self._add(self._payment(order))
        memo = Facts(self.tr("備考"))
        if order.memo.strip():
            memo.add_wide(value_label(order.memo))
        self._add(memo)
        self._layout.addStretch(1)

    def _add(self, facts: Facts) -> None:
        if facts.is_empty:
            facts.deleteLater()
            return
        if self._layout.count():
            rule = QFrame()
            rule.setFrameShape(QFrame.Shape.HLine)
            rule.setFrameShadow(QFrame.Shadow.Plain)
            rule.setForegroundRole(QPalette.ColorRole.Mid)
            self._layout.addWidget(rule)
        self._layout.addWidget(facts)

    def _with_shops(self, text: str, place: int, *fields: EditField) -> str:
        """`text`, and below it the shop's value where a person changed it."""
        edited = [field for field in fields if (place, field) in self._edited]
        if not edited:
            return text
        said = [
            value_words(field, shop_value(self._told, place, field), self._lanes, is_shops=True)
            for field in edited
        ]
        shops = self.tr("変更済み（ショップ: {value}）").format(value=" ".join(said))
        return f"{text or self.tr('なし')}\n{shops}"

    def _head(self, stored: StoredOrder, order: Order, shop_name: str) -> Facts:
        lanes = self._lanes
        facts = Facts(self.tr("受注番号 {0}").format(order.number[:40]))
        words = [lanes.get(stored.lane, lanes[Lane.NEW]), order.order_status, order.shipping_status]
        status = " / ".join(dict.fromkeys(word for word in words if word))
        facts.add(self.tr("ステータス"), self._with_shops(status, WHOLE, EditField.LANE))
        if self._choices.conflicts:
            box = ConflictBox(self._choices.conflicts, stored.edits, lanes)
            box.decided.connect(self.conflict_decided)
            facts.add_wide(box)
        if self._has_memo:
            facts.add(self.tr("ひとことメモ"), self._choices.note, is_strong=True)
        for reason in stored.checks:
            # A conflict has a box of its own.
            if not reason.is_confirmed and reason.code is not CheckReason.CONFLICT:
                check = MessageLine()
                text = self.tr("要確認: {reason}").format(reason=reason_text(reason))
                check.say(theme.Role.PROBLEM, text)
                facts.add_wide(check)
        if stored.is_erased:
            facts.add(self.tr("個人情報"), self.tr("保存期間が過ぎたため消去しました"))
        facts.add(self.tr("発注元"), shop_name)
        facts.add(self.tr("注文日時"), shop_time(order.ordered))
        facts.add(self.tr("更新日時"), shop_time(order.updated))
        facts.add(self.tr("出荷予定日"), shop_time(order.ship_planned))
        shipped = shop_time(order.shipped)
        facts.add(self.tr("出荷日"), self._with_shops(shipped, WHOLE, EditField.SHIP_DATE))
        if order.is_subscription:
            facts.add(self.tr("種類"), self.tr("定期購入"))
        return facts

    def _add_party(self, facts: Facts, party: Party, place: int = WHOLE) -> None:
        """`place`: of a destination."""
        facts.add(self.tr("お名前"), self._with_shops(party.name, place, EditField.NAME), is_strong=True)
        facts.add(self.tr("フリガナ"), party.name_kana)
        facts.add(self.tr("会社名"), party.company)
        postcode = self.tr("〒{0}").format(party.postcode) if party.postcode else ""
        street = f"{party.prefecture}{party.city}{party.street}"
        address = "\n".join(part for part in (postcode, street, party.building) if part)
        facts.add(self.tr("住所"), self._with_shops(address, place, *_ADDRESS))
        facts.add(self.tr("電話番号"), self._with_shops(party.phone, place, EditField.PHONE))
        facts.add_unbroken(self.tr("メール"), party.email)

    def _destination(self, name: str, place: int, destination: Destination) -> Facts:
        facts = Facts(name)
        self._add_party(facts, destination.party, place)
        carrier = self._with_shops(destination.carrier, place, EditField.DELIVERY)
        facts.add(self.tr("配送業者"), carrier)
        parcels = self._choices.parcels.get(place)
        facts.add(self.tr("個口数"), "" if parcels is None else str(parcels))
        facts.add(self.tr("お届け日指定"), destination.delivery_date)
        slot = self._with_shops(destination.delivery_slot, place, EditField.SLOT)
        facts.add(self.tr("お届け時間帯"), slot)
        tracking = self._with_shops(destination.tracking_number, place, EditField.TRACKING)
        facts.add(self.tr("伝票番号"), tracking)
        facts.add(self.tr("配送メモ"), destination.memo)
        for number, line in enumerate(destination.lines[:_MOST_LINES]):
            facts.add(self.tr("商品") if number == 0 else " ", self._line(line))
        if len(destination.lines) > _MOST_LINES:
            rest = len(destination.lines) - _MOST_LINES
            facts.add(" ", self.tr("ほか{0}点は「元データ」にあります").format(rest))
        return facts

    def _line(self, line: OrderLine) -> str:
        price = "" if line.unit_price is None else yen(line.unit_price)
        count = "" if line.quantity is None else self.tr("x {0}個").format(f"{line.quantity:,}")
        percent = "" if line.tax_percent is None else self.tr("（税{0}%）").format(line.tax_percent)
        below = " ".join(part for part in (price, count) if part) + percent
        code = f"[{line.code}]" if line.code else ""
        return "\n".join(part for part in (line.name, line.option, f"{below}　{code}".strip()) if part)

    def _money(self, order: Order) -> Facts:
        facts, money = Facts(self.tr("金額")), order.money
        facts.add(self.tr("商品合計"), yen(money.subtotal), is_amount=True)
        facts.add(self.tr("送料"), yen(money.shipping), is_amount=True)
        facts.add(self.tr("手数料"), yen(money.fee), is_amount=True)
        # What is not there needs no line; what is taken off shows it.
        facts.add(self.tr("割引"), yen(-money.discount) if money.discount else "", is_amount=True)
        facts.add(self.tr("ポイント利用"), yen(-money.points) if money.points else "", is_amount=True)
        facts.add(self.tr("うち消費税"), yen(money.tax), is_amount=True)
        facts.add(self.tr("合計金額"), yen(money.total), is_amount=True, is_strong=True)
        return facts

    def _payment(self, order: Order) -> Facts:
        facts = Facts(self.tr("お支払い"))
        facts.add(self.tr("支払い方法"), order.payment_method)
        facts.add(self.tr("入金状況"), order.payment_status)
        facts.add(self.tr("入金日時"), shop_time(order.paid))
        return facts

    def _more(self, heading: str, count: int) -> Facts:
        facts = Facts(heading)
        facts.add_wide(plain_label(self.tr("あと{0}件は「元データ」にあります").format(count)))
        return facts
