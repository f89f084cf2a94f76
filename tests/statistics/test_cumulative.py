"""Cumulative bleeds by day, and the line of the old rate."""

import pytest

from bleedlog.statistics.codes import Cause
from bleedlog.statistics.cumulative import CumulativeCurve, cumulative_curve
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.rule import Rule
from tests.statistics.diary_columns import Bleed, Recorded, diaries_of


def curve_of(*people: Recorded, rule: Rule | None = None, who: int = 0) -> CumulativeCurve:
    rule, diaries = rule or Rule(), diaries_of(*people)
    lead_in = person_figures(diaries, rule, who).window("lead_in")
    return cumulative_curve(
        diaries, find_episodes(diaries, rule), observed_time(diaries), rule, lead_in, who=who
    )


def steps(part: tuple[tuple[object, float], ...]) -> list[tuple[str, float]]:
    return [(str(day), number) for day, number in part]


BLEEDS = [Bleed(day) for day in ("2023-02-01", "2023-02-01", "2023-08-01", "2024-03-01")]
PERSON = Recorded([("2023-01-01", "2025-01-01")], BLEEDS, "2024-01-01")


def test_steps_run_on_through_the_treatment_day() -> None:
    curve = curve_of(PERSON)
    assert steps(curve.before) == [
        ("2023-01-01", 0),
        ("2023-02-01", 2),
        ("2023-08-01", 3),
        ("2024-01-01", 3),
    ]
    assert steps(curve.after) == [("2024-01-01", 3), ("2024-03-01", 4), ("2025-01-01", 4)]


def test_a_bleed_on_the_treatment_day_belongs_to_the_time_after() -> None:
    person = Recorded([("2023-01-01", "2025-01-01")], [Bleed("2024-01-01")], "2024-01-01")
    curve = curve_of(person)
    assert steps(curve.before)[-1] == ("2024-01-01", 0)
    assert steps(curve.after)[:2] == [("2024-01-01", 0), ("2024-01-01", 1)]


def test_the_old_rate_goes_on_from_the_treatment_day() -> None:
    # 3 bleeds in 365 days; 2024 has 366.
    expected = steps(curve_of(PERSON).expected)
    assert [day for day, _ in expected] == ["2024-01-01", "2025-01-01"]
    assert [number for _, number in expected] == pytest.approx([3, 3 + 3 * 366 / 365], rel=1e-12)


def test_the_expected_number_stands_still_in_silence() -> None:
    observed = [("2023-01-01", "2024-02-01"), ("2024-07-01", "2024-08-01")]
    expected = steps(curve_of(Recorded(observed, BLEEDS[:3], "2024-01-01")).expected)
    assert [day for day, _ in expected] == ["2024-01-01", "2024-02-01", "2024-07-01", "2024-08-01"]
    assert [number for _, number in expected] == pytest.approx(
        [3, 3 + 3 * 31 / 365, 3 + 3 * 31 / 365, 3 + 3 * 62 / 365], rel=1e-12
    )


@pytest.mark.parametrize(
    "observed",
    [
        # Too short: 89 days before.
        [("2023-10-04", "2025-01-01")],
        # Sparse: 100 days of a year.
        [("2023-01-01", "2023-04-11"), ("2024-01-01", "2025-01-01")],
    ],
)
def test_a_lead_in_without_a_headline_promises_nothing(observed: list[tuple[str, str]]) -> None:
    curve = curve_of(Recorded(observed, [], "2024-01-01"))
    assert curve.expected == ()
    assert curve.before != ()
    assert curve.after != ()


def test_without_a_lead_in_the_curve_begins_at_the_infusion() -> None:
    curve = curve_of(Recorded([("2024-02-01", "2024-06-01")], [Bleed("2024-03-01")], "2024-01-01"))
    assert (curve.before, curve.expected) == ((), ())
    assert steps(curve.after) == [("2024-01-01", 0), ("2024-03-01", 1), ("2024-06-01", 1)]


def test_before_treatment_there_is_only_the_time_before() -> None:
    planned = curve_of(Recorded([("2023-01-01", "2024-01-01")], BLEEDS[:3], "2024-02-01"))
    assert steps(planned.before)[-1] == ("2024-01-01", 3)
    assert (planned.after, planned.expected) == ((), ())
    untreated = curve_of(Recorded([("2023-01-01", "2024-01-01")], BLEEDS[:3]))
    assert untreated == planned


def test_a_shorter_lead_in_begins_later() -> None:
    curve = curve_of(PERSON, rule=Rule(lead_in_months=6))
    assert steps(curve.before) == [("2023-07-01", 0), ("2023-08-01", 1), ("2024-01-01", 1)]
    # 1 bleed in the 184 days from July on.
    assert steps(curve.expected)[-1][1] == pytest.approx(1 + 366 / 184, rel=1e-12)


def test_surgery_counts_only_when_asked_for() -> None:
    person = Recorded(
        [("2023-01-01", "2024-01-01")], [Bleed("2023-06-01", Cause.SURGICAL), *BLEEDS[:1]]
    )
    assert steps(curve_of(person).before)[-1] == ("2024-01-01", 1)
    asked = curve_of(person, rule=Rule(include_surgical=True))
    assert steps(asked.before)[-1] == ("2024-01-01", 2)


def test_a_number_for_a_span_is_added_at_its_end() -> None:
    person = Recorded(
        [("2023-01-01", "2025-01-01")],
        [Bleed("2023-03-10"), Bleed("2023-08-01")],
        "2024-01-01",
        counts=[
            ("2023-03-01", "2023-04-01", 4),
            # Begins before the infusion: all six belong to the lead-in.
            ("2023-12-01", "2024-02-01", 6),
            ("2024-05-01", "2024-06-01", 1),
        ],
    )
    curve = curve_of(person)
    assert steps(curve.before) == [
        ("2023-01-01", 0),
        ("2023-03-31", 4),
        ("2023-08-01", 5),
        ("2023-12-31", 11),
        ("2024-01-01", 11),
    ]
    assert steps(curve.after) == [("2024-01-01", 11), ("2024-05-31", 12), ("2025-01-01", 12)]
    assert steps(curve.expected)[-1][1] == pytest.approx(11 + 11 * 366 / 365, rel=1e-12)


def test_nobody_observed_has_no_curve() -> None:
    assert curve_of(Recorded()) == CumulativeCurve((), (), ())


def test_people_are_kept_apart() -> None:
    assert curve_of(Recorded([("2023-01-01", "2024-01-01")]), PERSON, who=1) == curve_of(PERSON)
