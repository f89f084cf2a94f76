"""Logging: an entry is stored, changed, withdrawn, brought back; no state of it is ever lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.kinds import INPUTS
from bleedlog.models.permissions import Permission, needed_to_add
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.changing import acting_to_change, may_change
from bleedlog.services.entry_faults import EntryRefusedError, Fault, faults_of_links
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.photos import Photos, photos_of
from bleedlog.services.record import Record
from bleedlog.services.same_bleed import SameBleed, same_bleed_of
from bleedlog.storage.entries import EntryRow, find_entry
from bleedlog.storage.entry_states import (
    add_entry,
    change_entry,
    content_of,
    list_revisions,
    next_seq,
)
from bleedlog.storage.patients import find_profile


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
        NoSuchDiaryError: if `by` may not add such an entry to this diary.
        EntryTakenError: if the id stands for another entry.
        EntryRefusedError: if it names entries in a way that cannot be.
    """
    needed = needed_to_add(entry.kind)
    with writing(record, by=by, patient_id=patient_id, permission=needed) as diary:
        return log_in(diary, entry)


def log_in(diary: OpenedDiary, entry: EntryInput, action: Action = Action.LOGGED) -> Logged:
    """As `log_entry`, in an opened diary (an import logs many)."""
    # The number is taken first: it holds the diary until the end, so that twenty parallel
    # deliveries of one entry are one row.
    seq = next_seq(diary.connection, diary.patient_id)
    known = find_entry(diary.connection, diary.by, diary.patient_id, entry.id)
    if known is not None:
        return _as_before(diary, entry, known)
    _refuse_impossible(diary, entry, is_new=True)
    add_entry(
        diary.connection,
        patient_id=diary.patient_id,
        entry=entry,
        seq=seq,
        at=datetime.now(UTC),
        by_user=diary.by.user_id,
        entered_by=diary.standing.acting_as,
        clinic_id=diary.standing.clinic_id,
    )
    diary.note(action, entry_id=entry.id, detail=entry.kind.value)
    return Logged(entry.id, 1)


def _as_before(diary: OpenedDiary, entry: EntryInput, known: EntryRow) -> Logged:
    if _states(diary, entry.id)[0].state != content_of(entry):
        raise EntryTakenError
    return Logged(entry.id, known.revision, unchanged=True)


def _states(diary: OpenedDiary, entry_id: UUID) -> Sequence[Any]:
    return list_revisions(diary.connection, diary.by, diary.patient_id, entry_id)


def revise_entry(
    record: Record, *, by: Viewer, patient_id: UUID, entry: EntryInput, opened_revision: int
) -> Logged:
    """Give an entry a new state; `opened_revision` is the one that the change was made from.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to change.
        EntryChangedMeanwhileError: if the entry is no longer at `opened_revision`.
        EntryRefusedError: if it names entries in a way that cannot be.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        return revise_in(opened, entry, opened_revision)


def revise_in(opened: OpenedDiary, entry: EntryInput, opened_revision: int) -> Logged:
    """As `revise_entry`, in an opened diary."""
    seq = next_seq(opened.connection, opened.patient_id)
    known = _get(opened, entry.id)
    if known.kind is not entry.kind or known.withdrawn:
        raise NoSuchDiaryError
    states = _states(opened, entry.id)
    diary, newest = acting_to_change(opened, entry.kind, states[0]), states[-1]
    state = content_of(entry)
    if newest.state == state:
        return Logged(entry.id, known.revision, unchanged=True)
    if known.revision != opened_revision:
        raise EntryChangedMeanwhileError(known.revision)
    _refuse_impossible(diary, entry)
    change_entry(
        diary.connection,
        patient_id=diary.patient_id,
        entry_id=entry.id,
        revision=known.revision + 1,
        state=state,
        entry=entry,
        withdrawn=False,
        seq=seq,
        at=datetime.now(UTC),
        by_user=diary.by.user_id,
        entered_by=diary.standing.acting_as,
        clinic_id=diary.standing.clinic_id,
    )
    diary.note(Action.REVISED, entry_id=entry.id, detail=entry.kind.value)
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
        EntryRefusedError: if what came since makes it impossible.
    """
    return _set_withdrawn(record, by, patient_id, entry_id, withdrawn=False)


def _set_withdrawn(
    record: Record, by: Viewer, patient_id: UUID, entry_id: UUID, *, withdrawn: bool
) -> Logged:
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        seq = next_seq(opened.connection, patient_id)
        known = _get(opened, entry_id)
        states = _states(opened, entry_id)
        diary, newest = acting_to_change(opened, known.kind, states[0]), states[-1]
        if known.withdrawn == withdrawn:
            return Logged(entry_id, known.revision, unchanged=True)
        if not withdrawn:
            _refuse_impossible(diary, entry_input(newest.state, entry_id))
        change_entry(
            diary.connection,
            patient_id=patient_id,
            entry_id=entry_id,
            revision=known.revision + 1,
            state=newest.state,
            entry=None,
            withdrawn=withdrawn,
            seq=seq,
            at=datetime.now(UTC),
            by_user=by.user_id,
            entered_by=diary.standing.acting_as,
            clinic_id=diary.standing.clinic_id,
        )
        action = Action.WITHDREW if withdrawn else Action.RESTORED
        diary.note(action, entry_id=entry_id, detail=known.kind.value)
        return Logged(entry_id, known.revision + 1)


@dataclass(frozen=True, slots=True)
class EntryWithHistory:
    """An entry as it is now, and every state that it had, oldest first."""

    entry: EntryRow
    revisions: tuple[Any, ...]
    may_change: bool
    sees_private_notes: bool
    photos: Photos
    same_bleed: SameBleed | None
    centre_name: str | None
    centre_phone: str | None


def get_entry(record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID) -> EntryWithHistory:
    """That entry with its history.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to see.
    """
    with looking(record, by=by, patient_id=patient_id, page="entry") as diary:
        entry = _get(diary, entry_id)
        states = tuple(_states(diary, entry_id))
        profile = find_profile(diary.connection, by, patient_id)
        return EntryWithHistory(
            entry,
            states,
            may_change=may_change(diary, entry.kind, states[0]),
            sees_private_notes=diary.standing.may(Permission.SEE_PRIVATE_NOTES),
            photos=photos_of(diary, entry),
            same_bleed=same_bleed_of(diary, entry),
            centre_name=profile and profile.centre_name,
            centre_phone=profile and profile.centre_phone,
        )


def _refuse_impossible(diary: OpenedDiary, entry: EntryInput, *, is_new: bool = False) -> None:
    faults = faults_of_links(diary, entry, is_new=is_new)
    if faults:
        raise EntryRefusedError(faults)


def entry_input(state: Mapping[str, Any], entry_id: UUID) -> EntryInput:
    """The entry that a revision's state stands for."""
    said = {name: value for name, value in state.items() if name != "kind"}
    return INPUTS[Kind(state["kind"])].model_validate({**said, "id": entry_id})


def _get(diary: OpenedDiary, entry_id: UUID) -> EntryRow:
    entry = find_entry(diary.connection, diary.by, diary.patient_id, entry_id)
    if entry is None:
        raise NoSuchDiaryError
    return entry


__all__ = [
    "EntryChangedMeanwhileError",
    "EntryRefusedError",
    "EntryTakenError",
    "EntryWithHistory",
    "Fault",
    "Logged",
    "entry_input",
    "get_entry",
    "log_entry",
    "log_in",
    "restore_entry",
    "revise_entry",
    "revise_in",
    "withdraw_entry",
]
