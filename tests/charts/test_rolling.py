from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from bleedlog.charts.chart import Chart
from bleedlog.charts.rolling import rolling
from tests.charts.drawn import charts_of, parts_of
from tests.charts.lives import BEGAN, TREATED, rolling_of, tom


def day_of(ms: float) -> date:
    return datetime.fromtimestamp(ms / 1000, tz=UTC).date()


def traces_of(chart: Chart, *, fill: bool = False, mode: str = "lines") -> list[dict[str, Any]]:
    """Bands, lines or end marks; not the key and not the days noted."""
    return [
        one
        for one in parts_of(chart)[0]
        if one["mode"] == mode
        and ("fill" in one) is fill
        and one.get("line", {}).get("color") != "#a7aebb"
    ]


def test_no_line_crosses_the_treatment() -> None:
    before, after = traces_of(charts_of("tom", "desk")["rolling"])

    assert max(day_of(one) for one in before["x"]) < TREATED
    assert min(day_of(one) for one in after["x"]) >= TREATED
    assert set(before["y"][~np.isnan(before["y"])]) == {12.0}
    assert set(after["y"][~np.isnan(after["y"])]) == {2.0}


def test_blank_days_are_gaps_in_line_and_band() -> None:
    known: list[float | None] = [3.0] * 100
    chart = rolling(tom(), rolling_of([*known, *[None] * 50, *known]), "desk")
    (line,) = traces_of(chart)
    (band,) = traces_of(chart, fill=True)

    assert np.isnan(line["y"]).sum() == 50
    # Two closed parts, each up one side and down the other.
    assert np.isnan(band["x"]).sum() == 2
    assert len(band["x"]) == 2 * 2 * 100 + 2


def test_thinned_to_the_width_every_gap_stays() -> None:
    values: list[float | None] = [5.0] * 7305
    values[4000:4003] = [None, None, None]
    chart = rolling(tom(), rolling_of(values, date(2005, 1, 1)), "phone")
    (line,) = traces_of(chart)
    shown = {day_of(x): y for x, y in zip(line["x"], line["y"], strict=True)}

    assert len(line["x"]) < 500
    assert shown[date(2015, 12, 14)] == 5.0
    assert np.isnan(shown[date(2015, 12, 15)])
    assert np.isnan(shown[date(2015, 12, 17)])
    assert shown[date(2015, 12, 18)] == 5.0
    assert max(shown) == date(2024, 12, 31)


def test_the_last_point_has_a_mark_in_its_shape() -> None:
    before, after = traces_of(charts_of("tom", "desk")["rolling"], mode="markers")

    assert (before["marker"]["symbol"], after["marker"]["symbol"]) == ("circle", "diamond")
    assert day_of(before["x"][0]) == date(2025, 3, 2)
    assert day_of(after["x"][0]) == date(2026, 11, 19)


def test_a_single_point_is_seen() -> None:
    chart = rolling(tom(), rolling_of([*[None] * 89, 4.1]), "phone")
    (mark,) = traces_of(chart, mode="markers")

    assert list(mark["y"]) == [4.1]


def test_a_wide_band_is_cut_above_and_its_last_point_is_whole() -> None:
    rates = rolling_of([2.0] * 200)
    rates = replace(rates, high=tuple(100.0 - at / 2.5 for at in range(200)))
    chart = rolling(tom(), rates, "desk")
    _, layout = parts_of(chart)
    (band,) = traces_of(chart, fill=True)

    # 100 - 199 / 2.5 = 20.4.
    assert 20.4 < np.nanmax(band["y"]) < 40
    assert layout["yaxis"]["tickvals"][-1] == 25


def test_it_is_told_in_words_and_by_month() -> None:
    chart = charts_of("tom", "desk")["rolling"]

    assert chart.title == "Fewer bleeds a year at last count than before treatment"
    assert chart.summary == (
        "On 2 March 2025: 12.0 a year (6.0 to 28.0). "
        "On 19 November 2026: 2.0 a year (1.0 to 8.0). "
        "Each point looks back over 365 days at most, so the windows overlap."
    )
    assert chart.rows[0] == ("19 November 2026", "2.0", "1.0 to 8.0")
    assert chart.rows[1][0] == "31 October 2026"
    # The 90th day of the diary is the first with a point.
    assert chart.rows[-1][0] == "31 May 2024"


@pytest.mark.parametrize(
    ("now", "title"),
    [
        # The band of 2 a year reaches to 8, that of 4 to 12, where the time before lies.
        (2.0, "Fewer bleeds a year at last count than before treatment"),
        (4.0, "Bleeds a year, looking back 365 days"),
    ],
)
def test_a_finding_needs_the_rule_and_the_last_points(now: float, title: str) -> None:
    rates = rolling_of([12.0] * (TREATED - BEGAN).days + [now] * 300)
    assert rolling(tom(), rates, "desk").title == title
    back = replace(tom(), back_on_prophylaxis=date(2026, 1, 1))
    assert rolling(back, rates, "desk").title == "Bleeds a year, looking back 365 days"


@pytest.mark.parametrize("values", [[], [None] * 60])
def test_without_a_point_there_is_a_word(values: list[float | None]) -> None:
    chart = rolling(tom(), rolling_of(values, BEGAN), "phone")

    assert chart.figure is None
    assert chart.summary == "Too few days are noted so far to work out bleeds a year."
