"""Logging: an entry is stored, changed, withdrawn, brought back; no state of it is ever lost."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.permissions import Permission, needed_to_add
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS
from bleedlog.services.changing import (
    EntryChangedMeanwhileError,
    EntryWithdrawnError,
    Logged,
    acting_to_change,
    entry_input,
    get_row,
    is_other_since,
    list_states,
    may_change,
    waits_for_choice,
    was_told,
)
from bleedlog.services.entry_faults import (
    EntryRefusedError,
    Fault,
    faults_of_links,
    refuse_impossible,
)
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.photos import Photos, photos_of
from bleedlog.services.record import Record
from bleedlog.services.same_bleed import SameBleed, same_bleed_of
from bleedlog.services.withdrawing import restore_entry, withdraw_entry
from bleedlog.storage.entries import EntryRow, find_entry, list_linked
from bleedlog.storage.entry_conflicts import list_open_conflicts
from bleedlog.storage.entry_states import (
    add_entry,
    change_entry,
    content_of,
    next_seq,
)
from bleedlog.storage.patients import find_profile


class EntryTakenError(Exception):
    """Another entry was stored under this id before."""


def log_entry(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry: EntryInput,
    tap: Tap | None = None,
    check_time: bool = False,
) -> Logged:
    """Store a new entry. The same id with the same content again is stored once.

    `tap`: how a phone tells it that kept it for a while. `check_time`: whether its time is to be
    checked by the person.

    Raises:
        NoSuchDiaryError: if `by` may not add such an entry to this diary.
        EntryTakenError: if the id stands for another entry.
        EntryRefusedError: if it names entries in a way that cannot be.
    """
    needed = needed_to_add(entry.kind)
    with writing(record, by=by, patient_id=patient_id, permission=needed) as diary:
        return log_in(diary, entry, tap=tap, check_time=check_time)


def log_in(
    diary: OpenedDiary,
    entry: EntryInput,
    action: Action = Action.LOGGED,
    *,
    tap: Tap | None = None,
    check_time: bool = False,
) -> Logged:
    """As `log_entry`, in an opened diary (an import logs many)."""
    # The number is taken first: it holds the diary until the end, so that twenty parallel
    # deliveries of one entry are one row.
    seq = next_seq(diary.connection, diary.patient_id)
    faults = faults_of_links(diary, entry, is_new=True)
    is_added = not faults and add_entry(
        diary.connection,
        patient_id=diary.patient_id,
        entry=entry,
        seq=seq,
        at=datetime.now(UTC),
        by_user=diary.by.user_id,
        entered_by=diary.standing.acting_as,
        clinic_id=diary.standing.clinic_id,
        tap=tap,
        check_time=check_time,
    )
    if not is_added:
        return _as_before(diary, entry, faults)
    diary.note(action, entry_id=entry.id, detail=entry.kind.value)
    return Logged(entry.id, 1)


def _as_before(diary: OpenedDiary, entry: EntryInput, faults: list[Fault]) -> Logged:
    """What was stored under that id, which is what could be stored when it first came."""
    known = find_entry(diary.connection, diary.by, diary.patient_id, entry.id)
    if known is None:
        raise EntryRefusedError(faults)
    if list_states(diary, entry.id)[0].state != content_of(entry):
        raise EntryTakenError
    return Logged(entry.id, known.revision, unchanged=True)


def revise_entry(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry: EntryInput,
    opened_revision: int,
    tap: Tap | None = None,
    tells_more: bool = False,
    check_time: bool | None = None,
) -> Logged:
    """Give an entry a new state; `opened_revision` is the one that the change was made from.

    `tap`: how a phone tells it that kept it for a while; told again it is done once, unless it
    `tells_more` by now. `check_time`: whether its time is to be checked from now on; None leaves
    that as it was.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to change.
        EntryWithdrawnError: which is one, if the entry was taken out.
        EntryChangedMeanwhileError: if the entry no longer says what it said at `opened_revision`.
        EntryRefusedError: if it names entries in a way that cannot be.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        return revise_in(
            opened, entry, opened_revision, tap=tap, tells_more=tells_more, check_time=check_time
        )


def revise_in(
    opened: OpenedDiary,
    entry: EntryInput,
    opened_revision: int,
    *,
    tap: Tap | None = None,
    tells_more: bool = False,
    check_time: bool | None = None,
) -> Logged:
    """As `revise_entry`, in an opened diary."""
    seq = next_seq(opened.connection, opened.patient_id)
    known = get_row(opened, entry.id)
    if known.kind is not entry.kind:
        raise NoSuchDiaryError
    states = list_states(opened, entry.id)
    diary, newest = acting_to_change(opened, entry.kind, states[0]), states[-1]
    if was_told(states, tap) and not tells_more:
        return Logged(entry.id, known.revision, unchanged=True)
    if known.withdrawn:
        raise EntryWithdrawnError(entry)
    state = content_of(entry)
    is_checked = check_time is False and known.check_time
    if newest.state == state and not is_checked:
        return Logged(entry.id, known.revision, unchanged=True)
    if is_other_since(states, opened_revision) or waits_for_choice(diary, tap):
        raise EntryChangedMeanwhileError(known.revision, entry)
    refuse_impossible(diary, entry)
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
        tap=tap,
        check_time=check_time,
    )
    diary.note(Action.REVISED, entry_id=entry.id, detail=entry.kind.value)
    return Logged(entry.id, known.revision + 1)


@dataclass(frozen=True, slots=True)
class EntryWithHistory:
    """An entry as it is now, and every state that it had, oldest first."""

    entry: EntryRow
    revisions: tuple[Any, ...]
    may_change: bool
    sees_private_notes: bool
    photos: Photos
    same_bleed: SameBleed | None
    doses: tuple[EntryRow, ...]
    """Those noted for this bleed, oldest first."""
    treats: EntryRow | None
    """The bleed that this dose was for, if it was said."""
    patient_name: str
    in_two_places: bool
    """Whether it was changed in two places, and nobody chose yet."""
    centre_name: str | None
    centre_phone: str | None


def get_entry(record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID) -> EntryWithHistory:
    """That entry with its history.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to see.
    """
    with looking(record, by=by, patient_id=patient_id, page="entry") as diary:
        entry = get_row(diary, entry_id)
        states = tuple(list_states(diary, entry_id))
        profile = find_profile(diary.connection, by, patient_id)
        return EntryWithHistory(
            entry,
            states,
            may_change=may_change(diary, entry.kind, states[0]),
            sees_private_notes=diary.standing.may(Permission.SEE_PRIVATE_NOTES),
            photos=photos_of(diary, entry),
            same_bleed=same_bleed_of(diary, entry),
            doses=_doses_for(diary, entry),
            treats=find_entry(diary.connection, by, patient_id, entry.treats)
            if entry.treats
            else None,
            patient_name=profile.name if profile else "",
            in_two_places=bool(list_open_conflicts(diary.connection, by, patient_id, entry_id)),
            centre_name=profile and profile.centre_name,
            centre_phone=profile and profile.centre_phone,
        )


def _doses_for(diary: OpenedDiary, entry: EntryRow) -> tuple[EntryRow, ...]:
    if entry.kind not in BLEED_KINDS:
        return ()
    linked = list_linked(diary.connection, diary.by, diary.patient_id, entry.id)
    doses = (row for row in linked if row.treats == entry.id)
    return tuple(sorted(doses, key=lambda row: row.start_minute))


__all__ = [
    "EntryChangedMeanwhileError",
    "EntryRefusedError",
    "EntryTakenError",
    "EntryWithHistory",
    "EntryWithdrawnError",
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
