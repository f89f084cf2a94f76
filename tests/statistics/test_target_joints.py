"""Target joints by the calendar: when a joint becomes one, and what it takes to be resolved."""

from datetime import date

import pytest

from bleedlog.statistics.codes import Cause, Manifestation
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.results import TargetJoint
from bleedlog.statistics.rule import Rule
from bleedlog.statistics.target_joints import target_joints, target_joints_of_many
from tests.statistics.diary_columns import (
    ELBOW,
    KNEE,
    LEFT,
    NOWHERE,
    RIGHT,
    THIGH,
    Bleed,
    Recorded,
    diaries_of,
)

ALWAYS = [("2020-01-01", "2025-01-01")]
THREE = ["2020-01-10", "2020-03-10", "2020-05-10"]


def joints_of(*people: Recorded, who: int = 0) -> tuple[TargetJoint, ...]:
    diaries = diaries_of(*people)
    return target_joints(find_episodes(diaries, Rule()), observed_time(diaries), who)


def spells_of(*people: Recorded, who: int = 0) -> list[tuple[str, str | None]]:
    return [
        (joint.since.isoformat(), joint.resolved.isoformat() if joint.resolved else None)
        for joint in joints_of(*people, who=who)
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # The third day must come before the first + 6 months.
        (["2020-01-10", "2020-03-10", "2020-07-09"], [("2020-07-09", "2021-07-09")]),
        (["2020-01-10", "2020-03-10", "2020-07-10"], []),
        # 31 August + 6 months is 28 February.
        (["2020-08-31", "2020-12-01", "2021-02-27"], [("2021-02-27", "2022-02-27")]),
        (["2020-08-31", "2020-12-01", "2021-02-28"], []),
        # Three of four, not the first three.
        (
            ["2020-01-10", "2020-06-10", "2020-08-10", "2020-09-10"],
            [("2020-09-10", "2021-09-10")],
        ),
        # All three on one day: that day has to leave the twelve months first.
        (["2020-01-10", "2020-01-10", "2020-01-10"], [("2020-01-10", "2021-01-11")]),
        (["2020-01-10", "2020-01-12"], []),
        ([], []),
    ],
)
def test_the_third_bleed_within_six_months_makes_a_target_joint(
    days: list[str], expected: list[tuple[str, str | None]]
) -> None:
    assert spells_of(Recorded(ALWAYS, [Bleed(day) for day in days])) == expected


@pytest.mark.parametrize(
    "third",
    [
        Bleed(THREE[2], Cause.TRAUMATIC),
        Bleed(THREE[2], Cause.UNKNOWN),
        Bleed(THREE[2], Cause.SURGICAL),
        Bleed(THREE[2], side=RIGHT),
        Bleed(THREE[2], site=ELBOW),
        Bleed(THREE[2], manifestation=Manifestation.SKIN),
    ],
)
def test_only_spontaneous_joint_bleeds_at_one_site_and_side_count(third: Bleed) -> None:
    assert spells_of(Recorded(ALWAYS, [Bleed(THREE[0]), Bleed(THREE[1]), third])) == []


def test_a_joint_bleed_without_a_site_has_no_place() -> None:
    assert joints_of(Recorded(ALWAYS, [Bleed(day, site=NOWHERE) for day in THREE])) == ()


def test_a_joint_bleed_needs_no_joint_site_if_it_is_called_one() -> None:
    bleeds = [Bleed(day, site=THIGH, side=NOWHERE) for day in THREE]
    (found,) = joints_of(Recorded(ALWAYS, bleeds))
    assert (found.site, found.side) == (THIGH, NOWHERE)


def test_it_is_resolved_after_twelve_months_with_two_bleeds_at_most() -> None:
    # With a third bleed of the year on 9 May 2021 it waits until the one of June 2020 is out.
    later = [
        Bleed("2020-06-20", Cause.TRAUMATIC),
        Bleed("2020-12-01", Cause.UNKNOWN),
        Bleed("2021-05-09", Cause.SURGICAL),
    ]
    bleeds = [Bleed(day) for day in THREE]
    assert spells_of(Recorded(ALWAYS, [*bleeds, *later[:2]])) == [("2020-05-10", "2021-05-11")]
    assert spells_of(Recorded(ALWAYS, [*bleeds, *later])) == [("2020-05-10", "2021-06-21")]


