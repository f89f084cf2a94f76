"""The diary file, version 1, read: text to validated entries, or every fault of it at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from pydantic import ValidationError

from bleedlog.exchange.diary_file_cells import answer_of, number_of, unguarded
from bleedlog.exchange.diary_file_faults import DiaryFileError, expected_of, shown
from bleedlog.exchange.diary_file_format import (
    ANSWERS,
    COLUMNS_OF,
    FREE_TEXT,
    GUARDED,
    KINDS,
    NEW,
    NUMBERS,
    OF_EVERY_KIND,
    VERDICTS,
)
from bleedlog.exchange.diary_file_ids import ID_LENGTH, adjudication_id, entry_id, id_of_content
from bleedlog.exchange.diary_file_links import Key, Links
from bleedlog.exchange.diary_file_records import Faults, Progress, Records
from bleedlog.models.clinic_record import UNITS, AdjudicationInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.kinds import INPUTS
from bleedlog.models.moment import DEFAULT_ZONE, zone_of
from bleedlog.models.vocabulary import Answer, Kind, Source

NAME_LENGTH: Final = 120
NUL: Final = "\x00"

_NO_NUL = "text without NUL characters"

_MISSING = {
    "start": "a date like 2024-03-01",
    "end": "the day after the last, like 2024-03-08",
    "value": "a number",
}
_LINKS = ("same_as", "treats")
_CONVERTERS: Final[dict[str, Callable[[str], object]]] = {
    **dict.fromkeys(NUMBERS, number_of),
    **dict.fromkeys(ANSWERS, answer_of),
    **dict.fromkeys(GUARDED, unguarded),
}


@dataclass(frozen=True, slots=True)
class DiaryRow:
    """One row: an entry of somebody's, and a clinic's verdict about it if the row gives one."""

    line: int
    """Of the file, from 1; the record's first."""
    patient: str
    """Name or pseudonym; empty where the file names nobody."""
    entry: EntryInput
    adjudication: AdjudicationInput | None
    written_id: str
    """The cell of `id` as it stands in the file; empty where there is none."""
    says_source: bool
    """Whether the row itself says how it came to be known; blank is imported."""


def diary_rows(
    text: str, *, zone: str = DEFAULT_ZONE, progress: Progress | None = None
) -> Iterator[DiaryRow]:
    """The rows of a diary file one by one, in its order (diary file, version 1).

    Who acts on rows before the last has come acts on a file that may yet be at fault.

    Args:
        text: Of the file, decoded (`decode_diary`).
        zone: IANA zone of rows that name none.
        progress: Told now and then which share is read.

    Raises:
        DiaryFileError: after the last row, with every fault of the file in line order.
        ValueError: if there is no such zone.
    """
    zone_of(zone)
    yield from _Reading(text, zone, progress).rows()


def read_diary(
    text: str, *, zone: str = DEFAULT_ZONE, progress: Progress | None = None
) -> list[DiaryRow]:
    """All rows of a diary file, as `diary_rows`, or none.

    Raises:
        DiaryFileError: with every fault of the file in line order.
        ValueError: if there is no such zone.
    """
    return list(diary_rows(text, zone=zone, progress=progress))


