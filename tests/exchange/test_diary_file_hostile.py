"""Whatever a file holds, it is read or its faults are told; nothing else ever happens."""

import csv
from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bleedlog.exchange.diary_file import read_diary
from bleedlog.exchange.diary_file_bytes import decode_diary
from bleedlog.exchange.diary_file_faults import DiaryFault, DiaryFileError
from bleedlog.exchange.diary_file_format import COLUMNS_OF, KINDS
from bleedlog.exchange.diary_file_writer import write_diary
from bleedlog.models.clinic_record import UNITS
from tests.rates_of_text import rates_of_text

NASTY = [
    *("a", "new", "yes", "bleed", "knee", "10", "2.5", "1e300", "-1", "nan", "9" * 400, "0x10"),
    *("\uff11", "9999-12-31T23:59", "2199-12-31", "0001-01-01", "2024-02-30", "../x", "'", "''="),
    *("a\x00", "=1", '"', "\n", "\r", "\u2028", "\ufeff", "\x1b[2J", "\U0001f600", "x" * 2500, " "),
]
EARLY = ["1900-01-01", "1900-01-01T00:00", "2024-03-01", "2024-03-31T01:30", "2024-10-27T01:30"]
LATE = ["2199-12-31", "2199-12-31T23:59", "2024-11-01", "2025-03-31T01:30", "2025-10-27T01:30"]
GOOD: dict[str, list[str]] = {
    "patient": ["A", "B"],
    "id": [],
    "same_as": ["0", "1", "new"],
    "treats": ["0", "1"],
    "end": LATE,
    "site": ["knee", "ankle", "other"],
    "side": ["left", "middle"],
    "manifestation": ["joint", "other", "skin"],
    "cause": ["spontaneous", "surgical"],
    "certainty": ["certain", "unsure"],
    "adjudication": ["bleed", "not_a_bleed"],
    "treated_from": LATE,
    "dose_iu": ["2000", "0.5", "1e-3"],
    "value": ["0", "12", "1e2"],
    "unit": [],
    "zone": ["UTC", "Etc/GMT+12", "Pacific/Kiritimati", "Africa/Casablanca"],
    "note": ["=1", "plain"],
}
NEEDED = {"end", "value", "patient"}
SPANS = {"no_bleeds", "observed", "bleed_count"}


@st.composite
def files(draw: Any) -> list[dict[str, str]]:
    """Rows that are often good, and often enough have one odd cell."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=5))
    made = []
    for number, kind in enumerate(kinds):
        row = {"kind": kind, "start": draw(st.sampled_from(EARLY)), "id": str(number)}
        for column in sorted(COLUMNS_OF[KINDS[kind]] & GOOD.keys()):
            if GOOD[column] and (column in NEEDED or draw(st.integers(0, 3)) == 0):
                row[column] = draw(st.sampled_from(GOOD[column]))
        if kind in SPANS:
            row |= {column: row[column][:10] for column in ("start", "end")}
        row |= {"unit": UNITS[KINDS[kind]][0]} if KINDS[kind] in UNITS else {}
        if draw(st.integers(0, 19)) == 0:
            row[draw(st.sampled_from(sorted(row)))] = draw(st.sampled_from(NASTY))
        made.append(row)
    return made


def faults_of(text: str) -> tuple[DiaryFault, ...]:
    """None for a good file, which then can be written and counted."""
    try:
        found = read_diary(text)
    except DiaryFileError as error:
        return error.faults
    event("read")
    write_diary([row.entry for row in found], private_notes=True)
    assert rates_of_text(text)["schema"] == "bleedlog.rates/1"
    return ()


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(files())
def test_rows_with_odd_cells_are_read_or_refused(made: list[dict[str, str]]) -> None:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, ["kind", "start", *GOOD], restval="")
    writer.writeheader()
    writer.writerows(made)
    faults = faults_of(text.getvalue())
    assert all(len(fault.text("f").splitlines()) == 1 for fault in faults)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert len(faults_of(text)) > 0 or text.strip().startswith(("kind", "start", '"'))
    faults = faults_of(f"kind,start,note\n{text}")
    assert all(fault.line >= 1 for fault in faults)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    header = b"kind,start,note\n"
    try:
        text = decode_diary(header + data)
    except DiaryFileError as error:
        text = error.faults[0].expected
    ways_out = ("UTF-8: save it as CSV UTF-8", "the whole file: it was cut off")
    assert text.startswith((header.decode(), *ways_out))
