"""Left and right are mixed up more easily than anything else: one tap puts the other side."""

from uuid import UUID

from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Side
from bleedlog.services.changing import EntryChangedMeanwhileError, is_changed_since
from bleedlog.services.entries import Logged, entry_input, get_entry, revise_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record import Record

OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


def put_other_side(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    side: Side | None = None,
    seen_revision: int | None = None,
    tap: Tap | None = None,
) -> Logged:
    """Give a bleed, bruise or joint pain the other side, as a new revision.

    `side`: the side that is meant, so that a tap that arrives twice does not put it back; None:
    whichever it does not have. `seen_revision`: the state that was seen, where somebody may have
    changed the side since. `tap`: as `revise_entry` takes it.

    Raises:
        NoSuchDiaryError: if there is no such entry with a left or right for `by` to change.
        EntryWithdrawnError: which is one, if a phone tells it of an entry that was taken out.
        EntryChangedMeanwhileError: if the side was changed after `seen_revision`, or the entry in
            this very moment.
    """
    known = get_entry(record, by=by, patient_id=patient_id, entry_id=entry_id)
    one = known.entry
    if one.kind not in BLEED_KINDS or one.side not in OTHER or (one.withdrawn and tap is None):
        raise NoSuchDiaryError
    other = side or OTHER[one.side]
    entry = entry_input(dict(known.revisions[-1].state) | {"side": other}, entry_id)
    if is_changed_since(known.revisions, seen_revision, "side", other, tap):
        raise EntryChangedMeanwhileError(one.revision, entry)
    return revise_entry(
        record,
        by=by,
        patient_id=patient_id,
        entry=entry,
        opened_revision=one.revision,
        tap=tap,
    )
