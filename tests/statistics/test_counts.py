"""Episodes and observed days of every window, counted by hand."""

import pytest

from bleedlog.statistics.blocks import PEOPLE_PER_BLOCK
from bleedlog.statistics.codes import NO_DAY, Cause, Certainty, Manifestation
from bleedlog.statistics.columns import Diaries
from bleedlog.statistics.counts import WindowCounts, count_windows
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    ELBOW,
    NOSE,
    NOWHERE,
    Entry,
    Said,
    day_number,
    diaries_of,
    observed,
)
from tests.statistics.window_tally import TREATED, count_of, in_window


def test_an_episode_is_counted_in_the_window_of_its_first_onset() -> None:
    counts = count_of(
        [
            # Goes on past the infusion: one bleed, of the lead-in.
            Entry("2022-12-31T23:59", end="2023-01-02T12:00"),
            Entry("2023-01-04"),
            Entry("2023-01-01T00:00", ELBOW),
            Entry("2023-06-30", ELBOW),
            Entry("2023-07-01", NOWHERE, manifestation=NOSE),
            Entry("2024-06-30"),
            Entry("2024-07-01", NOWHERE, manifestation=NOSE),
        ]
    )
    assert {name: in_window(counts, name)["all"] for name in counts.names} == {
        "lead_in": 1,
        "establishment": 2,
        "months_7_18": 2,
        "months_19_30": 1,
        "after_6m": 3,
    }


def test_each_category_counts_its_own() -> None:
    counts = count_of(
        [
            Entry("2022-02-01", cause=Cause.SPONTANEOUS),
            Entry("2022-03-01", cause=Cause.TRAUMATIC, last_treatment="2022-03-01T13:00"),
            Entry("2022-04-01", NOWHERE, manifestation=NOSE, cause=Cause.SPONTANEOUS),
            Entry("2022-05-01", NOWHERE, last_treatment="2022-05-02"),
            Entry("2022-06-01", NOWHERE, cause=Cause.UNKNOWN),
        ]
    )
    assert in_window(counts, "lead_in") == {"all": 5, "spontaneous": 2, "joint": 2, "treated": 2}
    assert counts.unknown_cause[0, counts.names.index("lead_in")] == 2


def test_surgical_bleeds_are_left_out_of_every_rate_unless_asked_for() -> None:
    surgical = Entry("2022-03-01", cause=Cause.SURGICAL, last_treatment="2022-03-01T13:00")
    entries = [surgical, Entry("2022-05-01")]
    out = {"all": 1, "spontaneous": 0, "joint": 1, "treated": 0}
    assert in_window(count_of(entries), "lead_in") == out
    included = count_of(entries, rule=Rule(include_surgical=True))
    assert in_window(included, "lead_in") == {
        "all": 2,
        "spontaneous": 0,
        "joint": 2,
        "treated": 1,
    }


def test_without_unsure_bleeds_their_days_are_still_observed() -> None:
    entries = [Entry("2022-02-01", certainty=Certainty.UNSURE), Entry("2022-03-01")]
    counts = count_of(entries, [], Rule(exclude_unsure=True))
    assert in_window(counts, "lead_in")["all"] == 1
    assert counts.observed.tolist() == [[2]]
    assert counts.bleed_only.tolist() == [[2]]
    # From 1 February, the first observed day, to 1 March and with it: 28 days and one.
    assert counts.elapsed.tolist() == [[29]]


def test_days_are_clipped_to_the_window() -> None:
    counts = count_of(
        [Entry("2023-06-30"), Entry("2023-07-01", ELBOW), Entry("2023-08-01")],
        [observed("2022-12-25", "2023-01-11"), observed("2023-07-10", "2023-07-12")],
    )
    assert counts.names == ("lead_in", "establishment", "months_7_18", "after_6m")
    # 25 to 31 December; 1 to 10 January and 30 June; 1, 10 and 11 July and 1 August.
    assert counts.observed.tolist() == [[7, 11, 4, 4]]
    assert counts.bleed_only.tolist() == [[0, 1, 2, 2]]
    assert counts.elapsed.tolist() == [[7, 181, 32, 32]]
    assert counts.start[0, 0] == day_number("2022-12-25")
    assert counts.end[0, 3] == day_number("2023-08-02")


