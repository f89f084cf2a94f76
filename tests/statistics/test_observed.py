"""Observed days: of which days somebody said whether there was a bleed."""

from datetime import date, timedelta

import pytest

from bleedlog.statistics.codes import NO_DAY, Adjudication, Certainty, Kind, Span
from bleedlog.statistics.observed import ObservedTime, observed_time
from tests.statistics.entry_columns import Entry, Said, day_number, diaries_of, observed


def time_of(*said: Said, entries: tuple[Entry, ...] = (), people: int = 1) -> ObservedTime:
    return observed_time(diaries_of(entries, said, treated_on=[None] * people))


def written(days: list[int]) -> list[str]:
    return [str(date(1970, 1, 1) + timedelta(days=day)) for day in days]


def spans_of(time: ObservedTime) -> list[tuple[str, str]]:
    return list(zip(written(time.first.tolist()), written(time.end.tolist()), strict=True))


def bleed_only(time: ObservedTime) -> list[str]:
    return written(time.bleed_only_day.tolist())


@pytest.mark.parametrize("kind", [Span.NO_BLEEDS, Span.OBSERVED, Span.BLEED_COUNT])
def test_a_claim_observes_its_days_up_to_the_day_before_its_end(kind: Span) -> None:
    assert spans_of(time_of(Said(kind, "2024-01-01", "2024-01-08"))) == [
        ("2024-01-01", "2024-01-08")
    ]


def test_each_day_counts_once_and_spans_that_overlap_or_touch_are_one() -> None:
    time = time_of(
        observed("2024-02-01", "2024-02-03"),
        observed("2024-01-01", "2024-01-20"),
        observed("2024-01-05", "2024-01-10"),
        observed("2024-01-20", "2024-01-25"),
        observed("2024-02-02", "2024-02-05"),
        observed("2024-02-06", "2024-02-06"),
    )
    assert spans_of(time) == [("2024-01-01", "2024-01-25"), ("2024-02-01", "2024-02-05")]


def test_a_span_without_a_day_says_nothing() -> None:
    time = time_of(Said(Span.BLEED_COUNT, "2024-01-05", "2024-01-05", count=3))
    assert spans_of(time) == []
    assert time.first_day.tolist() == [NO_DAY]
    assert time.end_of_data.tolist() == [NO_DAY]


def test_had_bleeds_observes_once_a_bleed_is_logged_in_it() -> None:
    had_bleeds = Said(Span.HAD_BLEEDS, "2024-01-01", "2024-01-08")
    assert spans_of(time_of(had_bleeds)) == []
    last_day = time_of(had_bleeds, entries=(Entry("2024-01-07"),))
    assert spans_of(last_day) == [("2024-01-01", "2024-01-08")]
    assert bleed_only(last_day) == []
    day_after = time_of(had_bleeds, entries=(Entry("2024-01-08"),))
    assert spans_of(day_after) == [("2024-01-08", "2024-01-09")]
    assert bleed_only(day_after) == ["2024-01-08"]


def test_somebody_else_s_bleed_does_not_bear_out_a_check_in() -> None:
    time = time_of(
        Said(Span.HAD_BLEEDS, "2024-01-01", "2024-01-08", person=0),
        entries=(Entry("2024-01-03", person=1),),
        people=2,
    )
    assert time.person.tolist() == [1]


@pytest.mark.parametrize(
    ("entry", "observes"),
    [
        (Entry("2024-01-05"), True),
        (Entry("2024-01-05", certainty=Certainty.UNSURE), True),
        (Entry("2024-01-05", adjudication=Adjudication.NOT_A_BLEED), False),
        (Entry("2024-01-05", kind=Kind.BRUISE), False),
        (Entry("2024-01-05", kind=Kind.BRUISE, certainty=Certainty.UNSURE), False),
        (Entry("2024-01-05", kind=Kind.BRUISE, certainty=Certainty.CERTAIN), True),
        (Entry("2024-01-05", kind=Kind.JOINT_PAIN), False),
        (Entry("2024-01-05", kind=Kind.JOINT_PAIN, adjudication=Adjudication.BLEED), True),
    ],
)
def test_which_entries_observe_their_day(entry: Entry, observes: bool) -> None:
    alone = time_of(entries=(entry,))
    assert spans_of(alone) == ([("2024-01-05", "2024-01-06")] if observes else [])
    had_bleeds = time_of(Said(Span.HAD_BLEEDS, "2024-01-01", "2024-01-08"), entries=(entry,))
    assert spans_of(had_bleeds) == ([("2024-01-01", "2024-01-08")] if observes else [])


def test_days_known_only_from_a_bleed_are_those_that_no_claim_holds() -> None:
    time = time_of(
        observed("2024-01-10", "2024-01-20"),
        entries=(
            Entry("2024-01-25T08:00"),
            Entry("2024-01-09"),
            Entry("2024-01-10"),
            Entry("2024-01-19"),
            Entry("2024-01-20"),
            Entry("2024-01-25T18:00"),
        ),
    )
    assert bleed_only(time) == ["2024-01-09", "2024-01-20", "2024-01-25"]
    assert spans_of(time) == [("2024-01-09", "2024-01-21"), ("2024-01-25", "2024-01-26")]


def test_the_day_is_the_local_one() -> None:
    late = Entry("2024-01-05T23:30", local_day="2024-01-06")
    assert spans_of(time_of(entries=(late,))) == [("2024-01-06", "2024-01-07")]


def test_a_number_of_bleeds_observes_its_span_but_no_joint() -> None:
    time = time_of(
        observed("2024-01-01", "2024-01-10"),
        Said(Span.BLEED_COUNT, "2024-01-05", "2024-02-01", count=2),
        entries=(Entry("2024-01-20"),),
    )
    assert spans_of(time) == [("2024-01-01", "2024-02-01")]
    assert bleed_only(time) == []
    assert written(time.joint_first.tolist()) == ["2024-01-01", "2024-01-20"]
    assert written(time.joint_end.tolist()) == ["2024-01-10", "2024-01-21"]
    assert time.joint_person.tolist() == [0, 0]


def test_everybody_s_data_begin_and_end_with_their_own_observed_days() -> None:
    time = time_of(
        observed("2024-01-10", "2024-01-20", person=0),
        observed("1965-05-01", "1965-06-01", person=2),
        entries=(
            Entry("2024-02-01", person=0),
            Entry("2024-01-05", person=0),
            Entry("2024-03-01", person=3),
            Entry("1965-05-10", person=2),
        ),
        people=4,
    )
    assert time.person.tolist() == [0, 0, 0, 2, 3]
    assert time.first_day.tolist() == [
        day_number("2024-01-05"),
        NO_DAY,
        day_number("1965-05-01"),
        day_number("2024-03-01"),
    ]
    assert time.end_of_data.tolist() == [
        day_number("2024-02-02"),
        NO_DAY,
        day_number("1965-06-01"),
        day_number("2024-03-02"),
    ]
