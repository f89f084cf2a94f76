"""Every invented entry could have been entered: valid, in the past, naming what there is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.kinds import INPUTS
from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import BLEED_KINDS, ActingAs, Kind, Source
from bleedlog.services.demo.cast import Member, everybody
from bleedlog.services.demo.preparing import SEED
from bleedlog.services.entry_faults import faults_of_future
from tests.demos import TODAY

CLINIC_KINDS = frozenset(Kind) - BLEED_KINDS - {Kind.INFUSION, Kind.CHECK_IN}
"""What a clinic records, not the person on the phone."""

HARD_DAYS = (date(2028, 2, 29), date(2026, 10, 25), date(2026, 8, 31))
"""A leap day, the night on which the clocks go back, the last of a long month."""


def by_id(member: Member) -> dict[object, EntryInput]:
    return {told.entry.id: told.entry for told in member.told}


def day_of(entry: EntryInput) -> date:
    return parse_moment(entry.start).day


def is_before(entry: EntryInput, other: EntryInput) -> bool:
    """By the clock where both have times, else by the day (the diary file's rule)."""
    mine, theirs = parse_moment(entry.start), parse_moment(other.start)
    if mine.clock is None or theirs.clock is None:
        return mine.day < theirs.day
    return mine.minute(entry.zone) < theirs.minute(other.zone)


@pytest.mark.parametrize(
    "today",
    [
        TODAY,
        *(pytest.param(day, marks=pytest.mark.slow) for day in HARD_DAYS),
    ],
)
def test_entries_pass_their_input_class_and_none_is_in_the_future(today: date) -> None:
    # One minute past midnight: a demo may be made at any time of its day.
    now = datetime.combine(today, time(0, 1), tzinfo=ZoneInfo("Europe/London"))
    for member in everybody(SEED, today):
        assert len(by_id(member)) == len(member.told)
        for told in member.told:
            entry = told.entry
            again = INPUTS[entry.kind].model_validate(entry.model_dump())
            assert again == entry
            assert faults_of_future(entry, now) == []
            assert told.at <= now.astimezone(UTC)


def test_entries_reach_the_server_in_order_and_not_before_they_happened(
    cast: list[Member],
) -> None:
    for member in cast:
        instants = [told.at for told in member.told]
        assert instants == sorted(instants)
        for told in member.told:
            began = parse_moment(told.entry.start)
            if began.clock is None:
                assert told.at.astimezone(ZoneInfo(told.entry.zone)).date() >= began.day
            else:
                assert told.at.timestamp() >= 60 * began.minute(told.entry.zone)


def test_entries_name_only_what_may_be_named(cast: list[Member]) -> None:
    links = 0
    for member in cast:
        entries = by_id(member)
        for entry in entries.values():
            for name in ("treats", "same_as", "about"):
                wanted = getattr(entry, name, None)
                if wanted is None:
                    continue
                links += 1
                named = entries[wanted]
                assert named.kind in BLEED_KINDS
                assert named.id != entry.id
                assert not is_before(entry, named)
    assert links > 100


def test_who_told_what(cast: list[Member]) -> None:
    for member in cast:
        for told in member.told:
            if told.by is ActingAs.CLINIC:
                assert told.entry.kind in CLINIC_KINDS
                assert told.entry.source is Source.CLINIC
            else:
                assert told.by is member.life.told_by


def test_all_that_a_diary_can_hold_is_in_the_demo(cast: list[Member]) -> None:
    kinds = {told.entry.kind for member in cast for told in member.told}

    assert kinds == set(Kind)


def test_check_ins_cover_what_one_tap_may_cover(cast: list[Member]) -> None:
    spans = [
        (told.entry, date.fromisoformat(told.entry.end))  # type: ignore[attr-defined]
        for member in cast
        for told in member.told
        if told.entry.kind is Kind.CHECK_IN
    ]

    longest = max((end - day_of(entry)).days for entry, end in spans)
    assert longest <= 31
    assert all(
        (end - day_of(entry)).days <= 28
        for entry, end in spans
        if entry.source is Source.PROSPECTIVE
    )
