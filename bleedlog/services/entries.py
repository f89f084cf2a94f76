"""Logging: an entry is stored, changed, withdrawn, brought back; no state of it is ever lost."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.entry_faults import EntryRefusedError, Fault, faults_of_links
from bleedlog.services.looking import NoSuchDiaryError, looking, writing
from bleedlog.services.record import Record
from bleedlog.storage.entries import (
    EntryRow,
    add_entry,
    change_entry,
    content_of,
    find_entry,
    list_revisions,
    next_seq,
)
from bleedlog.storage.events import add_event


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry is stored durably. `unchanged`: it already was, word for word."""

    entry_id: UUID
    revision: int
    unchanged: bool = False


class EntryTakenError(Exception):
    """Another entry was stored under this id before."""


class EntryChangedMeanwhileError(Exception):
    """Somebody changed the entry since it was opened; nothing was stored now."""

    def __init__(self, revision: int) -> None:
        """Keep the revision that the entry has now."""
        super().__init__(revision)
        self.revision = revision


def log_entry(record: Record, *, by: Viewer, patient_id: UUID, entry: EntryInput) -> Logged:
    """Store a new entry. The same id with the same content again is stored once.

    Raises:
        NoSuchDiaryError: if `by` may not write in this diary.
        EntryTakenError: if the id stands for another entry.
        EntryRefusedError: if it names entries in a way that cannot be.
    """
    with writing(record, by=by, patient_id=patient_id) as (connection, standing):
        return log_in_transaction(
            connection, by=by, standing=standing, patient_id=patient_id, entry=entry
        )


def log_in_transaction(
    connection: Connection,
    *,
    by: Viewer,
    standing: Standing,
    patient_id: UUID,
    entry: EntryInput,
    action: Action = Action.LOGGED,
) -> Logged:
    """As `log_entry`, in the caller's transaction (an import logs many)."""
    # The number is taken first: it holds the diary until the end, so that twenty parallel
    # deliveries of one entry are one row.
    seq = next_seq(connection, patient_id)
    known = find_entry(connection, by, patient_id, entry.id)
    if known is not None:
        return _as_before(connection, by, patient_id, entry, known)
    faults = faults_of_links(connection, by, patient_id, entry)
    if faults:
        raise EntryRefusedError(faults)
    add_entry(
        connection,
        patient_id=patient_id,
        entry=entry,
        seq=seq,
        at=datetime.now(UTC),
        by_user=by.user_id,
        entered_by=standing.entered_by,
    )
    _note(connection, by, standing, patient_id, action, entry.id, entry.kind)
    return Logged(entry.id, 1)


def _as_before(
    connection: Connection, by: Viewer, patient_id: UUID, entry: EntryInput, known: EntryRow
) -> Logged:
    first = list_revisions(connection, by, patient_id, entry.id)[0]
    if first.state != content_of(entry):
        raise EntryTakenError
    return Logged(entry.id, known.revision, unchanged=True)


def revise_entry(
    record: Record, *, by: Viewer, patient_id: UUID, entry: EntryInput, opened_revision: int
) -> Logged:
    """Give an entry a new state; `opened_revision` is the one that the change was made from.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to change.
        EntryChangedMeanwhileError: if the entry is no longer at `opened_revision`.
        EntryRefusedError: if it names entries in a way that cannot be.
    """
    with writing(record, by=by, patient_id=patient_id) as (connection, standing):
        seq = next_seq(connection, patient_id)
        known = _get(connection, by, patient_id, entry.id)
        if known.kind is not entry.kind or known.withdrawn:
            raise NoSuchDiaryError
        newest = list_revisions(connection, by, patient_id, entry.id)[-1]
        state = content_of(entry)
        if newest.state == state:
            return Logged(entry.id, known.revision, unchanged=True)
        if known.revision != opened_revision:
            raise EntryChangedMeanwhileError(known.revision)
        faults = faults_of_links(connection, by, patient_id, entry)
        if faults:
            raise EntryRefusedError(faults)
        change_entry(
            connection,
            patient_id=patient_id,
            entry_id=entry.id,
            revision=known.revision + 1,
            state=state,
            entry=entry,
            withdrawn=False,
            seq=seq,
            at=datetime.now(UTC),
            by_user=by.user_id,
            entered_by=standing.entered_by,
        )
        _note(connection, by, standing, patient_id, Action.REVISED, entry.id, entry.kind)
        return Logged(entry.id, known.revision + 1)


def withdraw_entry(record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID) -> Logged:
    """Take an entry out of every count; it stays in the diary's history.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to withdraw.
    """
    return _set_withdrawn(record, by, patient_id, entry_id, withdrawn=True)


def restore_entry(record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID) -> Logged:
    """Bring a withdrawn entry back.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to bring back.
    """
    return _set_withdrawn(record, by, patient_id, entry_id, withdrawn=False)


def _set_withdrawn(
    record: Record, by: Viewer, patient_id: UUID, entry_id: UUID, *, withdrawn: bool
) -> Logged:
    with writing(record, by=by, patient_id=patient_id) as (connection, standing):
        seq = next_seq(connection, patient_id)
        known = _get(connection, by, patient_id, entry_id)
        if known.withdrawn == withdrawn:
            return Logged(entry_id, known.revision, unchanged=True)
        newest = list_revisions(connection, by, patient_id, entry_id)[-1]
        change_entry(
            connection,
            patient_id=patient_id,
            entry_id=entry_id,
            revision=known.revision + 1,
            state=newest.state,
            entry=None,
            withdrawn=withdrawn,
            seq=seq,
            at=datetime.now(UTC),
            by_user=by.user_id,
            entered_by=standing.entered_by,
        )
        action = Action.WITHDREW if withdrawn else Action.RESTORED
        _note(connection, by, standing, patient_id, action, entry_id, known.kind)
        return Logged(entry_id, known.revision + 1)


@dataclass(frozen=True, slots=True)
class EntryWithHistory:
    """An entry as it is now, and every state that it had, oldest first."""

    entry: EntryRow
    revisions: tuple[Any, ...]
    may_log: bool


def get_entry(record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID) -> EntryWithHistory:
    """That entry with its history.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to see.
    """
    with looking(record, by=by, patient_id=patient_id, page="entry") as (connection, standing):
        entry = _get(connection, by, patient_id, entry_id)
        revisions = tuple(list_revisions(connection, by, patient_id, entry_id))
        return EntryWithHistory(entry, revisions, standing.may_log)


def _get(connection: Connection, by: Viewer, patient_id: UUID, entry_id: UUID) -> EntryRow:
    entry = find_entry(connection, by, patient_id, entry_id)
    if entry is None:
        raise NoSuchDiaryError
    return entry


def _note(
    connection: Connection,
    by: Viewer,
    standing: Standing,
    patient_id: UUID,
    action: Action,
    entry_id: UUID,
    kind: Kind,
) -> None:
    add_event(
        connection,
        patient_id=patient_id,
        by=by,
        standing=standing,
        action=action,
        entry_id=entry_id,
        detail=kind.value,
    )


__all__ = [
    "EntryChangedMeanwhileError",
    "EntryRefusedError",
    "EntryTakenError",
    "EntryWithHistory",
    "Fault",
    "Logged",
    "get_entry",
    "log_entry",
    "log_in_transaction",
    "restore_entry",
    "revise_entry",
    "withdraw_entry",
]
