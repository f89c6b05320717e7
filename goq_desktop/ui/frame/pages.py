"""The pages of the window, one shown at a time; the way from one to another asks the one that is left."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from goq_desktop.domain.problems import ProblemError
from goq_desktop.ui.frame.navigation import NavigationBar
from goq_desktop.ui.frame.page import Page, PageCode, Then


class Pages(QWidget):
    """`register` each page once; `ask` is for a person's wish, `show_page` for what is already decided."""

    page_shown = Signal(object)  # PageCode
    problem_occurred = Signal(object)  # Problem

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = NavigationBar()
        self.bar.page_chosen.connect(self._on_page_chosen)
        self._stack = QStackedWidget()
        self._pages: dict[PageCode, Page] = {}
        self._made: dict[PageCode, QWidget] = {}
        self._shown: PageCode | None = None
        self._wished: PageCode | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.bar)
        row.addWidget(self._stack, 1)

    @property
    def shown(self) -> PageCode | None:
        return self._shown

    @property
    def is_unsaved(self) -> bool:
        return self._shown is not None and self._pages[self._shown].is_unsaved()

    def register(self, page: Page) -> None:
        self._pages[page.code] = page
        self.bar.add(page.code)
        if page.code is self._wished:
            self.ask(page.code)

    def ask(self, code: PageCode, entered: Then | None = None) -> None:
        """Show a page when the one that is left agrees; `entered` in place of the page's own.

        One whose button was pressed before it is registered is shown when it is.
        """
        self._wished = None if code in self._pages else code
        if self._wished:
            return

        def enter() -> None:
            if self.show_page(code):
                (entered or self._pages[code].entered)()

        if code is self._shown:
            enter()
        else:
            self.leave(enter)

    def leave(self, then: Then) -> None:
        """Go on with `then`, at once or when the question about unsaved changes is answered."""
        if self._shown is None:
            then()
        else:
            self._pages[self._shown].leave(then)

    def is_held(self, then: Then) -> bool:
        """Whether a page, in sight or not, would lose something if the window closed now; `then` closes it."""
        return any(page.holds_window(then) for page in self._pages.values())

    def show_page(self, code: PageCode) -> bool:
        """Nothing is asked. False when the page could not be made: that is told, and the old one stays."""
        widget = self._made.get(code)
        if widget is None:
            try:
                widget = self._made[code] = self._pages[code].make()
            except ProblemError as error:
                self.problem_occurred.emit(error.problem)
                return False
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self._shown = code
        self.bar.mark(code)
        self.page_shown.emit(code)
        return True

    @Slot(object)
    def _on_page_chosen(self, code: PageCode) -> None:
        self.ask(code)
