"""A written diary reads as the same diary, and written again it is the same bytes."""

import csv
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bleedlog.exchange.diary_file import read_diary
from bleedlog.exchange.diary_file_writer import write_diary
from bleedlog.models.bleed import BleedInput, BruiseInput
from bleedlog.models.check_in import CheckInInput
from bleedlog.models.clinic_record import AdjudicationInput, ReviewInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import InfusionInput
from bleedlog.models.vocabulary import BLEED_KINDS, Answer, Treated, Verdict
from tests.exchange.made_entries import diaries

A, B, C, D = (UUID(int=number) for number in range(1, 5))

MADE_OF_OTHERS = {"treated", "treated_from", "treated_until", "same_as", "new_bleed", "treats"}
"""What a row says for its entry, its verdicts and its linked doses together."""


def reread(text: str) -> list[EntryInput]:
    """The entries of a file in its order, each verdict after what it is about."""
    entries: list[EntryInput] = []
    for row in read_diary(text):
        entries += [row.entry] if row.adjudication is None else [row.entry, row.adjudication]
    return entries


def rows_of(entries: list[EntryInput], **options: Any) -> list[dict[str, str]]:
    text = write_diary(entries, **{"private_notes": True, **options})
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(diaries(), st.booleans())
def test_export_import_export_is_byte_identical(
    entries: list[EntryInput], private_notes: bool
) -> None:
    text = write_diary(entries, private_notes=private_notes)
    again = write_diary(reread(text), private_notes=private_notes)
    assert again.encode() == text.encode()


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(diaries())
def test_what_a_row_says_of_its_entry_alone_is_read_as_it_was(entries: list[EntryInput]) -> None:
    before = {entry.id: entry for entry in entries}
    for row in read_diary(write_diary(entries, private_notes=True)):
        was, now = before[row.entry.id], row.entry
        if isinstance(was, CheckInInput) and was.answer is Answer.HAD_BLEEDS:
            continue
        assert now.kind is was.kind
        assert alone(now) == alone(was)


def alone(entry: EntryInput) -> dict[str, object]:
    """What the entry says for itself; an empty text says nothing."""
    said = entry.model_dump(exclude=MADE_OF_OTHERS).items()
    return {name: value for name, value in said if value not in {None, ""}}


def test_rows_stand_by_start_then_in_the_order_entered() -> None:
    noon = BleedInput(id=A, start="2024-03-02T12:00")
    dated = BleedInput(id=B, start="2024-03-02")
    morning = BleedInput(id=C, start="2024-03-02T09:00")
    paris = BleedInput(id=D, start="2024-03-02T09:30", zone="Europe/Paris")
    rows = rows_of([noon, dated, morning, paris])
    assert [row["id"] for row in rows] == [str(one) for one in (D, C, A, B)]


def test_a_check_in_with_bleeds_is_observed_once_its_bleed_is_logged_and_not_before() -> None:
    said = CheckInInput(id=A, start="2024-03-01", end="2024-03-08", answer=Answer.HAD_BLEEDS)
    outside = BleedInput(start="2024-03-08")
    maybe = BruiseInput(id=B, start="2024-03-07T23:59")
    assert [row["kind"] for row in rows_of([said, outside, maybe])] == ["bruise", "bleed"]
    settled = AdjudicationInput(about=B, verdict=Verdict.BLEED, start="2024-04-01")
    kinds = [row["kind"] for row in rows_of([said, outside, maybe, settled])]
    assert kinds == ["observed", "bruise", "bleed"]
    refused = AdjudicationInput(about=B, verdict=Verdict.NOT_A_BLEED, start="2024-04-02")
    kinds = [row["kind"] for row in rows_of([said, outside, maybe, settled, refused])]
    assert kinds == ["bruise", "bleed"]


def test_treatment_is_the_earliest_and_latest_of_typed_and_linked_in_the_bleed_s_zone() -> None:
    bleed = BleedInput(id=A, start="2024-03-01", treated_from="2024-03-02", zone="Europe/London")
    first = InfusionInput(id=B, treats=A, start="2024-03-02T12:30", zone="Europe/Paris")
    last = InfusionInput(id=C, treats=A, start="2024-03-03")
    row = rows_of([bleed, first, last])[0]
    assert (row["treated_from"], row["treated_until"]) == ("2024-03-02T11:30", "2024-03-03")


