"""Saying whether an entry is the same bleed as an earlier one, a new one, or that nobody knows."""

from dataclasses import dataclass
from uuid import UUID

from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS
from bleedlog.services.changing import EntryChangedMeanwhileError, is_changed_since
from bleedlog.services.entries import Logged, entry_input, get_entry, revise_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record import Record
from bleedlog.services.same_bleed import SameAnswer
from bleedlog.storage.entry_states import content_of


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that was there before, with which this one is taken back."""

    answer: SameAnswer
    named: UUID | None
    stored: Logged


def answer_same_bleed(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    answer: SameAnswer,
    named: UUID | None = None,
    seen_revision: int | None = None,
    tap: Tap | None = None,
) -> Answered:
    """Store the answer as a new revision. `named`: the earlier entry, for `SameAnswer.SAME`.

    Gives the answer that was there before. `seen_revision`: the state that was seen, where somebody
    may have answered since.

    Raises:
        NoSuchDiaryError: if there is no such bleed for `by` to change.
        EntryWithdrawnError: which is one, if it was taken out.
        EntryRefusedError: if the named entry is not in the diary, began later, or they name each
            other in a circle; nothing was stored.
        EntryChangedMeanwhileError: if it was answered otherwise after `seen_revision`, or somebody
            changed the entry in this very moment.
        ValueError: if the same bleed is meant and none is named.
    """
    if answer is SameAnswer.SAME and named is None:
        message = "the same bleed as which?"
        raise ValueError(message)
    known = get_entry(record, by=by, patient_id=patient_id, entry_id=entry_id)
    if known.entry.kind not in BLEED_KINDS:
        raise NoSuchDiaryError
    state = dict(known.revisions[-1].state)
    state["same_as"] = named if answer is SameAnswer.SAME else None
    state["new_bleed"] = answer is SameAnswer.NEW
    meant = entry_input(state, entry_id)
    said = content_of(meant)
    if any(
        is_changed_since(known.revisions, seen_revision, name, said.get(name), tap)
        for name in ("same_as", "new_bleed")
    ):
        raise EntryChangedMeanwhileError(known.entry.revision, meant)
    stored = revise_entry(
        record,
        by=by,
        patient_id=patient_id,
        entry=meant,
        opened_revision=known.entry.revision,
        tap=tap,
    )
    if known.entry.same_as is not None:
        return Answered(SameAnswer.SAME, known.entry.same_as, stored)
    before = SameAnswer.NEW if known.entry.new_bleed else SameAnswer.UNKNOWN
    return Answered(before, None, stored)
