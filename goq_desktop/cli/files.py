"""`settings export`, `settings import` and `orders export`: files in and out."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.services.carrying import read_settings, write_settings
from goq_desktop.services.exporting import ExportFormat, export_orders
from goq_desktop.services.handling import note_if_stored
from goq_desktop.services.key_rotation import drop_noted_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.difference import differences
from goq_desktop.settings.transfer import carried_over
from goq_desktop.wording.settings import difference_text

# As many as a screen holds; who imports a whole shop wants to see the kind of it, not each field.
_MOST_DIFFERENCES: Final = 30


def export_settings_file(arguments: Namespace, workspace: Workspace, _: CancelToken) -> int:
    write_settings(workspace.load_settings().settings, arguments.file)
    note_if_stored(workspace, HandlingKind.SETTINGS_EXPORTED)
    print(f"設定を {arguments.file} に書き出しました。キーは含まれていません。")
    return 0


def import_settings_file(arguments: Namespace, workspace: Workspace, _: CancelToken) -> int:
    """All of the file is checked before anything changes; what changes is told before it does."""
    store = workspace.settings_store
    here = store.load().settings
    imported = carried_over(read_settings(arguments.file), here)
    found = differences(here, imported)
    for each in found[:_MOST_DIFFERENCES]:
        print(difference_text(each))
    if len(found) > _MOST_DIFFERENCES:
        print(f"ほか {len(found) - _MOST_DIFFERENCES}件")
    print(f"変わるところ: {len(found)}件" if found else "今の設定と変わるところはありません。", flush=True)
    copy = store.replace_all(imported, based_on=here)
    note_if_stored(workspace, HandlingKind.SETTINGS_IMPORTED)
    drop_noted_keys(workspace)  # of shops that the import leaves out
    print(f"設定を {arguments.file} から読み込みました。キーは keys set か画面で入れてください。")
    if copy is not None:
        print(f"これまでの設定は {copy} に残しました。")
    return 0


def export_orders_file(arguments: Namespace, workspace: Workspace, _: CancelToken) -> int:
    count = export_orders(workspace, arguments.file, _format(arguments))
    print(f"受注 {count}件を {arguments.file} に書き出しました。")
    return 0


def _format(arguments: Namespace) -> ExportFormat:
    name = arguments.format or arguments.file.suffix.lstrip(".").lower()
    return ExportFormat(name) if name in list(ExportFormat) else ExportFormat.CSV
