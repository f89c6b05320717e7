"""各種設定: the tiles, one of them opened, or what a search found; and the way from each to the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from goq_desktop.domain.sight import StoreSight
from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.services.tile_states import tile_states
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui import theme
from goq_desktop.ui.hub.grid import HubGrid
from goq_desktop.ui.hub.offer import Offer
from goq_desktop.ui.hub.search import Place, find, places_of
from goq_desktop.ui.hub.search_results import SearchLine, SearchResults
from goq_desktop.ui.hub.tile_page import TilePage
from goq_desktop.ui.settings.tile_forms import TileForms
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.actions import SetupActions
from goq_desktop.ui.wizard.form_page import FormPage
from goq_desktop.ui.wizard.keyring_page import KeyringPage
from goq_desktop.ui.wizard.shop_detail_page import ShopDetailPage

# No form is clipped or scrolls sideways; in height each scrolls.
_LEAST_WIDTH: Final = 740
# Their rules decide how orders come in; those that came in before keep what they have until asked.
_FOR_ORDERS = (SetupPage.PAYMENTS, SetupPage.OTHER, SetupPage.OPTIONS)


class SettingsHub(QWidget):
    """Opened with `open`; left only through `leave`, which asks about unsaved changes.

    `saved` carries the page that was saved. `orders_chosen`: back to 受注一覧, with nothing left open.
    """

    saved = Signal(object)  # SetupPage
    orders_chosen = Signal()
    reapply_chosen = Signal()
    export_chosen = Signal()
    import_chosen = Signal()

    def __init__(
        self, store: SettingsStore, forms: TileForms, actions: SetupActions, today: Callable[[], date]
    ) -> None:
        super().__init__()
        self.setMinimumWidth(_LEAST_WIDTH)
        self._store = store
        self._today = today
        self._sight: StoreSight | None = None
        self._tile: TilePage | None = None
        self._places: list[Place] = []
        self.other_form = forms.other
        self.grid = HubGrid()
        self.tiles = {page: TilePage(_page(page, forms, actions, store), store, actions) for page in TILES}
        self.keyring_page = KeyringPage(actions)
        self.results = SearchResults()
        self.back_button = QPushButton(theme.icon("back"), self.tr("受注一覧"))
        self.back_button.setAccessibleName(self.tr("受注一覧に戻る"))
        self.back_button.setAutoDefault(True)
        self._title = QLabel(self.tr("各種設定"))
        self._where = QLabel()
        for label, role in ((self._title, Role.TITLE), (self._where, Role.HINT)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            theme.set_role(label, role)
        self.search_line = SearchLine()
        self.offer = Offer()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def shown_page(self) -> SetupPage | None:
        """The tile that is open; None on the grid."""
        return None if self._tile is None else self._tile.page.page

    @property
    def is_unsaved(self) -> bool:
        return self._tile is not None and (self._tile.page.is_waiting or self._tile.is_unsaved())

    def open(self, page: SetupPage | None = None) -> None:
        """The tiles, or one of them; what is open and unsaved is asked about first."""
        if page is not None and page is self.shown_page:
            self._return()
        else:
            self.leave(lambda: self._show(page))

    def search(self, text: str) -> None:
        """As if a person had typed `text` into the search line."""
        self.search_line.setText(text)
        self.search_line.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, page: SetupPage, name: str) -> None:
        """The field with this name on its page; where the form has none now, the page."""
        tile = self.tiles[page]
        if tile is not self._tile:
            tile.page.fill(self._settings())
        places = places_of(page, tile.page.form)
        self._on_place_chosen(next((one for one in places if one.label == name), places[0]))

    def leave(self, then: Callable[[], None]) -> None:
        """Go on with `then` when nothing unsaved is left: at once, or after a person has decided."""
        self._return()
        if self._tile is None:
            then()
        else:
            self._tile.leave(then)

    def reload(self) -> None:
        """The settings were changed from outside; only where no tile is open."""
        if self._tile is None:
            self._show(None)

    def show_sight(self, sight: StoreSight) -> None:
        """What the stored orders hold; it may come late."""
        self._sight = sight
        for tile in self.tiles.values():
            tile.page.form.show_sight(sight)
        if self._tile is None:
            self._show_states()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    @Slot()
    def go_back(self) -> None:
        """One step: from what was found to where one was, from a tile to the tiles, from there to the orders."""
        shown = self._stack.currentWidget()
        if shown is self.results or shown is self.keyring_page:
            self._return()
        elif self._tile is None:
            self.orders_chosen.emit()
        else:
            self.leave(lambda: self._show(None))

    # -- what is shown

    def _settings(self) -> Settings:
        return self._store.load().settings

    def _show(self, page: SetupPage | None) -> None:
        before = self.shown_page
        settings = self._settings()
        self._tile = None if page is None else self.tiles[page]
        if self._tile is not None and page is not None:
            self._tile.enter(settings)
            place = TILES.index(page) + 1
            self._where.setText(self.tr("各種設定 › {place}/{all}").format(place=place, all=len(TILES)))
        self._return()
        if page is None:
            self.grid.focus(before or TILES[0])

    def _return(self) -> None:
        """To the open tile or the tiles, from whatever stands before them."""
        self.search_line.clear()
        is_there = self._stack.currentWidget() is (self._tile or self.grid)
        self._stack.setCurrentWidget(self._tile or self.grid)
        # An open tile has its own 戻る at its foot.
        self.back_button.setVisible(self._tile is None)
        self._title.setVisible(self._tile is None)
        self._where.setVisible(self._tile is not None)
        if self._tile is None:
            self._show_states()
        elif not is_there:
            self._tile.page.focus_first()

    def _show_states(self) -> None:
        self.grid.show_states(tile_states(self._settings(), self._sight, self._today()))

    # -- what happens

    @Slot(object)
    def _on_page_chosen(self, page: SetupPage) -> None:
        self.open(page)

    @Slot()
    def _on_tile_saved(self) -> None:
        page = self.shown_page
        assert page is not None
        if page in _FOR_ORDERS and self._sight is not None and self._sight.recent:
            self.offer.show_for(page)
        self.saved.emit(page)

    @Slot()
    def _on_next_chosen(self) -> None:
        assert self._tile is not None
        place = TILES.index(self._tile.page.page) + 1
        title = self._tile.page.form.title
        self._show(TILES[place] if place < len(TILES) else None)
        if self._tile is not None:
            self._tile.page.say(self.tr("「{title}」を保存しました。").format(title=title))

    @Slot()
    def _on_keyring_failed(self) -> None:
        """The keys could not be kept: the keyring's page says what to do. What was typed stays."""
        self.keyring_page.forget()
        self._stack.setCurrentWidget(self.keyring_page)
        self.keyring_page.probe()

    @Slot()
    def _on_keyring_cleared(self) -> None:
        if self._stack.currentWidget() is self.keyring_page:
            self._return()

    @Slot()
    def _on_find_asked(self) -> None:
        self.search_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_line.selectAll()

    @Slot(str)
    def _on_search_edited(self, text: str) -> None:
        if not text.strip():
            self._stack.setCurrentWidget(self._tile or self.grid)
            return
        if self._stack.currentWidget() is not self.results:
            # Anew for each search: forms grow and shrink with what is in them.
            self._places = self._all_places()
        self.results.show_places(text, find(text, self._places))
        self._stack.setCurrentWidget(self.results)

    def _all_places(self) -> list[Place]:
        settings = self._settings()
        for tile in self.tiles.values():
            if tile is not self._tile:
                tile.page.fill(settings)
        return [place for page, tile in self.tiles.items() for place in places_of(page, tile.page.form)]

    @Slot()
    def _on_search_left(self) -> None:
        if self._stack.currentWidget() is self.results:
            self._return()
            if self._tile is None:
                self.grid.focus(TILES[0])
        else:
            self.go_back()

    @Slot(object)
    def _on_place_chosen(self, place: Place) -> None:
        def go() -> None:
            if place.page is not self.shown_page:
                self._show(place.page)
            self.tiles[place.page].go_to(place.widget)

        if place.page is self.shown_page:
            self._return()
            go()
        else:
            self.leave(go)

    def _lay_out(self) -> None:
        for widget in (self.grid, *self.tiles.values(), self.keyring_page, self.results):
            self._stack.addWidget(widget)
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE * 2, theme.SPACE, theme.SPACE * 2, 0)
        head.setSpacing(theme.SPACE * 2)
        head.addWidget(self.back_button)
        head.addWidget(self._title)
        head.addWidget(self._where)
        head.addStretch(1)
        head.addWidget(self.search_line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(head)
        column.addWidget(self.offer)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.go_back)
        self.grid.page_chosen.connect(self._on_page_chosen)
        self.grid.export_chosen.connect(self.export_chosen)
        self.grid.import_chosen.connect(self.import_chosen)
        self.offer.taken.connect(self.reapply_chosen)
        for tile in self.tiles.values():
            tile.saved.connect(self._on_tile_saved)
            tile.next_chosen.connect(self._on_next_chosen)
            tile.back_chosen.connect(self.go_back)
            if isinstance(tile.page, ShopDetailPage):
                tile.page.keyring_failed.connect(self._on_keyring_failed)
        self.keyring_page.cleared.connect(self._on_keyring_cleared)
        self.search_line.textChanged.connect(self._on_search_edited)
        self.search_line.moved.connect(self.results.move_mark)
        self.search_line.chosen.connect(self.results.choose)
        self.search_line.left.connect(self._on_search_left)
        self.results.place_chosen.connect(self._on_place_chosen)
        for keys, slot in (
            (QKeySequence.StandardKey.Find, self._on_find_asked),
            (QKeySequence("Alt+Left"), self.go_back),
        ):
            QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            ).activated.connect(slot)


def _page(page: SetupPage, forms: TileForms, actions: SetupActions, store: SettingsStore) -> FormPage:
    """The wizard's own page: what it knows about keys is written once."""
    if page is SetupPage.SHOP_DETAIL:
        return ShopDetailPage(forms.shop_detail, actions, store)
    return FormPage(page, forms.of(page))
