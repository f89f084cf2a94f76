"""Inviting somebody to a clinic or a diary: make, look at, list, take back."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from bleedlog.models.audit import Action
from bleedlog.models.entry_input import new_id
from bleedlog.models.invitation import Invitation, InvitedAs
from bleedlog.models.permissions import PART_OF_STAFF, Part, Permission, may
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.codes import hash_of_code, new_code
from bleedlog.services.looking import NoSuchDiaryError, get_standing
from bleedlog.services.record import Record
from bleedlog.storage import invitations as stored
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.events import add_event
from bleedlog.storage.memberships import find_role

LIVES = {
    InvitedAs.PATIENT: timedelta(days=30),
    InvitedAs.CARER: timedelta(days=7),
    InvitedAs.OWNER: timedelta(days=14),
    InvitedAs.STAFF: timedelta(days=7),
}
"""How long an invitation can be accepted. A page from the clinic may lie at home for a while."""

NEEDED = {
    InvitedAs.PATIENT: Permission.INVITE_PATIENT,
    InvitedAs.CARER: Permission.MANAGE_CARERS,
    InvitedAs.OWNER: Permission.HAND_OVER,
    InvitedAs.STAFF: Permission.MANAGE_STAFF,
}
"""What whoever invites must be allowed to do."""


class NoSuchClinicError(NoSuchDiaryError):
    """No such clinic or invitation, or none of the viewer's business: not told apart."""


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation that was made now. The code is nowhere else: only its hash is kept."""

    id: UUID
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that can still be accepted."""

    id: UUID
    invited_as: InvitedAs
    access_role: AccessRole | None
    staff_role: StaffRole | None
    name: str | None
    """How the inviting person calls whom they invite."""
    email: str | None
    clinic_id: UUID | None
    clinic_name: str | None
    patient_id: UUID | None
    patient_name: str | None
    inviter_name: str | None
    """None for the console."""
    created_at: datetime
    expires_at: datetime
    only_mailed: bool
    """Whether only whoever reads mail at `email` can have the code."""


def invite(
    record: Record,
    *,
    by: Viewer,
    invited_as: InvitedAs,
    clinic_id: UUID | None = None,
    patient_id: UUID | None = None,
    access_role: AccessRole | None = None,
    staff_role: StaffRole | None = None,
    name: str | None = None,
    email: str | None = None,
    only_mailed: bool = False,
) -> NewInvitation:
    """Make an invitation.

    A patient or staff are invited by `clinic_id`, staff with a `staff_role`; a carer or a new owner
    to the diary of `patient_id`, a carer with an `access_role`. `name` (at most 120 letters) is how
    the inviting person calls them, `email` (at most 254) where the link goes; `only_mailed` says
    that it goes there alone and is shown to nobody.

    Raises:
        NoSuchDiaryError: if `by` may not open that diary to others so.
        NoSuchClinicError: if `by` may not invite so for that clinic.
        ValueError: if what the kind needs is missing.
    """
    now = datetime.now(UTC)
    code = new_code()
    invitation = Invitation(
        id=new_id(),
        code_hash=hash_of_code(code),
        invited_as=invited_as,
        access_role=access_role,
        staff_role=staff_role,
        name=name,
        email=email,
        clinic_id=clinic_id,
        patient_id=patient_id,
        invited_by=by.user_id,
        only_mailed=only_mailed and email is not None,
        created_at=now,
        expires_at=now + LIVES[invited_as],
    )
    _see_it_is_whole(invitation)
    with record.transaction(by) as connection:
        _note(connection, by, invitation, Action.INVITED, now)
        stored.add_invitation(connection, invitation)
    return NewInvitation(invitation.id, code, invitation.expires_at)


def _see_it_is_whole(invitation: Invitation) -> None:
    needs = {
        InvitedAs.PATIENT: (invitation.clinic_id,),
        InvitedAs.STAFF: (invitation.clinic_id, invitation.staff_role),
        InvitedAs.CARER: (invitation.patient_id, invitation.access_role),
        InvitedAs.OWNER: (invitation.patient_id,),
    }
    if None in needs[invitation.invited_as] or invitation.access_role is AccessRole.PATIENT:
        message = f"it is not said what somebody invited as {invitation.invited_as} gets"
        raise ValueError(message)


