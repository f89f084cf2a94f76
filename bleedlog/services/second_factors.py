"""The second factor after a password: a code of an app, or a recovery code from paper.

Until it is shown, a session of somebody who needs one opens nothing (`bleedlog.web.opening`), and
its device is not known. It then goes on under a new key.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.viewer import Viewer
from bleedlog.services.accounts import (
    Place,
    Refused,
    SignedIn,
    Throttled,
    open_account,
    throttle_of,
)
from bleedlog.services.codes import hash_of_code
from bleedlog.services.one_time_codes import step_of
from bleedlog.services.record import Record
from bleedlog.services.sealing import Sealed, unseal
from bleedlog.services.sessions import SessionKey
from bleedlog.services.throttle import Guessed, Throttle
from bleedlog.storage.accounts import find_login_of
from bleedlog.storage.factors import (
    count_recovery_codes,
    find_app,
    take_recovery_code,
    take_step,
)
from bleedlog.storage.passkeys import count_passkeys
from bleedlog.storage.sessions import StoredSession, end_session, find_session

APP = "second factor"
RECOVERY = "recovery code"
"""What events say that they are about."""


@dataclass(frozen=True, slots=True)
class FactorStatus:
    """What somebody has set up."""

    app_since: datetime | None
    codes_left: int
    passkeys: int

    @property
    def has_any(self) -> bool:
        """Whether there is something to show."""
        return self.app_since is not None or self.passkeys > 0


@dataclass(frozen=True, slots=True)
class FactorOwed:
    """There is a second factor already; it has to be shown before another is set up."""


def owes_another(connection: Connection, session: StoredSession) -> bool:
    """Whether a session showed a password alone while there is a second factor.

    Such a session sets nothing up: a thief with the password would bring a factor of their own.
    """
    user_id = session.account.user_id
    return session.owes_second_factor and (
        find_app(connection, user_id) is not None or count_passkeys(connection, user_id) > 0
    )


def factor_status(record: Record, *, user_id: UUID) -> FactorStatus:
    """What that user has set up."""
    with record.reading(Viewer(user_id)) as connection:
        app = find_app(connection, user_id)
        return FactorStatus(
            app_since=app.confirmed_at if app else None,
            codes_left=count_recovery_codes(connection, user_id),
            passkeys=count_passkeys(connection, user_id),
        )


def show_factor(
    record: Record, *, key: SessionKey, code: str, place: Place, secret_key: str
) -> SignedIn | Refused | Throttled:
    """Take a code, once, and go on in a session that may open everything.

    Args:
        record: where accounts are kept.
        key: of the session that showed a password.
        code: six digits of the app, or a recovery code, however spaced.
        place: from where.
        secret_key: the server's.
    """
    now = datetime.now(UTC)
    user_id = key.user_id
    throttle = admit(record, user_id=user_id, place=place, secret_key=secret_key, now=now)
    if isinstance(throttle, Refused | Throttled):
        return throttle
    with record.transaction(Viewer(user_id)) as connection:
        if find_session(connection, user_id, key.secret_hash) is None:
            return Refused()
        used = use_code(connection, user_id=user_id, code=code, secret_key=secret_key, now=now)
        if used is None:
            return Refused()
        throttle.forgive(connection, now)
        return go_on_proven(connection, key=key, place=place, now=now, shown=used)


def admit(
    record: Record, *, user_id: UUID, place: Place, secret_key: str, now: datetime
) -> Throttle | Refused | Throttled:
    """Count a try of a code before it is looked at; the counts forgive it if it proves right."""
    with record.transaction(Viewer(user_id)) as connection:
        login = find_login_of(connection, user_id)
        if login is None or login.disabled:
            return Refused()
        throttle = throttle_of(
            connection,
            login,
            email=login.email,
            place=place,
            secret_key=secret_key,
            guessed=Guessed.CODE,
        )
        wait = throttle.admit(connection, now)
    return throttle if wait is None else Throttled(wait)


def use_code(
    connection: Connection, *, user_id: UUID, code: str, secret_key: str, now: datetime
) -> str | None:
    """Use a code up, in the caller's transaction.

    Gives what it was (`APP`, `RECOVERY`), or None if it is worth nothing.
    """
    typed = "".join(letter for letter in code if letter.isalnum())
    app = find_app(connection, user_id)
    if len(typed) == 6 and typed.isascii() and typed.isdigit():
        if app is None:
            return None
        secret = unseal(
            app.sealed_secret, purpose=Sealed.CODE_APP, holder=user_id, secret_key=secret_key
        )
        step = step_of(typed, secret=secret, now=now) if secret else None
        taken = step is not None and take_step(
            connection, user_id=user_id, sealed_secret=app.sealed_secret, step=step
        )
        return APP if taken else None
    taken = take_recovery_code(connection, user_id=user_id, code_hash=hash_of_code(typed))
    return RECOVERY if taken else None


def go_on_proven(
    connection: Connection, *, key: SessionKey, place: Place, now: datetime, shown: str
) -> SignedIn | Refused:
    """Put a session that showed a second factor in place of the one under `key`.

    `shown`: what it was, for the account's events.
    """
    session = find_session(connection, key.user_id, key.secret_hash)
    if session is None:
        return Refused()
    end_session(connection, user_id=key.user_id, secret_hash=key.secret_hash)
    return open_account(
        connection,
        key.user_id,
        keep=session.kept,
        place=place,
        now=now,
        how=shown,
        second_factor_at=now,
    )
