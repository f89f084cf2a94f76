"""Dates and numbers as people in hospitals type them."""

import pytest

from bleedlog.exchange.typed import AS_DATE, AS_NUMBER, moment_typed, number_typed, unit_apart


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("06/08/2026", "2026-08-06"),
        ("6.8.2026", "2026-08-06"),
        ("6-8-2026", "2026-08-06"),
        ("2026-08-06", "2026-08-06"),
        ("6 August 2026", "2026-08-06"),
        ("Thu 6 Aug 2026", "2026-08-06"),
        ("6th Sept. 2026", "2026-09-06"),
        ("06-Aug-2026", "2026-08-06"),
        ("06/08/2026 14:30", "2026-08-06T14:30"),
        ("2026-08-06T09:05:33", "2026-08-06T09:05"),
        ("06/08/2026 9:30 AM", "2026-08-06T09:30"),
        ("06/08/2026 12:05 am", "2026-08-06T00:05"),
        ("06/08/2026 2:30:00 p.m.", "2026-08-06T14:30"),
        ("29/02/2024", "2024-02-29"),
        # As spreadsheets show dates.
        ("06/08/26", "2026-08-06"),
        ("06-Aug-26", "2026-08-06"),
        ("6 Aug 26 14:30", "2026-08-06T14:30"),
    ],
)
def test_a_date_is_read(typed: str, moment: str) -> None:
    assert moment_typed(typed).text == moment


@pytest.mark.parametrize(
    "typed",
    ["", "31/02/2026", "29/02/2026", "1/13/2026", "06-08-26", "26-08-06", "45876", "6 Blurb 2026",
     "yesterday", "06/08/2026 25:00", "06/08/2026 14:30 pm", "06/08/2026 0:30 am", "2026"],
)  # fmt: skip
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ValueError, match=AS_DATE):
        moment_typed(typed)


def test_a_year_far_off_is_asked_about() -> None:
    with pytest.raises(ValueError, match="Check the year"):
        moment_typed("06/08/1026")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("38", 38), (" 0.4 ", 0.4), ("2,000", 2000), ("1,234,567.5", 1234567.5), ("2e13", 2e13),
        ("2 x 10^13", 2e13), ("2×10¹³", 2e13), ("-1", -1),
    ],
)  # fmt: skip
def test_a_number_is_read(typed: str, number: float) -> None:
    assert number_typed(typed) == number


@pytest.mark.parametrize("typed", ["", "high", "nan", "inf", "1_0", "4 5", "1e999"])
def test_what_is_no_number_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ValueError, match=AS_NUMBER):
        number_typed(typed)


@pytest.mark.parametrize("typed", ["0,4", "1,00", "0,400", "38,5", "1.234,5"])
def test_a_comma_is_never_guessed_to_be_a_point(typed: str) -> None:
    with pytest.raises(ValueError, match=f"comma|{AS_NUMBER}"):
        number_typed(typed)


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("0.4 IU/mL", ("0.4", "IU/mL")), ("40%", ("40", "%")), ("38", ("38", "")),
        ("2 x 10^13", ("2", "x 10^13")), ("<1 IU/dL", ("<1 IU/dL", "")), ("high", ("high", "")),
    ],
)  # fmt: skip
def test_a_unit_beside_its_number_is_told_apart(typed: str, parted: tuple[str, str]) -> None:
    assert unit_apart(typed) == parted


@pytest.mark.parametrize("typed", ["<0.6", "> 200", "≤1"])
def test_a_bound_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        number_typed(typed)
