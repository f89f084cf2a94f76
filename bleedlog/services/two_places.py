"""What was changed in two places: both states are kept, and a person chooses.

The state that came from a phone lies beside the one that stands in the diary and counts for
nothing. Chosen, it becomes a new state of the entry; either way it stays on record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.entry_conflict import KeptState
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.permissions import Permission
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.services.changing import (
    EntryChangedMeanwhileError,
    Logged,
    acting_to_change,
    entry_input,
    get_row,
    list_states,
    was_told,
)
from bleedlog.services.entry_faults import refuse_impossible
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.record import Record
from bleedlog.storage.entries import EntryRow, find_entry
from bleedlog.storage.entry_columns import as_row
from bleedlog.storage.entry_conflicts import (
    ConflictRow,
    add_conflict,
    find_conflict,
    list_open_conflicts,
    settle_conflict,
)
from bleedlog.storage.entry_states import change_entry, content_of, next_seq


@dataclass(frozen=True, slots=True)
class KeptBoth:
    """Both states are kept: the entry is at `revision`, the other waits for somebody to choose."""

    entry_id: UUID
    revision: int


def keep_both(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    entry: EntryInput | None,
    seen_revision: int,
    tap: Tap,
    tells_more: bool = False,
    check_time: bool = False,
) -> Logged | KeptBoth:
    """Keep what a phone made of an entry beside what was made of it elsewhere meanwhile.

    `entry`: its content on the phone; None if the phone took it out. Where the two turn out to be
    one, or the phone changed nothing, nothing is kept; the same deed again is kept once, and beside
    what it made itself only if it `tells_more` by now.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to change.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        next_seq(opened.connection, patient_id)
        known, states = get_row(opened, entry_id), list_states(opened, entry_id)
        diary = acting_to_change(opened, known.kind, states[0])
        before = find_conflict(diary.connection, by, patient_id, tap.item_id)
        if before is not None and before.settled_at is None:
            return KeptBoth(entry_id, known.revision)
        state = states[-1].state if entry is None else content_of(entry)
        seen = {one.revision: (one.state, one.withdrawn) for one in states}
        meant, stands = (state, entry is None), (states[-1].state, known.withdrawn)
        if (
            before is not None
            or (was_told(states, tap) and not tells_more)
            or meant in (stands, seen.get(seen_revision))
        ):
            return Logged(entry_id, known.revision, unchanged=True)
        add_conflict(
            diary.connection,
            patient_id=patient_id,
            entry_id=entry_id,
            state=state,
            withdrawn=entry is None,
            seen_revision=seen_revision,
            tap=tap,
            check_time=check_time,
            at=datetime.now(UTC),
            by=by,
            standing=diary.standing,
        )
        diary.note(Action.LOGGED, entry_id=entry_id, detail="other state")
        return KeptBoth(entry_id, known.revision)


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry with its first other state about which nobody chose yet."""

    entry: EntryRow
    revisions: tuple[Any, ...]
    """What stood and stands, oldest first."""
    other: ConflictRow
    other_said: Any
    """What it says, with the attributes of `entry`."""
    named: Mapping[UUID, EntryRow]
    """The bleeds that the two name."""
    sees_private_notes: bool


def get_choice(record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID) -> Choice:
    """What there is to choose about an entry.

    Raises:
        NoSuchDiaryError: if there is nothing for `by` to choose.
    """
    with looking(record, by=by, patient_id=patient_id, page="entry") as diary:
        entry, states = get_row(diary, entry_id), tuple(list_states(diary, entry_id))
        acting_to_change(diary, entry.kind, states[0])
        waiting = list_open_conflicts(diary.connection, by, patient_id, entry_id)
        if not waiting:
            raise NoSuchDiaryError
        other = waiting[0]
        said = as_row(entry_input(other.state, entry_id))
        sees_private_notes = diary.standing.may(Permission.SEE_PRIVATE_NOTES)
        return Choice(entry, states, other, said, _named(diary, entry, said), sees_private_notes)


def _named(diary: OpenedDiary, *said: Any) -> dict[UUID, EntryRow]:
    ids = {named for one in said for named in (one.same_as, one.treats) if named is not None}
    rows = (find_entry(diary.connection, diary.by, diary.patient_id, one) for one in ids)
    return {row.id: row for row in rows if row is not None}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the two is kept."""

    revision: int
    more: bool = False
    """Whether there is another one to choose about."""


def choose_state(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    conflict_id: UUID,
    kept: KeptState,
    opened_revision: int,
) -> Chosen:
    """Keep one of the two. `opened_revision`: the state that stood when they were shown.

    Chosen twice, the first choice stands.

    Raises:
        NoSuchDiaryError: if there is no such choice for `by`.
        EntryChangedMeanwhileError: if something else stands by now; nothing was chosen.
        EntryRefusedError: if the other state names entries in a way that cannot be.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        seq = next_seq(opened.connection, patient_id)
        known, states = get_row(opened, entry_id), list_states(opened, entry_id)
        diary = acting_to_change(opened, known.kind, states[0])
        other = find_conflict(diary.connection, by, patient_id, conflict_id)
        if other is None or other.entry_id != entry_id:
            raise NoSuchDiaryError
        if other.settled_at is not None:
            return Chosen(known.revision)
        if known.revision != opened_revision:
            raise EntryChangedMeanwhileError(known.revision)
        revision = known.revision
        if kept is KeptState.OTHER:
            revision += 1
            _take(diary, other, seq=seq, revision=revision)
        settle_conflict(
            diary.connection,
            patient_id=patient_id,
            conflict_id=conflict_id,
            kept=kept,
            at=datetime.now(UTC),
            by_user=by.user_id,
        )
        diary.note(Action.CONFIRMED, entry_id=entry_id, detail=f"kept {kept.value}")
        waiting = list_open_conflicts(diary.connection, by, patient_id, entry_id)
        return Chosen(revision, more=bool(waiting))


def _take(diary: OpenedDiary, other: ConflictRow, *, seq: int, revision: int) -> None:
    entry = entry_input(other.state, other.entry_id)
    if not other.withdrawn:
        refuse_impossible(diary, entry)
    change_entry(
        diary.connection,
        patient_id=diary.patient_id,
        entry_id=other.entry_id,
        revision=revision,
        state=other.state,
        entry=entry,
        withdrawn=other.withdrawn,
        seq=seq,
        at=datetime.now(UTC),
        by_user=diary.by.user_id,
        entered_by=diary.standing.acting_as,
        clinic_id=diary.standing.clinic_id,
        check_time=other.check_time,
    )
