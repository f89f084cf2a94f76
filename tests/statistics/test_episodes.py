"""Which entries count, and what a bleed of several entries is (rule 1, points 1, 3 and 4)."""

from dataclasses import replace

import pytest

from bleedlog.statistics.codes import Adjudication, Cause, Certainty, Kind, Manifestation
from bleedlog.statistics.episodes import EpisodeColumns, find_episodes
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    ELBOW,
    KNEE,
    LEFT,
    MUSCLE,
    NOWHERE,
    RIGHT,
    THIGH,
    Entry,
    day_number,
    diaries_of,
    minute,
)
from tests.statistics.named_bleeds import bleeds_of, first_of_each

CERTAIN, UNSURE, UNSAID = Certainty.CERTAIN, Certainty.UNSURE, Certainty.BLANK
YES, NO, UNTOLD = Adjudication.BLEED, Adjudication.NOT_A_BLEED, Adjudication.BLANK


def episodes_of(*entries: Entry, rule: Rule | None = None) -> EpisodeColumns:
    return find_episodes(diaries_of(entries), rule or Rule())


@pytest.mark.parametrize(
    ("kind", "certainty", "adjudication", "counts", "counts_without_unsure"),
    [
        (Kind.BLEED, UNSAID, UNTOLD, True, True),
        (Kind.BLEED, CERTAIN, UNTOLD, True, True),
        (Kind.BLEED, UNSURE, UNTOLD, True, False),
        (Kind.BLEED, UNSURE, YES, True, True),
        (Kind.BLEED, UNSURE, NO, False, False),
        (Kind.BLEED, CERTAIN, NO, False, False),
        (Kind.BRUISE, UNSAID, UNTOLD, False, False),
        (Kind.BRUISE, UNSURE, UNTOLD, False, False),
        (Kind.BRUISE, CERTAIN, UNTOLD, True, True),
        (Kind.BRUISE, UNSAID, YES, True, True),
        (Kind.BRUISE, UNSURE, YES, True, True),
        (Kind.BRUISE, CERTAIN, NO, False, False),
        (Kind.JOINT_PAIN, UNSAID, UNTOLD, False, False),
        (Kind.JOINT_PAIN, UNSURE, UNTOLD, False, False),
        (Kind.JOINT_PAIN, CERTAIN, UNTOLD, True, True),
        (Kind.JOINT_PAIN, UNSURE, YES, True, True),
        (Kind.JOINT_PAIN, CERTAIN, NO, False, False),
    ],
)
def test_which_entries_count(
    kind: Kind,
    certainty: Certainty,
    adjudication: Adjudication,
    counts: bool,
    counts_without_unsure: bool,
) -> None:
    entry = Entry("2024-03-01", kind=kind, certainty=certainty, adjudication=adjudication)
    assert episodes_of(entry).onset.size == counts
    assert episodes_of(entry, rule=Rule(exclude_unsure=True)).onset.size == counts_without_unsure


@pytest.mark.parametrize(
    ("causes", "expected"),
    [
        ([Cause.BLANK], Cause.UNKNOWN),
        ([Cause.UNKNOWN], Cause.UNKNOWN),
        ([Cause.BLANK, Cause.UNKNOWN], Cause.UNKNOWN),
        ([Cause.UNKNOWN, Cause.TRAUMATIC, Cause.SPONTANEOUS], Cause.TRAUMATIC),
        ([Cause.SPONTANEOUS, Cause.TRAUMATIC], Cause.SPONTANEOUS),
        ([Cause.BLANK, Cause.UNKNOWN, Cause.SURGICAL, Cause.ACTIVITY], Cause.SURGICAL),
    ],
)
def test_the_cause_is_the_first_known_one_in_onset_order(
    causes: list[Cause], expected: Cause
) -> None:
    days = ["2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04"]
    entries = [Entry(day, cause=cause) for day, cause in zip(days, causes, strict=False)]
    # Entered in the other order.
    entries = [replace(entry, order=-row) for row, entry in enumerate(entries)][::-1]
    episodes = episodes_of(*entries)
    assert episodes.cause.tolist() == [expected]
    assert episodes.surgical.tolist() == [expected == Cause.SURGICAL]


