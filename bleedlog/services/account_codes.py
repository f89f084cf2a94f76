"""Codes sent by mail to somebody who has an account: a new password, a confirmed address.

Several may work side by side, each until it ends: if a new one ended the older, somebody else could
spoil the mail that the owner is about to open. A code is made again only some minutes after the
last, so that nobody can fill a mailbox; until then the last one works.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.invitation import AccountCode, CodePurpose
from bleedlog.models.viewer import Viewer
from bleedlog.services.accounts import PasswordRefused, Place, normal_email
from bleedlog.services.codes import hash_of_code, new_code
from bleedlog.services.other_ways_in import end_other_ways_in
from bleedlog.services.passwords import faults_of_password, hash_password
from bleedlog.services.record import Record
from bleedlog.services.throttle import STALE, Guessed, Throttle
from bleedlog.storage.account_codes import (
    add_code,
    drop_codes,
    find_code,
    take_code,
    was_sent_since,
)
from bleedlog.storage.accounts import (
    Login,
    add_account_event,
    confirm_email_now,
    find_login,
    find_login_of,
    set_password_hash,
)
from bleedlog.storage.sessions import end_sessions
from bleedlog.storage.throttles import drop_stale_counts

LIVES = {
    CodePurpose.RESET_PASSWORD: timedelta(hours=1),
    CodePurpose.CONFIRM_EMAIL: timedelta(days=3),
    CodePurpose.CHANGE_EMAIL: timedelta(days=1),
}
"""How long a code works."""
AGAIN_AFTER = timedelta(minutes=5)
"""How long after a code the next one for the same purpose is made: less than any of them lives."""

_RESET = frozenset({CodePurpose.RESET_PASSWORD})


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that was made now, and for whom. It is nowhere else: only its hash is kept."""

    code: str
    email: str
    """Where it goes."""
    name: str
    lives: timedelta


@dataclass(frozen=True, slots=True)
class CodeOver:
    """Unknown, used, over, or of a locked account: they look alike."""


@dataclass(frozen=True, slots=True)
class PasswordReset:
    """A new password counts, and every session has ended."""

    email: str
    name: str
    ended_others: bool = False
    """Whether passkeys or keys ended, since the address had never been confirmed."""


def admit_asking(record: Record, *, email: str, place: Place, secret_key: str) -> timedelta | None:
    """Count somebody's asking for a mail; None, or how long they have to wait.

    Nothing is looked up, so that it takes the same time for every address.
    """
    throttle = Throttle(
        secret_key=secret_key,
        email=normal_email(email),
        address=place.address,
        known_device=None,
        guessed=Guessed.MAIL,
    )
    now = datetime.now(UTC)
    with record.transaction() as connection:
        wait = throttle.admit(connection, now)
        drop_stale_counts(connection, now - STALE)
    return wait


def ask_for_reset(record: Record, *, email: str) -> NewCode | None:
    """A code for a new password, for whoever signs in with that address.

    None for nobody, for somebody who is locked, and shortly after the last. How long it takes says
    which: call it when whoever asks has their answer.
    """
    now = datetime.now(UTC)
    with record.transaction() as connection:
        login = find_login(connection, normal_email(email))
        if login is None or login.disabled:
            return None
        return make_code_again(
            connection, login, CodePurpose.RESET_PASSWORD, email=login.email, now=now
        )


def make_code_again(
    connection: Connection, login: Login, purpose: CodePurpose, *, email: str, now: datetime
) -> NewCode | None:
    """Store a code in the caller's transaction, unless one was made just now."""
    if was_sent_since(connection, user_id=login.user_id, purpose=purpose, since=now - AGAIN_AFTER):
        return None
    return make_code(connection, login, purpose, email=email, now=now, lives=LIVES[purpose])


def make_code(
    connection: Connection,
    login: Login,
    purpose: CodePurpose,
    *,
    email: str,
    now: datetime,
    lives: timedelta,
    by_mail: bool = True,
) -> NewCode:
    """Store a code in the caller's transaction.

    `by_mail`: it goes to `email` alone, so that it proves that whoever has it reads mail there.
    """
    code = new_code()
    add_code(
        connection,
        AccountCode(
            user_id=login.user_id,
            code_hash=hash_of_code(code),
            purpose=purpose,
            email=email if by_mail else "",
            created_at=now,
            expires_at=now + lives,
        ),
    )
    return NewCode(code, email, login.name, lives)


def reset_password(
    record: Record, *, code: str, new: str
) -> PasswordReset | PasswordRefused | CodeOver:
    """Set a new password for whoever the code was sent to, and end every session of theirs.

    A second factor stays asked for: whoever reads somebody's mail is not them. But where the
    address was not confirmed before, nobody knows who set the account up (`other_ways_in`).
    """
    code_hash, now = hash_of_code(code), datetime.now(UTC)
    with record.reading() as connection:
        found = find_code(connection, code_hash=code_hash, purposes=_RESET, now=now)
        login = None if found is None else find_login_of(connection, found.user_id)
    if login is None or login.disabled:
        return CodeOver()
    faults = faults_of_password(new, email=login.email, name=login.name)
    if faults:
        return PasswordRefused(faults)
    # Outside a transaction: it takes a tenth of a second, in which nobody else could log.
    new_hash = hash_password(new)
    with record.transaction(Viewer(login.user_id)) as connection:
        taken = take_code(connection, code_hash=code_hash, purposes=_RESET, now=now)
        if taken is None:
            return CodeOver()
        _set_password(connection, login.user_id, new_hash, now)
        ended = not login.email_confirmed and end_other_ways_in(
            connection, user_id=login.user_id, now=now
        )
        if taken.email == login.email:
            confirm_email_now(connection, user_id=login.user_id, now=now)
    return PasswordReset(login.email, login.name, ended)


def _set_password(connection: Connection, user_id: UUID, password_hash: str, now: datetime) -> None:
    set_password_hash(connection, user_id=user_id, password_hash=password_hash)
    drop_codes(connection, user_id=user_id, purpose=CodePurpose.RESET_PASSWORD)
    end_sessions(connection, user_id=user_id)
    add_account_event(
        connection,
        user_id=user_id,
        by_user=user_id,
        action=Action.RESET,
        now=now,
        detail="password",
    )
