from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from bleedlog.charts.chart import Chart
from bleedlog.charts.cumulative import cumulative
from tests.charts.drawn import charts_of, parts_of, svg_of, words_in
from tests.charts.hard_lives import LIVES
from tests.charts.lives import DOUBTS, END, TREATED, bleed, curve, in_doubt_at_first, tom


def day_of(ms: float) -> date:
    return datetime.fromtimestamp(ms / 1000, tz=UTC).date()


def lines_of(chart: Chart, color: str, **line: Any) -> list[dict[str, Any]]:
    return [
        one
        for one in parts_of(chart)[0]
        if one["mode"] == "lines"
        and one["line"]["color"] == color
        and all(one["line"].get(name) == value for name, value in line.items())
    ]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_it_steps_up_at_each_bleed_and_changes_colour_at_the_treatment(size: Any) -> None:
    chart = charts_of("tom", size)["cumulative"]
    (before,) = lines_of(chart, "#801650", shape="hv")
    (after,) = lines_of(chart, "#28a197", shape="hv")

    assert [day_of(one) for one in after["x"]] == [
        TREATED, date(2025, 4, 13), date(2026, 2, 26), END,
    ]  # fmt: skip
    assert list(after["y"]) == [10, 11, 12, 12]
    assert list(before["y"]) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]
    assert day_of(before["x"][-1]) == TREATED


def test_the_old_rate_goes_on_in_dashes_with_its_words_clear_of_it() -> None:
    chart = charts_of("tom", "phone")["cumulative"]
    traces, layout = parts_of(chart)
    (old,) = lines_of(chart, "#801650", dash="6px,4px")
    (words,) = [one for one in layout["annotations"] if one["text"] == "at the old rate"]
    first, last = layout["yaxis"]["range"]
    low, high = layout["yaxis"]["domain"]
    line_at_end = low + (old["y"][-1] - first) / (last - first) * (high - low)

    # 10.648688 a year for 627 days.
    assert old["y"][-1] == pytest.approx(10 + 10.648688 * 627 / 365.25)
    assert words["yanchor"] == "bottom"
    assert words["y"] > line_at_end
    # Nothing else is above the line's end: the curve since treatment stays below it.
    assert max(traces[-1]["y"]) < old["y"][-1]


def test_without_room_beside_the_line_the_key_names_it() -> None:
    chart = charts_of("recent", "phone")["cumulative"]
    _, layout = parts_of(chart)
    (words,) = [one for one in layout["annotations"] if one["text"] == "at the old rate"]

    assert words["xref"] == "paper"
    assert words["y"] > layout["yaxis"]["domain"][1]


@pytest.mark.parametrize("doubt", DOUBTS)
def test_no_finding_where_the_first_months_are_in_doubt(doubt: dict[str, bool]) -> None:
    figures = in_doubt_at_first(**doubt)

    assert cumulative(figures, curve(figures), "desk").title == "All bleeds, added up"


def test_a_finding_needs_the_rule_and_the_curve() -> None:
    figures = tom()
    known = curve(figures)

    assert cumulative(figures, known, "phone").title == "Fewer bleeds than at the old rate"
    # The old rate would have led below today's number: a finding would deny the picture.
    low = replace(known, expected=((TREATED, 10), (END, 11)))
    assert cumulative(figures, low, "phone").title == "All your bleeds, added up"
    unsure = replace(figures, comparisons=())
    assert cumulative(unsure, known, "desk").title == "All bleeds, added up"
    assert charts_of("worse", "desk")["cumulative"].title == "More bleeds than at the old rate"


def test_it_is_told_in_words_and_rows() -> None:
    chart = charts_of("tom", "phone")["cumulative"]

    assert chart.summary == (
        "12 bleeds from 3 March 2024 to 19 November 2026. 920 days noted in all. "
        "10 bleeds before the treatment on 3 March 2025, 2 since. "
        "At the old rate it would be about 18 since."
    )
    rows = chart.rows[::-1]
    assert rows[0] == ("3 March 2024", "before", "0")
    assert rows[11:14] == (
        ("2 March 2025", "before", "10"),
        ("3 March 2025", "since", "10"),
        ("13 April 2025", "since", "11"),
    )
    assert rows[-1] == ("19 November 2026", "since", "12")


@pytest.mark.parametrize(
    ("before", "reached", "said"),
    [
        # "About none" was said of both.
        (0, 0.0, "2 since."),
        (1, 1.4, "At the old rate it would be fewer than one since."),
        (1, 2.0, "At the old rate it would be about 1 since."),
    ],
)
def test_few_bleeds_at_the_old_rate(before: int, reached: float, said: str) -> None:
    known = replace(
        curve(tom()),
        before=((date(2024, 3, 3), before), (TREATED, before)),
        after=((TREATED, before), (END, before + 2)),
        expected=((TREATED, before), (END, reached)),
    )

    assert cumulative(tom(), known, "desk").summary.endswith(said)


