"""A file that is no diary file, or whose rows do not fit its header, is told as such."""

import pytest

from bleedlog.exchange.diary_file_format import COLUMNS_OF, KINDS
from tests.exchange.diary_faults import faults_of, places_of


def test_unknown_and_repeated_columns_are_named() -> None:
    text = "kind,start,colour,start,\nbleed,2024-03-01,red,2024-03-02,\nbleed,2024-13-01,,,\n"
    assert places_of(text) == ["1: colour", "1: nothing", "1: start", "3: start"]


@pytest.mark.parametrize(
    ("header", "places"),
    [
        ("kind,site", ["1: start"]),
        ("start,site", ["1: kind"]),
        ("site", ["1: kind", "1: start"]),
        ("bleed,2024-03-01", ["1: file"]),
        ("", ["1: file"]),
        ("\n\n", ["1: file"]),
    ],
)
def test_a_header_with_kind_and_start_is_needed(header: str, places: list[str]) -> None:
    assert places_of(f"{header}\nbleed,2024-03-01\n" if header.strip() else header) == places


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_named(separator: str, name: str) -> None:
    (fault,) = faults_of(separator.join(["kind", "start", "site"]) + "\n")
    assert fault == f"1: file: found columns parted by {name}, expected commas"


def test_rows_of_another_length_are_told_and_good_ones_still_checked() -> None:
    text = "kind,start,site\nbleed,2024-03-01\nbleed,2024-03-01,knee,left\nbleed,2024-03-01,knie\n"
    assert places_of(text) == ["2: row", "3: row", "4: site"]
    assert faults_of(text)[0] == "2: row: found 2 cells, expected 3 cells"


def test_a_row_that_cannot_be_read_is_not_called_missing_by_those_that_name_it() -> None:
    text = "kind,id,same_as,start\nbleed,a\nbleed,b,a,2024-03-01\n"
    assert places_of(text) == ["2: row"]


def test_a_row_at_fault_can_still_be_named() -> None:
    text = "kind,id,same_as,start,site\nbleed,a,,2024-03-01,knie\nbleed,b,a,2024-03-02,\n"
    assert places_of(text) == ["2: site"]
    text = "kind,id,same_as,start,site\nbleeed,a,,2024-03-01,\nbleed,b,a,2024-03-02,\n"
    assert places_of(text) == ["2: kind"]


def test_broken_quotes_are_told_where_the_record_begins() -> None:
    text = 'kind,start,note\nbleed,2024-03-01,"he said "ow" to me"\nbleed,2024-03-01,"ow\nstill'
    assert places_of(text) == ["2: row", "3: row"]
    assert "never closed" in faults_of(text)[1]


def test_a_huge_cell_is_one_fault() -> None:
    text = f"kind,start,note\nbleed,2024-03-01,{'x' * 1_000_000}\nbleed,2024-03-01,\n"
    assert places_of(text) == ["2: row"]


def test_faults_repeat_cells_short_and_on_one_line() -> None:
    cell = "kn\x1b[31mie\n" + "x" * 500
    (fault,) = faults_of(f'kind,start,site\nbleed,2024-03-01,"{cell}"\n')
    assert "\n" not in fault
    assert "\x1b" not in fault
    assert '"kn\\x1b[31mie\\n' in fault
    assert len(fault) < 400


def test_a_nul_character_is_told_with_its_line_and_column_beside_all_other_faults() -> None:
    text = (
        "patient,kind,id,start,note,pain\n"
        "A,bleed,1,2024-03-01,a\x00b,\n"
        "A,bleed,2,2024-03-01,,11\n"
        "A\x00,bleed,3\x00,2024-03-01,,\n"
        "A,bleed\x00,,2024-03-01,,\n"
        "\x00\x00\x00\n"
    )
    assert places_of(text) == ["2: note", "3: pain", "4: id", "4: patient", "5: kind", "6: row"]
    assert '2: note: found "a\\x00b", expected text without NUL characters' in faults_of(text)


def test_of_a_huge_cell_it_is_said_that_less_would_do() -> None:
    (fault,) = faults_of(f"kind,start,note\nbleed,2024-03-01,{'x' * 200_000}\n")
    assert fault.startswith("2: row: found a cell of more than 131,072 characters, expected less")


@pytest.mark.slow
def test_reading_ends_where_nothing_looks_like_a_diary() -> None:
    faults = faults_of("kind,start\n" + "x,2024-03-01\n" * 300_000)
    assert len(faults) == 100_001
    assert "100,000 faults" in "".join(faults[-2:])


BLEEDS = ("bleed", "bruise", "joint_pain")
MEASURED = (
    *("fix_activity", "inhibitor", "alt", "ast", "afp", "antibody"),
    *("joint_score", "bleed_count"),
)
TOLD = (
    *("manifestation", "site", "side", "cause", "certainty", "adjudication", "severity", "pain"),
    *("response", "symptoms", "size", "stiffness", "swelling", "other_treatment"),
    *("same_as", "end", "treated_from", "treated_until"),
)
RESULT = ("value", "unit", "assay", "reagent", "lab", "upper_limit", "hours_since_factor")
OF_ALL = ("patient", "kind", "id", "start", "source", "precision", "private", "note", "zone")


@pytest.mark.parametrize(
    ("kinds", "columns"),
    [
        (tuple(KINDS), OF_ALL),
        (BLEEDS, TOLD),
        (("infusion", "gene_therapy"), ("product", "dose_iu", "batch", "reason")),
        (("infusion",), ("treats",)),
        (MEASURED, RESULT),
        (("no_bleeds", "observed", "bleed_count"), ("end",)),
    ],
)
def test_each_kind_has_the_columns_that_the_format_gives_it(
    kinds: tuple[str, ...], columns: tuple[str, ...]
) -> None:
    assert all(set(columns) <= COLUMNS_OF[KINDS[word]] for word in kinds)
