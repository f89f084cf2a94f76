"""Email addresses: shown to be read by their owner, and changed to another that is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from bleedlog.models.audit import Action
from bleedlog.models.invitation import CodePurpose
from bleedlog.models.viewer import Viewer
from bleedlog.services.account_codes import CodeOver, NewCode, make_code_again
from bleedlog.services.accounts import normal_email
from bleedlog.services.codes import hash_of_code
from bleedlog.services.record import Record
from bleedlog.storage.account_codes import drop_all_codes, take_code
from bleedlog.storage.accounts import (
    add_account_event,
    confirm_email_now,
    find_login,
    find_login_of,
    set_email,
)

_PURPOSES = frozenset({CodePurpose.CONFIRM_EMAIL, CodePurpose.CHANGE_EMAIL})


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody's own address, as their page shows it."""

    email: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """Somebody asked for another address; what goes to whom."""

    old_email: str
    name: str
    code: NewCode | None
    """For the new address; None if a mail went there just now."""
    taken: bool
    """Whether somebody signs in with the new address already: they are told, not who asked."""


@dataclass(frozen=True, slots=True)
class AddressConfirmed:
    """Somebody showed that they read mail at `email`; `old_email` is what it replaced, if any."""

    email: str
    old_email: str | None
    name: str


def get_address(record: Record, *, by: Viewer) -> Address:
    """The address of whoever is signed in.

    Raises:
        LookupError: if there is no such user.
    """
    with record.reading(by) as connection:
        login = None if by.user_id is None else find_login_of(connection, by.user_id)
    if login is None:
        raise LookupError
    return Address(login.email, login.email_confirmed)


def ask_to_confirm(record: Record, *, user_id: UUID) -> NewCode | None:
    """A code for the address that somebody has; None if it is confirmed, or shortly after one."""
    now = datetime.now(UTC)
    with record.transaction(Viewer(user_id)) as connection:
        login = find_login_of(connection, user_id)
        if login is None or login.disabled or login.email_confirmed:
            return None
        return make_code_again(
            connection, login, CodePurpose.CONFIRM_EMAIL, email=login.email, now=now
        )


def ask_to_change(record: Record, *, user_id: UUID, new_email: str) -> ChangeAsked | None:
    """A code for an address that somebody wants instead of theirs; None for who is locked.

    What it gives says whether the address is somebody's: nothing of it is for whoever asks, and
    how long it takes is not, either. Call it when they have their answer.
    """
    now = datetime.now(UTC)
    wanted = normal_email(new_email)
    with record.transaction(Viewer(user_id)) as connection:
        login = find_login_of(connection, user_id)
        if login is None or login.disabled:
            return None
        taken = find_login(connection, wanted) is not None
        code = make_code_again(connection, login, CodePurpose.CHANGE_EMAIL, email=wanted, now=now)
        add_account_event(
            connection,
            user_id=user_id,
            by_user=user_id,
            action=Action.CHANGED,
            now=now,
            detail="email asked for",
        )
    return ChangeAsked(login.email, login.name, code, taken)


def confirm_address(record: Record, *, code: str) -> AddressConfirmed | CodeOver:
    """Take a code that came by mail: the address that it went to is read by its owner.

    A new address replaces the old one now; codes that were sent to the old one work no more.
    """
    try:
        return _take(record, hash_of_code(code), datetime.now(UTC))
    except IntegrityError:
        # Somebody else got the address in the meantime.
        return CodeOver()


def _take(record: Record, code_hash: str, now: datetime) -> AddressConfirmed | CodeOver:
    with record.transaction() as connection:
        found = take_code(connection, code_hash=code_hash, purposes=_PURPOSES, now=now)
        login = None if found is None else find_login_of(connection, found.user_id)
        if found is None or login is None or login.disabled:
            return CodeOver()
        if found.purpose is CodePurpose.CONFIRM_EMAIL:
            if found.email != login.email:
                return CodeOver()
            confirm_email_now(connection, user_id=login.user_id, now=now)
            action, old = Action.CONFIRMED, None
        else:
            set_email(connection, user_id=login.user_id, email=found.email, confirmed_at=now)
            drop_all_codes(connection, login.user_id)
            action, old = Action.CHANGED, login.email
        add_account_event(
            connection,
            user_id=login.user_id,
            by_user=login.user_id,
            action=action,
            now=now,
            detail="email",
        )
    return AddressConfirmed(found.email, old, login.name)
