"""How an account begins, in the transaction of whoever begins it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.person import User
from bleedlog.models.person_input import UserInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.accepting import AcceptOutcome, take_up
from bleedlog.services.account_codes import CodeOver
from bleedlog.services.accounts import Place, Refused, SignedIn, open_account
from bleedlog.services.passwords import hash_password
from bleedlog.storage.accounts import add_account_event, add_user
from bleedlog.storage.engine import set_viewer

SIGN_UP = "sign-up"
"""How somebody proved who they are who begins an account, for events."""


@dataclass(frozen=True, slots=True)
class AccountBegun:
    """A new account, signed in here, and what became of the invitation that it came by."""

    signed_in: SignedIn
    accepted: AcceptOutcome | None


def new_user(
    email: str, name: str, password: str, now: datetime, *, confirmed_at: datetime | None
) -> User:
    """Somebody who is to have an account; takes a tenth of a second, for the password.

    Raises:
        ValueError: for a name that cannot be printed, or an address that is none.
    """
    told = UserInput.model_validate({"email": email, "name": name})
    return User(
        **told.model_dump(),
        password_hash=hash_password(password),
        created_at=now,
        email_confirmed_at=confirmed_at,
    )


def add_account(connection: Connection, user: User, now: datetime) -> None:
    """Store them; what follows in the transaction is theirs."""
    add_user(connection, user)
    set_viewer(connection, Viewer(user.id))
    add_account_event(connection, user_id=user.id, by_user=user.id, action=Action.CREATED, now=now)


def begin_account(
    connection: Connection,
    user: User,
    *,
    invitation_hash: str | None,
    keep: bool,
    place: Place,
    now: datetime,
    carers_may: AccessRole | None = None,
) -> AccountBegun | CodeOver:
    """Store them, let them accept what they were invited to, and sign them in here."""
    add_account(connection, user, now)
    accepted = None
    if invitation_hash:
        accepted = take_up(
            connection,
            user_id=user.id,
            code_hash=invitation_hash,
            now=now,
            carers_may=carers_may,
        )
    outcome = open_account(connection, user.id, keep=keep, place=place, now=now, how=SIGN_UP)
    return CodeOver() if isinstance(outcome, Refused) else AccountBegun(outcome, accepted)
