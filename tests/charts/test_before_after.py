from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from bleedlog.charts.before_after import before_after
from bleedlog.charts.chart import Chart
from bleedlog.charts.theme import SMALL, Size, colour, text_width
from bleedlog.statistics.results import PersonFigures, Rate, Ratio
from tests.charts.drawn import charts_of, parts_of, svg_of, words_in
from tests.charts.hard_lives import LIVES
from tests.charts.lives import FEWER, compared, tom


def words_of(chart: Chart) -> list[str]:
    return words_in(svg_of(chart))


def dots_of(chart: Chart) -> list[dict[str, Any]]:
    """Traces of dots with hover text: one per side of the treatment."""
    return [one for one in parts_of(chart)[0] if "hovertext" in one]


def with_ratio(ratio: Ratio, **changes: Any) -> PersonFigures:
    """Tom, but with that ratio."""
    figures = tom()
    lead_in, _, _, after = figures.windows
    return replace(figures, comparisons=(compared(lead_in, after, ratio),), **changes)


def test_the_phone_says_both_rates_with_their_intervals() -> None:
    chart = charts_of("tom", "phone")["before-after"]

    assert chart.title == "Fewer bleeds a year since month 7 than before"
    assert chart.summary == (
        "Before: 10.6 a year (5.1 to 19.6), from 10 bleeds in 343 days noted. "
        "Since month 7: 1.0 a year (0.0 to 5.5), from 1 bleed in 371 days noted. "
        "The first 6 months are counted apart: 1 bleed. That is fewer than before."
    )
    assert chart.columns == ("When", "Bleeds", "Days noted", "Bleeds a year", "Likely range")
    assert chart.rows == (
        ("Before", "10", "343 of 365 days", "10.6", "5.1 to 19.6"),
        ("Since month 7", "1", "371 of 443 days", "1.0", "0.0 to 5.5"),
    )


def test_the_desk_has_every_kind_with_ratio_and_p_in_the_table() -> None:
    chart = charts_of("tom", "desk")["before-after"]

    assert chart.title == "Fewer bleeds a year in months 7 to 18 than before"
    assert chart.rows[1] == (
        "Spontaneous",
        "8.5 (3.7 to 16.8), 8 bleeds in 343 days, 2 of unknown cause",
        "0.0 (0.0 to 4.3), no bleeds in 311 days, 0 of unknown cause",
        "0.092 (0.002 to 0.65)",
        "0.0081",
    )
    assert [row[0] for row in chart.rows] == ["All", "Spontaneous", "Joint", "Treated"]
    assert "0.0081" not in chart.summary + chart.title
    assert "unknown cause: 2, 0" in words_of(chart)


def test_dots_stand_at_the_rates_in_plum_circles_and_teal_diamonds() -> None:
    before, after = dots_of(charts_of("tom", "phone")["before-after"])

    assert list(before["x"]) == pytest.approx([10.648688])
    assert list(after["x"]) == pytest.approx([0.984501])
    assert before["marker"]["symbol"] == ["circle"]
    assert after["marker"]["symbol"] == ["diamond"]
    assert before["marker"]["color"] == ["#801650"]
    assert after["marker"]["color"] == ["#28a197"]


def test_bands_reach_from_limit_to_limit() -> None:
    traces, layout = parts_of(charts_of("tom", "phone")["before-after"])
    bands = [one for one in traces if one["line" if "line" in one else "marker"].get("width") == 10]

    assert [list(one["x"][:2]) for one in bands] == [[5.106460, 19.583316], [0.024925, 5.485290]]
    assert list(layout["xaxis"]["range"]) == [0, 20]
    assert list(layout["xaxis"]["ticktext"]) == ["0", "5", "10", "15", "20"]


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        (with_ratio(replace(FEWER, high=1.8)), "the interval includes 1"),
        (with_ratio(replace(FEWER, high=1.0)), "its upper limit is 1"),
        (with_ratio(FEWER, back_on_prophylaxis=date(2026, 3, 1)), "back on prophylaxis"),
        (with_ratio(Ratio(None, None, None, False, None, estimable=False)), "both 0"),
        (replace(tom(), comparisons=()), "nothing is compared"),
    ],
)
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_without_a_sure_difference_there_is_no_finding(
    figures: PersonFigures, why: str, size: Any
) -> None:
    chart = before_after(figures, size, after="after_6m")

    back = ", back on prophylaxis since 1 March 2026" if figures.back_on_prophylaxis else ""
    titles = {"phone": "Bleeds a year, and how sure we are", "desk": f"Bleeds a year by kind{back}"}
    assert chart.title == titles[size], why
    assert "fewer" not in chart.summary
    assert "more than" not in chart.summary


