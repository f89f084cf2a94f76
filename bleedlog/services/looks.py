"""Who looked: what others did with a diary, told to its person, by whole days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.audit import RETENTION_YEARS, Action
from bleedlog.models.moment import local_today, zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.services.at_work import get_worker
from bleedlog.services.looking import NoSuchDiaryError, looking
from bleedlog.services.record import Record
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.clinics import get_clinic_zone
from bleedlog.storage.looks import (
    drop_old_events,
    list_lookers_of_clinic,
    list_looks,
    list_looks_of_clinic,
    list_seen_by_clinic,
)
from bleedlog.storage.patients import find_profile

MOST = 200
"""Events of one page; a single day is never cut."""

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
NO_LIMIT = 1_000_000

Fetch = Callable[[datetime, datetime, int], Sequence[Any]]
"""Gives the events from a moment to before another, newest first, so many at most."""


@dataclass(frozen=True, slots=True)
class Days:
    """Events of whole days, newest first."""

    events: tuple[Any, ...]
    older: date | None
    """The next older day that has any, if there is one: it is the last of the next page."""


def read_days(fetch: Fetch, *, zone: str, last: date) -> Days:
    """A page of events up to the day `last` in that zone, cut between two days."""
    until = _start_of(last + timedelta(1), zone)
    found = fetch(BEGINNING, until, MOST + 1)
    if len(found) <= MOST:
        return Days(tuple(found), older=None)
    oldest = found[-1].at.astimezone(zone_of(zone)).date()
    begun = _start_of(oldest, zone)
    kept = [event for event in found if event.at >= _start_of(oldest + timedelta(1), zone)]
    if kept:
        return Days(tuple(kept), older=oldest)
    # One day with more than a page of them.
    found = fetch(begun, until, NO_LIMIT)
    before = fetch(BEGINNING, begun, 1)
    older = before[0].at.astimezone(zone_of(zone)).date() if before else None
    return Days(tuple(found), older=older)


def _start_of(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone_of(zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Looks:
    """What others did with a diary."""

    profile: Any
    days: Days
    acting_as: str


def get_looks(
    record: Record, *, by: Viewer, patient_id: UUID, last: date | None, now: datetime
) -> Looks:
    """What others did with a diary, up to the day `last` (today if None). `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see who looked.
    """
    with looking(
        record, by=by, patient_id=patient_id, page="looks", permission=Permission.SEE_LOOKS
    ) as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError

        def fetch(since: datetime, until: datetime, most: int) -> Sequence[Any]:
            return list_looks(connection, by, patient_id, since=since, until=until, most=most)

        today = now.astimezone(zone_of(profile.zone)).date()
        # Tomorrow, too: nothing that is noted now may hide behind a clock that runs ahead.
        days = read_days(fetch, zone=profile.zone, last=last or today + timedelta(1))
    return Looks(profile, days, opened.standing.acting_as.value)


@dataclass(frozen=True, slots=True)
class ClinicLooks:
    """What a clinic's staff did with diaries."""

    zone: str
    """The clinic's."""
    days: Days
    staff: tuple[tuple[UUID, str], ...]
    """Everybody who ever did, by name."""


def get_looks_of_clinic(
    record: Record,
    *,
    by: Viewer,
    clinic_id: UUID,
    person: str = "",
    staff: UUID | None = None,
    last: date | None = None,
    whole: bool = False,
) -> ClinicLooks:
    """What the clinic's staff did with diaries, newest first, a page of days or all.

    Args:
        record: The open record.
        by: Who asks.
        clinic_id: Of which clinic.
        person: A part of the name of the people whose diaries they are; of all if empty.
        staff: By that member alone.
        last: The last day of the page; today if None.
        whole: All of it at once, which is noted with the account of `by`.

    Raises:
        NoSuchDiaryError: if `by` does not run the clinic.
    """
    with record.transaction(by) if whole else record.reading(by) as connection:
        user_id = get_worker(connection, by, clinic_id, Permission.SEE_CLINIC_LOOKS)
        if whole:
            add_account_event(
                connection,
                user_id=user_id,
                by_user=user_id,
                clinic_id=clinic_id,
                action=Action.EXPORTED,
                now=datetime.now(UTC),
                detail="who looked",
            )
        wanted = person.strip().casefold()
        patients = None
        if wanted:
            seen = list_seen_by_clinic(connection, clinic_id)
            patients = [patient for patient, name in seen if wanted in name.casefold()]

        def fetch(since: datetime, until: datetime, most: int) -> Sequence[Any]:
            return list_looks_of_clinic(
                connection,
                clinic_id,
                since=since,
                until=until,
                most=most,
                patients=patients,
                staff=staff,
            )

        zone = get_clinic_zone(connection, clinic_id)
        tomorrow = local_today(zone) + timedelta(1)
        if whole:
            end = _start_of(tomorrow + timedelta(1), zone)
            days = Days(tuple(fetch(BEGINNING, end, NO_LIMIT)), older=None)
        else:
            days = read_days(fetch, zone=zone, last=last or tomorrow)
        lookers = list_lookers_of_clinic(connection, clinic_id)
    by_name = sorted(lookers, key=lambda one: (one[1].casefold(), one[0]))
    return ClinicLooks(zone, days, tuple(by_name))


def prune_events(record: Record, *, by: Viewer, now: datetime) -> int:
    """Remove events that were kept for `RETENTION_YEARS`; gives their number. `now` is aware.

    None of a diary under a legal hold.

    Raises:
        ValueError: unless it is the console.
    """
    if not by.is_console:
        message = "only the console removes events"
        raise ValueError(message)
    with record.transaction(by) as connection:
        return drop_old_events(connection, before=_years_before(now, RETENTION_YEARS))


def _years_before(now: datetime, years: int) -> datetime:
    # A day more, so that a leap day, or the database's clock, makes nothing shorter.
    day = now.astimezone(UTC) - timedelta(1)
    leaps = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leaps else day.day)