def test_a_day_has_one_row() -> None:
    figures = tom()
    known = curve(figures)
    (first, _), (end, _) = known.before[0], known.after[-1]
    crowded = replace(
        known,
        before=(known.before[0], (first, 1), *known.before[1:]),
        after=(*known.after[:-1], (end - timedelta(1), 13), (end, 13)),
    )
    rows = cumulative(figures, crowded, "phone").rows

    assert (rows[0], rows[1]) == (
        ("19 November 2026", "since", "13"),
        ("26 February 2026", "since", "12"),
    )
    assert rows[-1] == ("3 March 2024", "before", "1")
    assert len({row[:2] for row in rows}) == len(rows)


def test_silence_before_or_since_is_not_told_as_no_bleeds() -> None:
    figures = tom()
    known = curve(figures)
    before = replace(figures, observed=((date(2024, 3, 3), TREATED),))
    since = replace(figures, observed=((TREATED, END),))

    assert (
        "10 bleeds before the treatment on 3 March 2025, nothing noted since. "
        in cumulative(before, replace(known, after=()), "phone").summary
    )
    assert (
        "2 bleeds since the treatment on 3 March 2025, nothing noted before. "
        in cumulative(
            since, replace(known, before=(), after=((TREATED, 0), (END, 2))), "desk"
        ).summary
    )


def test_days_that_are_noted_are_those_of_the_curve() -> None:
    """A lead-in of some months begins later than the diary."""
    known = curve(tom())
    later = replace(known, before=((date(2025, 2, 1), 9), (TREATED, 10)))
    said = cumulative(tom(), later, "desk").summary
    assert "from 1 February 2025 to 19 November 2026" in said
    # 30 days before the treatment, 273 up to 30 November 2025, 304 from 20 January 2026 on.
    assert "607 days noted in all." in said


def test_the_old_rate_is_not_spoken_of_where_windows_cannot_be_compared() -> None:
    chart = charts_of("doubtful", "desk")["cumulative"]

    assert "old rate" not in chart.summary
    assert "Back on prophylaxis since 1 August 2026." in chart.summary
    assert "back on prophylaxis" in words_in(svg_of(chart))


def test_the_days_noted_lie_below_with_their_gaps() -> None:
    traces, layout = parts_of(charts_of("tom", "phone")["cumulative"])
    noted = traces[1]

    assert [day_of(one) for one in noted["x"] if not np.isnan(one)] == [
        date(2024, 3, 3), date(2024, 8, 1), date(2024, 8, 23), date(2025, 12, 1),
        date(2026, 1, 20), date(2026, 11, 20),
    ]  # fmt: skip
    assert layout["yaxis"]["range"][0] < np.nanmin(noted["y"]) < 0


def test_treatment_and_first_months_are_marked() -> None:
    _, layout = parts_of(charts_of("tom", "desk")["cumulative"])
    line, shade, month_6 = layout["shapes"]

    assert day_of(line["x0"]) == day_of(line["x1"]) == TREATED
    assert (day_of(shade["x0"]), day_of(shade["x1"])) == (TREATED, date(2025, 9, 3))
    assert shade["layer"] == "below"
    assert day_of(month_6["x0"]) == day_of(month_6["x1"]) == date(2025, 9, 3)
    assert "Infusion 3 March 2025" in [one["text"] for one in layout["annotations"]]


def test_where_the_data_end_within_the_first_months_no_end_of_them_is_drawn() -> None:
    line, shade = parts_of(charts_of("recent", "desk")["cumulative"])[1]["shapes"]

    assert (line["type"], shade["type"]) == ("line", "rect")
    assert day_of(shade["x1"]) == LIVES["recent"].figures.end_of_data


def test_hundreds_of_bleeds_are_a_line_without_dots() -> None:
    traces, _ = parts_of(charts_of("twenty years", "desk")["cumulative"])

    assert [one["mode"] for one in traces[1:]] == ["lines"] * 4


def test_without_a_treatment_there_is_one_curve() -> None:
    figures = replace(tom(), treated_on=None, windows=(), comparisons=(), target_joints=())
    chart = cumulative(figures, curve(figures), "phone")

    assert lines_of(chart, "#28a197") == []
    assert "shapes" not in parts_of(chart)[1]
    assert chart.summary.startswith("12 bleeds from 3 March 2024 to 19 November 2026.")


def test_words_move_below_the_line_when_the_curve_runs_above_it() -> None:
    figures = replace(
        tom(),
        episodes=tuple(bleed(date(2024, 4 + at, 3)) for at in range(8))
        + tuple(bleed(date(2025, 4, 1 + at)) for at in range(25)),
    )
    chart = cumulative(figures, curve(figures, 3.0), "desk")
    _, layout = parts_of(chart)
    (words,) = [one for one in layout["annotations"] if one["text"] == "at the old rate"]

    assert words["yanchor"] == "top"