@pytest.mark.parametrize("at", [0, 3])
@pytest.mark.parametrize("doubt", ["too_short", "sparse"])
def test_a_window_in_doubt_carries_no_finding(at: int, doubt: str) -> None:
    figures = tom()
    windows = list(figures.windows)
    windows[at] = replace(windows[at], too_short=doubt == "too_short", sparse=doubt == "sparse")

    chart = before_after(replace(figures, windows=tuple(windows)), "phone", after="after_6m")

    assert chart.title == "Bleeds a year, and how sure we are"
    assert "Before and after cannot be compared yet." in chart.summary
    assert chart.rows[at and 1][3:] == ("not worked out", "not worked out")


def test_a_quiet_window_in_doubt_reads_on_after_its_name() -> None:
    figures = tom()
    windows = list(figures.windows)
    none = {"all": Rate(0, None, 0.0, 12.0, unknown_cause=None)}
    windows[0] = replace(windows[0], too_short=True, rates=none)
    chart = before_after(replace(figures, windows=tuple(windows)), "desk", after="after_6m")
    assert chart.summary.startswith("Before: no bleeds in ")


def test_too_early_to_tell() -> None:
    # 5 in 1 year -> 1 in 1 year: 0.2 (0.004-1.8).
    ratio = Ratio(0.2, 0.0042, 1.787, high_infinite=False, p_central=0.2188, estimable=True)

    chart = before_after(with_ratio(ratio), "phone", after="after_6m")

    assert chart.summary.endswith("It is too early to tell if that is a change.")


def test_more_bleeds_than_none_is_told_the_team() -> None:
    chart = charts_of("worse", "phone")["before-after"]

    assert chart.title == "More bleeds a year since month 7 than before"
    assert chart.summary.startswith(
        "Before: no bleeds noted in 360 days. That fits with up to about 4 a year."
    )
    assert chart.summary.endswith("That is more than before. Tell your team.")
    assert "Tell your team" not in charts_of("worse", "desk")["before-after"].summary


def test_in_doubt_the_phone_has_counts_and_days_only() -> None:
    chart = charts_of("doubtful", "phone")["before-after"]

    assert words_of(chart) == [
        "Before", "22 bleeds, 400 of 1,288 days noted", "too many days not noted",
        "The year before", "22 bleeds, 100 of 365 days noted", "too many days not noted",
        "Since month 7", "1 bleed, 42 of 163 days noted", "too few days",
    ]  # fmt: skip
    assert chart.summary.endswith("Back on prophylaxis since 1 August 2026.")
    assert dots_of(chart) == []


def test_in_doubt_the_desk_marks_it_and_prints_no_rate_of_too_short_a_time() -> None:
    chart = charts_of("doubtful", "desk")["before-after"]
    words = words_of(chart)

    assert "Before (400 of 1,288 days, sparse)" in words
    assert "Months 7 to 18 (42 of 163 days, too short)" in words
    assert words.count("1 bleed (0.2 to 48.5)") == 4
    assert chart.rows[0][-2:] == ("0.43 (0.010 to 2.7), not comparable", "0.69")
    assert {one for dots in dots_of(chart) for one in dots["marker"]["color"]} == {colour("card")}
    # A rate in doubt (22 / (400 / 365.25) = 20.1) stands in no sentence.
    assert "22 bleeds in 400 days noted" in chart.summary
    assert "20.1" not in chart.summary


@pytest.mark.parametrize("size", ["desk", "narrow"])
def test_the_figures_stand_clear_of_the_arrow_of_an_interval_that_goes_on(
    size: Literal["desk", "narrow"],
) -> None:
    figures = tom()
    windows = list(figures.windows)
    few = Rate(14, None, 128.1, 1319.4, unknown_cause=None)
    windows[2] = replace(windows[2], too_short=True, rates={"all": few})
    chart = before_after(replace(figures, windows=tuple(windows)), "desk", narrow=size == "narrow")
    drawn = chart if size == "desk" else replace(chart, drawing=chart.narrow)
    _, layout = parts_of(drawn)
    width = layout["width"]
    plot = layout["xaxis"]["domain"][1] * width
    words = [one["text"] for one in layout["annotations"]]
    said = [one for one in words if " (" in one and "days" not in one and "95%" not in one]
    assert any(one.startswith("14 bleeds (128") for one in said), said
    for one in said:
        assert width - 4 - text_width(one, SMALL) > plot + 5, one


