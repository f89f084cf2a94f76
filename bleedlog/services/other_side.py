"""Left and right are mixed up more easily than anything else: one tap puts the other side."""

from uuid import UUID

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Side
from bleedlog.services.entries import Logged, entry_input, get_entry, revise_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record import Record

OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


def put_other_side(record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID) -> Logged:
    """Give a bleed, bruise or joint pain the other side, as a new revision.

    Raises:
        NoSuchDiaryError: if there is no such entry with a left or right for `by` to change.
        EntryChangedMeanwhileError: if somebody changed it in this very moment.
    """
    known = get_entry(record, by=by, patient_id=patient_id, entry_id=entry_id)
    one = known.entry
    if one.kind not in BLEED_KINDS or one.withdrawn or one.side not in OTHER:
        raise NoSuchDiaryError
    state = dict(known.revisions[-1].state) | {"side": OTHER[one.side]}
    return revise_entry(
        record,
        by=by,
        patient_id=patient_id,
        entry=entry_input(state, entry_id),
        opened_revision=one.revision,
    )
