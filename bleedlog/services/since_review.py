"""What is new since the last review: what both sides look at together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.moment import zone_of
from bleedlog.models.vocabulary import BLEED_KINDS, Kind
from bleedlog.services.days import DayStatus, days_between
from bleedlog.services.looking import OpenedDiary
from bleedlog.services.records import RECORDED
from bleedlog.services.reviews import Review
from bleedlog.services.settling import list_unsettled
from bleedlog.storage.entries import (
    EntryRow,
    find_entry,
    find_last_check_in,
    list_entries_between,
)
from bleedlog.storage.news import list_begun_since, list_told_since
from bleedlog.storage.profiles import list_profile_changes
from bleedlog.storage.records import list_records

FIRST_LOOK = timedelta(days=90)
"""How far a first review looks back: the rest is on the person's page."""

_VERDICTS = frozenset({Kind.ADJUDICATION})


@dataclass(frozen=True, slots=True)
class Doses:
    """Infusions in sum."""

    number: int
    units: float
    """IU, of those of which the dose is known."""
    of_unknown_dose: int


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """A verdict, the entry that it is about, and the one whose bleed that is."""

    ruling: Any
    about: EntryRow | None
    named: EntryRow | None


@dataclass(frozen=True, slots=True)
class News:
    """What is new."""

    first: date
    """The day of the last review, or where a first review begins."""
    bleeds: tuple[Any, ...]
    """Bleeds, bruises and pain that were told since, newest onset first."""
    changed: tuple[Any, ...]
    """Those told before that were changed or taken out since."""
    to_settle: frozenset[UUID]
    """Of all of these and of older ones: which nobody was sure of and nobody settled."""
    doses: Doses
    days: int
    """Whole days since then."""
    days_told: int
    """Of how many of them something is noted."""
    told_until: date | None
    """The last day of which something was told."""
    results: tuple[Any, ...]
    """Records of clinics, newest first."""
    verdicts: tuple[NewVerdict, ...]
    """Newest first."""
    corrected: tuple[Any, ...]
    """Fields of the profile, newest first: as `list_profile_changes`."""


def news_since(opened: OpenedDiary, profile: Any, last: Review | None, today: date) -> News:
    """What is new since that review, or of the last 90 days where there was none.

    New is what was told since, whenever it happened. Before a first review it is what happened
    since: everything that was ever brought in would be told of late.
    """
    connection, by, patient_id = opened.connection, opened.by, opened.patient_id
    if last is None:
        first = today - FIRST_LOOK
        since = datetime.combine(first, time(), tzinfo=zone_of(profile.zone)).astimezone(UTC)
        told = list_begun_since(connection, by, patient_id, first)
        new = [row for row in told if not row.withdrawn]
    else:
        first, since = last.day, last.seen_until
        told = list_told_since(connection, by, patient_id, since)
        new = [row for row in told if row.entered_at > since and not row.withdrawn]
    known = {row.id for row in new}
    until = find_last_check_in(connection, by, patient_id)
    days = _days(opened, first, today)
    return News(
        first=first,
        bleeds=tuple(row for row in new if row.kind in BLEED_KINDS),
        changed=()
        if last is None
        else tuple(
            row
            for row in told
            if row.kind in BLEED_KINDS and row.id not in known and row.entered_at <= since
        ),
        to_settle=frozenset(row.id for row in list_unsettled(opened)),
        doses=_doses(row for row in new if row.kind is Kind.INFUSION),
        days=len(days),
        days_told=sum(days),
        told_until=None if until is None else min(until - timedelta(1), today),
        results=_new_results(opened, last, first, since),
        verdicts=verdicts_since(opened, since),
        corrected=tuple(
            one for one in list_profile_changes(connection, by, patient_id) if one.at > since
        ),
    )


def _doses(rows: Iterable[Any]) -> Doses:
    known = list(rows)
    doses = [row.dose_iu for row in known if row.dose_iu is not None]
    return Doses(len(known), sum(doses), len(known) - len(doses))


def _days(opened: OpenedDiary, first: date, today: date) -> list[bool]:
    rows = list_entries_between(opened.connection, opened.by, opened.patient_id, first, today)
    noted = days_between(rows, first, max(first, today), today)
    return [day.status is not DayStatus.NOT_NOTED for day in noted]


def _new_results(
    opened: OpenedDiary, last: Review | None, first: date, since: datetime
) -> tuple[Any, ...]:
    rows = list_records(opened.connection, opened.by, opened.patient_id, RECORDED)
    return tuple(
        row
        for row in rows
        if not row.withdrawn
        and (row.entered_at > since if last is not None else row.start_day >= first)
    )


def verdicts_since(opened: OpenedDiary, since: datetime) -> tuple[NewVerdict, ...]:
    """What clinics settled after that moment and did not take back, newest first."""
    rows = list_records(opened.connection, opened.by, opened.patient_id, _VERDICTS)
    newest = sorted(rows, key=lambda row: row.first_seq, reverse=True)
    return tuple(
        NewVerdict(row, _find(opened, row.about), _find(opened, row.same_as))
        for row in newest
        if not row.withdrawn and row.entered_at > since
    )


def _find(opened: OpenedDiary, entry_id: UUID | None) -> EntryRow | None:
    if entry_id is None:
        return None
    return find_entry(opened.connection, opened.by, opened.patient_id, entry_id)
