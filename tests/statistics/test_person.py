"""Every figure of one person, on the example of the file format and on awkward lives."""

from dataclasses import replace
from datetime import date

import pytest

from bleedlog.statistics.codes import Cause, Certainty, Kind, Manifestation, Span
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures, Window
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    ELBOW,
    KNEE,
    LEFT,
    NOSE,
    NOWHERE,
    THIGH,
    Entry,
    Said,
    diaries_of,
    minute,
    observed,
)

TREATED = "2024-03-01"

# 366 days of lead-in, six of them silent and two known only from a bleed: 360 observed.
EXAMPLE_SAID = [
    observed("2023-03-01", "2023-10-01"),
    observed("2023-10-09", "2024-03-01"),
    observed("2024-03-01", "2025-08-26"),
]
EXAMPLE = [
    Entry("2023-04-01", cause=Cause.SPONTANEOUS, last_treatment="2023-04-01T14:00"),
    Entry("2023-06-01", NOWHERE, manifestation=NOSE, cause=Cause.TRAUMATIC),
    Entry("2023-10-02", ELBOW),
    Entry("2023-10-07", ELBOW, LEFT, cause=Cause.SPONTANEOUS),
    Entry("2024-12-01", cause=Cause.SPONTANEOUS),
]


def figures_of(
    entries: list[Entry],
    said: list[Said],
    *,
    treated: str | None = TREATED,
    rule: Rule | None = None,
    back_on: str | None = None,
) -> PersonFigures:
    diaries = diaries_of(entries, said, treated_on=[treated], back_on=back_on)
    return person_figures(diaries, rule or Rule())


def window_of(figures: PersonFigures, name: str) -> Window:
    window = figures.window(name)
    assert window is not None
    return window


def abr(window: Window, category: str = "all") -> float | None:
    rate = window.rates[category]
    assert rate is not None
    return rate.abr


def test_the_example_of_the_file_format() -> None:
    lead_in = window_of(figures_of(EXAMPLE, EXAMPLE_SAID), "lead_in")
    assert (lead_in.start, lead_in.end) == (date(2023, 3, 1), date(2024, 3, 1))
    assert (lead_in.elapsed_days, lead_in.observed_days, lead_in.bleed_only_days) == (366, 360, 2)
    assert not lead_in.too_short
    assert not lead_in.sparse
    rate = lead_in.rates["all"]
    assert rate is not None
    assert (rate.episodes, rate.unknown_cause) == (4, None)
    # exchange.md prints 4.058 (1.106-10.391).
    assert rate.abr == pytest.approx(4.058, abs=5e-4)
    assert rate.low == pytest.approx(1.106, abs=5e-4)
    assert rate.high == pytest.approx(10.391, abs=5e-4)


def test_the_kinds_of_bleeds_share_the_observed_time() -> None:
    lead_in = window_of(figures_of(EXAMPLE, EXAMPLE_SAID), "lead_in")
    years = 360 / 365.25
    assert abr(lead_in, "spontaneous") == 2 / years
    assert abr(lead_in, "joint") == 3 / years
    assert abr(lead_in, "treated") == 1 / years
    spontaneous = lead_in.rates["spontaneous"]
    assert spontaneous is not None
    assert spontaneous.unknown_cause == 1


def test_if_silence_meant_no_bleeds_all_elapsed_days_are_observed() -> None:
    lead_in = window_of(figures_of(EXAMPLE, EXAMPLE_SAID), "lead_in")
    rate = lead_in.if_silence_meant_none["all"]
    assert rate is not None
    assert rate.episodes == 4
    assert rate.abr == 4 / (366 / 365.25)
    # Four events have Garwood limits of 1.089865 and 10.241589 (R: poisson.test(4)).
    years = 366 / 365.25
    assert rate.low == pytest.approx(1.089865 / years, rel=1e-6)
    assert rate.high == pytest.approx(10.241589 / years, rel=1e-6)


def test_the_lead_in_is_compared_with_every_window_from_month_7_on() -> None:
    figures = figures_of(EXAMPLE, [*EXAMPLE_SAID, observed("2025-08-26", "2027-01-01")])
    assert [one.after for one in figures.comparisons] == [
        "months_7_18",
        "months_19_30",
        "months_31_42",
        "after_6m",
    ]
    primary = figures.comparison("months_7_18")
    assert primary is not None
    assert primary.before == "lead_in"
    assert primary.comparable
    ratio = primary.rates["all"]
    assert ratio is not None
    # One bleed in 365 days after, four in 360 before.
    assert ratio.ratio == pytest.approx(1 / 365 * 360 / 4, rel=1e-14)


