"""Who wants an account, until they show that they read mail at their address."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select

from bleedlog.models.invitation import SignUp

_sign_up = SignUp.__table__  # type: ignore[attr-defined]

_INSERT = insert(_sign_up)
_SINCE = select(_sign_up.c.invitation_hash).where(
    _sign_up.c.email == bindparam("of_email"), _sign_up.c.created_at > bindparam("since")
)
_still = (_sign_up.c.code_hash == bindparam("of_code")) & (_sign_up.c.expires_at > bindparam("now"))
_FIND = select(_sign_up).where(_still)
_TAKE = delete(_sign_up).where(_still).returning(*_sign_up.c)
_DROP = delete(_sign_up).where(
    or_(_sign_up.c.email == bindparam("of_email"), _sign_up.c.expires_at <= bindparam("now"))
)
_DROP_STALE = delete(_sign_up).where(_sign_up.c.expires_at <= bindparam("now"))


def add_sign_up(connection: Connection, sign_up: SignUp) -> None:
    """Store that somebody wants an account; what is over is cleared away."""
    connection.execute(_DROP_STALE, {"now": sign_up.created_at})
    connection.execute(_INSERT, sign_up.model_dump())


def was_asked_since(
    connection: Connection, *, email: str, invitation_hash: str | None, since: datetime
) -> bool:
    """Whether somebody asked for that address, with that invitation, after `since`."""
    found = connection.execute(_SINCE, {"of_email": email, "since": since}).scalars()
    return invitation_hash in list(found)


def find_sign_up(connection: Connection, *, code_hash: str, now: datetime) -> Row[Any] | None:
    """What was asked (email, invitation_hash) if its code still works, or None."""
    return connection.execute(_FIND, {"of_code": code_hash, "now": now}).first()


def take_sign_up(connection: Connection, *, code_hash: str, now: datetime) -> Row[Any] | None:
    """The same, and nobody else finds it any more."""
    return connection.execute(_TAKE, {"of_code": code_hash, "now": now}).first()


def drop_sign_ups(connection: Connection, *, email: str, now: datetime) -> None:
    """Let no code for that address work any more."""
    connection.execute(_DROP, {"of_email": email, "now": now})
