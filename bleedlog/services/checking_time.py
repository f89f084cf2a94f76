"""The time of an entry that a phone told by a clock that was off: the person says that it is right.

A clock that was off spoils nothing else, so the entry is in the diary from the start, and counts.
"""

from datetime import UTC, datetime
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.services.changing import Logged, acting_to_change, get_row, list_states
from bleedlog.services.looking import writing
from bleedlog.services.record import Record
from bleedlog.storage.entry_states import change_entry, next_seq


def confirm_time(record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID) -> Logged:
    """Note, as a new state with the same content, that an entry's time is right.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to change.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        seq = next_seq(opened.connection, patient_id)
        known, states = get_row(opened, entry_id), list_states(opened, entry_id)
        diary = acting_to_change(opened, known.kind, states[0])
        if not known.check_time:
            return Logged(entry_id, known.revision, unchanged=True)
        change_entry(
            diary.connection,
            patient_id=patient_id,
            entry_id=entry_id,
            revision=known.revision + 1,
            state=states[-1].state,
            entry=None,
            withdrawn=known.withdrawn,
            seq=seq,
            at=datetime.now(UTC),
            by_user=by.user_id,
            entered_by=diary.standing.acting_as,
            clinic_id=diary.standing.clinic_id,
            check_time=False,
        )
        diary.note(Action.CONFIRMED, entry_id=entry_id, detail="time")
        return Logged(entry_id, known.revision + 1)
