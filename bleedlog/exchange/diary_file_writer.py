"""The diary file, version 1, written: one person's entries to text that reads as the same.

Not in the file are reviews, who gave a dose, a gene therapy's weight and centre, and whether
a bleed was left untreated: version 1 has no columns for them.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from typing import Any, Final

from bleedlog.exchange.diary_file_cells import guarded, number_text
from bleedlog.exchange.diary_file_format import (
    ANSWERS,
    COLUMNS,
    COLUMNS_OF,
    GUARDED,
    KINDS,
    NEW,
    NUMBERS,
)
from bleedlog.exchange.diary_file_sound import Whole
from bleedlog.models.vocabulary import BLEED_KINDS, Answer, Kind, Verdict

LINE_END: Final = "\r\n"
"""As RFC 4180 has it; with it the csv module also quotes a lone carriage return."""

WRITTEN: Final = COLUMNS[1:]
"""All columns but the name: a person's own file names nobody."""

_WORDS = {kind: word for word, kind in KINDS.items()}


def write_diary(entries: Sequence[Any], *, private_notes: bool) -> str:
    """One person's diary as a file: rows by start, then in the order entered.

    A check-in that bleeds were had is written as `observed` once a bleed is logged in its
    days, and not before; verdicts become the columns `adjudication` and `same_as` of what
    they are about; linked infusions are in a bleed's first and last treatment.

    Args:
        entries: Rows of `entry` (or input classes' entries) in the order entered, withdrawn
            ones left out.
        private_notes: Whether notes marked private are written; if not, neither is the mark.
    """
    whole = Whole(entries)
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator=LINE_END)
    writer.writerow(WRITTEN)
    for word, entry in _rows(entries, whole):
        cells = dict(_cells(entry, whole, private_notes=private_notes))
        writer.writerow([word, *(cells.get(column, "") for column in WRITTEN[1:])])
    return text.getvalue()


def rows_of_diary(entries: Sequence[Any]) -> list[Any]:
    """The entries that have a row in the file, in its order; as `write_diary` is given them."""
    return [entry for _, entry in _rows(entries, Whole(entries))]


def _rows(entries: Sequence[Any], whole: Whole) -> Iterator[tuple[str, Any]]:
    for entry in sorted(entries, key=lambda entry: whole.onsets[entry.id].minute):
        word = _kind_word(entry, whole)
        if word is not None:
            yield word, entry


def _kind_word(entry: Any, whole: Whole) -> str | None:
    """The word of the column `kind`; None for an entry that is not written."""
    if entry.kind is Kind.CHECK_IN and entry.answer is None:
        return None
    if entry.kind is Kind.CHECK_IN and entry.answer == Answer.HAD_BLEEDS:
        return _WORDS[Kind.OBSERVED] if whole.holds_a_bleed(entry) else None
    return _WORDS.get(entry.kind)


def _cells(entry: Any, whole: Whole, *, private_notes: bool) -> Iterator[tuple[str, str]]:
    """Filled cells by column, later ones replacing earlier ones."""
    hidden = entry.private and not private_notes
    for column in COLUMNS_OF[entry.kind]:
        value = getattr(entry, column, None)
        if value is not None and not (hidden and column in {"note", "private"}):
            yield column, _FORMATS.get(column, str)(value)
    if entry.kind is Kind.INFUSION:
        yield "treats", str(whole.treats(entry) or "")
    if entry.kind in BLEED_KINDS:
        yield from _bleed_cells(entry, whole)


def _bleed_cells(bleed: Any, whole: Whole) -> Iterator[tuple[str, str]]:
    verdict = whole.verdict(bleed)
    overridden = verdict is Verdict.SAME_AS
    yield "adjudication", "" if verdict is None or overridden else verdict.value
    is_new = bleed.new_bleed and not overridden
    yield "same_as", NEW if is_new else str(whole.same_as(bleed) or "")
    first, last = whole.treatment(bleed)
    yield "treated_from", first or ""
    yield "treated_until", last or ""


def _answer_text(column: str) -> Callable[[bool], str]:
    # A note that is not private says nothing; a joint that is not swollen says so.
    no = "no" if column == "swelling" else ""
    return lambda value: "yes" if value else no


_FORMATS: Final[dict[str, Callable[[Any], str]]] = {
    **dict.fromkeys(NUMBERS, number_text),
    **dict.fromkeys(GUARDED, guarded),
    **{column: _answer_text(column) for column in ANSWERS},
}
