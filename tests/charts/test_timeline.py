from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from bleedlog.charts.chart import Chart
from bleedlog.charts.timeline import timeline
from bleedlog.statistics.codes import Cause
from tests.charts.drawn import charts_of, parts_of, svg_of, words_in
from tests.charts.hard_lives import LIVES
from tests.charts.lives import (
    ANKLE,
    DOUBTS,
    KNEE,
    LEFT,
    RIGHT,
    TREATED,
    bleed,
    in_doubt_at_first,
    names,
    tom,
)

NONE = np.array([], dtype=np.int32)


def day_of(ms: float) -> date:
    return datetime.fromtimestamp(ms / 1000, tz=UTC).date()


def marks_of(chart: Chart) -> list[dict[str, Any]]:
    """Traces of bleeds."""
    return [one for one in parts_of(chart)[0] if "treated" in str(one.get("hovertemplate", ""))]


def mark_on(chart: Chart, day: date) -> dict[str, Any]:
    """The look of the bleed on that day."""
    (found,) = [one for one in marks_of(chart) if day in [day_of(instant) for instant in one["x"]]]
    return found


def test_rows_are_joints_by_how_often_they_bled_and_then_the_rest() -> None:
    words = words_in(svg_of(charts_of("tom", "desk")["timeline"]))
    places = ["Left knee", "Right ankle", "Left elbow", "Other bleeds"]

    assert [one for one in words if one in places] == places
    assert [one for one in words if one in ("Factor IX doses", "Days noted", "FIX, IU/dL")] == [
        *("Factor IX doses", "Days noted", "FIX, IU/dL"),
    ]


def test_every_bleed_is_drawn_once_on_its_own_day() -> None:
    marks = marks_of(charts_of("tom", "desk")["timeline"])

    days = sorted(day_of(one) for trace in marks for one in trace["x"])

    assert days == [one.onset_day for one in tom().episodes]


def test_shape_is_cause_colour_is_time_and_filled_is_treated() -> None:
    chart = charts_of("tom", "desk")["timeline"]

    own = mark_on(chart, date(2024, 3, 24))["marker"]
    assert (own["symbol"], own["color"]) == ("circle", "#801650")
    injury = mark_on(chart, date(2024, 5, 3))["marker"]
    assert (injury["symbol"], injury["color"]) == ("triangle-up", "#801650")
    untreated = mark_on(chart, date(2024, 7, 2))["marker"]
    assert (untreated["color"], untreated["line"]["color"]) == ("#ffffff", "#801650")
    since = mark_on(chart, date(2025, 4, 13))["marker"]
    assert (since["symbol"], since["color"]) == ("circle", "#28a197")


def test_an_unsure_bleed_is_dotted_with_a_question_mark() -> None:
    chart = charts_of("tom", "desk")["timeline"]
    unsure = mark_on(chart, date(2026, 2, 26))

    assert unsure["text"] == ["?"]
    assert unsure["marker"]["line"]["dash"] == "dot"
    # A blank cause is an unknown one.
    assert unsure["marker"]["symbol"] == "square"
    assert unsure["hovertemplate"].endswith(
        "cause unknown, not treated, not sure it was a bleed<extra></extra>"
    )
    assert 'stroke-dasharray="3 3"' in chart.still()
    assert "?" in words_in(svg_of(chart))


def test_the_infusion_day_itself_is_after() -> None:
    figures = replace(tom(), episodes=(bleed(date(2025, 3, 2)), bleed(TREATED)))
    chart = timeline(figures, NONE, names)

    assert mark_on(chart, date(2025, 3, 2))["marker"]["color"] == "#801650"
    assert mark_on(chart, TREATED)["marker"]["color"] == "#28a197"


def test_the_key_has_what_is_in_the_picture_and_no_more() -> None:
    figures = replace(tom(), episodes=(bleed(date(2025, 1, 2)),), target_joints=())
    words = words_in(svg_of(timeline(figures, NONE, names)))

    assert {"on its own", "filled: treated"} <= set(words)
    assert not {"injury", "hollow: no factor noted", "not sure", "target joint"} & set(words)
    assert "Factor IX doses" not in words
    assert "target joint" in words_in(svg_of(charts_of("tom", "desk")["timeline"]))


def test_doses_are_one_tick_a_day() -> None:
    doses = np.array([20149, 19786, 19786], dtype=np.int32)
    chart = timeline(tom(), doses, names)
    (ticks,) = [one for one in parts_of(chart)[0] if one.get("line", {}).get("color") == "#12436d"]

    # 19786 days after 1970 is 4 March 2024, 20149 is 2 March 2025, the last day before.
    first, last = date(2024, 3, 4), date(2025, 3, 2)
    points = ticks["x"][~np.isnan(ticks["x"])]
    assert [day_of(one) for one in points] == [*[first] * 3, *[last] * 3]
    assert np.isnan(ticks["x"]).sum() == 1
    assert chart.summary.endswith("3 factor doses before, 0 since.")


def test_regular_doses_stand_on_one_foot_line_and_a_pause_breaks_it() -> None:
    doses = np.array([19786, 19790, 19804, 19819], dtype=np.int32)
    chart = timeline(tom(), doses, names)
    (ticks,) = [one for one in parts_of(chart)[0] if one.get("line", {}).get("color") == "#12436d"]

    # 4 and 14 days apart: regular; 15 days: a pause, after three ticks of three points.
    assert np.flatnonzero(np.isnan(ticks["x"])).tolist() == [9]