def test_fewer_than_90_observed_days_print_no_rate_but_its_interval() -> None:
    figures = figures_of([Entry("2024-01-05")], [observed("2024-01-03", "2024-01-06")])
    lead_in = window_of(figures, "lead_in")
    assert lead_in.too_short
    rate = lead_in.rates["all"]
    assert rate is not None
    assert (rate.episodes, rate.abr) == (1, None)
    # clinical.md: 1 bleed in 3 days, interval 3.1-678.
    assert rate.low == pytest.approx(3.1, abs=0.05)
    assert rate.high == pytest.approx(678, abs=0.5)


def test_90_observed_days_are_enough_and_the_number_can_be_chosen() -> None:
    days = [observed("2023-12-02", "2024-03-01")]
    assert not window_of(figures_of([], days), "lead_in").too_short
    fewer = [observed("2023-12-03", "2024-03-01")]
    assert window_of(figures_of([], fewer), "lead_in").too_short
    assert not window_of(figures_of([], fewer, rule=Rule(min_days=89)), "lead_in").too_short


def test_silence_counts_by_its_own_days_whether_it_is_too_short() -> None:
    # 30 observed days at either end of a year.
    said = [observed("2023-03-01", "2023-03-16"), observed("2024-02-15", "2024-03-01")]
    lead_in = window_of(figures_of([], said), "lead_in")
    assert lead_in.observed_days == 30
    rate, silent = lead_in.rates["all"], lead_in.if_silence_meant_none["all"]
    assert rate is not None
    assert silent is not None
    # clinical.md: 0 bleeds in 30 days, upper limit 44.9; 0 in 1 year: 3.69.
    assert (rate.abr, rate.low) == (None, 0)
    assert rate.high == pytest.approx(44.9, abs=0.05)
    assert (silent.abr, silent.low) == (0, 0)
    assert silent.high == pytest.approx(3.688879454 * 365.25 / 366, rel=1e-9)


def test_half_of_the_elapsed_days_are_enough_not_to_be_sparse() -> None:
    # 181 days from 2 September to 29 February; the last one is observed in both.
    half = [observed("2023-09-02", "2023-12-01"), observed("2024-02-29", "2024-03-01")]
    lead_in = window_of(figures_of([], half), "lead_in")
    assert (lead_in.elapsed_days, lead_in.observed_days, lead_in.sparse) == (181, 91, False)
    less = [observed("2023-09-02", "2023-11-30"), observed("2024-02-29", "2024-03-01")]
    lead_in = window_of(figures_of([], less), "lead_in")
    assert (lead_in.elapsed_days, lead_in.observed_days, lead_in.sparse) == (181, 90, True)
    assert not lead_in.too_short
    assert not lead_in.headline
    assert abr(lead_in) == 0


def test_over_a_tenth_of_days_known_only_from_bleeds_is_sparse() -> None:
    bleeds = [Entry(f"2023-11-{day:02}") for day in range(1, 11)]
    tenth = [observed("2023-08-03", "2023-11-01")]
    lead_in = window_of(figures_of(bleeds, tenth, treated="2023-11-11"), "lead_in")
    assert (lead_in.observed_days, lead_in.bleed_only_days, lead_in.sparse) == (100, 10, False)
    assert lead_in.headline
    more = [observed("2023-08-04", "2023-11-01")]
    lead_in = window_of(figures_of(bleeds, more, treated="2023-11-11"), "lead_in")
    assert (lead_in.observed_days, lead_in.bleed_only_days, lead_in.sparse) == (99, 10, True)
    # Their days follow each other within 72 hours: one bleed. The rate stays.
    assert abr(lead_in) == 1 / (99 / 365.25)


def test_a_sparse_or_short_window_is_compared_but_not_comparable() -> None:
    said = [observed("2023-03-01", "2024-03-01"), observed("2024-09-01", "2024-10-01")]
    figures = figures_of(EXAMPLE[:1], said)
    comparison = figures.comparison("months_7_18")
    assert comparison is not None
    assert not comparison.comparable
    ratio = comparison.rates["all"]
    assert ratio is not None
    assert ratio.ratio == 0
    other_way = figures_of([], [observed("2024-02-01", "2025-09-01")]).comparison("months_7_18")
    assert other_way is not None
    assert not other_way.comparable


