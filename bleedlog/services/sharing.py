"""Who sees a diary: the people who help with it and the clinics that may look."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.invitations import OpenInvitation, list_invitations_to_diary
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, get_standing, looking, writing
from bleedlog.services.record import Record
from bleedlog.storage.access import (
    end_access,
    find_access,
    give_access,
    list_access,
    list_managers,
    lock_sharing,
)
from bleedlog.storage.clinics import list_all_clinics
from bleedlog.storage.consents import list_consents, list_other_clinics
from bleedlog.storage.invitations import revoke_made_by
from bleedlog.storage.patients import find_profile

CARERS_MAY = (AccessRole.CARER_READ, AccessRole.CARER_LOG, AccessRole.CARER_MANAGE)
"""What somebody who helps can be let do, least first."""


class LastOneError(Exception):
    """Nobody would be left to say who sees the diary; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who may open the diary besides the person whose it is."""

    user_id: UUID
    name: str
    email: str
    role: AccessRole
    since: datetime
    is_reader: bool
    """Whether it is whoever asks."""


@dataclass(frozen=True, slots=True)
class SharedClinic:
    """A clinic that may look, or could."""

    clinic_id: UUID
    name: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who sees a diary, as somebody who may decide it reads it."""

    profile: Any
    person_signs_in: bool
    """Whether somebody signs in as the person whose diary it is."""
    helpers: tuple[Helper, ...]
    invited: tuple[OpenInvitation, ...]
    clinics: tuple[SharedClinic, ...]
    may_hand_over: bool


def get_sharing(record: Record, *, by: Viewer, patient_id: UUID) -> Sharing:
    """Who sees a diary, and who was invited to.

    Raises:
        NoSuchDiaryError: if `by` may not decide who does.
    """
    with _looking_who_sees_it(record, by, patient_id, Permission.MANAGE_CARERS) as diary:
        profile = find_profile(diary.connection, by, patient_id)
        people = list_access(diary.connection, patient_id)
        clinics = list_consents(diary.connection, patient_id)
    invited = list_invitations_to_diary(record, by=by, patient_id=patient_id)
    return Sharing(
        profile=profile,
        person_signs_in=any(one.role is AccessRole.PATIENT for one in people),
        helpers=tuple(_helper(one, by) for one in people if one.role is not AccessRole.PATIENT),
        invited=tuple(invited),
        clinics=tuple(SharedClinic(one.id, one.name, one.granted_at) for one in clinics),
        may_hand_over=diary.standing.may(Permission.HAND_OVER),
    )


def _looking_who_sees_it(
    record: Record, by: Viewer, patient_id: UUID, permission: Permission
) -> AbstractContextManager[OpenedDiary]:
    """The diary, for who sees it: that is a look at somebody's diary, too."""
    return looking(record, by=by, patient_id=patient_id, page="sharing", permission=permission)


def see_that_helpers_are_decided(record: Record, *, by: Viewer, patient_id: UUID) -> None:
    """See that `by` may decide who helps with the diary, before they are asked who.

    Raises:
        NoSuchDiaryError: if they may not.
    """
    with record.reading(by) as connection:
        get_standing(connection, by, patient_id, Permission.MANAGE_CARERS)


def list_clinics(record: Record, *, by: Viewer) -> list[SharedClinic]:
    """All clinics, by name."""
    with record.reading(by) as connection:
        return [SharedClinic(one.id, one.name, None) for one in list_all_clinics(connection)]


def get_clinic_that_looks(
    record: Record, *, by: Viewer, patient_id: UUID, clinic_id: UUID
) -> SharedClinic:
    """A clinic that may look now.

    Raises:
        NoSuchDiaryError: if `by` may not decide that, or it may not look.
    """
    with _looking_who_sees_it(record, by, patient_id, Permission.MANAGE_CONSENT) as diary:
        for one in list_consents(diary.connection, patient_id):
            if one.id == clinic_id:
                return SharedClinic(one.id, one.name, one.granted_at)
        raise NoSuchDiaryError


