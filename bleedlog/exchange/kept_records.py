"""What a clinic recorded, as a sheet for its own files: a row an entry, cells no formulas."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from bleedlog.exchange.diary_file_cells import guarded
from bleedlog.models.entry import ENTRY_FIELDS

LINE_END = "\r\n"
"""As RFC 4180 has it."""

WHOSE = ("name", "born", "nhs_number", "hospital_number", "stopped_sharing")
ENTERED = ("id", "recorded_at", "recorded_by", "taken_out", "kind")
_CONTENT = tuple(name for base in ENTRY_FIELDS for name in base.model_fields if name != "kind")


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """An entry as a clinic recorded it."""

    whose: Sequence[Any]
    """In the order of `WHOSE`; None is blank."""
    entered: Sequence[Any]
    """In the order of `ENTERED`."""
    content: Mapping[str, Any]
    """What it says, by field; blanks left out."""


def write_kept_records(records: Iterable[KeptRecord]) -> str:
    """The sheet: who, when and by whom, then the fields that any of the entries has.

    Fields of entries come in the order of the record's own columns, those that it no longer has
    after them. Times of recording are in UTC.
    """
    kept = list(records)
    used = {name for record in kept for name in record.content}
    content = [name for name in _CONTENT if name in used]
    content += sorted(used - set(_CONTENT))
    return write_sheet(
        (*WHOSE, *ENTERED, *content),
        ((*one.whose, *one.entered, *(one.content.get(name) for name in content)) for one in kept),
    )


def write_sheet(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV text; a cell that a spreadsheet could take for a formula is guarded."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator=LINE_END)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return guarded(str(value))