def test_a_window_without_observed_days_has_no_rate_and_no_comparison() -> None:
    figures = figures_of(
        [], [observed("2023-03-01", "2024-03-01"), observed("2026-01-01", "2026-02-01")]
    )
    silent = window_of(figures, "months_7_18")
    assert (silent.elapsed_days, silent.observed_days) == (365, 0)
    assert silent.too_short
    assert silent.sparse
    for category in ("all", "spontaneous", "joint", "treated"):
        rate = silent.rates[category]
        assert rate is not None
        assert (rate.episodes, rate.abr, rate.low, rate.high) == (0, None, None, None)
    assumed = silent.if_silence_meant_none["all"]
    assert assumed is not None
    assert assumed.abr == 0
    assert [one.after for one in figures.comparisons] == ["months_19_30", "after_6m"]


def test_a_lead_in_without_observed_days_is_compared_with_nothing() -> None:
    said = [observed("2024-03-01", "2026-01-01")]
    assert figures_of([], said).comparisons == ()
    fixed = figures_of([], said, rule=Rule(lead_in_months=6))
    assert window_of(fixed, "lead_in").observed_days == 0
    assert fixed.comparisons == ()


def test_a_number_of_bleeds_leaves_the_other_rates_not_known() -> None:
    count = Said(Span.BLEED_COUNT, "2022-03-01", "2023-03-01", count=7)
    figures = figures_of(EXAMPLE, [*EXAMPLE_SAID, count])
    lead_in = window_of(figures, "lead_in")
    everything = lead_in.rates["all"]
    assert everything is not None
    assert everything.episodes == 11
    for category in ("spontaneous", "joint", "treated"):
        assert lead_in.rates[category] is None
        assert lead_in.if_silence_meant_none[category] is None
        for comparison in figures.comparisons:
            assert comparison.rates[category] is None
            assert comparison.rates["all"] is not None


def test_the_last_12_months_stand_beside_a_long_lead_in_not_among_the_windows() -> None:
    figures = figures_of(EXAMPLE, [*EXAMPLE_SAID, observed("2021-01-01", "2021-02-01")])
    beside = figures.last_12_months_before
    assert beside is not None
    assert (beside.name, beside.start, beside.end) == (
        "last_12_months_before",
        date(2023, 3, 1),
        date(2024, 3, 1),
    )
    assert abr(beside) == 4 / (360 / 365.25)
    names = [window.name for window in figures.windows]
    assert names == ["lead_in", "establishment", "months_7_18", "after_6m"]
    assert [use.window for use in figures.factor_use] == names
    assert "last_12_months_before" not in [one.after for one in figures.comparisons]
    assert figures_of(EXAMPLE, EXAMPLE_SAID).last_12_months_before is None


def test_dates_and_observed_spans() -> None:
    figures = figures_of(EXAMPLE, EXAMPLE_SAID)
    assert figures.treated_on == date(2024, 3, 1)
    assert figures.first_observed == date(2023, 3, 1)
    assert figures.end_of_data == date(2025, 8, 26)
    assert figures.back_on_prophylaxis is None
    assert figures.observed == (
        (date(2023, 3, 1), date(2023, 10, 1)),
        (date(2023, 10, 2), date(2023, 10, 3)),
        (date(2023, 10, 7), date(2023, 10, 8)),
        (date(2023, 10, 9), date(2025, 8, 26)),
    )


def test_an_untreated_person_has_years_and_no_comparison() -> None:
    figures = figures_of(EXAMPLE, EXAMPLE_SAID, treated=None)
    assert [window.name for window in figures.windows] == ["year_1", "year_2", "year_3"]
    assert figures.comparisons == ()
    assert figures.infusions_not_needed is None
    assert figures.treated_on is None


def test_an_empty_diary() -> None:
    figures = figures_of([], [])
    assert figures.windows == ()
    assert figures.episodes == ()
    assert figures.observed == ()
    assert figures.end_of_data is None
    assert figures.target_joints == ()


