"""Windows before and after treatment: calendar months, cut at the end of data."""

from datetime import date, timedelta

import numpy as np
import pytest

from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.rule import Rule
from bleedlog.statistics.windows import add_months, lay_windows
from tests.statistics.entry_columns import day_number

Spans = dict[str, tuple[str, str]]


def text(day: int) -> str:
    return str(date(1970, 1, 1) + timedelta(days=int(day)))


def number(day: str | None) -> int:
    return NO_DAY if day is None else day_number(day)


def windows_of(
    treated: str | None,
    first: str | None,
    end: str | None,
    *,
    months: int | None = None,
    beside: bool = False,
) -> Spans:
    treated_day, first_day, end_of_data = np.array(
        [[number(treated)], [number(first)], [number(end)]], dtype=np.int32
    )
    rule = Rule(lead_in_months=months)
    laid = lay_windows(treated_day, first_day, end_of_data, rule, beside=beside)
    return {
        name: (text(laid.edges[opens, 0]), text(laid.edges[closes, 0]))
        for name, opens, closes in zip(laid.names, laid.opens, laid.closes, strict=True)
    }


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2023-03-31", -1, "2023-02-28"),
        ("2024-01-31", 3, "2024-04-30"),
        ("2024-01-15", 0, "2024-01-15"),
        ("1970-01-31", -11, "1969-02-28"),
        ("1900-01-31", 1, "1900-02-28"),
        ("2000-01-31", 1, "2000-02-29"),
    ],
)
def test_calendar_months(day: str, months: int, expected: str) -> None:
    assert text(add_months(np.array([day_number(day)], dtype=np.int32), months)[0]) == expected


def test_the_windows_of_a_treated_person() -> None:
    assert windows_of("2022-03-15", "2021-01-10", "2024-11-02") == {
        "lead_in": ("2021-01-10", "2022-03-15"),
        "establishment": ("2022-03-15", "2022-09-15"),
        "months_7_18": ("2022-09-15", "2023-09-15"),
        "months_19_30": ("2023-09-15", "2024-09-15"),
        "months_31_42": ("2024-09-15", "2024-11-02"),
        "after_6m": ("2022-09-15", "2024-11-02"),
    }


def test_after_6m_is_printed_last_and_the_rest_by_start() -> None:
    assert list(windows_of("2022-03-15", "2018-01-10", "2034-01-01", beside=True)) == [
        "lead_in",
        "last_12_months_before",
        "establishment",
        *(f"months_{7 + 12 * year}_{18 + 12 * year}" for year in range(12)),
        "after_6m",
    ]


def test_months_are_counted_from_the_infusion_day_not_from_the_window_before() -> None:
    windows = windows_of("2020-08-31", "2020-08-01", "2023-06-01")
    assert windows["establishment"] == ("2020-08-31", "2021-02-28")
    assert windows["months_7_18"] == ("2021-02-28", "2022-02-28")
    assert windows["months_19_30"] == ("2022-02-28", "2023-02-28")
    leap = windows_of("2024-02-29", "2024-01-01", "2026-12-01")
    assert leap["establishment"] == ("2024-02-29", "2024-08-29")
    assert leap["months_7_18"] == ("2024-08-29", "2025-08-29")


def test_a_window_without_elapsed_time_is_left_out() -> None:
    # Data end on the day before the next window begins, and with its first day.
    assert list(windows_of("2022-03-15", "2021-01-10", "2022-09-15")) == [
        "lead_in",
        "establishment",
    ]
    assert windows_of("2022-03-15", "2021-01-10", "2022-09-16")["months_7_18"] == (
        "2022-09-15",
        "2022-09-16",
    )


def test_data_that_end_before_the_infusion() -> None:
    assert windows_of("2022-03-15", "2021-01-10", "2022-01-01") == {
        "lead_in": ("2021-01-10", "2022-01-01")
    }
    assert windows_of("2022-03-15", "2021-01-10", "2022-03-15") == {
        "lead_in": ("2021-01-10", "2022-03-15")
    }


def test_data_that_begin_after_the_infusion() -> None:
    # No lead-in; the other windows are laid by the infusion, not by the first observed day.
    assert windows_of("2022-03-15", "2023-01-01", "2023-02-01") == {
        "establishment": ("2022-03-15", "2022-09-15"),
        "months_7_18": ("2022-09-15", "2023-02-01"),
        "after_6m": ("2022-09-15", "2023-02-01"),
    }
    assert list(windows_of("2022-03-15", "2022-03-15", "2022-04-01")) == ["establishment"]


def test_a_lead_in_of_so_many_months_may_begin_before_the_data() -> None:
    assert windows_of("2022-08-31", "2022-07-01", "2022-09-10", months=6) == {
        "lead_in": ("2022-02-28", "2022-08-31"),
        "establishment": ("2022-08-31", "2022-09-10"),
    }
    after = windows_of("2022-08-31", "2022-09-01", "2022-09-10", months=6)
    assert after["lead_in"] == ("2022-02-28", "2022-08-31")
    cut = windows_of("2022-08-31", "2022-01-01", "2022-05-01", months=6)
    assert cut == {"lead_in": ("2022-02-28", "2022-05-01")}
    assert windows_of("2022-08-31", "2021-01-01", "2022-02-28", months=6) == {}


@pytest.mark.parametrize(
    ("first", "end", "months", "expected"),
    [
        ("2020-03-15", "2022-06-01", None, None),
        ("2020-03-14", "2022-06-01", None, ("2021-03-15", "2022-03-15")),
        ("2022-01-01", "2022-06-01", 24, None),
        ("2022-01-01", "2022-06-01", 25, ("2021-03-15", "2022-03-15")),
        # Data end before the infusion: the lead-in has to be that long until then.
        ("2020-01-01", "2021-12-31", None, None),
        ("2019-01-01", "2021-12-31", None, ("2021-03-15", "2021-12-31")),
        ("2015-01-01", "2021-03-15", None, None),
    ],
)
def test_the_last_12_months_stand_beside_a_lead_in_longer_than_24(
    first: str, end: str, months: int | None, expected: tuple[str, str] | None
) -> None:
    windows = windows_of("2022-03-15", first, end, months=months, beside=True)
    assert windows.get("last_12_months_before") == expected


def test_the_windows_of_somebody_who_was_not_treated() -> None:
    assert windows_of(None, "2020-02-29", "2022-03-01") == {
        "year_1": ("2020-02-29", "2021-02-28"),
        "year_2": ("2021-02-28", "2022-02-28"),
        "year_3": ("2022-02-28", "2022-03-01"),
    }


@pytest.mark.parametrize("treated", [None, "2022-03-15"])
def test_nobody_has_windows_without_an_observed_day(treated: str | None) -> None:
    assert windows_of(treated, None, None, months=6, beside=True) == {}


def test_everybody_has_their_own() -> None:
    treated = np.array([number("2022-03-15"), NO_DAY, number("2022-03-15")], dtype=np.int32)
    first = np.array([number("2022-01-01"), number("2021-05-05"), NO_DAY], dtype=np.int32)
    end = np.array([number("2022-04-01"), number("2021-06-01"), NO_DAY], dtype=np.int32)
    laid = lay_windows(treated, first, end, Rule())
    assert laid.names == ("lead_in", "establishment", "year_1")
    assert laid.present.tolist() == [
        [True, False, False],
        [True, False, False],
        [False, True, False],
    ]