def test_treated_without_a_time_stands_at_the_onset_and_untreated_nowhere() -> None:
    entries: list[EntryInput] = [
        BleedInput(start="2024-03-01T08:00", treated=Treated.YES),
        BleedInput(start="2024-03-02", treated=Treated.NO),
        BleedInput(start="2024-03-03", treated_from="2024-03-03", treated_until="2024-03-03"),
    ]
    told = [(row["treated_from"], row["treated_until"]) for row in rows_of(entries)]
    assert told == [("2024-03-01T08:00", ""), ("", ""), ("2024-03-03", "")]


def test_verdicts_become_columns_and_the_latest_rules() -> None:
    bleeds = [
        BleedInput(id=A, start="2024-03-01"),
        BleedInput(id=B, start="2024-03-02", new_bleed=True),
    ]
    refused = AdjudicationInput(about=B, verdict=Verdict.NOT_A_BLEED, start="2024-04-01")
    same = AdjudicationInput(about=B, verdict=Verdict.SAME_AS, same_as=A, start="2024-04-02")
    told = [(row["adjudication"], row["same_as"]) for row in rows_of([*bleeds, refused])]
    assert told == [("", ""), ("not_a_bleed", "new")]
    told = [(row["adjudication"], row["same_as"]) for row in rows_of([*bleeds, refused, same])]
    assert told == [("", ""), ("", str(A))]


def test_links_that_a_file_may_not_have_are_left_out() -> None:
    # Each was sound when entered; then a start was changed or a named entry withdrawn.
    entries: list[EntryInput] = [
        BleedInput(id=A, start="2024-03-05", same_as=D),
        BleedInput(id=B, start="2024-03-04", same_as=A),
        InfusionInput(id=C, start="2024-03-03", treats=B),
        InfusionInput(id=UUID(int=9), start="2024-03-09", treats=D),
    ]
    rows = rows_of(entries)
    assert [row["same_as"] + row["treats"] for row in rows] == ["", "", "", ""]
    assert rows[1]["treated_from"] == "2024-03-04"


def test_a_circle_that_a_verdict_closed_is_opened_at_its_first_entry() -> None:
    entries: list[EntryInput] = [
        BleedInput(id=A, start="2024-03-05"),
        BleedInput(id=B, start="2024-03-05", same_as=A),
        BleedInput(id=C, start="2024-03-05", same_as=A),
        AdjudicationInput(about=A, verdict=Verdict.SAME_AS, same_as=B, start="2024-04-01"),
    ]
    assert [row["same_as"] for row in rows_of(entries)] == ["", str(A), str(A)]


def test_private_notes_and_their_mark_are_written_only_when_asked_for() -> None:
    entries: list[EntryInput] = [
        BleedInput(start="2024-03-01", note="mine", private=True),
        BleedInput(start="2024-03-02", note="everybody's"),
    ]
    told = [(row["note"], row["private"]) for row in rows_of(entries)]
    assert told == [("mine", "yes"), ("everybody's", "")]
    told = [(row["note"], row["private"]) for row in rows_of(entries, private_notes=False)]
    assert told == [("", ""), ("everybody's", "")]


def test_no_cell_of_a_file_begins_like_a_formula() -> None:
    note = '=HYPERLINK("http://example.org")'
    dose = InfusionInput(start="2024-03-01", note=note, product="+1", batch="@b", dose_iu=2000)
    (row,) = rows_of([dose])
    assert (row["note"], row["product"], row["batch"]) == (f"'{note}", "'+1", "'@b")
    assert row["dose_iu"] == "2000"


def test_reviews_do_not_travel_and_an_empty_diary_is_a_header() -> None:
    assert rows_of([ReviewInput(start="2024-05-03")]) == []
    assert write_diary([], private_notes=True).startswith("kind,id,same_as,treats,start,end,")


def test_every_line_ends_alike_and_a_note_s_own_lines_stay() -> None:
    text = write_diary([BleedInput(start="2024-03-01", note="a\nb\rc\r\nd")], private_notes=True)
    assert text.count("\r\n") == 3
    assert reread(text)[0].note == "a\nb\rc\r\nd"


def test_kinds_of_bleeds_keep_their_certainty_blank() -> None:
    (row,) = rows_of([BruiseInput(start="2024-03-01")])
    assert (row["kind"] in BLEED_KINDS, row["certainty"], row["manifestation"]) == (True, "", "")
