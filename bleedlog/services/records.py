"""The clinic's records of a person: seen with their history, added one or many at once, corrected.

All of what is sent together is stored, or none of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.permissions import CLINIC_KINDS, Permission, needed_to_add
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.entries import EntryRefusedError, Logged, log_in, revise_in
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.record import Record
from bleedlog.services.record_checks import Checked, check_record
from bleedlog.storage.patients import find_profile
from bleedlog.storage.records import list_records

RECORDED = CLINIC_KINDS - {Kind.ADJUDICATION, Kind.REVIEW} | {Kind.OBSERVED, Kind.BLEED_COUNT}
"""Kinds that the clinic's records list and take."""


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """What a clinic's page of records shows."""

    profile: Any
    rows: tuple[Any, ...]
    """Newest first, withdrawn ones too, with `clinic_name` and `by_name`."""
    may_record: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A record to be stored, and which doubts about it somebody answered (`Checked.mark`)."""

    entry: EntryInput
    sure: str = ""


class NotRecordedError(Exception):
    """Nothing was stored: for each record in turn, what there is to say about it."""

    def __init__(self, checked: Sequence[Checked]) -> None:
        """Keep it."""
        super().__init__()
        self.checked = tuple(checked)


def get_records(record: Record, *, by: Viewer, patient_id: UUID) -> RecordsPage:
    """A person's records.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="records") as opened:
        profile = find_profile(opened.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        return RecordsPage(
            profile=profile,
            rows=tuple(list_records(opened.connection, by, patient_id, RECORDED)),
            may_record=any(_records(one) for one in opened.standings),
        )


def _records(standing: Standing) -> bool:
    return standing.access is None and standing.may(Permission.RECORD)


def _desk(opened: OpenedDiary) -> OpenedDiary:
    # At the clinic's desk somebody acts as its staff, even where they are a parent, too.
    staff = tuple(standing for standing in opened.standings if _records(standing))
    if not staff:
        raise NoSuchDiaryError
    return replace(opened, standing=staff[0], standings=staff)


def get_profile_to_record(record: Record, *, by: Viewer, patient_id: UUID) -> Any:
    """The profile of somebody of whom `by` may record something.

    Raises:
        NoSuchDiaryError: if `by` may not.
    """
    with looking(
        record, by=by, patient_id=patient_id, page="records", permission=Permission.RECORD
    ) as opened:
        _desk(opened)
        profile = find_profile(opened.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        return profile


def check_records(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entries: Sequence[EntryInput],
    now: datetime,
) -> list[Checked]:
    """What there is to say about each record, in turn; nothing is stored. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not record anything of that person.
    """
    with looking(
        record, by=by, patient_id=patient_id, page="records", permission=Permission.RECORD
    ) as opened:
        return _checked(_desk(opened), entries, now)


def record_entries(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    proposed: Sequence[Proposed],
    now: datetime,
) -> list[Logged]:
    """Store all of them, or none. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not record such things of that person.
        EntryTakenError: if an id stands for another entry.
        NotRecordedError: if one cannot be, or has a doubt that nobody answered.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.RECORD) as opened:
        desk = _desk(opened)
        _check(desk, proposed, now)
        logged = []
        for one in proposed:
            needed = needed_to_add(one.entry.kind)
            acting = desk.acting(partial(Standing.may, permission=needed))
            try:
                logged.append(log_in(acting, one.entry))
            except EntryRefusedError as error:
                checked = [Checked()] * len(proposed)
                checked[len(logged)] = Checked(tuple(error.faults))
                raise NotRecordedError(checked) from error
        return logged


def correct_record(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    proposed: Proposed,
    opened_revision: int,
    now: datetime,
) -> Logged:
    """Give a record a new state; the former ones stay in its history. `now` is aware.

    Raises:
        NoSuchDiaryError: if there is no such record for `by` to change.
        EntryChangedMeanwhileError: if it is no longer at `opened_revision`.
        NotRecordedError: if it cannot be so, or there is a doubt that nobody answered.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        desk = _desk(opened)
        _check(desk, [proposed], now)
        try:
            return revise_in(desk, proposed.entry, opened_revision)
        except EntryRefusedError as error:
            raise NotRecordedError([Checked(tuple(error.faults))]) from error


def _check(desk: OpenedDiary, proposed: Sequence[Proposed], now: datetime) -> None:
    checked = _checked(desk, [one.entry for one in proposed], now)
    if not all(one.stands(said.sure) for one, said in zip(checked, proposed, strict=True)):
        raise NotRecordedError(checked)


def _checked(desk: OpenedDiary, entries: Sequence[EntryInput], now: datetime) -> list[Checked]:
    profile = find_profile(desk.connection, desk.by, desk.patient_id)
    if profile is None:
        raise NoSuchDiaryError
    known: list[Any] = [
        row
        for row in list_records(desk.connection, desk.by, desk.patient_id, RECORDED)
        if not row.withdrawn
    ]
    checked = []
    for entry in entries:
        if entry.kind not in RECORDED:
            raise NoSuchDiaryError
        checked.append(check_record(entry, born=profile.born, now=now, known=known))
        # What is sent together is compared with each other, too.
        known.append(entry)
    return checked
