"""A sheet pasted into a page: what its columns are, guessed from headings or cells, and its rows.

Tabs, commas or semicolons part the cells. Nothing is dropped in silence: a row that does not fit
its headings says so, and headings that mean nothing here are named.
"""

import csv
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from io import StringIO
from typing import Final

from bleedlog.exchange.pasted_columns import ONLY_OF, Column, ColumnsError, columns_called
from bleedlog.exchange.pasted_words import assay_called, field_called, kind_called
from bleedlog.exchange.typed import moment_typed, number_typed
from bleedlog.models.result_units import unit_meant
from bleedlog.models.vocabulary import Kind

MOST_ROWS: Final = 60
LONGEST: Final = 60_000
LONGEST_CELL: Final = 200
_UNSEEN: Final = dict.fromkeys(map(ord, "\x00\ufeff\u200b"))
"""Signs without a width: a byte order mark comes along with the first heading of a file."""
ABOVE: Final = 3
"""How many rows may stand above the headings: a title, cells merged over several columns."""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One record as it was pasted: the text of its fields."""

    line: int
    """Of the sheet, from 1; a heading is a line."""
    cells: dict[str, str]
    fault: str | None = None
    """Why the row does not fit the sheet."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was understood."""

    rows: tuple[PastedRow, ...]
    ignored: tuple[str, ...] = ()
    """What stands above the headings, and the columns that mean nothing here."""


class PastedError(ValueError):
    """Nothing of the sheet can be read; one sentence says why."""


def read_pasted(text: str) -> Pasted:
    """Read a pasted sheet.

    Raises:
        PastedError: if it is empty, too long, or has no column of dates.
    """
    if len(text) > LONGEST:
        message = f"Paste {LONGEST:,} characters or fewer."
        raise PastedError(message)
    table = list(_table(text.translate(_UNSEEN)))
    if not table:
        message = "Paste at least one row."
        raise PastedError(message)
    above = _above_heading(table)
    if above is None:
        columns, body, headings = _guessed([row for _, row in table]), table, []
    else:
        columns, body = _units_below(_called(table[above][1]), table[above + 1 :])
        headings = table[above][1]
    if not any(column.field == "start" for column in columns):
        message = "No column of dates was found. Paste the row with the headings, too."
        raise PastedError(message)
    if not any(column.field == "kind" or column.kind for column in columns):
        message = "It does not say which tests these are. Paste the row with the headings, too."
        raise PastedError(message)
    unnamed = [
        place
        for place, column in enumerate(columns)
        if column.field is None and column.kind is None and not any(headings[place : place + 1])
    ]
    # A heading merged over several columns leaves blanks beside it; before it there are numbers
    # of rows.
    merged = frozenset(unnamed) - {0} if headings else frozenset[int]()
    rows = [one for line, cells in body for one in _records(line, cells, columns, merged)]
    if not rows:
        message = "There are headings, and no row below them."
        raise PastedError(message)
    if len(rows) > MOST_ROWS:
        message = f"These are {len(rows)} records. Paste {MOST_ROWS} or fewer at once."
        raise PastedError(message)
    titles = [cell for _, row in table[:above] for cell in row if cell] if above else []
    strange = [
        heading
        for heading, column in zip(headings, columns, strict=False)
        if heading and column.field is None and column.kind is None
    ]
    left = [_seen(place, body) for place in unnamed if place not in merged]
    return Pasted(tuple(rows), (*titles, *strange, *filter(None, left)))


def _seen(place: int, body: Sequence[tuple[int, list[str]]]) -> str:
    """How a column without a heading is named: by where it stands, and its first cell."""
    cells = [row[place] for _, row in body if row[place : place + 1] != [""] and place < len(row)]
    return f"column {place + 1} ({cells[0]})" if cells else ""