def test_three_days_do_not_stretch_the_axis() -> None:
    chart = charts_of("three days", "desk")["before-after"]
    traces, layout = parts_of(chart)
    arrows = [one for one in traces if one.get("marker", {}).get("symbol") == "triangle-right"]

    assert list(layout["xaxis"]["range"]) == [0, 20]
    assert [list(one["x"]) for one in arrows] == [[20]]
    assert chart.rows[0][3:] == ("not worked out (too short)", "3.1 to 678")
    assert chart.summary == "Year 1: 1 bleed in 3 days noted, too few for a yearly figure."


def test_a_window_to_come_is_named() -> None:
    chart = charts_of("recent", "phone")["before-after"]

    assert "Since month 7" in words_of(chart)
    assert "Nothing is noted of this time yet" in words_of(chart)
    assert chart.summary.endswith("Nothing is noted yet of the time after the first 6 months.")


def test_a_later_year_that_has_not_come_leaves_the_year_before_it_noted() -> None:
    chart = before_after(tom(), "desk", after="months_31_42")

    assert chart.summary.endswith("Nothing is noted yet in months 31 to 42.")


def test_no_time_before_treatment_is_said() -> None:
    figures = tom()
    alone = replace(figures, windows=figures.windows[1:], comparisons=())

    chart = before_after(alone, "phone", after="after_6m")

    assert "There is no time before treatment to compare with." in chart.summary
    assert [row[0] for row in chart.rows] == ["Since month 7"]


@pytest.mark.parametrize(
    ("after", "when"), [("months_7_18", "in months 7 to 18"), ("after_6m", "since month 7")]
)
def test_a_diary_of_the_first_months_alone_is_not_said_to_be_empty(after: str, when: str) -> None:
    figures = tom()
    alone = replace(figures, windows=figures.windows[1:2], comparisons=())

    sizes: tuple[Size, ...] = ("phone", "desk")
    for size in sizes:
        assert before_after(alone, size, after=after).summary == (
            f"No days are noted before treatment or {when}, so no yearly figure is shown. "
            "The first 6 months are counted apart: 1 bleed."
        )


def test_first_months_of_which_nothing_is_noted_are_not_told_as_no_bleeds() -> None:
    figures = tom()
    lead_in, first, *others = figures.windows
    silent = replace(first, observed_days=0, rates={"all": replace(first.rates["all"], episodes=0)})  # type: ignore[type-var]
    figures = replace(figures, windows=(lead_in, silent, *others))

    assert "first 6 months" not in before_after(figures, "phone", after="after_6m").summary


def test_a_lead_in_noted_afterwards_is_labelled() -> None:
    phone = before_after(tom(), "phone", after="after_6m", recalled={"lead_in"})
    desk = before_after(tom(), "desk", recalled={"lead_in"})

    assert "10 bleeds, 343 of 365 days noted afterwards" in words_of(phone)
    assert "1 bleed, 371 of 443 days noted" in words_of(phone)
    assert "Before (343 of 365 days, noted afterwards)" in words_of(desk)
    assert "The time before was noted afterwards." in phone.summary


def test_the_year_before_is_labelled_for_itself() -> None:
    figures = LIVES["twenty years"].figures
    chart = before_after(figures, "desk", recalled={"lead_in"})

    labelled = [word.split(" (")[0] for word in words_of(chart) if "noted afterwards" in word]
    assert labelled == ["Before"]


def test_the_last_year_stands_beside_a_long_lead_in() -> None:
    chart = charts_of("twenty years", "phone")["before-after"]

    assert [row[0] for row in chart.rows] == ["Before", "The year before", "Since month 7"]


def test_without_treatment_the_last_years_are_drawn_and_all_are_in_the_table() -> None:
    chart = charts_of("never treated", "phone")["before-after"]
    words = words_of(chart)

    assert [one for one in words if one.startswith("Year")] == [f"Year {n}" for n in range(13, 21)]
    assert len(chart.rows) == 20
    assert chart.title == "Bleeds a year, year by year"
    assert chart.summary.endswith("The table has all 20 years.")


def test_kinds_that_are_not_known_are_not_drawn() -> None:
    chart = charts_of("numbers only", "desk")["before-after"]
    before, after = dots_of(chart)

    assert words_of(chart).count("not known") == 3
    assert len(before["x"]) == 1
    assert len(after["x"]) == 4
    assert chart.rows[1][1] == "not known"
