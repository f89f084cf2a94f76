"""What a clinic settles about a person's entries: a bleed, not a bleed, the same as another.

The entry stays as the person wrote it, and both counts can be seen: with verdicts and without.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind
from bleedlog.services.changing import may_change
from bleedlog.services.columns import READ, diaries_of
from bleedlog.services.entries import EntryRefusedError, Fault, Logged, log_in
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.photos import ListedPhoto, photos_of
from bleedlog.services.record import Record
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.rule import Rule
from bleedlog.storage.entries import (
    EntryRow,
    find_entry,
    list_entries_between,
    list_to_settle,
    read_entries,
)
from bleedlog.storage.entry_states import list_revisions
from bleedlog.storage.entry_years import list_years
from bleedlog.storage.patients import find_profile
from bleedlog.storage.records import list_records

NEAR = timedelta(days=30)
"""How long before an entry another one is offered as the same bleed."""

LISTED = BLEED_KINDS | {Kind.INFUSION, Kind.CHECK_IN}
_RULINGS = frozenset({Kind.ADJUDICATION})
_COUNTED = frozenset(Kind) - {Kind.REVIEW}


@dataclass(frozen=True, slots=True)
class BothCounts:
    """The bleeds of one window, as settled and as the person noted them."""

    window: str
    settled: int
    noted: int


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """A year of somebody's entries for the clinic."""

    profile: Any
    year: int | None
    """None where there are no entries."""
    years: tuple[int, ...]
    rows: tuple[EntryRow, ...]
    """Bleeds, bruises, pain, doses and check-ins that began in the year, newest first."""
    rulings: Mapping[UUID, Any]
    """The verdict that counts, by the entry that it is about."""
    to_settle: tuple[EntryRow, ...]
    """Entries that nobody was sure of and nobody settled, of all years, newest first."""
    near: Mapping[UUID, tuple[EntryRow, ...]]
    """What each of those could be the same bleed as, newest first."""
    named: Mapping[UUID, EntryRow]
    """Entries that verdicts name."""
    counts: tuple[BothCounts, ...]
    may_settle: bool


@dataclass(frozen=True, slots=True)
class SettledEntry:
    """One entry of a person for the clinic."""

    profile: Any
    entry: EntryRow
    revisions: tuple[Any, ...]
    ruling: Any
    """The verdict that counts, or None."""
    named: EntryRow | None
    """The entry whose bleed it is by that verdict."""
    near: tuple[EntryRow, ...]
    may_settle: bool
    may_take_back: bool
    photos: tuple[ListedPhoto, ...]
    """Withdrawn ones too, in the order added."""


def get_entries(
    record: Record, *, by: Viewer, patient_id: UUID, year: int | None = None
) -> EntriesPage:
    """A year of a person's entries, the newest if none is named.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary, or it has no entry in that year.
    """
    with looking(record, by=by, patient_id=patient_id, page="entries") as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        years = list_years(connection, by, patient_id)
        if profile is None or (year is not None and year not in years):
            raise NoSuchDiaryError
        shown = year or next(iter(years), None)
        rulings = _rulings(opened)
        unsure = _unsettled(opened, rulings)
        named = (one.same_as for one in rulings.values() if one.same_as is not None)
        return EntriesPage(
            profile=profile,
            year=shown,
            years=tuple(years),
            rows=_of_year(opened, shown),
            rulings=rulings,
            to_settle=unsure,
            near={one.id: _near(opened, one) for one in unsure},
            named={one: row for one in named if (row := _find(opened, one)) is not None},
            counts=_both_counts(connection, by, patient_id),
            may_settle=any(map(_settles, opened.standings)),
        )


def _settles(standing: Standing) -> bool:
    return standing.access is None and standing.may(Permission.ADJUDICATE)


def _desk(opened: OpenedDiary) -> OpenedDiary:
    staff = tuple(filter(_settles, opened.standings))
    if not staff:
        raise NoSuchDiaryError
    return replace(opened, standing=staff[0], standings=staff)


def _rulings(opened: OpenedDiary) -> dict[UUID, Any]:
    rows = list_records(opened.connection, opened.by, opened.patient_id, _RULINGS)
    standing = [row for row in rows if not row.withdrawn]
    # Of several about one entry the latest entered counts.
    return {row.about: row for row in sorted(standing, key=lambda row: row.first_seq)}


def list_unsettled(opened: OpenedDiary) -> tuple[EntryRow, ...]:
    """Entries that nobody was sure of and nobody settled, newest first, in an opened diary."""
    return _unsettled(opened, _rulings(opened))


def _unsettled(opened: OpenedDiary, rulings: Mapping[UUID, Any]) -> tuple[EntryRow, ...]:
    found = [
        row
        for row in list_to_settle(opened.connection, opened.by, opened.patient_id, date.max)
        if row.kind in BLEED_KINDS and row.certainty is Certainty.UNSURE and row.id not in rulings
    ]
    return tuple(reversed(found))


