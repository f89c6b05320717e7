"""Pages hold every letter of every row once, in order, inside the margins, whatever the rows are."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from goq_desktop.ui.printing.paging import Page, pages_of
from goq_desktop.ui.printing.sheet import A4, A5, Cell, Paper, Row, Sheet, Side, Style

SMALL = Paper(600, 700, 60)
TITLES = Row(cells=(Cell("TITLES", style=Style.SMALL),))
AGAIN = Row(cells=(Cell("AGAIN", style=Style.SMALL),))


def wrap(text: str, style: Style, width: float) -> Sequence[str]:
    """Letters as wide as high, broken anywhere."""
    most = max(1, int(width // style.letters))
    return [text[at : at + most] for at in range(0, len(text), most)] or [""]


@st.composite
def rows(draw: st.DrawFn) -> tuple[Row, ...]:
    """Each letter of the whole sheet tells its row and cell, so that none can be taken for another."""
    made: list[Row] = []
    letter = 0x4E00
    for _ in range(draw(st.integers(0, 24))):
        cells = []
        count = draw(st.integers(1, 3))
        for place in range(count):
            length = draw(st.integers(0, 90))
            text = "".join(map(chr, range(letter, letter + length)))
            letter += length
            cut = draw(st.integers(0, length))
            text = f"{text[:cut]}\n{text[cut:]}" if draw(st.booleans()) and 0 < cut < length else text
            style = draw(st.sampled_from(list(Style)))
            cells.append(
                Cell(text, place / count, (place + 1) / count, draw(st.sampled_from(list(Side))), style)
            )
        made.append(
            Row(
                cells=tuple(cells),
                above=draw(st.sampled_from([0, 16, 60])),
                has_rule=draw(st.booleans()),
                is_box=draw(st.booleans()),
                under=draw(st.sampled_from([None, TITLES])),
                is_with_next=draw(st.booleans()),
            )
        )
    return tuple(made)


def letters(pages: Sequence[Page]) -> list[str]:
    heads = ("TITLES", "AGAIN")
    texts = [piece.text for page in pages for piece in page.pieces[:-1]]  # the last is the page's number
    return [text for text in texts if text not in heads]


@settings(max_examples=40)
@given(made=rows(), paper=st.sampled_from([SMALL, A5, A4]))
def test_no_letter_is_lost_and_none_stands_twice(made: tuple[Row, ...], paper: Paper) -> None:
    pages = pages_of([Sheet(rows=made, again=(AGAIN,))], paper, wrap)
    wanted = sorted("".join(cell.text.replace("\n", "") for row in made for cell in row.cells))
    assert sorted("".join(letters(pages))) == wanted
    boxes = sum(row.is_box for row in made)
    assert sum(len(page.boxes) for page in pages) == boxes


@settings(max_examples=40)
@given(made=rows(), paper=st.sampled_from([SMALL, A5, A4]))
def test_the_letters_of_a_cell_stay_in_order(made: tuple[Row, ...], paper: Paper) -> None:
    text = "".join(letters(pages_of([Sheet(rows=made)], paper, wrap)))
    for row in made:
        for cell in row.cells:
            places = [text.index(letter) for letter in cell.text.replace("\n", "")]
            assert places == sorted(places)


@settings(max_examples=40)
@given(made=rows(), paper=st.sampled_from([SMALL, A5, A4]))
def test_nothing_runs_out_of_the_paper_or_over_what_is_there(made: tuple[Row, ...], paper: Paper) -> None:
    foot = paper.height - paper.margin - Style.SMALL.line
    for page in pages_of([Sheet(rows=made, again=(AGAIN,))], paper, wrap):
        *pieces, number = page.pieces
        assert number.y == foot
        for piece in pieces:
            assert piece.y + piece.style.line <= foot
            assert piece.x >= paper.margin and piece.x + piece.width <= paper.width - paper.margin + 0.01
            assert len(piece.text) * piece.style.letters <= max(piece.width, piece.style.letters)
        by_column: dict[float, float] = {}
        for piece in pieces:
            assert piece.y >= by_column.get(piece.x, 0) - 0.01
            by_column[piece.x] = piece.y + piece.style.line


@settings(max_examples=20)
@given(counts=st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_each_sheet_begins_on_a_page_of_its_own_and_counts_its_own(counts: list[int]) -> None:
    sheets = [
        Sheet(
            rows=tuple(Row(cells=(Cell(f"{place}:{line}"),)) for line in range(count)), foot=f"sheet {place}"
        )
        for place, count in enumerate(counts)
    ]
    pages = pages_of(sheets, A5, wrap)
    feet = [(page.pieces[-2].text, page.pieces[-1].text) for page in pages]
    for place in range(len(counts)):
        own = [number for name, number in feet if name == f"sheet {place}"]
        assert own == [f"{number} / {len(own)}" for number in range(1, len(own) + 1)]
    for (name, _), page in zip(feet, pages, strict=True):
        assert all(piece.text.startswith(name[6:] + ":") for piece in page.pieces[:-2])


def test_titles_stand_again_where_their_rows_go_on() -> None:
    lines = tuple(Row(cells=(Cell(f"line {n}"),), under=TITLES) for n in range(200))
    pages = pages_of([Sheet(rows=lines, again=(AGAIN,))], A4, wrap)
    assert len(pages) > 2
    for place, page in enumerate(pages):
        texts = [piece.text for piece in page.pieces]
        assert texts.count("TITLES") == 1 and texts.count("AGAIN") == (place > 0)


def test_what_belongs_together_is_not_parted() -> None:
    body = (A4.height - 2 * A4.margin) // Style.BODY.line
    for before in range(body - 12, body + 2):
        filling = tuple(Row(cells=(Cell(f"line {n}"),)) for n in range(before))
        sums = tuple(Row(cells=(Cell(f"sum {n}"),), is_with_next=n < 4) for n in range(5))
        pages = pages_of([Sheet(rows=filling + sums)], A4, wrap)
        holding = [page for page in pages if any(piece.text.startswith("sum") for piece in page.pieces)]
        assert len(holding) == 1


def test_a_text_longer_than_a_page_goes_on_on_the_next() -> None:
    pages = pages_of([Sheet(rows=(Row(cells=(Cell("あ" * 20_000),)),))], A5, wrap)
    assert len(pages) > 5
    assert sum(len(text) for text in letters(pages)) == 20_000