class _Reading:
    """One file being read."""

    def __init__(self, text: str, zone: str, progress: Progress | None) -> None:
        self._faults = Faults()
        self._records = Records(text, self._faults, progress)
        self._zone = zone
        self._links = Links()
        self._first_lines: dict[str, int] = {}
        self._nameless: list[int] = []
        self._therapies: dict[str, int] = {}
        self._contents: Counter[Key] = Counter()

    def rows(self) -> Iterator[DiaryRow]:
        """Good rows, and in the end the faults of the others."""
        for line, cells in self._records:
            row = self._row(line, self._filled(cells))
            if row is not None:
                yield row
        self._check_names()
        for fault in self._links.faults(all_rows_known=not self._faults.broken):
            self._faults.add(fault.line, fault.column, fault.found, fault.expected)
        if self._faults.found:
            raise DiaryFileError(self._faults.found)

    def _filled(self, cells: list[str]) -> dict[str, str]:
        filled = {}
        for column, cell in zip(self._records.columns, cells, strict=True):
            if not cell or column is None:
                continue
            text = cell if column in FREE_TEXT else cell.strip()
            if text:
                filled[column] = text
        return filled

    def _row(self, line: int, filled: dict[str, str]) -> DiaryRow | None:
        before = len(self._faults.found)
        patient = self._patient(line, filled.get("patient", ""))
        key = self._id(line, patient, filled)
        word = filled.get("kind", "")
        kind = KINDS.get(word)
        if kind is None:
            self._faults.add(line, "kind", shown(word), f"one of {', '.join(KINDS)}")
            self._links.is_bleed(key, None, None)
            # What every kind has is looked at all the same: faults are told all at once.
            self._entry(line, EntryInput, self._values(line, key, None, filled), filled)
            return None
        self._check_columns(line, word, kind, filled)
        if kind is Kind.GENE_THERAPY:
            self._check_only_therapy(line, patient)
        verdict = self._verdict(line, kind, filled)
        values = self._values(line, key, kind, filled)
        entry = self._entry(line, INPUTS[kind], values, filled)
        self._links.is_bleed(key, kind, entry)
        for column in _LINKS:
            if values.get(column) is not None:
                named = (patient, values[column])
                self._links.names(line, column, filled[column], by=key, named=named, entry=entry)
        if entry is None or len(self._faults.found) > before:
            return None
        adjudication = _adjudication(entry, verdict)
        written_id = filled.get("id", "")
        return DiaryRow(line, patient, entry, adjudication, written_id, "source" in filled)

    def _patient(self, line: int, name: str) -> str:
        if len(name) > NAME_LENGTH:
            self._faults.add(line, "patient", shown(name), f"at most {NAME_LENGTH} characters")
        if NUL in name:
            self._faults.add(line, "patient", shown(name), _NO_NUL)
        if name:
            self._first_lines.setdefault(name, line)
        else:
            self._nameless.append(line)
        return name

    def _check_names(self) -> None:
        if self._first_lines:
            for line in self._nameless:
                self._faults.add(line, "patient", "nothing", "a name, as other rows have one")

    def _id(self, line: int, patient: str, filled: dict[str, str]) -> Key:
        text = filled.get("id")
        if text is None:
            first = (patient, id_of_content(filled, 1))
            self._contents[first] += 1
            again = self._contents[first]
            return first if again == 1 else (patient, id_of_content(filled, again))
        key = (patient, entry_id(text))
        taken = self._links.line_of(key)
        if text == NEW or len(text) > ID_LENGTH:
            self._faults.add(
                line, "id", shown(text), f"at most {ID_LENGTH} characters, not the word new"
            )
        if NUL in text:
            self._faults.add(line, "id", shown(text), _NO_NUL)
        if taken is not None:
            self._faults.add(line, "id", f"{shown(text)}, as on line {taken}", "an id of its own")
        else:
            self._links.has_id(key, line)
        return key

    def _check_columns(self, line: int, word: str, kind: Kind, filled: dict[str, str]) -> None:
        if filled.keys() <= COLUMNS_OF[kind]:
            return
        for column in filled.keys() - COLUMNS_OF[kind]:
            self._faults.add(line, column, shown(filled[column]), f"nothing in a row of {word}")

    def _check_only_therapy(self, line: int, patient: str) -> None:
        first = self._therapies.setdefault(patient, line)
        if first != line:
            found = f"a second gene_therapy (the first is on line {first})"
            self._faults.add(line, "kind", found, "one a person")

    def _verdict(self, line: int, kind: Kind, filled: dict[str, str]) -> str | None:
        word = filled.get("adjudication")
        if word is None or "adjudication" not in COLUMNS_OF[kind]:
            return None
        if word not in VERDICTS:
            self._faults.add(line, "adjudication", shown(word), f"one of {', '.join(VERDICTS)}")
        return word

    def _values(
        self, line: int, key: Key, kind: Kind | None, filled: dict[str, str]
    ) -> dict[str, object]:
        """What the input class is given; a cell at fault is None here and its fault noted."""
        values: dict[str, object] = {"zone": self._zone, "source": Source.IMPORTED, "id": key[1]}
        if kind is Kind.CHECK_IN:
            values["answer"] = Answer.NO_BLEEDS
        if kind is Kind.ANTIBODY:
            # A titre has no unit that anybody writes; of other results it is never guessed.
            values["unit"] = UNITS[kind][0]
        for column, cell in filled.items():
            if column in OF_EVERY_KIND or column not in COLUMNS_OF[kind]:
                continue
            if column in _LINKS:
                values.update(self._link(line, key, column, cell))
                continue
            convert = _CONVERTERS.get(column)
            if convert is None:
                if column != "adjudication":
                    values[column] = cell
                continue
            try:
                values[column] = convert(cell)
            except ValueError as error:
                self._faults.add(line, column, shown(cell), str(error))
                values[column] = None
        return values

    def _link(self, line: int, key: Key, column: str, cell: str) -> dict[str, object]:
        if column == "same_as" and cell == NEW:
            return {"new_bleed": True}
        named = entry_id(cell)
        if named == key[1]:
            self._faults.add(line, column, f"{shown(cell)}, this row", "another row's id")
            return {column: None}
        return {column: named}

    def _entry(
        self,
        line: int,
        made: type[EntryInput],
        values: dict[str, object],
        filled: dict[str, str],
    ) -> EntryInput | None:
        noted = {column for column, value in values.items() if value is None}
        given = {column: value for column, value in values.items() if value is not None}
        if "treated_from" in noted:
            given.pop("treated_until", None)
        try:
            entry = made(**cast("dict[str, Any]", given))
        except ValidationError as error:
            for column, expected in expected_of(error):
                if column not in noted:
                    found = shown(filled.get(column, ""))
                    words = expected if column in filled else _MISSING.get(column, expected)
                    self._faults.add(line, column, found, words)
            return None
        return None if noted else entry


def _adjudication(entry: EntryInput, word: str | None) -> AdjudicationInput | None:
    """The verdict as an entry of its own: the same at every import of the row."""
    if word is None:
        return None
    return AdjudicationInput(
        id=adjudication_id(entry.id),
        about=entry.id,
        verdict=VERDICTS[word],
        start=entry.start,
        zone=entry.zone,
        source=entry.source,
    )