def _table(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    first = "\n".join(lines[: ABOVE + 1])
    parting = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    try:
        for line, cells in enumerate(csv.reader(StringIO(text), delimiter=parting), start=1):
            row = [" ".join(cell.split())[:LONGEST_CELL] for cell in cells]
            if any(row):
                yield line, row
    except csv.Error:
        message = "The rows cannot be told apart. Copy them from the sheet again."
        raise PastedError(message) from None


def _above_heading(table: Sequence[tuple[int, list[str]]]) -> int | None:
    """How many rows stand above the headings; None where there are none."""
    for place, (_, cells) in enumerate(table[: ABOVE + 1]):
        # A row of data may hold one such word ("ALT"), and a date besides.
        if any(_fits(moment_typed, cell) for cell in cells):
            return None
        if sum(bool(field_called(cell) or kind_called(cell)) for cell in cells) > 1:
            return place
    return None


def _called(headings: Sequence[str]) -> list[Column]:
    try:
        return columns_called(headings)
    except ColumnsError as error:
        raise PastedError(str(error)) from None


def _units_below(
    columns: list[Column], body: list[tuple[int, list[str]]]
) -> tuple[list[Column], list[tuple[int, list[str]]]]:
    """The columns with the units that a second row of headings says, and the rows below it."""
    cells = body[0][1] if body else []
    units = {place: cell for place, cell in enumerate(cells) if cell}
    for place, cell in units.items():
        kind = columns[place].kind if place < len(columns) else None
        if kind is None or "unit" in dict(columns[place].given) or not unit_meant(kind, cell):
            return columns, body
    with_units = [
        replace(column, given=(*column.given, ("unit", units[place]))) if place in units else column
        for place, column in enumerate(columns)
    ]
    return with_units, body[1:]


def _guessed(rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns by what most of their cells are."""
    found: dict[str, int] = {}
    columns = []
    for place in range(max(map(len, rows))):
        cells = [row[place] for row in rows if place < len(row) and row[place]]
        named = _guess(cells, found)
        if named is not None:
            found[named] = place
        columns.append(Column(named))
    return columns


def _guess(cells: Sequence[str], found: dict[str, int]) -> str | None:
    tests: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("start", moment_typed),
        ("end", moment_typed),
        ("kind", _kind),
        ("assay", assay_called),
        ("unit", _unit),
        ("value", number_typed),
        ("upper_limit", number_typed),
    )
    for named, fits in tests:
        if (
            named not in found
            and cells
            and sum(_fits(fits, cell) for cell in cells) * 2 > len(cells)
        ):
            return named
    return None


def _kind(cell: str) -> object:
    return kind_called(cell)


def _unit(cell: str) -> object:
    return any(unit_meant(kind, cell) for kind in Kind)


def _fits(test: Callable[[str], object], cell: str) -> bool:
    with suppress(ValueError):
        return bool(cell) and test(cell) not in {None, False}
    return False


def _records(
    line: int, cells: Sequence[str], columns: Sequence[Column], merged: Set[int]
) -> Iterator[PastedRow]:
    lost = [cell for place, cell in enumerate(cells) if place in merged and cell]
    fault = f"“{lost[0][:40]}” stands below no heading. Is a cell merged?" if lost else None
    if any(cells[len(columns) :]) or len(cells) < len(columns):
        fault = (
            f"This row has {len(cells)} columns, the first has {len(columns)}."
            " Is a cell merged or missing?"
        )
    said = [
        (column, cell)
        for column, cell in zip(columns, cells, strict=False)
        if column.field is not None and cell
    ]
    tests = [
        (place, column, cell)
        for place, (column, cell) in enumerate(zip(columns, cells, strict=False))
        if column.kind is not None and cell
    ]
    several = sum(column.kind is not None for column in columns) > 1
    for place, column, cell in tests:
        kind = column.kind
        of_test = {"kind": kind.value if kind else "", "value": cell}
        about = {
            one.field: text
            for one, text in said
            if one.field is not None
            and (not several or one.field not in ONLY_OF or kind in ONLY_OF[one.field])
            and (one.of is None or place in one.of)
        }
        yield PastedRow(line, _timed({**dict(column.given), **about, **of_test}), fault)
    if not tests:
        whole = {one.field: text for one, text in said if one.field}
        yield PastedRow(line, _timed(whole), fault)


def _timed(cells: dict[str, str]) -> dict[str, str]:
    """The time of a column of its own behind its day, where a record has it."""
    clock = cells.pop("time", "")
    return {**cells, "start": f"{cells['start']} {clock}"} if clock and "start" in cells else cells