def _of_year(opened: OpenedDiary, year: int | None) -> tuple[EntryRow, ...]:
    if year is None:
        return ()
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    rows = list_entries_between(opened.connection, opened.by, opened.patient_id, first, end)
    return tuple(row for row in rows if row.kind in LISTED and row.start_day >= first)


def _find(opened: OpenedDiary, entry_id: UUID) -> EntryRow | None:
    return find_entry(opened.connection, opened.by, opened.patient_id, entry_id)


def _near(opened: OpenedDiary, entry: EntryRow) -> tuple[EntryRow, ...]:
    rows = list_entries_between(
        opened.connection,
        opened.by,
        opened.patient_id,
        entry.start_day - NEAR,
        entry.start_day + timedelta(1),
    )
    return tuple(
        row
        for row in rows
        if row.kind in BLEED_KINDS
        and not row.withdrawn
        and row.id != entry.id
        and entry.start_day - NEAR <= row.start_day
        and row.start_minute <= entry.start_minute
    )


def _both_counts(connection: Connection, by: Viewer, patient_id: UUID) -> tuple[BothCounts, ...]:
    rows = read_entries(connection, by, patient_id, READ, _COUNTED)
    noted_rows = [row for row in rows if row.kind != Kind.ADJUDICATION]
    if len(noted_rows) == len(rows):
        return ()
    settled, noted = (_counts(one) for one in (rows, noted_rows))
    return tuple(
        BothCounts(window, settled.get(window, 0), noted.get(window, 0))
        for window in dict.fromkeys((*noted, *settled))
    )


def _counts(rows: Sequence[Any]) -> dict[str, int]:
    people = [rows[0].patient_id] if rows else []
    if not people:
        return {}
    figures = person_figures(diaries_of(rows, people), Rule())
    return {
        window.name: rate.episodes
        for window in figures.windows
        if (rate := window.rates["all"]) is not None
    }


def get_entry_to_settle(
    record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID
) -> SettledEntry:
    """One entry with its history, and what is settled about it.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to see.
    """
    with looking(record, by=by, patient_id=patient_id, page="entries") as opened:
        profile, entry = find_profile(opened.connection, by, patient_id), _find(opened, entry_id)
        if profile is None or entry is None or entry.kind not in LISTED:
            raise NoSuchDiaryError
        ruling = _rulings(opened).get(entry_id)
        can_be_settled = entry.kind in BLEED_KINDS and not entry.withdrawn
        return SettledEntry(
            profile=profile,
            entry=entry,
            revisions=tuple(_states(opened, entry_id)),
            ruling=ruling,
            named=None
            if ruling is None or ruling.same_as is None
            else _find(opened, ruling.same_as),
            near=_near(opened, entry) if can_be_settled else (),
            may_settle=can_be_settled and any(map(_settles, opened.standings)),
            may_take_back=ruling is not None
            and may_change(opened, Kind.ADJUDICATION, _states(opened, ruling.id)[0]),
            photos=photos_of(opened, entry).listed,
        )


def _states(opened: OpenedDiary, entry_id: UUID) -> Sequence[Any]:
    return list_revisions(opened.connection, opened.by, opened.patient_id, entry_id)


def settle(
    record: Record, *, by: Viewer, patient_id: UUID, adjudication: AdjudicationInput
) -> Logged:
    """Say what an entry is. The entry itself stays as it is.

    Raises:
        NoSuchDiaryError: if `by` may not settle anything in this diary.
        EntryRefusedError: if it is settled already, or names entries in a way that cannot be.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.ADJUDICATE) as opened:
        desk = _desk(opened)
        faults = _faults(desk, adjudication)
        if faults:
            raise EntryRefusedError(faults)
        return log_in(desk, adjudication)


def _faults(desk: OpenedDiary, adjudication: AdjudicationInput) -> list[Fault]:
    entry, rulings = _find(desk, adjudication.about), _rulings(desk)
    if entry is None or entry.withdrawn:
        return [Fault("about", "That entry is taken out of the diary.")]
    standing = rulings.get(adjudication.about)
    if standing is not None and standing.id != adjudication.id:
        return [Fault("verdict", "This is settled already. Take that verdict back first.")]
    if adjudication.same_as is None:
        return []
    return [Fault("same_as", why) for why in _why_not_same(desk, entry, adjudication.same_as)]


def _why_not_same(desk: OpenedDiary, entry: EntryRow, named: UUID) -> Iterator[str]:
    other, ruling = _find(desk, named), _rulings(desk).get(named)
    if other is None or other.withdrawn:
        yield "That bleed is not in this diary."
    elif other.start_minute > entry.start_minute:
        yield "That bleed began later than this one."
    elif ruling is not None and ruling.same_as == entry.id:
        yield "That bleed is settled as the same as this one already."
