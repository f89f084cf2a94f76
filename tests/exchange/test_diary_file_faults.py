"""Every fault of a diary file is told with its line and column, all of them at once."""

import pytest

from tests.exchange.diary_faults import faults_of, places_of


def test_all_faults_come_at_once_in_line_order() -> None:
    text = (
        "kind,id,same_as,start,end,site,pain\n"
        "bleed,a,zzz,2024-03-01,,knie,\n"
        "bleeed,b,,2024-03-01,,,\n"
        "bleed,c,,2024-02-30,,,11\n"
        "no_bleeds,d,,2024-03-01,,,\n"
    )
    assert places_of(text) == [
        "2: same_as",
        "2: site",
        "3: kind",
        "4: pain",
        "4: start",
        "5: end",
    ]


def test_a_fault_says_what_was_found_and_what_was_expected() -> None:
    (fault,) = faults_of("kind,start,side\nbleed,2024-03-01,lefft\n")
    assert fault == '2: side: found "lefft", expected left, right or middle'


def test_an_unknown_kind_hides_no_fault_of_what_every_kind_has() -> None:
    text = (
        "kind,start,zone,source,private,note,site\n"
        f"bleeed,2024-02-30,Europe/Lundon,guessed,perhaps,{'x' * 2001},knie\n"
        "bleeed,,,,,,\n"
        "bleeed,2024-03-01,Europe/London,recalled,yes,x,\n"
    )
    assert places_of(text) == [
        *(f"2: {column}" for column in ("kind", "note", "private", "source", "start", "zone")),
        *("3: kind", "3: start"),
        "4: kind",
    ]


@pytest.mark.parametrize("cell", ["2024-03-01T10:00:00", "2024-03-01T10:00Z", "1 March of 2024"])
def test_of_a_date_its_shape_is_said_not_its_length(cell: str) -> None:
    for column in ("start", "end", "treated_from"):
        start = "" if column == "start" else "2024-03-01,"
        header = "kind,start" if column == "start" else f"kind,start,{column}"
        (fault,) = faults_of(f"{header}\nbleed,{start}{cell}\n")
        assert "expected a date like 2024-03-01, or with a time 2024-03-01T14:30" in fault


ONE_CELL = [
    ("bleed", "start", "01/03/2024"),
    ("bleed", "start", "2024-3-1"),
    ("bleed", "start", "2024-03-01 10:00"),
    ("bleed", "start", "2024-03-01T24:00"),
    ("bleed", "start", "2024-03-01T10:00Z"),
    ("bleed", "start", "2023-02-29"),
    ("bleed", "start", "1850-01-01"),
    ("bleed", "start", "9999-12-31T23:59"),
    ("bleed", "start", "\u0662\u0660\u0662\u0664-03-01"),
    ("bleed", "end", "2024-02-29"),
    ("bleed", "treated_from", "2024-02-29"),
    ("bleed", "treated_until", "2024-03-02"),
    ("bleed", "site", "Knee"),
    ("bleed", "manifestation", "bruise"),
    ("bleed", "cause", "trauma"),
    ("bleed", "certainty", "yes"),
    ("bleed", "adjudication", "same_as"),
    ("bleed", "severity", "bad"),
    ("bleed", "pain", "11"),
    ("bleed", "pain", "-1"),
    ("bleed", "pain", "3.5"),
    ("bleed", "pain", "٣"),
    ("bleed", "pain", "9" * 5000),
    ("bleed", "response", "ok"),
    ("bleed", "symptoms", "Swelling!"),
    ("bleed", "size", "huge"),
    ("bleed", "stiffness", "very"),
    ("bleed", "swelling", "maybe"),
    ("bleed", "private", "secret"),
    ("bleed", "other_treatment", "prayer"),
    ("bleed", "source", "rumour"),
    ("bleed", "precision", "roughly"),
    ("bleed", "zone", "Europe/Camelot"),
    ("bleed", "zone", "../etc/localtime"),
    ("bleed", "note", "x" * 2001),
    ("infusion", "dose_iu", "0"),
    ("infusion", "dose_iu", "2.000.000"),
    ("infusion", "dose_iu", "nan"),
    ("infusion", "dose_iu", "inf"),
    ("infusion", "dose_iu", "1_000"),
    ("infusion", "dose_iu", "1e999"),
    ("infusion", "reason", "habit"),
    ("infusion", "product", "x" * 81),
    ("fix_activity", "assay", "two_stage"),
    ("fix_activity", "unit", "mg"),
    ("alt", "upper_limit", "0"),
    ("joint_score", "value", "125"),
    ("bleed_count", "value", "2.5"),
    ("no_bleeds", "start", "2024-03-01T10:00"),
]