def list_clinics_to_share_with(
    record: Record, *, by: Viewer, patient_id: UUID
) -> list[SharedClinic]:
    """The clinics that may not look yet, by name.

    Raises:
        NoSuchDiaryError: if `by` may not decide that.
    """
    with _looking_who_sees_it(record, by, patient_id, Permission.MANAGE_CONSENT) as diary:
        others = list_other_clinics(diary.connection, patient_id)
    return [SharedClinic(one.id, one.name, None) for one in others]


def get_helper(record: Record, *, by: Viewer, patient_id: UUID, user_id: UUID) -> Helper:
    """Somebody who helps with the diary.

    Raises:
        NoSuchDiaryError: if `by` may not decide about helpers, or they do not help.
    """
    with _looking_who_sees_it(record, by, patient_id, Permission.MANAGE_CARERS) as diary:
        for one in list_access(diary.connection, patient_id):
            if one.user_id == user_id and one.role is not AccessRole.PATIENT:
                return _helper(one, by)
        raise NoSuchDiaryError


def change_helper(
    record: Record, *, by: Viewer, patient_id: UUID, user_id: UUID, role: AccessRole
) -> None:
    """Let somebody who helps do more or less, from their next request on.

    Raises:
        NoSuchDiaryError: if `by` may not decide about helpers, or they do not help.
        LastOneError: if nobody would be left who decides.
        ValueError: for a role that no helper has.
    """
    if role not in CARERS_MAY:
        message = f"nobody is made {role} by changing what they may do"
        raise ValueError(message)
    needed = Permission.MANAGE_CARERS
    with _deciding_about(record, by, patient_id, user_id, needed) as diary:
        if _role(diary, user_id) is role:
            return
        now = datetime.now(UTC)
        if role is not AccessRole.CARER_MANAGE:
            _refuse_last(diary, user_id)
            revoke_made_by(diary.connection, patient_id=patient_id, user_id=user_id, now=now)
        diary.note(Action.CHANGED, detail=f"carer {role}")
        give_access(
            diary.connection,
            patient_id=patient_id,
            user_id=user_id,
            role=role,
            by_user=by.user_id,
            now=now,
        )


def end_help(record: Record, *, by: Viewer, patient_id: UUID, user_id: UUID) -> None:
    """Let somebody who helps see the diary no more: their next request finds nothing.

    What they invited others to and nobody accepted yet ends with it. Everybody may end their own
    help.

    Raises:
        NoSuchDiaryError: if `by` may not decide about helpers, or they do not help.
        LastOneError: if nobody would be left who decides.
    """
    needed = Permission.LOOK if by.user_id == user_id else Permission.MANAGE_CARERS
    with _deciding_about(record, by, patient_id, user_id, needed) as diary:
        _refuse_last(diary, user_id)
        now = datetime.now(UTC)
        # First, while whoever leaves may still leave an event.
        diary.note(Action.REVOKED, detail="left" if by.user_id == user_id else "carer")
        revoke_made_by(diary.connection, patient_id=patient_id, user_id=user_id, now=now)
        end_access(diary.connection, patient_id=patient_id, user_id=user_id, now=now)


@contextmanager
def _deciding_about(
    record: Record, by: Viewer, patient_id: UUID, user_id: UUID, needed: Permission
) -> Iterator[OpenedDiary]:
    """The diary, in which nobody else changes who helps until the end."""
    with writing(record, by=by, patient_id=patient_id, permission=needed) as diary:
        lock_sharing(diary.connection, patient_id)
        # Again: whoever held it may have ended what `by` may do.
        get_standing(diary.connection, by, patient_id, needed)
        # Never whose diary it is: they decide, and nobody about them.
        if _role(diary, user_id) not in CARERS_MAY:
            raise NoSuchDiaryError
        yield diary


def _role(diary: OpenedDiary, user_id: UUID) -> AccessRole | None:
    return find_access(diary.connection, patient_id=diary.patient_id, user_id=user_id)


def _refuse_last(diary: OpenedDiary, user_id: UUID) -> None:
    if list_managers(diary.connection, diary.patient_id) == {user_id}:
        raise LastOneError


def _helper(row: Any, by: Viewer) -> Helper:
    return Helper(
        user_id=row.user_id,
        name=row.name,
        email=row.email,
        role=row.role,
        since=row.granted_at,
        is_reader=row.user_id == by.user_id,
    )