def test_the_bleed_that_made_it_counts_in_the_year_that_begins_with_it() -> None:
    # On 10 May 2021 the year before holds the third bleed and one more: two, so resolved.
    bleeds = [*(Bleed(day) for day in THREE), Bleed("2020-08-01")]
    assert spells_of(Recorded(ALWAYS, bleeds)) == [("2020-05-10", "2021-05-10")]


@pytest.mark.parametrize(
    ("until", "resolved"),
    [
        # The end of data is the day after the last observed day.
        ("2021-05-10", "2021-05-10"),
        ("2021-05-09", None),
    ],
)
def test_it_is_resolved_at_the_end_of_data_at_the_latest(until: str, resolved: str | None) -> None:
    person = Recorded([("2020-01-01", until)], [Bleed(day) for day in THREE])
    assert spells_of(person) == [("2020-05-10", resolved)]


@pytest.mark.parametrize(
    ("silent_from", "resolved"),
    [
        # Of the 365 days from 10 May 2020 on, 80% are 292. Silent until the end of 2020:
        ("2020-10-20", "2021-05-10"),  # 73 days
        ("2020-10-19", "2021-10-20"),  # 74 days, until the first of them is a year old
    ],
)
def test_silence_resolves_nothing(silent_from: str, resolved: str) -> None:
    observed = [("2020-01-01", silent_from), ("2021-01-01", "2025-01-01")]
    person = Recorded(observed, [Bleed(day) for day in THREE])
    assert spells_of(person) == [("2020-05-10", resolved)]


def test_a_bare_number_of_bleeds_knows_no_joints() -> None:
    observed = [("2020-01-01", "2020-06-01")]
    bleeds = [Bleed(day) for day in THREE]
    counted = Recorded(observed, bleeds, counts=[("2020-06-01", "2022-06-01", 1)])
    assert spells_of(counted) == [("2020-05-10", None)]
    watched = Recorded([*observed, ("2020-06-01", "2022-06-01")], bleeds)
    assert spells_of(watched) == [("2020-05-10", "2021-05-10")]


def test_after_that_a_new_one_needs_three_onsets_from_then_on() -> None:
    bleeds = [Bleed(day) for day in THREE]
    again = ["2021-05-09", "2021-05-10", "2021-05-11", "2021-05-12"]
    # Two on or after 10 May 2021 are not enough, whatever came the day before.
    assert spells_of(Recorded(ALWAYS, [*bleeds, *map(Bleed, again[:3])])) == [
        ("2020-05-10", "2021-05-10")
    ]
    assert spells_of(Recorded(ALWAYS, [*bleeds, *map(Bleed, again)])) == [
        ("2020-05-10", "2021-05-10"),
        ("2021-05-12", "2022-05-12"),
    ]


def test_several_joints_come_by_the_day_then_by_place() -> None:
    bleeds = [
        Bleed(day, site=site, side=side)
        for site, side in [(KNEE, RIGHT), (KNEE, LEFT), (ELBOW, RIGHT)]
        for day in THREE
    ] + [Bleed(day, site=ELBOW, side=LEFT) for day in ["2020-01-01", "2020-01-05", "2020-01-09"]]
    found = joints_of(Recorded(ALWAYS, bleeds))
    assert [(joint.site, joint.side) for joint in found] == [
        (ELBOW, LEFT),
        (ELBOW, RIGHT),
        (KNEE, LEFT),
        (KNEE, RIGHT),
    ]
    assert found[0].since == date(2020, 1, 9)


def test_people_are_kept_apart() -> None:
    mine = Recorded(ALWAYS, [Bleed(THREE[0]), Bleed(THREE[1])])
    yours = Recorded(ALWAYS, [Bleed(day) for day in THREE])
    assert spells_of(mine, yours, who=0) == []
    assert spells_of(mine, yours, who=1) == [("2020-05-10", "2021-05-10")]


def test_many_people_have_each_their_own() -> None:
    people = [
        Recorded(ALWAYS, [Bleed(day) for day in THREE]),
        Recorded(ALWAYS, [Bleed(day) for day in THREE[:2]]),
        Recorded(),
        Recorded(ALWAYS, [Bleed(day, site=ELBOW) for day in THREE]),
    ]
    diaries = diaries_of(*people)
    found = target_joints_of_many(find_episodes(diaries, Rule()), observed_time(diaries), 4)
    assert found == [joints_of(*people, who=number) for number in range(4)]
    assert list(map(len, found)) == [1, 0, 0, 1]
