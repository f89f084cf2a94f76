"""Taking an entry out of the diary and bringing it back; it stays in the history either way."""

from datetime import UTC, datetime
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.permissions import Permission
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.services.changing import (
    EntryChangedMeanwhileError,
    Logged,
    acting_to_change,
    entry_input,
    get_row,
    is_other_since,
    list_states,
    waits_for_choice,
    was_told,
)
from bleedlog.services.entry_faults import refuse_impossible
from bleedlog.services.looking import writing
from bleedlog.services.record import Record
from bleedlog.storage.entry_states import change_entry, next_seq


def withdraw_entry(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    seen_revision: int | None = None,
    tap: Tap | None = None,
) -> Logged:
    """Take an entry out of every count; it stays in the diary's history.

    `seen_revision`: the state that was seen, where somebody may have changed it since. `tap`: how a
    phone tells it that kept it for a while.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to withdraw.
        EntryChangedMeanwhileError: if it no longer says what it said at `seen_revision`.
    """
    return _set_withdrawn(
        record, by, patient_id, entry_id, withdrawn=True, tap=tap, seen_revision=seen_revision
    )


def restore_entry(
    record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID, tap: Tap | None = None
) -> Logged:
    """Bring a withdrawn entry back.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to bring back.
        EntryRefusedError: if what came since makes it impossible.
    """
    return _set_withdrawn(record, by, patient_id, entry_id, withdrawn=False, tap=tap)


def _set_withdrawn(
    record: Record,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    *,
    withdrawn: bool,
    tap: Tap | None,
    seen_revision: int | None = None,
) -> Logged:
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        seq = next_seq(opened.connection, patient_id)
        known = get_row(opened, entry_id)
        states = list_states(opened, entry_id)
        diary, newest = acting_to_change(opened, known.kind, states[0]), states[-1]
        if known.withdrawn == withdrawn or was_told(states, tap):
            return Logged(entry_id, known.revision, unchanged=True)
        if seen_revision is not None and (
            is_other_since(states, seen_revision) or waits_for_choice(diary, tap)
        ):
            raise EntryChangedMeanwhileError(known.revision)
        if not withdrawn:
            refuse_impossible(diary, entry_input(newest.state, entry_id))
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
            tap=tap,
        )
        action = Action.WITHDREW if withdrawn else Action.RESTORED
        diary.note(action, entry_id=entry_id, detail=known.kind.value)
        return Logged(entry_id, known.revision + 1)
