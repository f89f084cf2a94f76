"""The devices on which somebody is signed in: listed, and ended one by one or together."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.account import Account
from bleedlog.models.audit import Action
from bleedlog.models.viewer import Viewer
from bleedlog.services.record import Record
from bleedlog.services.sessions import SessionKey, limits_of
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.sessions import end_other_sessions, end_session_by_id, list_sessions


@dataclass(frozen=True, slots=True)
class Device:
    """Where somebody is signed in."""

    id: UUID
    words: str | None
    """What the browser says that it is: "Chrome on Android"."""
    since: datetime
    seen_at: datetime
    """When it was last in use, to the hour on a phone that stays signed in."""
    kept: bool
    """Whether it stays signed in for weeks."""
    signed_in_by: str
    """How: the words of the account's events."""
    is_this: bool


def list_devices(record: Record, *, account: Account, key: SessionKey) -> list[Device]:
    """Where whoever is signed in under `key` is signed in: this one first, then by last use."""
    now = datetime.now(UTC)
    with record.reading(Viewer(account.user_id)) as connection:
        rows = list_sessions(connection, account.user_id)
    devices = [
        Device(
            id=row.id,
            words=row.device,
            since=row.created_at,
            seen_at=row.seen_at,
            kept=row.kept and not account.is_staff,
            signed_in_by=row.signed_in_by,
            is_this=row.secret_hash == key.secret_hash,
        )
        for row in rows
        if limits_of(account, asked=row.kept).allow(row, now)
    ]
    return sorted(devices, key=lambda device: not device.is_this)


def end_device(record: Record, *, user_id: UUID, device_id: UUID) -> bool:
    """Sign somebody out on one of their devices, for every copy of its key; whether it was one."""
    with record.transaction(Viewer(user_id)) as connection:
        if not end_session_by_id(connection, user_id=user_id, session_id=device_id):
            return False
        _note(connection, user_id)
    return True


def end_other_devices(record: Record, *, key: SessionKey) -> int:
    """Sign somebody out everywhere but under `key`; gives on how many devices."""
    with record.transaction(Viewer(key.user_id)) as connection:
        number = end_other_sessions(connection, user_id=key.user_id, secret_hash=key.secret_hash)
        if number:
            _note(connection, key.user_id)
    return number


def _note(connection: Connection, user_id: UUID) -> None:
    add_account_event(
        connection,
        user_id=user_id,
        by_user=user_id,
        action=Action.SIGNED_OUT,
        now=datetime.now(UTC),
        detail="another device",
    )
