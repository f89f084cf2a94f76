"""Whose entries somebody may change: their own, others', a clinic's records."""

from typing import Any

from bleedlog.models.permissions import CLINIC_KINDS, Permission
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import ActingAs, Kind
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary


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
