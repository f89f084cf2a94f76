"""Factor IX, ALT and steroids below the bleeds: drawn where, joined how, told in which words."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from bleedlog.charts.chart import Chart
from bleedlog.charts.laboratory_panels import FACTOR, LIVER, lay_panels
from bleedlog.charts.timeline import timeline
from bleedlog.statistics.laboratory import Laboratory
from tests.charts.drawn import charts_of, parts_of, svg_of, words_in
from tests.charts.hard_lives import LIVES
from tests.charts.lives import names, tom, toms_laboratory
from tests.charts.test_timeline import day_of

NONE = np.array([], dtype=np.int32)


def results_of(chart: Chart) -> list[dict[str, Any]]:
    """Traces of results, each with what it says under the mouse."""
    return [
        one
        for one in parts_of(chart)[0]
        if "hovertext" in one and "treated" not in one["hovertemplate"]
    ]


def lines_of(chart: Chart) -> list[dict[str, Any]]:
    """Lines that join factor IX results."""
    return [
        one
        for one in parts_of(chart)[0]
        if one["mode"] == "lines" and (one["line"]["color"], one["line"]["width"]) == ("#12436d", 2)
    ]


def joined_days(line: dict[str, Any]) -> list[list[date]]:
    """The days that one line joins, a list for each stretch without a gap."""
    stretches: list[list[date]] = [[]]
    for x, y in zip(line["x"], line["y"], strict=True):
        if np.isnan(y):
            stretches.append([])
        else:
            stretches[-1].append(day_of(x))
    return [one for one in stretches if one]


def test_assays_are_never_joined_nor_infused_results_nor_across_the_treatment() -> None:
    one_stage, chromogenic = lines_of(charts_of("tom", "desk")["timeline"])

    assert joined_days(one_stage) == [
        [date(2025, 2, 20)],
        [date(2025, 4, 1), date(2025, 9, 1), date(2026, 9, 3)],
    ]
    assert joined_days(chromogenic) == [[date(2025, 4, 1), date(2026, 9, 1)]]
    assert one_stage["line"]["dash"] != chromogenic["line"]["dash"]


def test_what_may_be_infused_is_hollow_and_each_assay_has_its_shape() -> None:
    one_stage, chromogenic, _alt = results_of(charts_of("tom", "desk")["timeline"])

    assert one_stage["marker"]["color"] == ["#ffffff", *["#12436d"] * 4]
    assert set(one_stage["marker"]["symbol"]) == {"circle"}
    assert set(chromogenic["marker"]["symbol"]) == {"square"}
    assert one_stage["hovertext"][0] == "24 IU/dL, one-stage, may include infused factor"
    words = words_in(svg_of(charts_of("tom", "desk")["timeline"]))
    assert {"FIX, one-stage", "FIX, chromogenic", "hollow: may include infused factor"} <= set(
        words
    )
    assert "FIX, assay not said" not in words


@pytest.mark.parametrize(
    ("value", "share"),
    # Square roots on an axis that ends at 100: 0, 1, 5 and 40 IU/dL.
    [(0, 0), (1, 0.1), (5, 0.2236), (40, 0.6325), (100, 1), (160, 1)],
)
def test_factor_ix_stands_on_a_square_root_scale(value: float, share: float) -> None:
    panels = lay_panels(LIVES["doubtful"].laboratory, 0)
    assert panels.factor_y is not None

    assert panels.factor_limit == 100
    assert panels.factor_px(value) - panels.factor_y == pytest.approx(
        FACTOR * (1 - share), abs=0.01
    )


def test_a_result_beyond_the_axis_is_an_arrow_at_its_edge() -> None:
    high = results_of(charts_of("doubtful", "desk")["timeline"])[0]
    assert high["hovertext"] == ["160 %, one-stage, may include infused factor"]
    assert high["marker"]["symbol"] == ["triangle-up"]
    alt = results_of(charts_of("recent", "desk")["timeline"])[0]
    assert alt["marker"]["symbol"] == ["triangle-up", "square"]


def test_each_alt_stands_against_its_own_limit() -> None:
    """25 of 50, 90 of 45 and 20 of 40 are 0.5, 2 and 0.5 limits; one without is not drawn."""
    panels = lay_panels(toms_laboratory(), 0)
    alt = results_of(charts_of("tom", "desk")["timeline"])[-1]

    assert panels.liver_limit == pytest.approx(2.2)
    low, high, last = alt["y"]
    assert (low - high) / LIVER == pytest.approx(1.5 / 2.2)
    assert low == last
    assert alt["hovertext"][1] == "ALT 90 U/L, upper limit 45"
    assert "upper limit" in words_in(svg_of(charts_of("tom", "desk")["timeline"]))


def test_steroids_are_bars_and_one_that_still_runs_goes_to_the_end() -> None:
    def bars_of(life: str) -> list[date]:
        traces = parts_of(charts_of(life, "desk")["timeline"])[0]
        (bar,) = [
            one
            for one in traces
            if one["mode"] == "lines" and one["line"].get("color") == "#f46a25"
        ]
        return [day_of(one) for one in bar["x"] if not np.isnan(one)]

    assert bars_of("tom") == [date(2025, 4, 15), date(2025, 6, 10)]
    first, end = bars_of("recent")
    assert first == date(2026, 11, 3)
    assert end > date(2026, 11, 19)


def test_the_bands_of_severity_meet_at_1_5_and_40() -> None:
    panels = lay_panels(toms_laboratory(), 0)
    bands = {
        one["fillcolor"]: (one["y1"], one["y0"])
        for one in parts_of(charts_of("tom", "desk")["timeline"])[1]["shapes"]
        if one["type"] == "rect" and one["xref"] == "paper"
    }

    heights = [panels.factor_px(value) for value in (0, 1, 5, 40)]
    steps = [low - high for low, high in bands.values()]
    assert steps == pytest.approx([heights[at] - heights[at + 1] for at in range(3)])
    assert list(bands) == ["#f0d2d6", "#f7e6dc", "#e8f1f1"]


def test_only_results_without_bleeds_are_still_a_picture() -> None:
    figures = replace(tom(), episodes=(), target_joints=())
    chart = timeline(figures, NONE, names, laboratory=toms_laboratory())

    assert chart.title.startswith("10 bleeds")
    assert results_of(chart)
    empty = replace(LIVES["nothing"].figures)
    known = timeline(empty, NONE, names, laboratory=toms_laboratory())
    assert known.drawing is not None
    assert "The last factor IX was 37 IU/dL" in known.summary


def test_the_tables_hold_every_result() -> None:
    factor, alt, steroids = charts_of("tom", "desk")["timeline"].more

    assert factor.rows[0] == ("3 September 2026", "37 IU/dL", "one-stage", "no")
    assert factor.rows[-1] == ("1 February 2025", "24 IU/dL", "one-stage", "yes")
    assert alt.rows[1] == ("1 May 2025", "30 U/L", "not said", "")
    assert alt.rows[2] == ("14 April 2025", "90 U/L", "45", "2.0")
    assert steroids.rows == (("15 April 2025", "10 June 2025", "prednisolone"),)
    assert [one.rows for one in charts_of("never treated", "desk")["timeline"].more] == [()] * 3


def test_a_steroid_course_alone_has_a_panel() -> None:
    only = Laboratory(steroids=toms_laboratory().steroids)

    assert lay_panels(only, 0).liver_y is not None
    assert lay_panels(Laboratory(), 10).end == 10
