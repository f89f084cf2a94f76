"""The diary by month, and what a form to log something offers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Kind
from bleedlog.services.check_in_question import LONGEST_CHECK_IN
from bleedlog.services.days import Day, days_between
from bleedlog.services.gaps import gaps_of
from bleedlog.services.looking import NoSuchDiaryError, looking
from bleedlog.services.record import Record
from bleedlog.storage.entries import EntryRow, list_entries_between
from bleedlog.storage.patients import find_profile


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a diary."""

    first: date
    end: date
    today: date
    days: tuple[Day, ...]
    entries: tuple[EntryRow, ...]
    """Entries of the month, newest first, withdrawn ones too."""
    gaps: tuple[tuple[date, date], ...]
    """Half-open spans of the month's days that are not noted, and may be remembered."""
    may_log: bool
    profile: Any


def get_month(
    record: Record, *, by: Viewer, patient_id: UUID, month: date | None, now: datetime
) -> Month:
    """One calendar month of a diary, this month if none is named. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="diary") as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        first = (month or today).replace(day=1)
        end = (first + timedelta(31)).replace(day=1)
        # A check-in that reaches into the month may wait for a bleed just outside it.
        margin = timedelta(LONGEST_CHECK_IN)
        rows = list_entries_between(connection, by, patient_id, first - margin, end + margin)
    days = days_between(rows, first, end, today)
    entries = tuple(row for row in rows if row.start_day < end and _last_day(row) >= first)
    return Month(
        first=first,
        end=end,
        today=today,
        days=tuple(days),
        entries=entries,
        gaps=tuple(gaps_of(days, rows)),
        may_log=opened.standing.may(Permission.LOG),
        profile=profile,
    )


def _last_day(row: EntryRow) -> date:
    if row.end_day is None or row.end is None:
        return row.start_day  # type: ignore[no-any-return]
    spans = {Kind.CHECK_IN, Kind.OBSERVED, Kind.BLEED_COUNT}
    return row.end_day - timedelta(1) if row.kind in spans else row.start_day  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class LogPage:
    """What a form offers beside its questions."""

    profile: Any
    today: date
    recent_bleeds: tuple[EntryRow, ...]
    """Bleeds, bruises and joint pain of the last four weeks, newest first."""


def get_log_page(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> LogPage:
    """What a form to log something offers. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not write in the diary.
    """
    with looking(
        record, by=by, patient_id=patient_id, page="log", permission=Permission.LOG
    ) as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        rows = list_entries_between(
            connection, by, patient_id, today - timedelta(LONGEST_CHECK_IN), today + timedelta(1)
        )
    recent = tuple(row for row in rows if row.kind in BLEED_KINDS and not row.withdrawn)
    return LogPage(profile=profile, today=today, recent_bleeds=recent)