@pytest.mark.parametrize(
    ("entry", "joint", "joint_place", "manifestation"),
    [
        (Entry("2024-03-01", KNEE), True, True, Manifestation.JOINT),
        (Entry("2024-03-01", THIGH), False, False, Manifestation.BLANK),
        (Entry("2024-03-01", NOWHERE), False, False, Manifestation.BLANK),
        (Entry("2024-03-01", KNEE, manifestation=MUSCLE), False, False, MUSCLE),
        (
            Entry("2024-03-01", KNEE, manifestation=Manifestation.OTHER),
            False,
            False,
            Manifestation.OTHER,
        ),
        (
            Entry("2024-03-01", THIGH, manifestation=Manifestation.JOINT),
            True,
            True,
            Manifestation.JOINT,
        ),
        (
            Entry("2024-03-01", NOWHERE, manifestation=Manifestation.JOINT),
            True,
            False,
            Manifestation.JOINT,
        ),
        (
            Entry("2024-03-01", KNEE, kind=Kind.JOINT_PAIN, certainty=CERTAIN),
            True,
            True,
            Manifestation.JOINT,
        ),
        (
            Entry("2024-03-01", THIGH, kind=Kind.JOINT_PAIN, certainty=CERTAIN),
            False,
            False,
            Manifestation.BLANK,
        ),
        (
            Entry("2024-03-01", NOWHERE, kind=Kind.JOINT_PAIN, certainty=CERTAIN),
            True,
            False,
            Manifestation.JOINT,
        ),
        # A bruise is skin, wherever it is and whatever else it says.
        (
            Entry("2024-03-01", KNEE, kind=Kind.BRUISE, certainty=CERTAIN),
            False,
            False,
            Manifestation.SKIN,
        ),
        (
            Entry(
                "2024-03-01",
                KNEE,
                kind=Kind.BRUISE,
                certainty=CERTAIN,
                manifestation=Manifestation.JOINT,
            ),
            False,
            False,
            Manifestation.SKIN,
        ),
    ],
)
def test_what_is_a_joint_bleed(
    entry: Entry, joint: bool, joint_place: bool, manifestation: int
) -> None:
    episodes = episodes_of(entry)
    assert episodes.joint.tolist() == [joint]
    assert episodes.joint_place.tolist() == [joint_place]
    assert episodes.manifestation.tolist() == [manifestation]


def test_any_entry_makes_a_bleed_joint_but_its_place_is_its_first_entry_s() -> None:
    episodes = episodes_of(
        Entry("2024-03-01", KNEE, RIGHT, kind=Kind.BRUISE, certainty=CERTAIN),
        Entry("2024-03-02", KNEE, RIGHT),
    )
    assert episodes.joint.tolist() == [True]
    assert episodes.joint_place.tolist() == [False]
    assert (episodes.site[0], episodes.side[0]) == (KNEE, RIGHT)


def test_any_entry_makes_a_bleed_treated() -> None:
    quiet = Entry("2024-03-01")
    treated = Entry("2024-03-02", last_treatment="2024-03-02T13:00")
    assert episodes_of(quiet, treated).treated.tolist() == [True]
    assert episodes_of(treated, replace(quiet, when="2024-03-03")).treated.tolist() == [True]
    assert episodes_of(quiet).treated.tolist() == [False]


def test_a_bleed_is_unsure_while_no_entry_of_it_is_sure() -> None:
    unsure, sure = Entry("2024-03-01", certainty=UNSURE), Entry("2024-03-02")
    also_unsure = replace(unsure, when="2024-03-02")
    adjudicated = replace(also_unsure, adjudication=YES)
    assert episodes_of(unsure, also_unsure).unsure.tolist() == [True]
    assert episodes_of(unsure, sure).unsure.tolist() == [False]
    assert episodes_of(unsure, adjudicated).unsure.tolist() == [False]


def test_a_bleed_has_the_date_of_its_first_onset_and_reaches_to_the_latest_of_all() -> None:
    entries = (
        Entry("2024-03-02T01:00", end="2024-03-02T02:00", side=LEFT, name="b"),
        Entry("2024-02-29T23:30", end="2024-03-04T10:00", local_day="2024-03-01", name="a"),
        Entry("2024-03-03T09:00", ELBOW, name="c"),
    )
    episodes = episodes_of(*entries)
    assert first_of_each(entries) == ["a", "c"]
    assert episodes.onset_day.tolist() == [day_number("2024-03-01"), day_number("2024-03-03")]
    assert episodes.onset.tolist() == [minute("2024-02-29T23:30"), minute("2024-03-03T09:00")]
    assert episodes.last.tolist() == [minute("2024-03-04T10:00"), minute("2024-03-03T09:00")]
    assert bleeds_of(entries) == ["ba", "c"]


def test_bleeds_stand_by_person_then_onset_then_order() -> None:
    entries = [
        Entry("2024-03-05", ELBOW, person=1, order=0),
        Entry("2024-03-05", KNEE, person=1, order=1),
        Entry("2024-03-01", THIGH, person=1, order=2),
        Entry("2024-05-01", THIGH, person=0, order=0),
    ]
    episodes = find_episodes(diaries_of(entries, treated_on=(None, None)), Rule())
    assert episodes.site.tolist() == [THIGH, THIGH, ELBOW, KNEE]
    assert episodes.person.tolist() == [0, 1, 1, 1]


def test_nothing_recorded_is_no_bleed() -> None:
    episodes = episodes_of()
    assert episodes.onset.size == 0
