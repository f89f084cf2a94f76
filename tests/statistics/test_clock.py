"""Which entries are one bleed: the 72 hours to the minute, and what people say (rule 1, 2).

Each case says the expected bleeds as groups of names; the clinical rules are the source.
"""

import pytest

from bleedlog.statistics.clock import merge_minutes
from bleedlog.statistics.codes import Certainty, Kind, Manifestation
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    ELBOW,
    KNEE,
    LEFT,
    MUSCLE,
    NOSE,
    NOWHERE,
    RIGHT,
    Entry,
)
from tests.statistics.named_bleeds import bleeds_of


def test_an_onset_72_hours_after_the_first_belongs_to_it_and_a_minute_later_does_not() -> None:
    first = Entry("2024-03-01T08:00", name="a")
    assert bleeds_of([first, Entry("2024-03-04T08:00", name="b")]) == ["ab"]
    assert bleeds_of([first, Entry("2024-03-04T08:01", name="b")]) == ["a", "b"]


@pytest.mark.parametrize("field", ["end", "last_treatment"])
def test_the_72_hours_run_from_the_end_or_the_last_treatment(field: str) -> None:
    later = {field: "2024-03-02T20:00"}
    first = Entry("2024-03-01T08:00", name="a", **later)  # type: ignore[arg-type]
    assert bleeds_of([first, Entry("2024-03-05T20:00", name="b")]) == ["ab"]
    assert bleeds_of([first, Entry("2024-03-05T20:01", name="b")]) == ["a", "b"]


def test_the_latest_of_all_entries_so_far_counts_not_that_of_the_last_entry() -> None:
    long = Entry("2024-03-01T08:00", name="a", end="2024-03-10T08:00")
    short = Entry("2024-03-03T08:00", name="b", end="2024-03-03T09:00")
    assert bleeds_of([long, short, Entry("2024-03-13T08:00", name="c")]) == ["abc"]
    assert bleeds_of([long, short, Entry("2024-03-13T08:01", name="c")]) == ["ab", "c"]


def test_chains_join() -> None:
    days = ["2024-03-01", "2024-03-04", "2024-03-07", "2024-03-10"]
    chain = [Entry(day, name=name) for day, name in zip(days, "abcd", strict=True)]
    assert bleeds_of(chain) == ["abcd"]
    assert bleeds_of([chain[0], *chain[2:]]) == ["a", "cd"]


@pytest.mark.parametrize(
    ("hours", "minutes"), [(72, 4320), (0, 0), (0.5, 30), (72.1, 4326), (0.999, 59)]
)
def test_hours_are_whole_minutes(hours: float, minutes: int) -> None:
    assert merge_minutes(hours) == minutes


def test_other_hours_can_be_asked_for() -> None:
    two = [Entry("2024-03-01T08:00", name="a"), Entry("2024-03-02T08:00", name="b")]
    assert bleeds_of(two, Rule(merge_hours=24)) == ["ab"]
    assert bleeds_of(two, Rule(merge_hours=23.99)) == ["a", "b"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"site": KNEE, "side": LEFT}, {"site": KNEE, "side": RIGHT}, False),
        ({"site": KNEE, "side": LEFT}, {"site": ELBOW, "side": LEFT}, False),
        ({"site": KNEE, "side": LEFT}, {"site": KNEE, "side": 0}, False),
        ({"site": KNEE, "side": 0}, {"site": KNEE, "side": 0}, True),
        # What it is does not matter where the site is known ...
        ({"site": KNEE, "manifestation": MUSCLE}, {"site": KNEE}, True),
        ({"site": KNEE, "kind": Kind.BRUISE}, {"site": KNEE}, True),
        # ... and is the place where it is not; the side says nothing then.
        ({"site": NOWHERE, "manifestation": NOSE}, {"site": NOWHERE, "manifestation": NOSE}, True),
        (
            {"site": NOWHERE, "manifestation": NOSE, "side": LEFT},
            {"site": NOWHERE, "manifestation": NOSE, "side": RIGHT},
            True,
        ),
        (
            {"site": NOWHERE, "manifestation": NOSE},
            {"site": NOWHERE, "manifestation": MUSCLE},
            False,
        ),
        (
            {"site": NOWHERE, "manifestation": Manifestation.JOINT},
            {"site": KNEE, "manifestation": Manifestation.JOINT},
            False,
        ),
        # Joint pain without a site is joint, a bruise is skin.
        (
            {"site": NOWHERE, "manifestation": Manifestation.JOINT},
            {"site": NOWHERE, "kind": Kind.JOINT_PAIN},
            True,
        ),
        (
            {"site": NOWHERE, "manifestation": Manifestation.SKIN},
            {"site": NOWHERE, "kind": Kind.BRUISE},
            True,
        ),
        # `other` or nothing is no place.
        ({"site": NOWHERE}, {"site": NOWHERE}, False),
        (
            {"site": NOWHERE, "manifestation": Manifestation.OTHER},
            {"site": NOWHERE, "manifestation": Manifestation.OTHER},
            False,
        ),
    ],
)
def test_the_same_place(one: dict[str, int], other: dict[str, int], same: bool) -> None:
    certain = Certainty.CERTAIN
    entries = [
        Entry("2024-03-01", name="a", certainty=certain, **one),  # type: ignore[arg-type]
        Entry("2024-03-02", name="b", certainty=certain, **other),  # type: ignore[arg-type]
    ]
    assert bleeds_of(entries) == (["ab"] if same else ["a", "b"])


def test_unsure_ones_are_left_out_before_the_clock_looks() -> None:
    entries = [
        Entry("2024-03-01", name="a"),
        Entry("2024-03-03", name="b", certainty=Certainty.UNSURE),
        Entry("2024-03-05", name="c"),
    ]
    assert bleeds_of(entries) == ["abc"]
    assert bleeds_of(entries, Rule(exclude_unsure=True)) == ["a", "c"]


def test_equal_onsets_are_read_in_the_order_entered() -> None:
    entries = [
        Entry("2024-03-01", name="a", order=2, same_as="new"),
        Entry("2024-03-01", name="b", order=1),
        Entry("2024-03-02", name="c", order=3),
    ]
    # b is read first; a is a bleed of its own, and the one that began last.
    assert bleeds_of(entries) == ["b", "ac"]


def test_rows_may_stand_in_any_order() -> None:
    entries = [
        Entry("2024-03-07", name="c", person=1, order=2),
        Entry("2024-03-01", name="x", order=0),
        Entry("2024-03-04", name="b", person=1, order=1),
        Entry("2024-03-01", name="a", person=1, order=0),
        Entry("2024-03-04T12:01", name="y", order=1),
    ]
    assert bleeds_of(entries) == ["x", "y", "cba"]


def test_people_never_join_each_other() -> None:
    assert bleeds_of([Entry("2024-03-01", name="a"), Entry("2024-03-01", name="b", person=1)]) == [
        "a",
        "b",
    ]