def find_invitation(record: Record, *, code: str) -> OpenInvitation | None:
    """What whoever holds the code is invited to; None for unknown, used, taken back and over."""
    now = datetime.now(UTC)
    with record.reading() as connection:
        row = stored.find_by_code(connection, code_hash=hash_of_code(code), now=now)
    return None if row is None else open_invitation(row)


def list_invitations_to_diary(
    record: Record, *, by: Viewer, patient_id: UUID
) -> list[OpenInvitation]:
    """Carers and owners who were invited to the diary and did not accept yet, newest first.

    Raises:
        NoSuchDiaryError: if `by` may not open that diary to others.
    """
    now = datetime.now(UTC)
    with record.reading(by) as connection:
        get_standing(connection, by, patient_id, Permission.MANAGE_CARERS)
        rows = stored.list_of_patient(connection, patient_id=patient_id, now=now)
    return [open_invitation(row) for row in rows]


def list_invitations_of_clinic(
    record: Record, *, by: Viewer, clinic_id: UUID
) -> list[OpenInvitation]:
    """Whom the clinic invited and who did not accept yet, newest first.

    Only those that `by` could have invited: who may invite patients sees no invited staff.

    Raises:
        NoSuchClinicError: if `by` may not invite anybody for that clinic.
    """
    now = datetime.now(UTC)
    with record.reading(by) as connection:
        kinds = _kinds_invited_by(connection, by, clinic_id)
        if not kinds:
            raise NoSuchClinicError
        rows = stored.list_of_clinic(connection, clinic_id=clinic_id, now=now)
    return [open_invitation(row) for row in rows if row.invited_as in kinds]


def revoke_invitation(record: Record, *, by: Viewer, invitation_id: UUID) -> None:
    """Let nobody accept an invitation any more.

    Raises:
        NoSuchDiaryError: if there is none that is open, or `by` may not invite so.
    """
    now = datetime.now(UTC)
    with record.transaction(by) as connection:
        row = stored.find_by_id(connection, invitation_id=invitation_id, now=now)
        if row is None:
            raise NoSuchDiaryError
        _note(connection, by, open_invitation(row), Action.REVOKED, now)
        stored.revoke(connection, invitation_id=invitation_id, now=now)


def words_of(invitation: Invitation | OpenInvitation) -> str:
    """For an event: what is offered, in words of the vocabulary and nobody's own."""
    offered = (invitation.invited_as, invitation.access_role, invitation.staff_role)
    return " ".join(["invitation", *(word.value for word in offered if word is not None)])


def _note(
    connection: Connection,
    by: Viewer,
    invitation: Invitation | OpenInvitation,
    action: Action,
    now: datetime,
) -> None:
    """See that `by` may invite so, and leave the event of it."""
    if invitation.patient_id is not None:
        add_event(
            connection,
            patient_id=invitation.patient_id,
            by=by,
            standing=get_standing(
                connection, by, invitation.patient_id, NEEDED[invitation.invited_as]
            ),
            action=action,
            detail=words_of(invitation),
        )
        return
    clinic_id = invitation.clinic_id
    if clinic_id is None or invitation.invited_as not in _kinds_invited_by(
        connection, by, clinic_id
    ):
        raise NoSuchClinicError
    if by.user_id is not None:
        # Whom the console invites is told when they accept: before that there is no account.
        add_account_event(
            connection,
            user_id=by.user_id,
            by_user=by.user_id,
            clinic_id=clinic_id,
            action=action,
            now=now,
            detail=words_of(invitation),
        )


def _kinds_invited_by(connection: Connection, by: Viewer, clinic_id: UUID) -> frozenset[InvitedAs]:
    part: Part | None = Part.CONSOLE
    if by.user_id is not None:
        role = find_role(connection, clinic_id=clinic_id, user_id=by.user_id)
        part = None if role is None else PART_OF_STAFF[role]
    return frozenset(
        kind
        for kind, permission in NEEDED.items()
        if kind in {InvitedAs.PATIENT, InvitedAs.STAFF} and part and may(part, permission)
    )


def open_invitation(row: Row[Any]) -> OpenInvitation:
    """A stored invitation that is open, with its names, as people see it."""
    return OpenInvitation(
        id=row.id,
        invited_as=row.invited_as,
        access_role=row.access_role,
        staff_role=row.staff_role,
        name=row.name,
        email=row.email,
        clinic_id=row.clinic_id,
        clinic_name=row.clinic_name,
        patient_id=row.patient_id,
        patient_name=row.patient_name,
        inviter_name=row.inviter_name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        only_mailed=row.only_mailed,
    )