def test_episodes_name_their_rows_in_onset_order() -> None:
    entries = [
        Entry("2024-01-03", THIGH, end="2024-01-04", order=5),
        Entry("2024-01-01", cause=Cause.SURGICAL, order=1, name="a"),
        Entry("2024-01-02", THIGH, certainty=Certainty.UNSURE, order=2),
        Entry("2024-02-01", same_as="a", last_treatment="2024-02-02", order=3),
        Entry("2024-01-05", kind=Kind.BRUISE, order=4),
    ]
    first, second = figures_of(entries, []).episodes
    assert first.rows == (1, 3)
    assert (first.onset_day, first.site, first.side) == (date(2024, 1, 1), KNEE, LEFT)
    assert (first.cause, first.surgical) == (Cause.SURGICAL, True)
    assert (first.joint, first.treated, first.unsure) == (True, True, False)
    assert first.manifestation == Manifestation.JOINT
    assert first.last == minute("2024-02-02")
    assert second.rows == (2, 0)
    assert (second.cause, second.surgical) == (Cause.UNKNOWN, False)
    assert (second.joint, second.treated, second.unsure) == (False, False, False)
    assert second.last == minute("2024-01-04")


def test_an_episode_s_last_is_of_ends_and_treatments_and_after_its_onset() -> None:
    at_once = [Entry("2024-01-01", end="2024-01-01"), Entry("2024-01-02")]
    (episode,) = figures_of(at_once, []).episodes
    assert episode.last is None


def test_without_factor_cover_the_time_from_the_return_on_is_not_there() -> None:
    said = [observed("2023-03-01", "2025-09-01")]
    bleeds = [
        Entry("2024-10-01"),
        Entry("2025-01-31", end="2025-02-05"),
        Entry("2025-02-01", ELBOW),
    ]
    figures = figures_of(bleeds, said, back_on="2025-02-01")
    assert figures.back_on_prophylaxis == date(2025, 2, 1)
    # The rates stay ...
    assert abr(window_of(figures, "after_6m")) == 3 / (365 / 365.25)
    # ... and beside them is what they were until then.
    without = {window.name: window for window in figures.without_factor_cover}
    assert list(without) == ["lead_in", "establishment", "months_7_18", "after_6m"]
    assert without["lead_in"] == figures.window("lead_in")
    after = without["after_6m"]
    assert (after.start, after.end) == (date(2024, 9, 1), date(2025, 2, 1))
    assert (after.elapsed_days, after.observed_days) == (153, 153)
    assert abr(after) == 2 / (153 / 365.25)


@pytest.mark.parametrize("back_on", [None, "2025-09-01", "2026-01-01"])
def test_without_a_return_in_the_data_there_is_nothing_to_leave_out(back_on: str | None) -> None:
    figures = figures_of([], [observed("2023-03-01", "2025-09-01")], back_on=back_on)
    assert figures.without_factor_cover == ()


def test_one_person_is_taken_out_of_many() -> None:
    alone = figures_of(EXAMPLE, EXAMPLE_SAID)
    # Their rows stand between somebody else's, and name rows of their own.
    theirs = [replace(entry, person=1, name=f"t{row}") for row, entry in enumerate(EXAMPLE)]
    theirs[3] = replace(theirs[3], same_as="t2")
    others = [replace(entry, person=0) for entry in EXAMPLE]
    both = [entry for pair in zip(others, theirs, strict=True) for entry in pair]
    said = [replace(one, person=person) for one in EXAMPLE_SAID for person in (0, 1)]
    diaries = diaries_of(both, said, treated_on=[None, TREATED])
    figures = person_figures(diaries, Rule(), who=1)
    assert [window.name for window in figures.windows] == [window.name for window in alone.windows]
    assert figures.window("months_7_18") == alone.window("months_7_18")
    assert [episode.rows for episode in figures.episodes] == [(1,), (3,), (5, 7), (9,)]
    assert figures.observed == alone.observed


def test_figures_without_unsure_bleeds() -> None:
    entries = [EXAMPLE[0], replace(EXAMPLE[1], certainty=Certainty.UNSURE)]
    with_all = window_of(figures_of(entries, EXAMPLE_SAID), "lead_in")
    without = window_of(
        figures_of(entries, EXAMPLE_SAID, rule=Rule(exclude_unsure=True)), "lead_in"
    )
    assert (with_all.observed_days, without.observed_days) == (358, 358)
    assert abr(with_all) == 2 / (358 / 365.25)
    assert abr(without) == 1 / (358 / 365.25)
