"""`settings export`, `settings import` and `orders export`: files in and out."""

from __future__ import annotations

from argparse import Namespace

import msgspec

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.exporting import ExportFormat, export_orders
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.transfer import carried_over, export_settings, parse_settings


def export_settings_file(arguments: Namespace, workspace: Workspace, _: CancelToken) -> int:
    text = export_settings(workspace.load_settings().settings)
    with whole_file(arguments.file) as part:
        part.write_text(text, encoding="utf-8")
    print(f"設定を {arguments.file} に書き出しました。キーは含まれていません。")
    return 0


def import_settings_file(arguments: Namespace, workspace: Workspace, _: CancelToken) -> int:
    """All of the file is checked before anything changes."""
    try:
        text = arguments.file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "encoding"
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=str(arguments.file), reason=reason) from error
    imported = carried_over(parse_settings(text), workspace.load_settings().settings)
    tiles = msgspec.structs.asdict(imported)
    del tiles["version"]
    workspace.settings_store.save(**tiles)
    print(f"設定を {arguments.file} から読み込みました。キーは keys set か画面で入れてください。")
    return 0


def export_orders_file(arguments: Namespace, workspace: Workspace, _: CancelToken) -> int:
    count = export_orders(workspace, arguments.file, _format(arguments))
    print(f"受注 {count}件を {arguments.file} に書き出しました。")
    return 0


def _format(arguments: Namespace) -> ExportFormat:
    name = arguments.format or arguments.file.suffix.lstrip(".").lower()
    return ExportFormat(name) if name in list(ExportFormat) else ExportFormat.CSV
