"""What whoever runs the server does for people where no mail is sent, or none arrives."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.invitation import CodePurpose
from bleedlog.models.person_input import UserInput
from bleedlog.models.viewer import Viewer
from bleedlog.services.account_codes import NewCode, make_code
from bleedlog.services.accounts import normal_email
from bleedlog.services.people import PersonRefusedError, clinic_called
from bleedlog.services.record import Record
from bleedlog.storage.account_codes import drop_all_codes
from bleedlog.storage.accounts import Login, add_account_event, find_login, set_email

LINK_LIVES = timedelta(days=1)
"""How long a link for a new password works that somebody is given by hand."""


def find_clinic_called(record: Record, *, by: Viewer, name: str) -> UUID:
    """The clinic of that name.

    Raises:
        PersonRefusedError: if there is none.
    """
    with record.reading(by) as connection:
        return clinic_called(connection, name)


def make_reset_code(record: Record, *, by: Viewer, email: str) -> NewCode:
    """A code for a new password for whoever signs in with that address, to be given to them.

    Raises:
        PersonRefusedError: if nobody does, or they are locked out.
    """
    now = datetime.now(UTC)
    with record.transaction(by) as connection:
        login = _login(connection, email)
        if login.disabled:
            message = f"{email} is locked out. Unlock first: bleedlog user lock --undo"
            raise PersonRefusedError(message)
        _note(connection, by, login, Action.RESET, "link for a password")
        return make_code(
            connection,
            login,
            CodePurpose.RESET_PASSWORD,
            email=login.email,
            now=now,
            lives=LINK_LIVES,
            by_mail=False,
        )


def change_email_for(record: Record, *, by: Viewer, email: str, new_email: str) -> str:
    """Let somebody sign in with another address, which nobody confirmed yet; gives it.

    Links that were sent to the old address work no more.

    Raises:
        PersonRefusedError: if nobody signs in with `email`, or somebody does with the new one.
        ValueError: if the new one is no address.
    """
    with record.transaction(by) as connection:
        login = _login(connection, email)
        wanted = UserInput.model_validate({"email": new_email, "name": login.name}).email
        if find_login(connection, wanted) is not None:
            message = f"Somebody signs in with {wanted} already."
            raise PersonRefusedError(message)
        set_email(connection, user_id=login.user_id, email=wanted, confirmed_at=None)
        drop_all_codes(connection, login.user_id)
        _note(connection, by, login, Action.CHANGED, "email")
    return wanted


def _login(connection: Connection, email: str) -> Login:
    login = find_login(connection, normal_email(email))
    if login is None:
        message = f"Nobody signs in with {email}."
        raise PersonRefusedError(message)
    return login


def _note(connection: Connection, by: Viewer, login: Login, action: Action, detail: str) -> None:
    add_account_event(
        connection,
        user_id=login.user_id,
        by_user=by.user_id,
        action=action,
        now=datetime.now(UTC),
        reason=by.reason,
        detail=detail,
    )
