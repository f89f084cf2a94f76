"""The weeks before an infusion: which days are noted, and which spans are not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleedlog.statistics.readiness import WEEKS, Bearing, bearing_of, lead_in_weeks

END = date(2026, 3, 2)
START = END - timedelta(weeks=WEEKS)


def test_all_days_noted_is_complete() -> None:
    found = lead_in_weeks([(date(2024, 1, 1), date(2027, 1, 1))], END)
    assert (found.days, found.noted, found.gaps) == (182, 182, ())
    assert found.weeks[0].first == date(2025, 9, 1)
    assert found.weeks[-1].first == date(2026, 2, 23)


def test_nothing_noted_is_one_gap() -> None:
    for spans in ([], [(date(2024, 1, 1), START)], [(END, date(2027, 1, 1))]):
        found = lead_in_weeks(spans, END)
        assert (found.noted, found.gaps) == (0, ((START, END),))


def test_a_gap_counts_in_its_weeks() -> None:
    """Noted are 1 September to 3 September, and from the 10th on: 4 to 9 September are not."""
    found = lead_in_weeks([(START, date(2025, 9, 4)), (date(2025, 9, 10), END)], END)
    assert [week.count for week in found.weeks[:3]] == [3, 5, 7]
    assert found.weeks[1].noted == (False, False, True, True, True, True, True)
    assert found.gaps == ((date(2025, 9, 4), date(2025, 9, 10)),)
    assert found.noted == 176


days = st.integers(-30, WEEKS * 7 + 30).map(lambda number: START + timedelta(number))


@given(st.lists(st.tuples(days, days), max_size=6))
def test_days_are_noted_or_in_a_gap(spans: list[tuple[date, date]]) -> None:
    """As a slow twin says, which asks each day of each span."""
    found = lead_in_weeks(spans, END)
    noted = [day for week in found.weeks for day in week.noted]
    for number, one in enumerate(noted):
        day = START + timedelta(number)
        assert one == any(first <= day < end for first, end in spans)
        assert one != any(first <= day < end for first, end in found.gaps)
    assert list(found.gaps) == sorted(found.gaps, reverse=True)


@pytest.mark.parametrize(
    ("spans", "bleed_only", "bearing"),
    [
        ([], 0, Bearing.TOO_LITTLE),
        ([(90, 0)], 0, Bearing.TOO_LITTLE),
        ([(91, 0)], 0, Bearing.FULL),
        # 91 days: 9 known only from a bleed are under a tenth, 10 are more.
        ([(91, 0)], 9, Bearing.FULL),
        ([(91, 0)], 10, Bearing.QUIET_UNKNOWN),
        # 182 of 364 days are half of them, of 365 they are less.
        ([(364, 363), (181, 0)], 0, Bearing.FULL),
        ([(365, 364), (181, 0)], 0, Bearing.LAST_MONTHS),
        # Nothing or little of the weeks, and enough before them: 365 of 547 days, 365 of 731.
        ([(547, 182)], 0, Bearing.EARLIER),
        ([(729, 364)], 0, Bearing.EARLIER),
        ([(731, 366)], 0, Bearing.TOO_LITTLE),
        ([(547, 100), (60, 30)], 30, Bearing.EARLIER),
        # Days from the end on belong to another window.
        ([(80, -40)], 0, Bearing.TOO_LITTLE),
    ],
)
def test_what_the_days_before_bear(
    spans: list[tuple[int, int]], bleed_only: int, bearing: Bearing
) -> None:
    end = date(2024, 3, 1)
    days = [(end - timedelta(first), end - timedelta(after)) for first, after in spans]
    only = [end - timedelta(number + 1) for number in range(bleed_only)]
    assert bearing_of(days, only, end, min_days=90) is bearing
