"""Days of which nothing is told: asked for month by month, the newest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.check_in_question import question_of
from bleedlog.services.days import Day, DayStatus, days_between
from bleedlog.services.looking import NoSuchDiaryError, looking
from bleedlog.services.record import Record
from bleedlog.storage.entries import (
    EntryRow,
    find_first_day,
    find_last_check_in,
    list_entries_between,
)
from bleedlog.storage.patients import find_profile

Span = tuple[date, date]
"""Whole days, half-open."""


@dataclass(frozen=True, slots=True)
class GapMonth:
    """A calendar month with days of which nothing is told."""

    spans: tuple[Span, ...]
    """The days, oldest first."""
    other: bool
    """Whether a bleed of the month is logged, so that "any other" is asked."""

    @property
    def first(self) -> date:
        """The first of the days."""
        return self.spans[0][0]

    @property
    def end(self) -> date:
        """The day after the last of them."""
        return self.spans[-1][1]


def gaps_of(days: Iterable[Day], rows: Iterable[EntryRow]) -> Iterator[Span]:
    """The spans of days that are not noted, without those that nobody remembers.

    `rows`: what is listed of these days.
    """
    forgotten = [
        (row.start_day, row.end_day)
        for row in rows
        if row.kind is Kind.CHECK_IN and row.answer is None and not row.withdrawn
    ]
    first = after = None
    for day in days:
        if day.status is not DayStatus.NOT_NOTED or any(
            start <= day.date < end for start, end in forgotten
        ):
            continue
        if first is not None and after == day.date:
            after = day.date + timedelta(1)
            continue
        if first is not None and after is not None:
            yield first, after
        first, after = day.date, day.date + timedelta(1)
    if first is not None and after is not None:
        yield first, after


def list_gap_months(
    record: Record, *, by: Viewer, patient_id: UUID, now: datetime
) -> list[GapMonth]:
    """Every month with a gap since the first day of the diary, the newest first. `now` is aware.

    The days that the check-in asks about are left to it.

    Raises:
        NoSuchDiaryError: if `by` may not write in the diary.
    """
    with looking(
        record, by=by, patient_id=patient_id, page="gaps", permission=Permission.LOG
    ) as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        first = find_first_day(connection, by, patient_id)
        if first is None or first >= today:
            return []
        rows = list_entries_between(connection, by, patient_id, first, today + timedelta(1))
        told_until = find_last_check_in(connection, by, patient_id)
    asked = question_of(rows, told_until, profile.check_in_days, today).first
    days = days_between(rows, first, max(first, asked), today)
    return _by_month(days, rows)[::-1]


def _by_month(days: Sequence[Day], rows: Sequence[EntryRow]) -> list[GapMonth]:
    found = []
    for _, month in groupby(days, key=lambda day: (day.date.year, day.date.month)):
        of_month = list(month)
        spans = tuple(gaps_of(of_month, rows))
        if spans:
            first, end = spans[0][0], spans[-1][1]
            other = any(
                day.status is DayStatus.BLEED and first <= day.date < end for day in of_month
            )
            found.append(GapMonth(spans, other))
    return found
