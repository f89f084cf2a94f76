"""Which entries are one bleed: the 72 hours to the minute, and what people say (rule 1, 2).

Each case says the expected bleeds as groups of names; the clinical rules are the source.
"""

from collections.abc import Sequence

import pytest

from bleedlog.statistics.clock import merge_minutes
from bleedlog.statistics.codes import Adjudication, Certainty, Kind, Manifestation
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    ELBOW,
    KNEE,
    LEFT,
    MUSCLE,
    NOSE,
    NOWHERE,
    RIGHT,
    THIGH,
    Entry,
    diaries_of,
)


def bleeds_of(entries: Sequence[Entry], rule: Rule | None = None) -> list[str]:
    """Names of the entries of each bleed, in the order in which they stand in the diary."""
    people = max(entry.person for entry in entries) + 1
    episodes = find_episodes(diaries_of(entries, treated_on=[None] * people), rule or Rule())
    names = ["" for _ in episodes.onset]
    for entry, episode in zip(entries, episodes.episode_of_row.tolist(), strict=True):
        if episode >= 0:
            names[episode] += entry.name
    return names


def first_of_each(entries: Sequence[Entry]) -> list[str]:
    """Name of the entry that began each bleed."""
    return [entries[row].name for row in find_episodes(diaries_of(entries), Rule()).first_row]


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
