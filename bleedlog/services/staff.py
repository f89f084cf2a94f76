"""Who works at a clinic: listed, given another role, ended, by an admin of that clinic."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.permissions import PART_OF_STAFF, Permission, may
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.invitations import NoSuchClinicError
from bleedlog.services.record import Record
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.invitations import revoke_staff_invited_by
from bleedlog.storage.memberships import (
    count_admins,
    end_work,
    find_role,
    list_members,
    lock_clinic,
    set_role,
)


class LastAdminError(Exception):
    """The clinic would have no admin left; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works at the clinic."""

    user_id: UUID
    name: str
    email: str
    role: StaffRole
    since: datetime
    is_reader: bool
    """Whether it is whoever asks."""


def list_staff(record: Record, *, by: Viewer, clinic_id: UUID) -> list[Member]:
    """Who works at the clinic now, by name.

    Raises:
        NoSuchClinicError: if `by` does not run it.
    """
    with record.reading(by) as connection:
        _see_runs(connection, by, clinic_id)
        rows = list_members(connection, clinic_id)
    return [
        Member(row.user_id, row.name, row.email, row.role, row.since, row.user_id == by.user_id)
        for row in rows
    ]


def get_member(record: Record, *, by: Viewer, clinic_id: UUID, user_id: UUID) -> Member:
    """Somebody who works at the clinic.

    Raises:
        NoSuchClinicError: if `by` does not run it, or the user does not work there.
    """
    for member in list_staff(record, by=by, clinic_id=clinic_id):
        if member.user_id == user_id:
            return member
    raise NoSuchClinicError


def change_role(
    record: Record, *, by: Viewer, clinic_id: UUID, user_id: UUID, role: StaffRole
) -> None:
    """Let somebody do something else at the clinic, from their next request on.

    Raises:
        NoSuchClinicError: if `by` does not run the clinic, or the user does not work there.
        LastAdminError: if no admin would be left.
    """
    with _deciding_about(record, by, clinic_id, user_id) as (connection, before):
        if before is role:
            return
        _refuse_last_admin(connection, clinic_id, before)
        set_role(connection, clinic_id=clinic_id, user_id=user_id, role=role)
        _note(connection, by, clinic_id, user_id, action=Action.CHANGED, detail=f"staff {role}")


def end_membership(record: Record, *, by: Viewer, clinic_id: UUID, user_id: UUID) -> None:
    """End somebody's work at the clinic: their next request finds none of its patients.

    Raises:
        NoSuchClinicError: if `by` does not run the clinic, or the user does not work there.
        LastAdminError: if no admin would be left.
    """
    with _deciding_about(record, by, clinic_id, user_id) as (connection, before):
        _refuse_last_admin(connection, clinic_id, before)
        _note(connection, by, clinic_id, user_id, action=Action.REVOKED, detail="staff")
        end_work(connection, clinic_id=clinic_id, user_id=user_id, now=datetime.now(UTC))


@contextmanager
def _deciding_about(
    record: Record, by: Viewer, clinic_id: UUID, user_id: UUID
) -> Iterator[tuple[Connection, StaffRole]]:
    """The connection and the user's role, while nobody else changes who works there."""
    with record.transaction(by) as connection:
        lock_clinic(connection, clinic_id)
        _see_runs(connection, by, clinic_id)
        role = find_role(connection, clinic_id=clinic_id, user_id=user_id)
        if role is None:
            raise NoSuchClinicError
        yield connection, role


def _see_runs(connection: Connection, by: Viewer, clinic_id: UUID) -> None:
    if by.user_id is None:
        return
    role = find_role(connection, clinic_id=clinic_id, user_id=by.user_id)
    if role is None or not may(PART_OF_STAFF[role], Permission.MANAGE_STAFF):
        raise NoSuchClinicError


def _refuse_last_admin(connection: Connection, clinic_id: UUID, role: StaffRole) -> None:
    if role is StaffRole.ADMIN and count_admins(connection, clinic_id) == 1:
        raise LastAdminError


def _note(
    connection: Connection,
    by: Viewer,
    clinic_id: UUID,
    user_id: UUID,
    *,
    action: Action,
    detail: str,
) -> None:
    now = datetime.now(UTC)
    # Else an admin could leave a way back in for themselves.
    revoke_staff_invited_by(connection, clinic_id=clinic_id, user_id=user_id, now=now)
    add_account_event(
        connection,
        user_id=user_id,
        by_user=by.user_id,
        clinic_id=clinic_id,
        action=action,
        now=now,
        reason=by.reason,
        detail=detail,
    )