def test_a_target_joint_is_marked_on_its_row_for_its_time() -> None:
    chart = charts_of("tom", "desk")["timeline"]
    (bar,) = [one for one in parts_of(chart)[0] if one.get("line", {}).get("width") == 10]

    assert [day_of(one) for one in bar["x"][:2]] == [date(2024, 5, 30), date(2026, 3, 1)]
    assert bar["y"][0] == mark_on(chart, date(2024, 3, 24))["y"][0]


def test_many_joints_share_a_row_but_a_target_joint_keeps_its_own() -> None:
    episodes = [
        bleed(date(2024, 4, 1 + at), (10 + place, LEFT)) for place in range(8) for at in range(2)
    ]
    episodes.append(bleed(date(2024, 5, 1), (KNEE, LEFT)))
    episodes.sort(key=lambda one: one.onset_day)
    figures = replace(tom(), episodes=tuple(episodes))

    words = words_in(svg_of(timeline(figures, NONE, names, "phone")))

    assert "Left knee" in words
    assert len([one for one in words if one.startswith("Place")]) == 4
    assert "Other joints" in words


def test_words_from_outside_never_become_markup() -> None:
    def strange(_manifestation: int, site: int, side: int) -> str:
        return f"<b>{site}</b> & {side}"

    chart = timeline(tom(), NONE, strange)

    assert "<b>" not in str(parts_of(chart))
    assert "<b>" not in chart.still()
    assert f"<b>{KNEE}</b> & {LEFT}" in words_in(svg_of(chart))


def test_bleeds_after_surgery_that_no_rate_counts_are_said_to_be_so() -> None:
    """Else 13 bleeds are drawn where the title counts 12."""
    life = tom()
    operated = bleed(date(2026, 3, 26), cause=Cause.SURGICAL)
    figures = replace(life, episodes=(*life.episodes, operated))
    assert timeline(figures, NONE, names).title.endswith(" since, surgical ones left out")
    said = timeline(figures, NONE, names).summary
    assert "13 bleeds" in said
    assert "1 of them is surgical and in no rate." in said
    counted = replace(figures, rule=replace(figures.rule, include_surgical=True))
    whole = timeline(counted, NONE, names)
    assert "surgical" not in whole.title + whole.summary


def test_it_is_told_in_words_and_rows() -> None:
    chart = charts_of("tom", "desk")["timeline"]

    assert chart.title == "10 bleeds in the 12 months before, 2 in the 20 months since"
    assert chart.summary == (
        "12 bleeds: Left knee 7, Right ankle 3, Left elbow 1, elsewhere 1. "
        "1 of them may not be a bleed. The treatment was on 3 March 2025. "
        "52 factor doses before, 0 since. "
        "The last factor IX was 37 IU/dL (one-stage) on 3 September 2026. "
        "The last ALT was 20 U/L (limit 40) on 3 September 2026. "
        "ALT was above its own limit in 1 of 3. 1 ALT result without a limit is only in the table. "
        "Steroids from 15 April 2025 to 10 June 2025."
    )
    assert chart.rows[0] == ("26 February 2026", "Right ankle", "cause unknown", "no", "no")
    assert ("2 July 2024", "Shows 10", "injury", "no", "yes") in chart.rows
    assert len(chart.rows) == 12


def test_counts_are_no_title_where_a_window_is_in_doubt() -> None:
    for life in ("doubtful", "recent"):
        title = charts_of(life, "desk")["timeline"].title
        assert title == "Bleeds by joint, and laboratory results"
    assert charts_of("never treated", "desk")["timeline"].title == (
        "Bleeds by joint, and factor doses"
    )


@pytest.mark.parametrize("doubt", DOUBTS)
def test_the_first_months_count_in_a_title_only_where_they_are_in_no_doubt(
    doubt: dict[str, bool],
) -> None:
    assert timeline(in_doubt_at_first(**doubt), NONE, names).title == "Bleeds by joint"


def test_a_year_that_is_hardly_noted_is_not_titled_as_quiet() -> None:
    """Silent for most of months 7 to 18: "2 in the 20 months since" counted that as quiet."""
    life = tom()

    def sparse(name: str, days: int) -> str:
        windows = [
            replace(one, sparse=True, elapsed_days=days) if one.name == name else one
            for one in life.windows
        ]
        return timeline(replace(life, windows=tuple(windows)), NONE, names).title

    assert sparse("months_7_18", 365) == "Bleeds by joint"
    # A window that has only begun takes no title away.
    assert sparse("months_7_18", 89) == timeline(life, NONE, names).title != "Bleeds by joint"


def test_where_only_numbers_are_known_nobody_is_told_of_no_bleeds() -> None:
    chart = charts_of("numbers only", "desk")["timeline"]

    assert chart.summary.startswith("Bleeds are known only as numbers, so none is shown.")
    assert "No bleeds" not in chart.summary


def test_bleeds_known_only_as_a_number_are_not_passed_over() -> None:
    figures = replace(LIVES["numbers only"].figures, episodes=tom().episodes)

    summary = timeline(figures, np.array([], dtype=np.int32), names).summary

    assert "Some bleeds are known only as a number and are not shown." in summary


def test_surgery_has_its_own_shape() -> None:
    figures = replace(
        tom(), episodes=(bleed(date(2024, 6, 1), (ANKLE, RIGHT), Cause.SURGICAL),), target_joints=()
    )
    chart = timeline(figures, NONE, names)

    assert mark_on(chart, date(2024, 6, 1))["marker"]["symbol"] == "cross"
