"""What a diary says of each day: a bleed, no bleeds (confirmed), or nothing (not noted)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from bleedlog.models.vocabulary import BLEED_KINDS, Answer, Certainty, Kind, Verdict
from bleedlog.storage.entries import EntryRow


class DayStatus(StrEnum):
    """What is known of one day."""

    BLEED = "bleed"
    CONFIRMED = "confirmed"
    NOT_NOTED = "not_noted"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar."""

    date: date
    status: DayStatus


def verdicts_of(rows: Iterable[EntryRow]) -> dict[UUID, Verdict]:
    """The newest verdict about each entry, of unwithdrawn adjudications in any order."""
    settled = [row for row in rows if row.kind is Kind.ADJUDICATION and not row.withdrawn]
    return {
        row.about: row.verdict
        for row in sorted(settled, key=lambda row: row.first_seq)
        if row.verdict is not Verdict.SAME_AS
    }


def is_bleed(row: EntryRow, verdict: Verdict | None = None) -> bool:
    """Whether an entry counts as a bleed and observes its day (counting rule 1, point 1)."""
    if row.withdrawn or row.kind not in BLEED_KINDS or verdict is Verdict.NOT_A_BLEED:
        return False
    if verdict is Verdict.BLEED or row.kind is Kind.BLEED:
        return True
    return bool(row.certainty is Certainty.CERTAIN)


def days_between(rows: Sequence[EntryRow], first: date, end: date, today: date) -> list[Day]:
    """The days [first, end), from rows that touch them or belong to a check-in that does.

    A `had_bleeds` check-in observes its days once a bleed with its onset in them is logged.
    """
    verdicts = verdicts_of(rows)
    onsets = {row.start_day for row in rows if is_bleed(row, verdicts.get(row.id))}
    observed = set(onsets)
    for row in rows:
        if row.withdrawn or row.end_day is None:
            continue
        if row.kind is Kind.CHECK_IN:
            told = row.answer is Answer.NO_BLEEDS or (
                row.answer is Answer.HAD_BLEEDS
                and any(row.start_day <= onset < row.end_day for onset in onsets)
            )
        else:
            told = row.kind in {Kind.OBSERVED, Kind.BLEED_COUNT}
        if told:
            low, high = max(row.start_day, first), min(row.end_day, end)
            observed.update(low + timedelta(n) for n in range((high - low).days))
    return [
        Day(day, _status(day, onsets, observed, today))
        for day in (first + timedelta(n) for n in range((end - first).days))
    ]


def _status(day: date, onsets: set[date], observed: set[date], today: date) -> DayStatus:
    if day in onsets:
        return DayStatus.BLEED
    if day > today:
        return DayStatus.AHEAD
    if day in observed:
        return DayStatus.CONFIRMED
    # Today is only half lived, so it is not yet a day that somebody left out.
    return DayStatus.AHEAD if day == today else DayStatus.NOT_NOTED
