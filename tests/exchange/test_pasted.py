"""Sheets as people paste them: headings or none, tabs or commas, merged and missing cells."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleedlog.exchange.pasted import LONGEST, MOST_ROWS, PastedError, read_pasted
from bleedlog.exchange.pasted_words import kind_called
from bleedlog.models.vocabulary import Kind


def cells(text: str) -> list[dict[str, str]]:
    return [row.cells for row in read_pasted(text).rows]


ALT = {"start": "06/08/2026", "kind": "ALT", "value": "22", "unit": "U/L", "upper_limit": "45"}


@pytest.mark.parametrize(
    "text",
    [
        "Date\tTest\tResult\tUnits\tULN\n06/08/2026\tALT\t22\tU/L\t45",
        "Sample date,Investigation,Value,Unit,Upper\r\n06/08/2026,ALT,22,U/L,45\r\n",
        "date;test;result;unit;upper limit\n06/08/2026;ALT;22;U/L;45\n\n",
        # As copied out of a file that begins with a byte order mark.
        "\ufeffDate\tTest\tResult\tUnits\tULN\n06/08/2026\tALT\t22\tU/L\t45",
        # No headings: by what the cells are.
        "06/08/2026\tALT\t22\tU/L\t45",
        "ALT,22,45,U/L,06/08/2026",
    ],
)
def test_columns_are_found(text: str) -> None:
    assert cells(text) == [ALT]


def test_a_column_may_hold_one_test() -> None:
    text = "Date\tFIX chromogenic (IU/dL)\tALT U/L\n06/08/2026\t38\t22\n07/08/2026\t\t31"
    assert cells(text) == [
        {"start": "06/08/2026", "kind": "fix_activity", "value": "38", "unit": "IU/dL",
         "assay": "chromogenic"},
        {"start": "06/08/2026", "kind": "alt", "value": "22", "unit": "U/L"},
        {"start": "07/08/2026", "kind": "alt", "value": "31", "unit": "U/L"},
    ]  # fmt: skip


def test_units_may_stand_in_a_row_of_their_own_below_the_headings() -> None:
    text = "Date\tFIX chromogenic\tALT\tLab\n\tIU/dL\tU/L\t\n06/08/2026\t38\t22\tA"
    level, alt = cells(text)
    assert (level["value"], level["unit"], level["assay"]) == ("38", "IU/dL", "chromogenic")
    assert (alt["value"], alt["unit"], alt["lab"]) == ("22", "U/L", "A")
    # With anything else in it, it is a row of results, and says what is wrong with it.
    for other in ("\tIU/dL\t22\t", "06/08/2026\tIU/dL\tU/L\t", "\tIU/dL\tU/L\tB"):
        assert len(cells(text.replace("\tIU/dL\tU/L\t", other))) == 4
    # What a heading says already stays.
    twice = "Date\tALT (IU/L)\tAST\n\tU/L\tU/L\n06/08/2026\t22\t20"
    assert len(cells(twice)) == 4


@pytest.mark.parametrize("heading", ["Time", "Collection time", "time of sample"])
def test_a_time_in_a_column_of_its_own_goes_with_its_day(heading: str) -> None:
    """Hours after a dose decide whether a level of factor IX may include it."""
    text = f"Date\t{heading}\tTest\tResult\tUnit\n06/08/2026\t14:30\tFIX\t38\tIU/dL\n"
    first, second = read_pasted(text + "07/08/2026\t\tFIX\t39\tIU/dL").rows
    assert (first.cells["start"], second.cells["start"]) == ("06/08/2026 14:30", "07/08/2026")
    assert "time" not in first.cells
    wide = f"Date\t{heading}\tFIX (IU/dL)\tALT (U/L)\n06/08/2026\t14:30\t38\t22"
    assert [one["start"] for one in cells(wide)] == ["06/08/2026 14:30"] * 2
    assert read_pasted(wide).ignored == ()


def test_a_column_of_one_sort_of_test_is_not_given_to_the_others() -> None:
    """No level of factor IX is "above the limit" that the sheet has for ALT."""
    text = "Date\tFIX\tALT\tULN\tAssay\tLab\n06/08/2026\t52\t22\t40\tchromogenic\tA"
    level, alt = cells(text)
    # Nor where the other was not taken that day.
    assert "upper_limit" not in cells(text.replace("\t22\t", "\t\t"))[0]
    assert (level["assay"], level["lab"], "upper_limit" in level) == ("chromogenic", "A", False)
    assert (alt["upper_limit"], alt["lab"], "assay" in alt) == ("40", "A", False)


LIMITS = "Date\t{}\n06/08/2026\t{}"


@pytest.mark.parametrize(
    ("headings", "row", "limits"),
    [
        # Each right of its test, or named after it.
        ("ALT\tULN\tAST\tULN", "22\t40\t31\t35", ["40", "35"]),
        ("ALT\tULN\tAST\tULN", "22\t40\t31\t", ["40", None]),
        ("ALT\tULN\tAST", "22\t40\t31", ["40", None]),
        ("ALT\tAST\tALT ULN\tAST ULN", "22\t31\t40\t35", ["40", "35"]),
        ("ALT\tAST\tUpper limit (AST)", "22\t31\t35", [None, "35"]),
        ("ALT\tAST\tULN ALT", "22\t31\t40", ["40", None]),
    ],
)
def test_a_limit_is_that_of_one_test(headings: str, row: str, limits: list[str | None]) -> None:
    found = read_pasted(LIMITS.format(headings, row))
    assert [(one.cells["kind"], one.cells["value"]) for one in found.rows] == [
        ("alt", "22"),
        ("ast", "31"),
    ]
    assert [one.cells.get("upper_limit") for one in found.rows] == limits
    assert not found.ignored


@pytest.mark.parametrize(
    ("headings", "row", "named"),
    [
        ("ALT\tAST\tULN", "22\t31\t40", ("ULN",)),
        ("ULN\tALT\tULN\tAST", "40\t22\t35\t31", ("ULN", "ULN")),
        ("ALT\tULN\tUpper\tAST", "22\t40\t50\t31", ("Upper",)),
    ],
)
def test_a_limit_of_which_nobody_knows_the_test_is_left_out_and_named(
    headings: str, row: str, named: tuple[str, ...]
) -> None:
    found = read_pasted(LIMITS.format(headings, row))
    assert found.ignored == named
    limits = [one.cells.get("upper_limit") for one in found.rows]
    assert limits == (["40", None] if "Upper" in named else [None, None])


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("FIX level", "fix_activity"),
        ("Factor IX chromogenic assay", "fix_activity"),
        ("ALT result", "alt"),
        ("Bethesda units", "inhibitor"),
        ("Antibody titre", "antibody"),
    ],
)
def test_a_test_may_be_called_by_its_result(heading: str, kind: str) -> None:
    (one,) = cells(f"Date\t{heading}\n06/08/2026\t22")
    assert (one["kind"], one["value"]) == (kind, "22")


@pytest.mark.parametrize(
    "name",
    [
        # Antigen is how much of the protein there is, activity is what it does.
        *("FIX antigen", "Factor IX antigen level", "FIX (antigen)", "Factor IX (Ag)"),
        *("FIX recovery", "FIX target", "ALT previous", "ALT flag", "ALT (ratio)"),
    ],
)
def test_what_only_begins_like_a_test_is_not_taken_for_it(name: str) -> None:
    found = read_pasted(f"Date\tALT\t{name}\tUnit\n06/08/2026\t22\t50\tU/L")
    assert [row.cells["value"] for row in found.rows] == ["22"]
    assert found.ignored == (name,)
    assert kind_called(name) is None


@pytest.mark.parametrize(
    "name",
    ["FIX activity level", "Factor IX trough", "FIX one-stage Actin FS", "F IX IU / dL", "FIX (%)"],
)
def test_what_stands_behind_a_test_may_be_its_own(name: str) -> None:
    assert kind_called(name) is Kind.FIX_ACTIVITY
    assert kind_called("Inhibitor Nijmegen") is Kind.INHIBITOR
    assert kind_called("HJHS 2.1") is Kind.JOINT_SCORE


def test_units_stand_beside_their_tests_or_hold_for_all() -> None:
    each = "Date\tALT\tUnit\tAFP\tUnit\n06/08/2026\t22\tU/L\t3\tug/L"
    assert [one["unit"] for one in cells(each)] == ["U/L", "ug/L"]
    both = "Date\tALT\tAST\tUnit\n06/08/2026\t22\t31\tU/L"
    assert [one["unit"] for one in cells(both)] == ["U/L", "U/L"]


@pytest.mark.parametrize(
    "text",
    [
        "Collected\tResult date\tTest\tResult\n06/08/2026\t09/08/2026\tALT\t22",
        "Date\tTest\tResult\tValue\n06/08/2026\tALT\t22\t23",
    ],
)
def test_two_columns_of_the_same_are_asked_about(text: str) -> None:
    """The last one counted, and a day of reporting passed for the day of the blood."""
    with pytest.raises(PastedError, match="Paste it with one of them"):
        read_pasted(text)


def test_headings_that_mean_nothing_are_named() -> None:
    found = read_pasted("Date,Test,Result,Comment,Ward\n06/08/2026,ALT,22,ok,7")
    assert found.ignored == ("Comment", "Ward")
    assert found.rows[0].cells == {"start": "06/08/2026", "kind": "ALT", "value": "22"}


@pytest.mark.parametrize(
    ("above", "named"),
    [
        # A title, and cells merged over several columns.
        ("Results of the clinic\n", ("Results of the clinic",)),
        ("\t\tLiver\t\n", ("Liver",)),
        ("Results\n\n\tBlood\tLiver\t\n", ("Results", "Blood", "Liver")),
    ],
)
def test_headings_may_stand_below_a_title(above: str, named: tuple[str, ...]) -> None:
    found = read_pasted(f"{above}Date\tFIX (IU/dL)\tALT\tULN\n06/08/2026\t33\t22\t40")
    assert found.ignored == named
    assert [row.cells["value"] for row in found.rows] == ["33", "22"]
    assert found.rows[1].cells["upper_limit"] == "40"


@pytest.mark.parametrize(
    ("row", "count"), [("06/08/2026\tALT", 2), ("06/08/2026\tALT\t22\tU/L\textra", 5)]
)
def test_a_row_that_does_not_fit_says_so(row: str, count: int) -> None:
    found = read_pasted(f"Date\tTest\tResult\tUnit\n06/08/2026\tALT\t22\tU/L\n{row}").rows
    assert found[0].fault is None
    assert found[1].fault == (
        f"This row has {count} columns, the first has 4. Is a cell merged or missing?"
    )


def test_a_merged_date_is_not_filled_in() -> None:
    """A cell merged downwards leaves blanks below it: whether they mean the same is not guessed."""
    assert "start" not in cells("Date\tTest\tResult\n06/08/2026\tALT\t22\n\tAST\t30")[1]


def test_a_cell_below_a_merged_heading_is_not_dropped() -> None:
    """Cells of a heading merged over two columns leave the second without one."""
    text = "Date\tFIX (IU/dL)\t\tALT (U/L)\n06/08/2026\t38\t17\t22\n07/08/2026\t37\t\t23"
    rows = read_pasted(text).rows
    assert [one.cells["value"] for one in rows] == ["38", "22", "37", "23"]
    why = "“17” stands below no heading. Is a cell merged?"
    assert [one.fault for one in rows] == [why, why, None, None]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # Numbers of rows before the first heading, as some sheets have them.
        ("\tDate\tALT\n1\t06/08/2026\t22", "column 1 (1)"),
        ("06/08/2026\tALT\t22\tU/L\n07/08/2026\tALT\t23\tU/L\tfasting", "column 5 (fasting)"),
    ],
)
def test_a_column_without_a_heading_that_means_nothing_is_named(text: str, named: str) -> None:
    assert read_pasted(text).ignored == (named,)
    assert read_pasted("\tDate\tALT\n\t06/08/2026\t22").ignored == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "at least one row"),
        (" \n\t\t\n", "at least one row"),
        ("hello", "No column of dates"),
        ("Date\tResult\n06/08/2026\t22", "which tests"),
        ("Date\tTest\tResult\n", "no row below"),
        ("x" * (LONGEST + 1), "characters or fewer"),
        ("Date,ALT\n" + "06/08/2026,22\n" * (MOST_ROWS + 1), f"Paste {MOST_ROWS} or fewer"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, why: str) -> None:
    with pytest.raises(PastedError, match=why):
        read_pasted(text)


@given(st.text(alphabet=st.sampled_from('ALT 0123/\t,;"\n\r\x00é'), max_size=200))
def test_nothing_that_is_pasted_breaks_it(text: str) -> None:
    with suppress(PastedError):
        assert read_pasted(text).rows
