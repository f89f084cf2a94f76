"""Accepting an invitation: what somebody gets by it, in the one transaction that uses it up."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from bleedlog.models.audit import Action
from bleedlog.models.invitation import InvitedAs
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs
from bleedlog.services.codes import hash_of_code
from bleedlog.services.record import Record
from bleedlog.storage.access import (
    end_access,
    find_access,
    give_access,
    has_owner,
    list_access,
    lock_sharing,
)
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.events import add_event
from bleedlog.storage.invitations import find_by_code, lock_target, revoke_made_by, take
from bleedlog.storage.memberships import begin_work, find_role


@dataclass(frozen=True, slots=True)
class GaveUp:
    """Somebody who kept a diary until the person whose it is took it over."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """An invitation was accepted."""

    invited_as: InvitedAs
    clinic_id: UUID | None
    patient_id: UUID | None
    gave_up: tuple[GaveUp, ...] = field(default=(), compare=False)
    """Of a diary that was taken over: who kept it so far."""


@dataclass(frozen=True, slots=True)
class InvitationOver:
    """Unknown, used, taken back or over: the four look alike."""


@dataclass(frozen=True, slots=True)
class HasItAlready:
    """Whoever accepts works at that clinic, or opens that diary, already; nothing was used up."""


AcceptOutcome = Accepted | InvitationOver | HasItAlready


def accept_invitation(
    record: Record, *, by: Viewer, code: str, carers_may: AccessRole | None = None
) -> AcceptOutcome:
    """Accept an invitation as somebody who is signed in.

    `carers_may`: what those who kept the diary so far may do with it afterwards, said by whoever
    takes it over; None ends their access.

    Raises:
        ValueError: for the console, which cannot be invited.
    """
    if by.user_id is None:
        message = "the console cannot accept an invitation"
        raise ValueError(message)
    with record.transaction(by) as connection:
        return take_up(
            connection,
            user_id=by.user_id,
            code_hash=hash_of_code(code),
            now=datetime.now(UTC),
            carers_may=carers_may,
        )


def take_up(
    connection: Connection,
    *,
    user_id: UUID,
    code_hash: str,
    now: datetime,
    carers_may: AccessRole | None = None,
) -> AcceptOutcome:
    """Give a user what the code of that hash offers, in the caller's transaction: it is theirs."""
    row = find_by_code(connection, code_hash=code_hash, now=now)
    if row is None:
        return InvitationOver()
    # Of two links to the same, opened at once, the second finds what the first gave.
    for target in (row.clinic_id, row.patient_id):
        if target is not None:
            lock_target(connection, target)
    if _has_it(connection, row, user_id):
        return HasItAlready()
    if row.invited_as is InvitedAs.OWNER and has_owner(connection, row.patient_id):
        return InvitationOver()
    # First of all, so that of two who accept at once one is refused.
    if not take(connection, code_hash=code_hash, user_id=user_id, now=now):
        return InvitationOver()
    gave_up: tuple[GaveUp, ...] = ()
    match row.invited_as:
        case InvitedAs.STAFF:
            begin_work(
                connection, clinic_id=row.clinic_id, user_id=user_id, role=row.staff_role, now=now
            )
        case InvitedAs.CARER:
            _open_diary(connection, row, user_id, row.access_role, now)
        case InvitedAs.OWNER:
            gave_up = _hand_over(connection, row, user_id, carers_may, now)
    words = [row.invited_as.value, *([row.staff_role.value] if row.staff_role else [])]
    add_account_event(
        connection,
        user_id=user_id,
        by_user=user_id,
        clinic_id=row.clinic_id,
        action=Action.ACCEPTED,
        now=now,
        detail=f"invitation {' '.join(words)}",
    )
    return Accepted(row.invited_as, row.clinic_id, row.patient_id, gave_up)


def _has_it(connection: Connection, row: Row[Any], user_id: UUID) -> bool:
    match row.invited_as:
        case InvitedAs.STAFF:
            return find_role(connection, clinic_id=row.clinic_id, user_id=user_id) is not None
        case InvitedAs.CARER:
            return find_access(connection, patient_id=row.patient_id, user_id=user_id) is not None
        case InvitedAs.OWNER:
            # A parent who opens the link that they made does not become their child.
            return user_id == row.invited_by or _is_theirs(connection, row.patient_id, user_id)
        case _:
            return False


def _is_theirs(connection: Connection, patient_id: UUID, user_id: UUID) -> bool:
    found = find_access(connection, patient_id=patient_id, user_id=user_id)
    return found is AccessRole.PATIENT


def _open_diary(
    connection: Connection, row: Row[Any], user_id: UUID, role: AccessRole, now: datetime
) -> None:
    give_access(
        connection,
        patient_id=row.patient_id,
        user_id=user_id,
        role=role,
        by_user=row.invited_by,
        now=now,
    )
    # After the access: only who may open a diary leaves an event in it.
    add_event(
        connection,
        patient_id=row.patient_id,
        by=Viewer(user_id),
        standing=Standing(
            ActingAs.PATIENT if role is AccessRole.PATIENT else ActingAs.CARER, access=role
        ),
        action=Action.HANDED_OVER if role is AccessRole.PATIENT else Action.ACCEPTED,
        detail=role.value,
    )


def _hand_over(
    connection: Connection,
    row: Row[Any],
    user_id: UUID,
    carers_may: AccessRole | None,
    now: datetime,
) -> tuple[GaveUp, ...]:
    if carers_may is AccessRole.PATIENT:
        message = "a diary has one owner"
        raise ValueError(message)
    _open_diary(connection, row, user_id, AccessRole.PATIENT, now)
    # Then only, since whoever has no part yet locks nothing: nobody is let do more meanwhile.
    lock_sharing(connection, row.patient_id)
    before = [one for one in list_access(connection, row.patient_id) if one.user_id != user_id]
    for carer in before:
        if carers_may is not AccessRole.CARER_MANAGE:
            # A link that they made before would be a way back in.
            revoke_made_by(connection, patient_id=row.patient_id, user_id=carer.user_id, now=now)
        if carers_may is None:
            end_access(connection, patient_id=row.patient_id, user_id=carer.user_id, now=now)
        elif _RANK[carer.role] > _RANK[carers_may]:
            give_access(
                connection,
                patient_id=row.patient_id,
                user_id=carer.user_id,
                role=carers_may,
                by_user=user_id,
                now=now,
            )
    return tuple(GaveUp(one.email, one.name) for one in before)


_RANK = {
    role: rank
    for rank, role in enumerate(
        (AccessRole.CARER_READ, AccessRole.CARER_LOG, AccessRole.CARER_MANAGE, AccessRole.PATIENT)
    )
}
