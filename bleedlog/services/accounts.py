"""Signing in and the password, without a web around it.

Further ways in (a passkey, a code after the password) end in `open_account`, as the password does.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.account import Account
from bleedlog.models.audit import Action
from bleedlog.models.invitation import CodePurpose
from bleedlog.models.viewer import Viewer
from bleedlog.services.passwords import (
    faults_of_password,
    hash_password,
    is_password,
    needs_new_hash,
)
from bleedlog.services.record import Record
from bleedlog.services.sessions import (
    SECRET_BYTES,
    SessionKey,
    begin_session,
    hash_of,
    is_kept,
)
from bleedlog.services.throttle import Guessed, Throttle
from bleedlog.storage.account_codes import drop_codes
from bleedlog.storage.accounts import (
    Login,
    add_account_event,
    find_login,
    find_login_of,
    is_known_device,
    remember_device,
    set_password_hash,
)
from bleedlog.storage.sessions import end_session, end_sessions, find_session

DEVICE_LIFE = timedelta(days=400)
"""How long a device stays known after its last sign-in: as long as browsers keep a cookie."""


@dataclass(frozen=True, slots=True)
class Place:
    """From where somebody tries to sign in."""

    address: str
    device: bytes | None = None
    """The secret that the device was given at an earlier sign-in."""
    browser: str | None = None
    """What the browser says that it is, in at most 60 letters."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody is in; the device holds `key` and, for next time, `device`."""

    account: Account
    key: SessionKey
    kept: bool
    device: bytes
    since: datetime
    second_factor_at: datetime | None
    """When a second factor was shown; without one, some accounts open nothing yet."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Not a login, the wrong password, or a login that was locked: the three look alike."""


@dataclass(frozen=True, slots=True)
class Throttled:
    """Too many tries; the next may come after `wait`. The password was not looked at."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class PasswordRefused:
    """The new password was not taken, for these reasons (sentences)."""

    faults: list[str]


def sign_in(
    record: Record,
    *,
    email: str,
    password: str,
    keep: bool,
    place: Place,
    secret_key: str,
    replaces: SessionKey | None = None,
) -> SignedIn | Refused | Throttled:
    """Check a password and begin a session under a new key; the device's old one ends.

    `secret_key` keys the hashes under which tries are counted.
    """
    now = datetime.now(UTC)
    email = normal_email(email)
    with record.transaction() as connection:
        login = find_login(connection, email)
        throttle = throttle_of(connection, login, email=email, place=place, secret_key=secret_key)
        wait = throttle.admit(connection, now)
    if wait is not None:
        return Throttled(wait)
    # Outside a transaction: it takes a tenth of a second, in which nobody else could log.
    right = is_password(login.password_hash if login else None, password)
    if login is None or not right or login.disabled:
        # Nothing is written here: an event that only a known login can have would take time.
        return Refused()
    with record.transaction(Viewer(login.user_id)) as connection:
        throttle.forgive(connection, now)
        if login.password_hash and needs_new_hash(login.password_hash):
            set_password_hash(
                connection, user_id=login.user_id, password_hash=hash_password(password)
            )
        if replaces is not None:
            end_session(connection, user_id=replaces.user_id, secret_hash=replaces.secret_hash)
        return open_account(connection, login.user_id, keep=keep, place=place, now=now)


def open_account(
    connection: Connection,
    user_id: UUID,
    *,
    keep: bool,
    place: Place,
    now: datetime,
    how: str = "password",
    second_factor_at: datetime | None = None,
) -> SignedIn | Refused:
    """Begin a session for somebody who proved who they are, in the caller's transaction.

    `how`: by what, for the account's events; `second_factor_at`: when they showed a second factor,
    if they did. The device becomes known only to an account that is open: a stolen password alone
    must not make one known.
    """
    key = begin_session(
        connection,
        user_id=user_id,
        keep=keep,
        now=now,
        second_factor_at=second_factor_at,
        device=place.browser,
        signed_in_by=how,
    )
    session = find_session(connection, user_id, key.secret_hash)
    if session is None:  # locked while the password was looked at
        end_session(connection, user_id=user_id, secret_hash=key.secret_hash)
        return Refused()
    device = place.device or secrets.token_bytes(SECRET_BYTES)
    if second_factor_at is not None or not session.account.needs_second_factor:
        remember_device(
            connection,
            user_id=user_id,
            secret_hash=hash_of(device),
            now=now,
            before=now - DEVICE_LIFE,
        )
    add_account_event(
        connection,
        user_id=user_id,
        action=Action.SIGNED_IN,
        now=now,
        by_user=user_id,
        detail=how,
    )
    kept = is_kept(session.account, asked=keep)
    return SignedIn(session.account, key, kept, device, now, second_factor_at)


def change_password(
    record: Record,
    *,
    user_id: UUID,
    old: str,
    new: str,
    keep: bool,
    place: Place,
    secret_key: str,
    second_factor_at: datetime | None = None,
) -> SignedIn | PasswordRefused | Refused | Throttled:
    """Replace a password, end every session of the user, and begin a new one here.

    The old password is asked for and its tries are counted, so that an unlocked phone is not
    enough. `second_factor_at`: when this session showed a second factor, which goes on counting.
    """
    now = datetime.now(UTC)
    with record.transaction() as connection:
        login = find_login_of(connection, user_id)
        if login is None or login.disabled:
            return Refused()
        faults = faults_of_password(new, email=login.email, name=login.name)
        if faults:
            return PasswordRefused(faults)
        throttle = throttle_of(
            connection, login, email=login.email, place=place, secret_key=secret_key
        )
        wait = throttle.admit(connection, now)
    if wait is not None:
        return Throttled(wait)
    if not is_password(login.password_hash, old):
        return Refused()
    new_hash = hash_password(new)
    with record.transaction(Viewer(user_id)) as connection:
        throttle.forgive(connection, now)
        set_password_hash(connection, user_id=user_id, password_hash=new_hash)
        # A link in a mail that somebody else may have read must not bring another password.
        drop_codes(connection, user_id=user_id, purpose=CodePurpose.RESET_PASSWORD)
        end_sessions(connection, user_id=user_id)
        add_account_event(
            connection, user_id=user_id, action=Action.REVISED, now=now, reason="password"
        )
        return open_account(
            connection,
            user_id,
            keep=keep,
            place=place,
            now=now,
            second_factor_at=second_factor_at,
        )


def normal_email(email: str) -> str:
    """An email address as it is stored and looked up."""
    # PostgreSQL takes no NUL, which no address holds.
    return email.strip().lower().replace("\x00", "")


def throttle_of(
    connection: Connection,
    login: Login | None,
    *,
    email: str,
    place: Place,
    secret_key: str,
    guessed: Guessed = Guessed.PASSWORD,
) -> Throttle:
    """The counts that a try from that place belongs to."""
    known = None
    if login is not None and place.device is not None:
        secret_hash = hash_of(place.device)
        if is_known_device(connection, user_id=login.user_id, secret_hash=secret_hash):
            known = secret_hash
    return Throttle(
        secret_key=secret_key,
        email=email,
        address=place.address,
        known_device=known,
        guessed=guessed,
    )
