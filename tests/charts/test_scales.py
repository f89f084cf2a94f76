from datetime import date, timedelta
from itertools import pairwise

import pytest

from bleedlog.charts.scales import figures_axis, ms, time_axis, time_range
from bleedlog.charts.theme import Frame

PHONE = Frame(width=340, height=200, left=34, right=14, top=20, bottom=28)
DESK = Frame(width=900, height=200, left=140, right=12, top=20, bottom=28)


def ticks(frame: Frame, first: date, last: date) -> list[str]:
    return list(time_axis(frame, first, last)["ticktext"])


def test_years_are_numbers_and_months_stand_between_where_there_is_room() -> None:
    assert ticks(PHONE, date(2024, 1, 1), date(2026, 11, 20)) == ["2024", "2025", "2026"]
    assert ticks(DESK, date(2025, 7, 15), date(2026, 11, 20)) == [
        "Sep 2025", "Nov", "2026", "Mar", "May", "Jul", "Sep", "Nov",
    ]  # fmt: skip
    assert ticks(PHONE, date(2006, 11, 20), date(2026, 11, 20)) == ["2010", "2015", "2020", "2025"]


@pytest.mark.parametrize("days", [93, 200, 400, 1000, 3000, 8000, 20000])
@pytest.mark.parametrize("frame", [PHONE, DESK])
def test_ticks_keep_their_distance(frame: Frame, days: int) -> None:
    first = date(1990, 5, 31)
    axis = time_axis(frame, first, first + timedelta(days=days))
    places = [
        frame.plot_width * (one - ms(first)) / (days * 86_400_000) for one in axis["tickvals"]
    ]

    assert len(places) >= 2
    assert min(b - a for a, b in pairwise(places)) > 36


def test_a_short_time_is_not_stretched_over_the_picture() -> None:
    start, end = time_range(date(2026, 11, 17), date(2026, 11, 19))

    assert (end - start).days > 92
    assert start < date(2026, 11, 17)
    assert date(2026, 11, 19) < end < date(2026, 11, 24)


@pytest.mark.parametrize(
    ("limit", "end", "words"),
    [
        (19.58, 20, ["0", "5", "10", "15", "20"]),
        (1, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (5, 5, ["0", "1", "2", "3", "4", "5"]),
        (691, 800, ["0", "200", "400", "600", "800"]),
        (5001, 6000, ["0", "2,000", "4,000", "6,000"]),
    ],
)
def test_figures_have_round_ticks_from_zero(limit: float, end: float, words: list[str]) -> None:
    reached, vals, texts = figures_axis(limit)

    assert reached == pytest.approx(end)
    assert texts == words
    assert len(vals) == len(words)
