"""Users who sign in: found by email, their password, their known devices, their events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select, update

from bleedlog.models.audit import AccountEvent, Action
from bleedlog.models.clinic import Clinic
from bleedlog.models.entry_input import new_id
from bleedlog.models.person import User
from bleedlog.models.session import KnownDevice
from bleedlog.storage.upserts import RacingInsert

_user = User.__table__  # type: ignore[attr-defined]
_by = _user.alias("by")
_clinic = Clinic.__table__  # type: ignore[attr-defined]
_event = AccountEvent.__table__  # type: ignore[attr-defined]
_device = KnownDevice.__table__  # type: ignore[attr-defined]

_LOGIN = select(
    _user.c.id,
    _user.c.email,
    _user.c.name,
    _user.c.password_hash,
    _user.c.disabled_at,
    _user.c.email_confirmed_at,
)
_USER = select(_user).where(_user.c.id == bindparam("of_user"))
_LOGIN_BY_EMAIL = _LOGIN.where(_user.c.email == bindparam("email"))
_LOGIN_BY_ID = _LOGIN.where(_user.c.id == bindparam("user_id"))
_INSERT_USER = insert(_user)
_SET_PASSWORD = (
    update(_user)
    .where(_user.c.id == bindparam("of_user"))
    .values(password_hash=bindparam("new_hash"))
)
_SET_NAME = (
    update(_user).where(_user.c.id == bindparam("of_user")).values(name=bindparam("new_name"))
)
_SET_DISABLED = (
    update(_user)
    .where(_user.c.id == bindparam("of_user"))
    .values(disabled_at=bindparam("new_since"))
)
_CONFIRM = (
    update(_user)
    .where(_user.c.id == bindparam("of_user"), _user.c.email_confirmed_at.is_(None))
    .values(email_confirmed_at=bindparam("now"))
)
_SET_EMAIL = (
    update(_user)
    .where(_user.c.id == bindparam("of_user"))
    .values(email=bindparam("new_email"), email_confirmed_at=bindparam("confirmed_at"))
)
_INSERT_EVENT = insert(_event)
_EVENTS = (
    select(_event, _by.c.name.label("user_name"), _clinic.c.name.label("clinic_name"))
    .select_from(
        _event.outerjoin(_by, _by.c.id == _event.c.by_user).outerjoin(
            _clinic, _clinic.c.id == _event.c.clinic_id
        )
    )
    .where(_event.c.user_id == bindparam("of_user"))
    .order_by(_event.c.at, _event.c.id)
)
_THIS_DEVICE = and_(
    _device.c.user_id == bindparam("of_user"), _device.c.secret_hash == bindparam("of_secret")
)
_FIND_DEVICE = select(_device.c.user_id).where(_THIS_DEVICE)
_SEE_DEVICE = RacingInsert(
    _device,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["user_id", "secret_hash"], set_={"seen_at": insert.excluded.seen_at}
    ),
)
_DROP_DEVICES = delete(_device).where(
    _device.c.user_id == bindparam("of_user"), _device.c.seen_at < bindparam("before")
)


@dataclass(frozen=True, slots=True)
class Login:
    """What a sign-in is checked against."""

    user_id: UUID
    email: str
    name: str
    password_hash: str | None
    disabled: bool
    email_confirmed: bool
    """Whether they showed that they read mail there."""


def find_login(connection: Connection, email: str) -> Login | None:
    """The login with that email (in small letters), disabled or not, or None."""
    return _login(connection.execute(_LOGIN_BY_EMAIL, {"email": email}).first())


def find_login_of(connection: Connection, user_id: UUID) -> Login | None:
    """The login of that user, disabled or not, or None."""
    return _login(connection.execute(_LOGIN_BY_ID, {"user_id": user_id}).first())


def _login(row: Row[*tuple[Any, ...]] | None) -> Login | None:
    if row is None:
        return None
    return Login(
        user_id=row.id,
        email=row.email,
        name=row.name,
        password_hash=row.password_hash,
        disabled=row.disabled_at is not None,
        email_confirmed=row.email_confirmed_at is not None,
    )


def add_user(connection: Connection, user: User) -> UUID:
    """Store a user; gives the id."""
    connection.execute(_INSERT_USER, user.model_dump())
    return user.id


def set_disabled(connection: Connection, *, user_id: UUID, since: datetime | None) -> None:
    """Lock a user out since that moment, or let them in again."""
    connection.execute(_SET_DISABLED, {"of_user": user_id, "new_since": since})


def set_name(connection: Connection, *, user_id: UUID, name: str) -> None:
    """Let a user be called that."""
    connection.execute(_SET_NAME, {"of_user": user_id, "new_name": name})


def set_password_hash(connection: Connection, *, user_id: UUID, password_hash: str) -> None:
    """Replace the hash of a user's password."""
    connection.execute(_SET_PASSWORD, {"of_user": user_id, "new_hash": password_hash})


def confirm_email_now(connection: Connection, *, user_id: UUID, now: datetime) -> bool:
    """Note that a user reads mail at their address; whether that was not known before."""
    return bool(connection.execute(_CONFIRM, {"of_user": user_id, "now": now}).rowcount)


def set_email(
    connection: Connection, *, user_id: UUID, email: str, confirmed_at: datetime | None
) -> None:
    """Let a user sign in with another address, which nobody else has."""
    connection.execute(
        _SET_EMAIL, {"of_user": user_id, "new_email": email, "confirmed_at": confirmed_at}
    )


def add_account_event(
    connection: Connection,
    *,
    user_id: UUID,
    action: Action,
    now: datetime,
    reason: str | None = None,
    by_user: UUID | None = None,
    clinic_id: UUID | None = None,
    detail: str | None = None,
) -> None:
    """Note what was done with the account, in the caller's transaction.

    `by_user`: who did it, None for the console; `clinic_id`: where it is about somebody's work;
    `detail`: which part of the account, never what a person wrote, but for the name that it had.
    """
    connection.execute(
        _INSERT_EVENT,
        {
            "user_id": user_id,
            "id": new_id(),
            "at": now,
            "action": action,
            "reason": reason,
            "by_user": by_user,
            "clinic_id": clinic_id,
            "detail": detail,
        },
    )


def get_user(connection: Connection, user_id: UUID) -> Row[Any]:
    """A user as stored."""
    return connection.execute(_USER, {"of_user": user_id}).one()


def list_account_events(connection: Connection, user_id: UUID) -> Sequence[Row[Any]]:
    """What was done with the account, oldest first, with user_name (who did it) and clinic_name."""
    return connection.execute(_EVENTS, {"of_user": user_id}).all()


def is_known_device(connection: Connection, *, user_id: UUID, secret_hash: str) -> bool:
    """Whether the user signed in before on the device with that secret."""
    keys = {"of_user": user_id, "of_secret": secret_hash}
    return connection.execute(_FIND_DEVICE, keys).first() is not None


def remember_device(
    connection: Connection, *, user_id: UUID, secret_hash: str, now: datetime, before: datetime
) -> None:
    """Note that the user signed in on that device; forget devices not used since `before`."""
    _SEE_DEVICE.run(
        connection,
        {"user_id": user_id, "secret_hash": secret_hash, "first_seen_at": now, "seen_at": now},
    )
    connection.execute(_DROP_DEVICES, {"of_user": user_id, "before": before})