NEEDED = {
    "no_bleeds": {"end": "2024-03-08"},
    "bleed_count": {"end": "2024-03-08", "value": "3"},
    "fix_activity": {"value": "36.9", "unit": "IU/dL"},
    "alt": {"value": "36.9", "unit": "U/L"},
    "joint_score": {"value": "3"},
}


@pytest.mark.parametrize(("kind", "column", "cell"), ONE_CELL)
def test_a_bad_cell_is_one_fault_in_its_column(kind: str, column: str, cell: str) -> None:
    row = {"kind": kind, "start": "2024-03-01", **NEEDED.get(kind, {}), column: cell}
    assert places_of(f"{','.join(row)}\n{','.join(row.values())}\n") == [f"2: {column}"]


@pytest.mark.parametrize(("kind", "column"), [("bleed", "pain"), ("bleed_count", "value")])
def test_a_number_below_nought_is_told_as_that(kind: str, column: str) -> None:
    row = {"kind": kind, "start": "2024-03-01", **NEEDED.get(kind, {}), column: "-1"}
    (fault,) = faults_of(f"{','.join(row)}\n{','.join(row.values())}\n")
    assert fault == f'2: {column}: found "-1", expected a number that is not below 0'


@pytest.mark.parametrize(("kind", "column"), [("bleed", "pain"), ("bleed_count", "value")])
def test_a_huge_whole_number_is_told_in_our_words(kind: str, column: str) -> None:
    row = {"kind": kind, "start": "2024-03-01", **NEEDED.get(kind, {}), column: "9" * 20}
    (fault,) = faults_of(f"{','.join(row)}\n{','.join(row.values())}\n")
    assert fault == f'2: {column}: found "{"9" * 20}", expected a smaller number'


@pytest.mark.parametrize("kind", ["no_bleeds", "observed", "bleed_count"])
@pytest.mark.parametrize("end", ["", "2024-03-01", "2024-02-01", "2024-03-08T10:00"])
def test_a_span_has_a_later_end_without_a_time(kind: str, end: str) -> None:
    text = f"kind,start,end,value\n{kind},2024-03-01,{end},{3 if kind == 'bleed_count' else ''}\n"
    assert places_of(text) == ["2: end"]


@pytest.mark.parametrize("kind", ["bleed_count", "fix_activity", "alt", "joint_score", "antibody"])
def test_a_count_or_result_needs_its_number(kind: str) -> None:
    end = "2024-04-01" if kind == "bleed_count" else ""
    faults = places_of(f"kind,start,end,value\n{kind},2024-03-01,{end},\n")
    assert "2: value" in faults


def test_times_are_compared_by_the_clock_where_both_have_one() -> None:
    text = (
        "kind,start,end,treated_from,treated_until\n"
        "bleed,2024-03-01T14:30,2024-03-01T14:29,,\n"
        "bleed,2024-03-01T14:30,,2024-03-01T14:29,\n"
        "bleed,2024-03-01T14:30,,2024-03-01T15:00,2024-03-01T14:59\n"
        "bleed,2024-03-01T14:30,2024-03-01T14:30,2024-03-01T14:30,2024-03-01T14:30\n"
        "bleed,2024-03-01T14:30,,2024-03-01,2024-03-01T14:29\n"
    )
    assert places_of(text) == ["2: end", "3: treated_from", "4: treated_until", "6: treated_until"]


def test_a_last_treatment_is_not_blamed_for_its_first() -> None:
    text = "kind,start,treated_from,treated_until\nbleed,2024-03-01,9999-01-01,2024-03-02\n"
    assert places_of(text) == ["2: treated_from"]


