"""The language of the window: Japanese is our source language, Qt's own words are translated to it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator


def install(app: QCoreApplication) -> bool:
    """Make Qt's own buttons, menus and calendars Japanese, whatever the system's language is.

    False when Qt's Japanese texts are not installed; our own texts need none.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator.load("qtbase_ja", folder) and app.installTranslator(translator)
