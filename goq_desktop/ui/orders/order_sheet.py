"""One order as a sheet of facts: 注文者, 送付先, 商品, 金額, お支払い, 備考."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from goq_desktop.domain.orders import Destination, Lane, Order, OrderLine, Party
from goq_desktop.ui import theme
from goq_desktop.ui.orders.facts import Facts, plain_label, value_label
from goq_desktop.ui.orders.readable import shop_time, yen
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.wording.checks import reason_text

if TYPE_CHECKING:
    from goq_desktop.storage.order_list import StoredOrder

# An order from outside may hold any number; a sheet that long helps nobody. All of it is in 元データ.
_MOST_DESTINATIONS: Final = 20
_MOST_LINES: Final = 100


class OrderSheet(QWidget):
    def __init__(
        self,
        stored: StoredOrder,
        shop_name: str,
        lanes: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        order = stored.order
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        self._layout.setSpacing(2 * theme.SPACE)
        self._add(self._head(stored, shop_name, lanes))
        purchaser = Facts(self.tr("注文者"))
        self._add_party(purchaser, order.purchaser)
        self._add(purchaser)
        count = len(order.destinations)
        for number, destination in enumerate(order.destinations[:_MOST_DESTINATIONS], 1):
            name = self.tr("送付先") if count == 1 else self.tr("送付先 {0}/{1}").format(number, count)
            self._add(self._destination(name, destination))
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

    def _head(self, stored: StoredOrder, shop_name: str, lanes: Mapping[str, str]) -> Facts:
        order = stored.order
        facts = Facts(self.tr("受注番号 {0}").format(order.number[:40]))
        words = [lanes.get(stored.lane, lanes[Lane.NEW]), order.order_status, order.shipping_status]
        facts.add(self.tr("ステータス"), " / ".join(dict.fromkeys(word for word in words if word)))
        for reason in stored.checks:
            if not reason.is_confirmed:
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
        facts.add(self.tr("出荷日"), shop_time(order.shipped))
        if order.is_subscription:
            facts.add(self.tr("種類"), self.tr("定期購入"))
        return facts

    def _add_party(self, facts: Facts, party: Party) -> None:
        facts.add(self.tr("お名前"), party.name, is_strong=True)
        facts.add(self.tr("フリガナ"), party.name_kana)
        facts.add(self.tr("会社名"), party.company)
        postcode = self.tr("〒{0}").format(party.postcode) if party.postcode else ""
        street = f"{party.prefecture}{party.city}{party.street}"
        facts.add(self.tr("住所"), "\n".join(part for part in (postcode, street, party.building) if part))
        facts.add(self.tr("電話番号"), party.phone)
        facts.add(self.tr("メール"), party.email)

    def _destination(self, name: str, destination: Destination) -> Facts:
        facts = Facts(name)
        self._add_party(facts, destination.party)
        facts.add(self.tr("配送業者"), destination.carrier)
        facts.add(self.tr("お届け日指定"), destination.delivery_date)
        facts.add(self.tr("お届け時間帯"), destination.delivery_slot)
        facts.add(self.tr("伝票番号"), destination.tracking_number)
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
