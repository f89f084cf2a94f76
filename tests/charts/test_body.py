"""Bleeds on the body: where each stands, how large, and what is said of them."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from bleedlog.charts.body import HEAD, SCALE, body
from bleedlog.charts.body_outline import HEIGHT, WIDTH, body_outline, spot_of
from bleedlog.charts.chart import Chart
from bleedlog.models.vocabulary import Side, Site
from bleedlog.statistics.codes import Cause
from tests.charts.drawn import charts_of, parts_of, svg_of, words_in
from tests.charts.hard_lives import LIVES
from tests.charts.lives import (
    ANKLE,
    DOUBTS,
    ELBOW,
    KNEE,
    LEFT,
    RIGHT,
    TREATED,
    bleed,
    in_doubt_at_first,
    names,
    tom,
    where,
)


def marks_of(chart: Chart) -> list[dict[str, Any]]:
    """Traces of bleeds, before and since."""
    return [one for one in parts_of(chart)[0] if "hovertext" in one]


def drawn(**differs: Any) -> Chart:
    return body(replace(tom(), **differs), names, where)


def test_each_joint_has_its_number_before_and_since() -> None:
    before, since = marks_of(charts_of("tom", "desk")["body"])

    assert dict(zip(before["hovertext"], before["text"], strict=True)) == {
        "Before<br>Left knee: 6 bleeds": "6",
        "Before<br>Right ankle: 2 bleeds": "2",
        "Before<br>Left elbow: 1 bleed": "1",
    }
    assert since["text"] == ["1", "1"]
    assert (before["marker"]["symbol"], since["marker"]["symbol"]) == ("circle", "diamond")
    words = words_in(svg_of(charts_of("tom", "desk")["body"]))
    assert {"10 bleeds", "in 343 days noted"} <= set(words)
    # 180 days of the first six months and 371 from month 7 on.
    assert {"2 bleeds", "in 551 days noted"} <= set(words)
    assert "elsewhere: 1" in words


def test_before_are_the_bleeds_of_the_lead_in_alone() -> None:
    """With a lead-in of some months, its days are those that are said, and its bleeds, too."""
    figures = tom()
    lead_in = replace(figures.windows[0], start=date(2024, 9, 3), observed_days=181)
    within = [one for one in figures.episodes if date(2024, 9, 3) <= one.onset_day < TREATED]
    assert 0 < len(within) < 10

    chart = drawn(windows=(lead_in, *figures.windows[1:]))

    assert {f"{len(within)} bleeds", "in 181 days noted"} <= set(words_in(svg_of(chart)))
    assert sum(int(row[1]) for row in chart.rows) == len(within)


def test_the_person_looks_out_of_the_picture() -> None:
    """Their left knee is on the right of the body's middle, and knees are below elbows."""
    (marks, *_) = marks_of(charts_of("tom", "desk")["body"])
    at = {
        words.partition("<br>")[2].partition(":")[0]: (x, y)
        for words, x, y in zip(marks["hovertext"], marks["x"], marks["y"], strict=True)
    }

    assert at["Left knee"][0] > 78 > at["Right ankle"][0]
    assert at["Left elbow"][1] < at["Left knee"][1] < at["Right ankle"][1]


def test_a_mark_s_area_is_the_number_of_bleeds() -> None:
    """16 bleeds and 4: twice as wide, four times the area; the smallest keep room for a figure."""
    days = [date(2024, 4, 1 + at) for at in range(21)]
    episodes = [bleed(day, (KNEE, LEFT)) for day in days[:16]]
    episodes += [bleed(day, (ANKLE, RIGHT)) for day in days[16:20]]
    episodes += [bleed(days[20], (ELBOW, LEFT))]
    (marks,) = marks_of(drawn(episodes=tuple(episodes)))

    assert marks["marker"]["size"] == [36, 18, 17]


def test_neighbours_share_a_mark() -> None:
    """Foot and toes: 2 bleeds and 1, told apart under the mouse and in the table."""
    foot, toes = list(Site).index(Site.FOOT) + 1, list(Site).index(Site.TOE) + 1
    days = [date(2024, 4, number) for number in (1, 10, 20)]
    episodes = [
        bleed(day, (place, LEFT)) for day, place in zip(days, (foot, toes, foot), strict=True)
    ]
    chart = drawn(episodes=tuple(episodes))
    (marks,) = marks_of(chart)

    assert marks["text"] == ["3"]
    assert marks["hovertext"] == [f"Before<br>Place {foot}-1: 2 bleeds<br>Place {toes}-1: 1 bleed"]
    assert len(chart.rows) == 2


def test_places_without_a_spot_are_counted_beside_the_body() -> None:
    episodes = (
        bleed(date(2024, 4, 1), (KNEE, 0)),
        bleed(date(2024, 4, 2), (0, 0), joint=False),
    )
    chart = drawn(episodes=episodes)

    assert marks_of(chart) == []
    assert "elsewhere: 2" in words_in(svg_of(chart))
    assert chart.rows == (("Place 5-0", "1", "0"), ("Shows 10", "1", "0"))


