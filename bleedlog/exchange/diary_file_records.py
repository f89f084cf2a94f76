"""The records of a diary file: its header, then rows of cells with the line they begin on."""

import csv
import re
from collections.abc import Callable, Iterator
from typing import Final

from bleedlog.exchange.diary_file_faults import (
    WHOLE_FILE,
    WHOLE_ROW,
    DiaryFault,
    DiaryFileError,
    shown,
)
from bleedlog.exchange.diary_file_format import COLUMNS, REQUIRED

MOST_FAULTS: Final = 100_000
"""A file with more faults is no diary file; reading it ends there."""

Progress = Callable[[float], None]
"""Told now and then which share of the text is read, from 0 to 1."""

_TOLD_EVERY = 2_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        self.found: list[DiaryFault] = []
        self.broken = False
        """Whether a row's cells could not be told apart, so that its id is not known."""

    def add(self, line: int, column: str, found: str, expected: str) -> None:
        """Note one more.

        Raises:
            DiaryFileError: if these are too many to go on.
        """
        self.found.append(DiaryFault(line, column, found, expected))
        if len(self.found) == MOST_FAULTS:
            end = DiaryFault(line, WHOLE_FILE, f"{MOST_FAULTS:,} faults up to here", "a diary file")
            raise DiaryFileError([*self.found, end])

    def add_row(self, line: int, found: str, expected: str) -> None:
        """Note one of a whole row, whose cells cannot be told apart."""
        self.broken = True
        self.add(line, WHOLE_ROW, found, expected)


class Records:
    """The rows of a diary file's text under its header. Iterate once.

    Rows are (line, cells), with as many cells as `columns`. Blank rows are passed over.
    """

    def __init__(self, text: str, faults: Faults, progress: Progress | None = None) -> None:
        """Read the header.

        Raises:
            DiaryFileError: if there is none, or one without the columns that are needed.
        """
        self._faults = faults
        self._rows = _rows(text, faults, progress)
        line, names = next(self._rows, (1, []))
        self.columns = _columns(line, names, faults)
        """Name of each column; None for one that is not read (its fault is noted)."""

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Rows in the order of the file."""
        width = len(self.columns)
        for line, cells in self._rows:
            if len(cells) == width:
                yield line, cells
            else:
                self._faults.add_row(line, _cells(len(cells)), _cells(width))


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _rows(text: str, faults: Faults, progress: Progress | None) -> Iterator[tuple[int, list[str]]]:
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        # Not str.splitlines: a note may hold a form feed or a Unicode line separator.
        for line in _LINE.finditer(text):
            read = line.end()
            yield line.group()

    reader = csv.reader(lines(), strict=True)
    count = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.add_row(line, *_broken_quotes(error))
            continue
        if "".join(cells).strip():
            yield line, cells
        count += 1
        if progress is not None and count % _TOLD_EVERY == 0:
            progress(read / len(text))


def _broken_quotes(error: csv.Error) -> tuple[str, str]:
    if "field limit" in str(error):
        most = f"{csv.field_size_limit():,} characters"
        return f"a cell of more than {most}", "less, or its closing quote"
    if "end of data" in str(error):
        return "a quote that is never closed", "its closing quote"
    return "text after a closing quote", "a comma, or two quotes for one within a text"


def _columns(line: int, names: list[str], faults: Faults) -> tuple[str | None, ...]:
    names = [name.strip() for name in names]
    if not names:
        raise _no_header(line, "an empty file")
    if not set(names) & set(COLUMNS):
        for separator, called in _OTHER_SEPARATORS.items():
            if {name.strip() for name in ",".join(names).split(separator)} & set(COLUMNS):
                raise _refused(line, WHOLE_FILE, f"columns parted by {called}", "commas")
        raise _no_header(line, shown(", ".join(names)))
    columns: list[str | None] = []
    for name in names:
        if name not in COLUMNS:
            label = name if name.isprintable() and name else shown(name)
            found = "an unknown column" if name else "a column without a name"
            faults.add(line, label, found, f"one of {', '.join(COLUMNS)}")
            columns.append(None)
        elif name in columns:
            faults.add(line, name, "this column twice", "it once")
            columns.append(None)
        else:
            columns.append(name)
    missing = [name for name in REQUIRED if name not in columns]
    for name in missing:
        faults.add(line, name, "no such column", "it in the header row")
    if missing:
        raise DiaryFileError(faults.found)
    return tuple(columns)


def _no_header(line: int, found: str) -> DiaryFileError:
    return _refused(line, WHOLE_FILE, found, f"a header row of columns like {', '.join(REQUIRED)}")


def _refused(line: int, column: str, found: str, expected: str) -> DiaryFileError:
    return DiaryFileError([DiaryFault(line, column, found, expected)])
