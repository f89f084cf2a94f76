"""Staying signed in: a session lives in the record and ends there, whoever holds the cookie."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.account import Account
from bleedlog.models.audit import Action
from bleedlog.models.viewer import Viewer
from bleedlog.services.record import Record, RecordBusyError
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.sessions import (
    StoredSession,
    add_session,
    drop_stale_sessions,
    end_session,
    find_session,
    note_seen,
)

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session may rest, how long it lives at most, how exactly its use is noted."""

    idle: timedelta
    absolute: timedelta
    grain: timedelta

    def allow(self, session: StoredSession, now: datetime) -> bool:
        """Whether the session is still good."""
        return now - session.seen_at <= self.idle and now - session.created_at <= self.absolute


BRIEF = Limits(timedelta(minutes=30), timedelta(hours=12), timedelta(minutes=2))
"""Staff, always; anybody who did not ask to stay signed in."""
KEPT = Limits(timedelta(days=30), timedelta(days=180), timedelta(hours=1))
"""Somebody's own phone."""


@dataclass(frozen=True, slots=True)
class SessionKey:
    """What a signed-in device holds. The record keeps only the secret's SHA-256."""

    user_id: UUID
    secret: bytes

    @classmethod
    def new(cls, user_id: UUID) -> Self:
        """A key that nobody has seen before."""
        return cls(user_id, secrets.token_bytes(SECRET_BYTES))

    @property
    def secret_hash(self) -> str:
        """As the record keeps it."""
        return hash_of(self.secret)


@dataclass(frozen=True, slots=True)
class Resumed:
    """A session that goes on."""

    account: Account
    kept: bool
    """Whether the device keeps its key when the browser is closed."""
    noted: bool
    """Whether its use was noted now, so that the device may keep its key for longer."""
    since: datetime
    """When somebody signed in, or showed a second factor, with this key."""
    second_factor_at: datetime | None
    """When it showed a second factor."""


def hash_of(secret: bytes) -> str:
    """SHA-256 in hexadecimal: enough for a secret of 32 random bytes, which nobody can guess."""
    return hashlib.sha256(secret).hexdigest()


def is_kept(account: Account, *, asked: bool) -> bool:
    """Whether a session of that account lasts for weeks.

    Looked at anew on each page, so that somebody who becomes staff does not keep a long one.
    """
    return asked and not account.is_staff


def limits_of(account: Account, *, asked: bool) -> Limits:
    """How long a session of that account lasts now, if it was asked to stay (or not)."""
    return KEPT if is_kept(account, asked=asked) else BRIEF


def begin_session(
    connection: Connection,
    *,
    user_id: UUID,
    keep: bool,
    now: datetime,
    second_factor_at: datetime | None = None,
    device: str | None = None,
    signed_in_by: str = "password",
) -> SessionKey:
    """A new session in the caller's transaction; what is left of old ones is cleared away.

    `second_factor_at`: when whoever begins it showed a second factor, if they did; `device`: what
    the browser says that it is; `signed_in_by`: how they proved who they are.
    """
    key = SessionKey.new(user_id)
    drop_stale_sessions(connection, user_id=user_id, before=now - KEPT.idle)
    add_session(
        connection,
        user_id=user_id,
        secret_hash=key.secret_hash,
        kept=keep,
        now=now,
        second_factor_at=second_factor_at,
        device=device,
        signed_in_by=signed_in_by,
    )
    return key


def resume(record: Record, *, key: SessionKey) -> Resumed | None:
    """The session under that key if it is still good, or None."""
    now = datetime.now(UTC)
    with record.reading(Viewer(key.user_id)) as connection:
        session = find_session(connection, key.user_id, key.secret_hash)
    if session is None:
        return None
    kept = is_kept(session.account, asked=session.kept)
    limits = limits_of(session.account, asked=session.kept)
    if not limits.allow(session, now):
        return None
    noted = now - session.seen_at >= limits.grain
    if noted:
        # A page that only reads is shown even when nothing can be written.
        with suppress(RecordBusyError), record.transaction() as connection:
            note_seen(connection, user_id=key.user_id, secret_hash=key.secret_hash, now=now)
    return Resumed(session.account, kept, noted, session.created_at, session.second_factor_at)


def sign_out(record: Record, *, key: SessionKey) -> None:
    """End the session under that key, for every copy of it."""
    now = datetime.now(UTC)
    with record.transaction(Viewer(key.user_id)) as connection:
        if find_session(connection, key.user_id, key.secret_hash) is None:
            return
        end_session(connection, user_id=key.user_id, secret_hash=key.secret_hash)
        add_account_event(connection, user_id=key.user_id, action=Action.SIGNED_OUT, now=now)