def test_the_title_names_a_place_only_where_one_leads() -> None:
    assert (
        charts_of("tom", "desk")["body"].title == "Left knee bled most before, no one place since"
    )
    bleeds = [bleed(date(2024, 4, 1)), bleed(date(2024, 5, 1))]
    assert drawn(episodes=tuple(bleeds)).title == "Left knee bled most before, no bleeds since"
    ankle = bleed(TREATED, (ANKLE, RIGHT))
    assert drawn(episodes=(*bleeds, ankle)).title == "Left knee bled most before, right ankle since"
    knee = bleed(TREATED)
    assert drawn(episodes=(*bleeds, knee)).title == "Left knee bled most, before and since"
    two = (bleeds[0], bleed(date(2024, 5, 1), (ANKLE, RIGHT)))
    assert drawn(episodes=two).title == "Where it bled, before and since"


@pytest.mark.parametrize("life", ["doubtful", "recent"])
def test_no_place_is_named_where_a_window_is_in_doubt(life: str) -> None:
    title = charts_of(life, "desk")["body"].title
    assert title.partition(", back on")[0] == "Where it bled, before and since"


@pytest.mark.parametrize("doubt", DOUBTS)
def test_nor_where_the_first_months_are(doubt: dict[str, bool]) -> None:
    chart = body(in_doubt_at_first(**doubt), names, where)

    assert chart.title == "Where it bled, before and since"


def test_nor_after_a_return_to_prophylaxis() -> None:
    chart = drawn(back_on_prophylaxis=date(2026, 5, 1))

    # A picture that is taken along says it, too.
    assert chart.title == "Where it bled, before and since, back on prophylaxis since 1 May 2026"
    assert chart.summary.endswith("Back on prophylaxis since 1 May 2026.")


def test_it_counts_as_the_rates_count() -> None:
    surgical = (bleed(date(2024, 4, 1), cause=Cause.SURGICAL), bleed(date(2024, 5, 1)))
    left_out = drawn(episodes=surgical)
    counted = drawn(episodes=surgical, rule=replace(tom().rule, include_surgical=True))

    assert left_out.rows == (("Left knee", "1", "0"),)
    assert "1 surgical bleed is left out." in left_out.summary
    assert counted.rows == (("Left knee", "2", "0"),)
    assert "surgical" not in counted.summary


def test_without_a_treatment_there_is_one_body() -> None:
    chart = charts_of("never treated", "desk")["body"]

    assert len(marks_of(chart)) == 1
    assert chart.columns == ("Where", "Bleeds")
    assert chart.title == "Where it bled"


def test_a_quiet_diary_has_words_and_no_empty_body() -> None:
    chart = drawn(episodes=())

    assert chart.drawing is None
    assert chart.summary.startswith("Before: no bleeds in 343 days noted.")


def test_a_side_that_nobody_told_about_is_not_told_as_no_bleeds() -> None:
    """The diary began with the infusion; or ended there."""
    figures = tom()
    before, *since = figures.windows
    late = drawn(windows=(replace(before, observed_days=0), *since), episodes=(bleed(TREATED),))
    early = drawn(
        windows=(before, *(replace(one, observed_days=0) for one in since)),
        episodes=(bleed(date(2024, 4, 1)),),
    )

    assert late.summary.startswith("Before: nothing noted. Since: Left knee 1, in ")
    assert early.summary.endswith("Left knee 1, in 343 days noted. Since: nothing noted.")
    for chart in (late, early):
        said = set(words_in(svg_of(chart)))
        assert "Nothing noted" in said
        assert not {"No bleeds", "in no days noted"} & said


def test_where_only_numbers_are_known_nobody_is_told_of_no_bleeds() -> None:
    chart = charts_of("numbers only", "desk")["body"]
    assert chart.drawing is None
    assert chart.summary == "Bleeds are known only as numbers, so no place is shown."

    some = body(
        replace(LIVES["numbers only"].figures, episodes=(bleed(date(2024, 4, 1)),)), names, where
    )
    assert some.title == "Where it bled, before and since"
    assert some.summary.endswith("Some bleeds are known only as a number and are not shown.")
    assert "no bleeds" not in some.summary
    assert {"1 bleed shown", "No bleeds shown"} <= set(words_in(svg_of(some)))


def test_every_mark_lies_on_the_body() -> None:
    """Each place's spot is inside one of the areas that are drawn (by even-odd ray casting)."""
    areas = list(body_outline())
    spots = [spot_of(site, side) for site in Site for side in (Side.LEFT, Side.RIGHT)]
    missing = Counter(spot is None for spot in spots)

    assert missing[True] == 2  # "another place", on both sides
    for spot in spots:
        if spot is None:
            continue
        assert any(inside(area, spot) for area in areas), spot
    assert spot_of(Site.KNEE, None) is spot_of(None, Side.LEFT) is None


def inside(area: np.ndarray[Any, Any], spot: tuple[float, float]) -> bool:
    """Whether a ray to the right crosses the area's edge an odd number of times."""
    (x, y), (px, py) = area.T, spot
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    spans = (y > py) != (next_y > py)
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = x + (py - y) / (next_y - y) * (next_x - x)
    return bool(np.count_nonzero(spans & (px < cross)) % 2)


def test_areas_all_turn_the_same_way() -> None:
    for area in body_outline():
        x, y = area.T
        assert np.dot(x, np.roll(y, -1)) > np.dot(y, np.roll(x, -1))
        assert (area[:, 0] >= 0).all()
        assert (area[:, 0] <= WIDTH).all()
        assert area[:, 1].max() <= HEIGHT


def test_the_whole_body_is_in_the_picture() -> None:
    _, layout = parts_of(charts_of("tom", "desk")["body"])

    assert layout["height"] >= HEAD + HEIGHT * SCALE
