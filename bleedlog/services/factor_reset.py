"""Taking a lost second factor off somebody's account: by their clinic's admin, or by the console.

Their sessions end. The password alone then leads to where a new factor is set up, and to nothing
else if they work at a clinic.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.permissions import PART_OF_STAFF, Permission, may
from bleedlog.models.viewer import Viewer
from bleedlog.services.accounts import normal_email
from bleedlog.services.people import PersonRefusedError
from bleedlog.services.record import Record
from bleedlog.services.second_factors import APP
from bleedlog.storage.accounts import Login, add_account_event, find_login, find_login_of
from bleedlog.storage.factors import put_recovery_codes, remove_app
from bleedlog.storage.memberships import find_role
from bleedlog.storage.passkeys import remove_passkeys
from bleedlog.storage.sessions import end_sessions


class NotTheirStaffError(Exception):
    """No such member of staff at a clinic that the asking person runs."""


@dataclass(frozen=True, slots=True)
class FactorReset:
    """Whose second factor was taken off."""

    name: str
    email: str


def reset_factor(record: Record, *, by: Viewer, email: str) -> FactorReset:
    """Take the second factor off an account, from the console.

    Raises:
        PersonRefusedError: if nobody signs in with that email.
    """
    with record.transaction(by) as connection:
        login = find_login(connection, normal_email(email))
        if login is None:
            message = f"Nobody signs in with {email}."
            raise PersonRefusedError(message)
        return _reset(connection, by, login, None)


def find_own_staff(record: Record, *, by: Viewer, clinic_id: UUID, user_id: UUID) -> FactorReset:
    """Whose second factor `by` may take off at that clinic.

    Raises:
        NotTheirStaffError: if they do not run the clinic, or the user does not work there.
    """
    with record.reading(by) as connection:
        login = _own_staff(connection, by, clinic_id, user_id)
        return FactorReset(login.name, login.email)


def reset_factor_of_staff(
    record: Record, *, by: Viewer, clinic_id: UUID, user_id: UUID
) -> FactorReset:
    """Take the second factor off a member of staff, as an admin of their clinic.

    Raises:
        NotTheirStaffError: if they do not run the clinic, or the user does not work there.
    """
    with record.transaction(by) as connection:
        login = _own_staff(connection, by, clinic_id, user_id)
        return _reset(connection, by, login, clinic_id)


def _own_staff(connection: Connection, by: Viewer, clinic_id: UUID, user_id: UUID) -> Login:
    own = find_role(connection, clinic_id=clinic_id, user_id=by.user_id) if by.user_id else None
    if own is None or not may(PART_OF_STAFF[own], Permission.MANAGE_STAFF):
        raise NotTheirStaffError
    theirs = find_role(connection, clinic_id=clinic_id, user_id=user_id)
    login = find_login_of(connection, user_id) if theirs else None
    if login is None:
        raise NotTheirStaffError
    return login


def _reset(connection: Connection, by: Viewer, login: Login, clinic_id: UUID | None) -> FactorReset:
    now = datetime.now(UTC)
    user_id = login.user_id
    remove_app(connection, user_id)
    remove_passkeys(connection, user_id)
    put_recovery_codes(connection, user_id=user_id, code_hashes=(), now=now)
    end_sessions(connection, user_id=user_id)
    add_account_event(
        connection,
        user_id=user_id,
        action=Action.RESET,
        now=now,
        reason=by.reason,
        by_user=by.user_id,
        clinic_id=clinic_id,
        detail=APP,
    )
    return FactorReset(login.name, login.email)
