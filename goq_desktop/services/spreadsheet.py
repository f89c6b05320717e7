"""Files for a spreadsheet that are written row by row, as text and whole numbers and nothing else."""

from __future__ import annotations

import csv
import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from goq_desktop.domain.csv_encoding import CsvEncoding
from goq_desktop.domain.formulas import is_formula
from goq_desktop.domain.problems import ProblemCode, ProblemError

Cell = str | int | None

# The mark at the beginning tells Excel that this is UTF-8.
_CODECS: Final = {CsvEncoding.UTF8: "utf-8-sig", CsvEncoding.CP932: "cp932"}

# Excel's own bounds of a sheet and of a cell.
MOST_ROWS: Final = 1_048_576
LONGEST_CELL: Final = 32_767


@contextmanager
def csv_in(
    part: Path, encoding: CsvEncoding = CsvEncoding.UTF8
) -> Iterator[Callable[[Sequence[Cell]], None]]:
    """Gives the function that writes one row; no cell is taken for a formula.

    Raises OSError, and FILE_UNENCODABLE for a row that these characters cannot hold: none is replaced.
    """
    with part.open("w", encoding=_CODECS[encoding], newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        rows = 0

        def write(row: Sequence[Cell]) -> None:
            nonlocal rows
            rows += 1
            try:
                writer.writerow(["" if cell is None else _harmless(cell) for cell in row])
            except UnicodeEncodeError as error:
                character = error.object[error.start]
                raise ProblemError(ProblemCode.FILE_UNENCODABLE, row=rows, character=character) from None

        yield write


@contextmanager
def sheet_in(part: Path, title: str) -> Iterator[Callable[[Sequence[Cell]], None]]:
    """Gives the function that writes one row; `part` is an Excel file afterwards. Raises OSError."""
    # The rows wait in a folder beside the file, not in one that the whole PC shares: they are people's data.
    # What a kill leaves of it is found by its name.
    with (
        TemporaryDirectory(prefix=f"{part.name}-", dir=part.parent, ignore_cleanup_errors=True) as folder,
        FileIO(part, "wb+") as file,
    ):
        import xlsxwriter
        from xlsxwriter.exceptions import FileCreateError

        # Constant memory: a row is written out as soon as the next begins.
        book = xlsxwriter.Workbook(_Target(file), {"constant_memory": True, "tmpdir": folder})
        sheet = book.add_worksheet(title)
        text = book.add_format({"num_format": "@"})
        line = 0

        def write(row: Sequence[Cell]) -> None:
            nonlocal line
            if line == MOST_ROWS:
                raise OSError(errno.EFBIG, "too_many_rows")
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, column, cell)
                elif cell:
                    # Unlike the general `write`, this makes no formula, number or link of a text.
                    sheet.write_string(line, column, cell[:LONGEST_CELL], text)
            line += 1

        try:
            yield write
            book.close()
        except FileCreateError as error:
            # It wraps what the system said, and is none of the system's errors itself.
            raise error.args[0] from error
        finally:
            # After a failure it is still open, and Windows removes no open file.
            with suppress(OSError):
                sheet.row_data_fh.close()


def _harmless(cell: str | int) -> str | int:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front, as Excel itself writes it."""
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


class _Target:
    """The file for xlsxwriter; once a write has failed, or the file is closed, it only pretends.

    The archive that is left behind on a full disk tries once more to end itself, when nobody can catch its
    error: it would be shown to the person as it is.
    """

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._has_failed = False

    @property
    def _is_over(self) -> bool:
        return self._has_failed or self._file.closed

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        while rest and not self._is_over:
            try:
                rest = rest[self._file.write(rest) :]
            except OSError:
                self._has_failed = True
                raise
        return len(data)

    def seek(self, place: int, whence: int = 0) -> int:
        return 0 if self._is_over else self._file.seek(place, whence)

    def tell(self) -> int:
        return 0 if self._is_over else self._file.tell()

    def flush(self) -> None:
        """Nothing waits here."""