def test_days_that_stand_otherwise_than_instants_are_counted_by_day() -> None:
    # Written down in two zones: the later instant has the earlier local day.
    entries = [
        Entry("2022-12-31T20:00", local_day="2023-01-01"),
        Entry("2022-12-31T21:00", ELBOW, local_day="2022-12-31"),
    ]
    counts = count_of(entries)
    assert in_window(counts, "lead_in")["all"] == 1
    assert in_window(counts, "establishment")["all"] == 1


def crowd(people: int) -> tuple[list[Entry], list[Said], list[str | None]]:
    """People with 0, 1, 2, ... bleeds and diaries of different lengths, some untreated."""
    entries = [
        Entry(f"2022-{month:02}-05", person=person, order=month)
        for person in range(people)
        for month in range(1, person % 12 + 1)
    ]
    said = [
        observed("2022-01-01", f"{2022 + person % 4}-12-31", person=person)
        for person in range(people)
        if person % 5
    ]
    return entries, said, [None if person % 3 else TREATED for person in range(people)]


def by_person(counts: WindowCounts, person: int) -> dict[str, list[int]]:
    return {
        name: [
            int(counts.start[person, which]),
            int(counts.elapsed[person, which]),
            int(counts.observed[person, which]),
            int(counts.bleed_only[person, which]),
            *counts.episodes[:, person, which].tolist(),
            int(counts.unknown_cause[person, which]),
        ]
        for which, name in enumerate(counts.names)
        if counts.start[person, which] != NO_DAY
    }


@pytest.mark.parametrize("in_order", [True, False])
def test_everybody_is_counted_as_if_they_were_alone(in_order: bool) -> None:
    """In several blocks, the last of which has the windows that no other has."""
    people = 2 * PEOPLE_PER_BLOCK + 7
    some, said, treated = crowd(40)
    last = people - 1
    others: list[Entry] = [
        Entry("2022-03-01", person=last, name="first"),
        Entry("2022-04-01", ELBOW, person=last, same_as="first"),
    ]
    long = observed("2010-01-01", "2030-01-01", person=last)
    diaries = diaries_of(
        [*some, *others] if in_order else [*others, *some[::-1]],
        [*said, long] if in_order else [long, *said[::-1]],
        treated_on=[*treated, *[None] * (people - 41), TREATED],
    )
    counts = count_windows(diaries, Rule())
    for person in range(40):
        alone = count_windows(
            diaries_of(
                [Entry(e.when, order=e.order) for e in some if e.person == person],
                [Said(s.kind, s.first, s.end) for s in said if s.person == person],
                treated_on=[treated[person]],
            ),
            Rule(),
        )
        assert by_person(counts, person) == by_person(alone, 0)
    assert in_window(counts, "lead_in", last)["all"] == 1
    assert counts.names[-5:] == ("after_6m", "year_1", "year_2", "year_3", "year_4")
    assert counts.names.index("months_79_90") == 8
    assert counts.start[41:last].max() == NO_DAY
    assert counts.known.all()


def test_a_name_of_somebody_else_s_entry_in_another_block_leaves_it_to_the_clock() -> None:
    entries = [
        Entry("2022-03-01", name="a"),
        Entry("2022-06-01", person=PEOPLE_PER_BLOCK, same_as="a"),
        Entry("2022-06-02", person=PEOPLE_PER_BLOCK),
    ]
    counts = count_windows(
        diaries_of(entries, treated_on=[TREATED] * (PEOPLE_PER_BLOCK + 1)), Rule()
    )
    assert in_window(counts, "lead_in", PEOPLE_PER_BLOCK)["all"] == 1


def test_nobody_and_nothing() -> None:
    nobody: Diaries = diaries_of(treated_on=[])
    assert count_windows(nobody, Rule()).names == ()
    nothing = count_windows(diaries_of(treated_on=[TREATED, None]), Rule())
    assert nothing.names == ()
    assert nothing.first_day.tolist() == [NO_DAY, NO_DAY]


def test_a_bleed_of_a_manifestation_without_a_rule_counts_too() -> None:
    entries = [Entry("2022-03-01", NOWHERE, manifestation=Manifestation.OTHER)] * 2
    assert in_window(count_of(entries), "lead_in")["all"] == 2
