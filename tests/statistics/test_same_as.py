"""What people say beats the clock: the same bleed as another entry, or a new one (rule 1, 2).

Each case says the expected bleeds as groups of names; the clinical rules are the source.
"""

import pytest

from bleedlog.statistics.codes import Adjudication, Certainty
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    ELBOW,
    NOWHERE,
    THIGH,
    Entry,
)
from tests.statistics.named_bleeds import bleeds_of, first_of_each


def test_new_starts_a_bleed_and_the_clock_looks_at_it_from_then_on() -> None:
    entries = [
        Entry("2024-03-01", name="a", end="2024-03-20"),
        Entry("2024-03-02", name="b", same_as="new"),
        Entry("2024-03-05", name="c"),
        # Within the 72 hours of the first one's end, but that one did not begin last.
        Entry("2024-03-21", name="d"),
    ]
    assert bleeds_of(entries) == ["a", "bc", "d"]


def test_a_name_joins_whatever_the_place_and_the_time() -> None:
    entries = [
        Entry("2024-03-01", name="a"),
        Entry("2024-06-01", name="b", site=THIGH, same_as="a", end="2024-06-03"),
        # Its end counts for the 72 hours at the knee, and it is no bleed of the thigh.
        Entry("2024-06-06", name="c"),
        Entry("2024-06-04", name="d", site=THIGH),
    ]
    assert bleeds_of(entries) == ["abc", "d"]


def test_a_treatment_of_a_named_entry_counts_at_the_place_that_it_joined() -> None:
    entries = [
        Entry("2024-03-01", name="a"),
        Entry("2024-03-02", name="b", site=ELBOW, same_as="a", last_treatment="2024-03-09T12:00"),
        Entry("2024-03-12T12:00", name="c"),
        Entry("2024-03-12T12:00", name="d", site=ELBOW),
    ]
    assert bleeds_of(entries) == ["abc", "d"]


def test_names_are_followed_from_one_to_the_next() -> None:
    entries = [
        Entry("2024-03-01", name="a"),
        Entry("2024-04-01", name="b", site=ELBOW, same_as="a"),
        Entry("2024-05-01", name="c", site=THIGH, same_as="b"),
    ]
    assert bleeds_of(entries) == ["abc"]


def test_nowhere_can_be_named_but_the_clock_never_joins_there() -> None:
    entries = [
        Entry("2024-03-01", name="a", site=NOWHERE),
        Entry("2024-03-02", name="b", site=NOWHERE, same_as="a"),
        Entry("2024-03-03", name="c", site=NOWHERE),
    ]
    assert bleeds_of(entries) == ["ab", "c"]


def test_the_clock_looks_at_the_bleed_that_began_last_at_the_place() -> None:
    entries = [
        Entry("2024-03-01", name="a"),
        Entry("2024-03-10", name="b"),
        # Keeps the first one going, which did not begin last.
        Entry("2024-03-11", name="c", same_as="a", end="2024-03-20"),
        Entry("2024-03-21", name="d"),
    ]
    assert bleeds_of(entries) == ["ac", "b", "d"]


def test_a_named_entry_that_is_left_out_leaves_it_to_the_clock() -> None:
    no_bleed = Entry("2024-03-01", name="x", adjudication=Adjudication.NOT_A_BLEED)
    near = [no_bleed, Entry("2024-03-02", name="a"), Entry("2024-03-03", name="b", same_as="x")]
    assert bleeds_of(near) == ["ab"]
    far = [no_bleed, Entry("2024-03-02", name="a"), Entry("2024-04-03", name="b", same_as="x")]
    assert bleeds_of(far) == ["a", "b"]


def test_an_unsure_named_entry_is_left_out_only_when_unsure_ones_are() -> None:
    entries = [
        Entry("2024-03-01", name="a", certainty=Certainty.UNSURE),
        Entry("2024-04-01", name="b", same_as="a"),
    ]
    assert bleeds_of(entries) == ["ab"]
    assert bleeds_of(entries, Rule(exclude_unsure=True)) == ["b"]


def test_an_entry_may_name_one_of_the_same_minute_that_was_entered_later() -> None:
    entries = [
        Entry("2024-03-01", name="a", site=ELBOW, same_as="b"),
        Entry("2024-03-01", name="b"),
        Entry("2024-03-02", name="c", site=ELBOW),
        Entry("2024-03-02", name="d"),
    ]
    # a is the first of the two, so the bleed's place is the elbow.
    assert bleeds_of(entries) == ["abc", "d"]
    assert first_of_each(entries) == ["a", "d"]


def test_one_that_waited_joins_the_bleed_that_the_named_one_continued() -> None:
    entries = [
        Entry("2024-02-29", name="a"),
        Entry("2024-03-01", name="b", site=ELBOW, same_as="c"),
        Entry("2024-03-01", name="c"),
        Entry("2024-03-02", name="d"),
    ]
    assert bleeds_of(entries) == ["abcd"]
    assert first_of_each(entries) == ["a"]


def test_one_that_waited_can_become_the_first_of_a_bleed_of_that_minute() -> None:
    entries = [
        Entry("2024-03-01", name="a", site=ELBOW, same_as="c"),
        Entry("2024-03-01", name="b"),
        Entry("2024-03-01", name="c"),
        Entry("2024-03-02", name="d", site=ELBOW),
        Entry("2024-03-02", name="e"),
    ]
    assert bleeds_of(entries) == ["abcd", "e"]
    assert first_of_each(entries) == ["a", "e"]


def test_several_wait_in_a_row() -> None:
    entries = [
        Entry("2024-03-01", name="a", site=THIGH, same_as="b"),
        Entry("2024-03-01", name="b", site=ELBOW, same_as="c"),
        Entry("2024-03-01", name="c", same_as="new"),
    ]
    assert bleeds_of(entries) == ["abc"]


@pytest.mark.parametrize(
    "second",
    [
        Entry("2024-04-01", name="b", same_as="b"),
        Entry("2024-04-01", name="b", same_as="later"),
        Entry("2024-04-01", name="b", same_as="somebody else's"),
    ],
)
def test_faults_that_slipped_in_leave_it_to_the_clock(second: Entry) -> None:
    entries = [
        Entry("2024-03-30", name="a"),
        second,
        Entry("2024-05-01", name="later"),
        Entry("2024-03-30", name="somebody else's", person=1),
    ]
    assert bleeds_of(entries) == ["ab", "later", "somebody else's"]


def test_a_circle_that_slipped_in_is_a_bleed_of_its_own() -> None:
    entries = [
        Entry("2024-03-01", name="a", same_as="b"),
        Entry("2024-03-01", name="b", same_as="a"),
        Entry("2024-06-01", name="c"),
    ]
    assert bleeds_of(entries) == ["ab", "c"]


def test_people_who_name_entries_are_counted_as_those_who_do_not() -> None:
    """The same diary twice: somebody named an entry in one, years earlier and elsewhere."""
    days = ["2024-03-01", "2024-03-04", "2024-03-08", "2024-03-09", "2024-03-12T13:00"]
    ends = [None, "2024-03-05T09:00", None, "2024-03-09T13:00", None]
    fields = list(zip(days, ends, "abcde", strict=True))
    plain = [Entry(day, name=name, end=end) for day, end, name in fields]
    naming = [
        Entry("2000-01-01", name="x", person=1),
        Entry("2000-03-01", name="y", site=THIGH, same_as="x", person=1),
        *(Entry(day, name=name, end=end, person=1) for day, end, name in fields),
    ]
    assert bleeds_of(plain) == ["ab", "cde"]
    assert bleeds_of(naming) == ["xy", "ab", "cde"]
