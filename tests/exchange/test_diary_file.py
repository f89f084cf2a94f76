"""What a diary file says becomes entries: every kind, blank cells, ids, notes, awkward CSV."""

from uuid import UUID

import pytest

from bleedlog.exchange.diary_file import DiaryRow, read_diary
from bleedlog.exchange.diary_file_faults import DiaryFileError
from bleedlog.models.vocabulary import Kind


def said(text: str) -> dict[str, object]:
    """What the only row says, blanks left out."""
    (row,) = read_diary(text)
    return {"kind": row.entry.kind, **row.entry.model_dump(exclude_none=True, exclude={"id"})}


def only(text: str) -> DiaryRow:
    (row,) = read_diary(text)
    return row


def table(*rows: dict[str, str]) -> str:
    """A file of those rows, none of whose cells needs quoting."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    return "\n".join(lines) + "\n"


WHOLE_BLEED = {
    "kind": "bleed",
    "start": "2024-03-01T14:30",
    "end": "2024-03-04",
    "manifestation": "joint",
    "site": "knee",
    "side": "left",
    "cause": "activity",
    "certainty": "unsure",
    "severity": "moderate",
    "pain": "7",
    "response": "good",
    "symptoms": "swelling stiffness",
    "size": "palm",
    "stiffness": "mild",
    "swelling": "yes",
    "other_treatment": "ice_and_rest painkiller",
    "treated_from": "2024-03-01T15:00",
    "treated_until": "2024-03-02",
    "source": "recalled",
    "precision": "part_of_day",
    "private": "yes",
    "note": "fell on the stairs",
    "zone": "Europe/Paris",
}


@pytest.mark.parametrize("kind", ["bleed", "bruise", "joint_pain"])
def test_bleeds_bruises_and_joint_pain_take_every_column_of_theirs(kind: str) -> None:
    row = WHOLE_BLEED | {"kind": kind}
    expected = row | {
        "pain": 7,
        "swelling": True,
        "private": True,
        "treated": "yes",
        "new_bleed": False,
    }
    assert said(table(row)) == expected


def test_a_no_bleeds_row_is_a_check_in_of_its_days() -> None:
    text = table({"kind": "no_bleeds", "start": "2024-01-01", "end": "2024-01-08"})
    found = said(text)
    assert (found["kind"], found["answer"]) == (Kind.CHECK_IN, "no_bleeds")
    assert (found["start"], found["end"]) == ("2024-01-01", "2024-01-08")


OTHER_KINDS: list[dict[str, str]] = [
    {"kind": "observed", "start": "2024-01-01", "end": "2024-02-01"},
    {"kind": "bleed_count", "start": "2023-01-01", "end": "2024-01-01", "value": "12"},
    {
        "kind": "infusion",
        "start": "2024-03-01T08:00",
        "product": "BeneFIX",
        "dose_iu": "2000",
        "batch": "X1",
        "reason": "prophylaxis",
    },
    {
        "kind": "gene_therapy",
        "start": "2024-03-01T10:30",
        "product": "Hemgenix",
        "batch": "H7",
        "value": "2e13",
        "unit": "gc/kg",
    },
    {
        "kind": "fix_activity",
        "start": "2024-09-01",
        "value": "36.9",
        "unit": "IU/dL",
        "assay": "one_stage",
        "reagent": "SynthASil",
        "lab": "Leeds",
        "hours_since_factor": "72.5",
    },
    {"kind": "inhibitor", "start": "2024-09-01", "value": "0", "unit": "BU/mL"},
    {"kind": "alt", "start": "2024-09-01", "value": "41", "unit": "U/L", "upper_limit": "40"},
    {"kind": "ast", "start": "2024-09-01", "value": "30", "unit": "U/L"},
    {"kind": "afp", "start": "2024-09-01", "value": "3.2", "unit": "ug/L"},
    {"kind": "antibody", "start": "2024-02-01", "value": "678", "unit": "1:n"},
    {"kind": "steroid_course", "start": "2024-05-01", "end": "2024-07-01"},
    {"kind": "steroid_course", "start": "2024-05-01", "product": "prednisolone"},
    {"kind": "joint_score", "start": "2024-05-01", "value": "11"},
    {"kind": "back_on_prophylaxis", "start": "2025-05-01"},
]


@pytest.mark.parametrize("row", OTHER_KINDS, ids=lambda row: row["kind"])
def test_every_other_kind_is_read_as_it_stands(row: dict[str, str]) -> None:
    found = said(table(row))
    numbers = {"value", "dose_iu", "upper_limit", "hours_since_factor"}
    for column, cell in row.items():
        assert found[column] == (float(cell) if column in numbers else cell)


def test_blank_cells_mean_imported_the_given_zone_and_what_the_time_tells() -> None:
    text = "kind,start,source,precision,zone\nbleed,2024-03-01,,,\nbleed,2024-03-01T10:00,,,\n"
    dated, timed = (row.entry for row in read_diary(text, zone="Europe/Berlin"))
    assert (dated.source, dated.zone, dated.precision) == ("imported", "Europe/Berlin", "day")
    assert (timed.source, timed.zone, timed.precision) == ("imported", "Europe/Berlin", "exact")


def test_a_titre_needs_no_unit_and_every_other_result_does() -> None:
    assert said("kind,start,value\nantibody,2024-03-01,678\n")["unit"] == "1:n"
    with pytest.raises(DiaryFileError):
        read_diary("kind,start,value\nfix_activity,2024-03-01,0.39\n")


@pytest.mark.parametrize(("cell", "answer"), [("yes", True), ("no", False), ("1", True)])
def test_answers_are_yes_or_no(cell: str, answer: bool) -> None:
    found = said(f"kind,start,swelling,private\njoint_pain,2024-03-01,{cell},{cell}\n")
    assert (found["swelling"], found["private"]) == (answer, answer)


def test_columns_stand_in_any_order_and_spaces_round_words_do_not_matter() -> None:
    found = said(" site , start ,kind\n knee ,2024-03-01, bleed \n")
    assert (found["kind"], found["site"], found["start"]) == ("bleed", "knee", "2024-03-01")


def test_a_header_alone_is_an_empty_diary() -> None:
    assert read_diary("kind,start\n") == []


def test_rows_without_any_cell_are_passed_over() -> None:
    rows = read_diary("kind,start,note\n\nbleed,2024-03-01,\n,,\n\nbleed,2024-03-02,\n")
    assert [row.line for row in rows] == [3, 6]


def test_people_are_told_apart_by_name_and_may_use_the_same_ids() -> None:
    rows = read_diary(
        "patient,kind,id,same_as,start\n"
        "A,bleed,1,,2024-03-01\n"
        "B,bleed,1,,2024-03-02\n"
        "B,bleed,2,1,2024-03-05\n"
    )
    assert [row.patient for row in rows] == ["A", "B", "B"]


def test_a_file_without_names_is_nobody_s_by_name() -> None:
    assert only("kind,start\nbleed,2024-03-01\n").patient == ""
    assert only("patient,kind,start\n,bleed,2024-03-01\n").patient == ""


def test_a_uuid_stays_the_entry_s_id_and_any_other_text_always_gives_the_same() -> None:
    own = "018f3f5e-7d0a-7cc1-8f57-5a2c1d1f0a01"
    text = f"kind,id,start\nbleed,{own.upper()},2024-03-01\nbleed,first,2024-03-02\n"
    kept, made = (row.entry.id for row in read_diary(text))
    assert kept == UUID(own)
    assert made == read_diary(text)[1].entry.id
    assert made != kept


def test_rows_without_ids_get_the_same_ones_at_every_reading_even_twins() -> None:
    text = "kind,start,site\nbleed,2024-03-01,knee\nbleed,2024-03-01,knee\nbleed,2024-03-01,hip\n"
    moved = "site,start,kind\nhip,2024-03-01,bleed\nknee,2024-03-01,bleed\nknee,2024-03-01,bleed\n"
    ids = [row.entry.id for row in read_diary(text)]
    assert len(set(ids)) == 3
    assert {row.entry.id for row in read_diary(moved)} == set(ids)


def test_links_become_the_ids_of_the_rows_that_they_name() -> None:
    text = (
        "kind,id,same_as,treats,start\n"
        "infusion,,,a,2024-03-01\n"
        "bleed,b,a,,2024-03-03\n"
        "bleed,a,,,2024-03-01\n"
        "bleed,c,new,,2024-03-04\n"
    )
    dose, again, first, new = (row.entry for row in read_diary(text))
    assert dose.model_dump()["treats"] == first.id
    assert again.model_dump()["same_as"] == first.id
    assert (new.model_dump()["same_as"], new.model_dump()["new_bleed"]) == (None, True)


@pytest.mark.parametrize("word", ["bleed", "not_a_bleed"])
def test_a_verdict_comes_as_an_entry_about_the_row(word: str) -> None:
    row = only(f"kind,id,start,adjudication\nbruise,a,2024-03-01,{word}\n")
    assert row.adjudication is not None
    assert (row.adjudication.about, row.adjudication.verdict) == (row.entry.id, word)
    assert row.adjudication.id != row.entry.id


def test_a_quoted_note_keeps_its_lines_commas_quotes_and_spaces() -> None:
    note = ' one,\r\n"two"\n\rthree\x0b\u2028four\x85 '
    quoted = note.replace('"', '""')
    rows = read_diary(f'kind,start,note\nbleed,2024-03-01,"{quoted}"\nbleed,2024-03-02,\n')
    assert rows[0].entry.note == note
    assert rows[1].entry.note is None


def test_a_record_s_line_is_its_first_however_many_lines_it_has() -> None:
    rows = read_diary('kind,start,note\r\nbleed,2024-03-01,"a\r\nb\nc"\r\nbleed,2024-03-02,\r\n')
    assert [row.line for row in rows] == [2, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_computer(end: str) -> None:
    rows = read_diary(end.join(["kind,start", "bleed,2024-03-01", "bleed,2024-03-02"]))
    assert [(row.line, row.entry.start) for row in rows] == [(2, "2024-03-01"), (3, "2024-03-02")]


@pytest.mark.parametrize(
    ("cell", "note"),
    [("'=1+1", "=1+1"), ("'-5 steps", "-5 steps"), ("''@me", "'@me"), ("'tis", "'tis"), ("'", "'")],
)
def test_what_was_neutralised_for_spreadsheets_is_restored(cell: str, note: str) -> None:
    assert only(f"kind,start,note\nbleed,2024-03-01,{cell}\n").entry.note == note


def test_progress_is_told_as_a_growing_share() -> None:
    told: list[float] = []
    text = "kind,start\n" + "bleed,2024-03-01\n" * 5_000
    assert len(read_diary(text, progress=told.append)) == 5_000
    assert len(told) >= 2
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1


def test_a_zone_that_does_not_exist_is_the_caller_s_mistake() -> None:
    with pytest.raises(ValueError, match="Mars"):
        read_diary("kind,start\n", zone="Mars/Olympus")


def test_tied_treatments_by_date_and_clock_are_no_faults() -> None:
    # By the date where one has no time: an infusion "on the day" may be noted for an evening bleed.
    rows = read_diary(
        "kind,id,treats,start,end,treated_from,treated_until\n"
        "bleed,a,,2024-03-01T20:00,2024-03-01,2024-03-01,2024-03-01\n"
        "infusion,,a,2024-03-01,,,\n"
        "bleed,b,,2024-03-05,2024-03-05T06:00,2024-03-05T07:00,2024-03-05T07:00\n"
        "infusion,,b,2024-03-05T06:30,,,\n"
    )
    assert len(rows) == 4
