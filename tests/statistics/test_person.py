"""Every figure of one person, on the example of the file format and on awkward lives."""

from dataclasses import replace
from datetime import date

import pytest

from bleedlog.statistics.codes import Cause, Certainty, Kind, Manifestation, Span
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    ELBOW,
    KNEE,
    LEFT,
    THIGH,
    Entry,
    Said,
    diaries_of,
    minute,
    observed,
)
from tests.statistics.example_person import (
    EXAMPLE,
    EXAMPLE_SAID,
    TREATED,
    abr,
    figures_of,
    window_of,
)


def test_the_example_of_the_file_format() -> None:
    lead_in = window_of(figures_of(EXAMPLE, EXAMPLE_SAID), "lead_in")
    assert (lead_in.start, lead_in.end) == (date(2023, 3, 1), date(2024, 3, 1))
    assert (lead_in.elapsed_days, lead_in.observed_days, lead_in.bleed_only_days) == (366, 360, 2)
    assert not lead_in.too_short
    assert not lead_in.sparse
    rate = lead_in.rates["all"]
    assert rate is not None
    assert (rate.episodes, rate.unknown_cause) == (4, None)
    # The example of the contract prints 4.058 (1.106-10.391).
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


@pytest.mark.parametrize(
    ("months", "before"),
    [
        (None, ["2023-04-01", "2023-06-01", "2023-10-02", "2023-10-07"]),
        # Of the lead-in's last six months, from 1 September on.
        (6, ["2023-10-02", "2023-10-07"]),
    ],
)
def test_bleeds_are_parted_by_the_lead_in_and_the_treatment(
    months: int | None, before: list[str]
) -> None:
    figures = figures_of(EXAMPLE, EXAMPLE_SAID, rule=Rule(lead_in_months=months))
    parted = figures.parted(figures.episodes)
    assert [[str(one.onset_day) for one in part] for part in parted] == [before, ["2024-12-01"]]


def test_without_a_treatment_no_bleed_is_parted_from_the_others() -> None:
    figures = figures_of(EXAMPLE, EXAMPLE_SAID, treated=None)
    assert figures.parted(figures.episodes) == (list(figures.episodes), [])
