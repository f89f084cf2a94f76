"""To change an entry: who may (their own, others', a clinic's records), and from which state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.kinds import INPUTS
from bleedlog.models.permissions import CLINIC_KINDS, Permission
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import ActingAs, Kind
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary
from bleedlog.storage.entries import EntryRow, find_entry
from bleedlog.storage.entry_conflicts import find_conflict
from bleedlog.storage.entry_states import list_revisions


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry is stored durably. `unchanged`: it already was, word for word."""

    entry_id: UUID
    revision: int
    unchanged: bool = False


class EntryChangedMeanwhileError(Exception):
    """Somebody changed the entry since it was opened; nothing was stored now."""

    def __init__(self, revision: int, meant: EntryInput | None = None) -> None:
        """Keep the revision that the entry has now, and what it was to become, if it stays in."""
        super().__init__(revision)
        self.revision, self.meant = revision, meant


class EntryWithdrawnError(NoSuchDiaryError):
    """The entry was taken out of the diary: nothing of it is changed until it is brought back."""

    def __init__(self, meant: EntryInput) -> None:
        """Keep what it was to become."""
        super().__init__()
        self.meant = meant


def acting_to_change(diary: OpenedDiary, kind: Kind, first: Any) -> OpenedDiary:
    """The diary in the closest part in which that entry may be changed.

    `first` is the entry's first state, which says who entered it.

    Raises:
        NoSuchDiaryError: if it may not be changed.
    """
    return diary.acting(lambda standing: standing.may(_needed(standing, diary.by, kind, first)))


def may_change(diary: OpenedDiary, kind: Kind, first: Any) -> bool:
    """Whether that entry may be changed, taken out, brought back."""
    try:
        acting_to_change(diary, kind, first)
    except NoSuchDiaryError:
        return False
    return True


def _needed(standing: Standing, by: Viewer, kind: Kind, first: Any) -> Permission:
    if _is_own(standing, by, first):
        return Permission.CHANGE_OWN
    if first.entered_by is ActingAs.CLINIC and kind in CLINIC_KINDS:
        return Permission.CHANGE_RECORDS
    return Permission.CHANGE_OTHERS


def _is_own(standing: Standing, by: Viewer, first: Any) -> bool:
    if first.entered_by is ActingAs.CLINIC:
        # What one of a clinic entered, her colleague may put right.
        return bool(standing.clinic_id is not None and standing.clinic_id == first.clinic_id)
    return bool(first.by_user == by.user_id and standing.acting_as is first.entered_by)


def get_row(diary: OpenedDiary, entry_id: UUID) -> EntryRow:
    """That entry as it is now.

    Raises:
        NoSuchDiaryError: if there is none.
    """
    entry = find_entry(diary.connection, diary.by, diary.patient_id, entry_id)
    if entry is None:
        raise NoSuchDiaryError
    return entry


def list_states(diary: OpenedDiary, entry_id: UUID) -> Sequence[Any]:
    """Every state of an entry, oldest first."""
    return list_revisions(diary.connection, diary.by, diary.patient_id, entry_id)


def entry_input(state: Mapping[str, Any], entry_id: UUID) -> EntryInput:
    """The entry that a revision's state stands for."""
    said = {name: value for name, value in state.items() if name != "kind"}
    return INPUTS[Kind(state["kind"])].model_validate({**said, "id": entry_id})


def was_told(states: Sequence[Any], tap: Tap | None) -> bool:
    """Whether one of an entry's states was made by that very deed."""
    return tap is not None and any(state.item_id == tap.item_id for state in states)


def is_other_since(states: Sequence[Any], revision: int) -> bool:
    """Whether an entry says something else now than at a revision (also one that never was)."""
    seen = next((state for state in states if state.revision == revision), None)
    return seen is None or seen.state != states[-1].state


def is_changed_since(
    states: Sequence[Any], revision: int | None, field: str, value: object, tap: Tap | None
) -> bool:
    """Whether one field was changed elsewhere after the revision that was seen, to another value.

    What that very deed (`tap`) changed was not changed elsewhere; None: nobody says what was seen.
    """
    if revision is None or was_told(states, tap):
        return False
    seen = {state.revision: state.state.get(field) for state in states}
    newest = states[-1].state.get(field)
    return bool(seen.get(revision) != newest and newest != value)


def waits_for_choice(diary: OpenedDiary, tap: Tap | None) -> bool:
    """Whether the deed was heard before, and kept beside what stands."""
    if tap is None:
        return False
    return find_conflict(diary.connection, diary.by, diary.patient_id, tap.item_id) is not None