def test_a_cell_that_its_kind_does_not_have_is_told_not_dropped() -> None:
    text = (
        "kind,start,end,site,treats,same_as,dose_iu,adjudication,value\n"
        "infusion,2024-03-01,,knee,,,2000,,\n"
        "no_bleeds,2024-03-01,2024-03-08,,,,,bleed,\n"
        "bleed,2024-03-01,,,,,2000,,\n"
        "infusion,2024-03-01,2024-03-02,,,,,,\n"
        "fix_activity,2024-03-01,,,,,,,\n"
    )
    assert places_of(text)[:4] == ["2: site", "3: adjudication", "4: dose_iu", "5: end"]


def test_rows_name_only_bleeds_of_their_own_person() -> None:
    text = (
        "patient,kind,id,same_as,treats,start\n"
        "A,bleed,a,,,2024-03-01\n"
        "A,infusion,i,,,2024-03-01\n"
        "A,bleed,b,i,,2024-03-02\n"
        "A,infusion,j,,i,2024-03-02\n"
        "A,bleed,c,nobody,,2024-03-02\n"
        "B,bleed,d,a,,2024-03-02\n"
        "B,infusion,k,,a,2024-03-02\n"
        "A,bleed,e,e,,2024-03-03\n"
    )
    assert places_of(text) == [
        "4: same_as",
        "5: treats",
        "6: same_as",
        "7: same_as",
        "8: treats",
        "9: same_as",
    ]


def test_nobody_names_a_later_onset_and_no_dose_comes_before_its_bleed() -> None:
    text = (
        "kind,id,same_as,treats,start,zone\n"
        "bleed,a,,,2024-03-05,\n"
        "bleed,b,a,,2024-03-04,\n"
        "infusion,,,a,2024-03-04T23:00,\n"
        "bleed,c,,,2024-03-05T10:00,\n"
        "infusion,,,c,2024-03-05T09:59,\n"
        "infusion,,,c,2024-03-05T10:30,Europe/Paris\n"
        "infusion,,,c,2024-03-05T11:00,Europe/Paris\n"
        "bleed,d,a,,2024-03-05T11:59,\n"
        "bleed,e,a,,2024-03-05T12:00,\n"
    )
    assert places_of(text) == ["3: same_as", "4: treats", "6: treats", "7: treats", "9: same_as"]


def test_a_circle_is_told_on_each_of_its_rows_and_not_on_those_that_lead_to_it() -> None:
    text = (
        "kind,id,same_as,start\n"
        "bleed,a,c,2024-03-01\n"
        "bleed,b,a,2024-03-01\n"
        "bleed,c,b,2024-03-01\n"
        "bleed,d,a,2024-03-01\n"
        "bleed,e,,2024-03-01\n"
        "bleed,f,e,2024-03-01\n"
    )
    assert places_of(text) == ["2: same_as", "3: same_as", "4: same_as"]


def test_an_id_belongs_to_one_row_and_new_to_none() -> None:
    text = (
        "kind,id,start\nbleed,a,2024-03-01\nbleed,a,2024-03-02\nbleed,new,2024-03-03\n"
        f"bleed,{'x' * 81},2024-03-03\n"
    )
    assert places_of(text) == ["3: id", "4: id", "5: id"]
    assert "line 2" in faults_of(text)[0]


def test_a_person_has_one_gene_therapy() -> None:
    text = (
        "patient,kind,start\n"
        "A,gene_therapy,2024-03-01\nB,gene_therapy,2024-03-01\nA,gene_therapy,2025-03-01\n"
    )
    assert places_of(text) == ["4: kind"]


def test_either_every_row_has_a_name_or_none() -> None:
    text = "patient,kind,start\nA,bleed,2024-03-01\n,bleed,2024-03-02\n,bleed,2024-03-03\n"
    assert places_of(text) == ["3: patient", "4: patient"]
    assert places_of(f"patient,kind,start\n{'x' * 121},bleed,2024-03-01\n") == ["2: patient"]
