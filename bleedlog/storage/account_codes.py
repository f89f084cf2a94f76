"""Codes that were sent to somebody who has an account: kept as hashes, taken out when used."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select

from bleedlog.models.invitation import AccountCode, CodePurpose

_code = AccountCode.__table__  # type: ignore[attr-defined]

_INSERT = insert(_code)
_of_purpose = and_(
    _code.c.user_id == bindparam("of_user"), _code.c.purpose == bindparam("of_purpose")
)
_SINCE = select(_code.c.user_id).where(_of_purpose, _code.c.created_at > bindparam("since"))
_still = and_(
    _code.c.code_hash == bindparam("of_code"),
    _code.c.purpose.in_(bindparam("of_purposes", expanding=True)),
    _code.c.expires_at > bindparam("now"),
)
_FIND = select(_code).where(_still)
_TAKE = delete(_code).where(_still).returning(*_code.c)
_DROP = delete(_code).where(_of_purpose)
_DROP_ALL = delete(_code).where(_code.c.user_id == bindparam("of_user"))
_DROP_STALE = delete(_code).where(
    _code.c.user_id == bindparam("of_user"), _code.c.expires_at <= bindparam("now")
)


def add_code(connection: Connection, code: AccountCode) -> None:
    """Store a code; what is over of the same user's is cleared away."""
    connection.execute(_DROP_STALE, {"of_user": code.user_id, "now": code.created_at})
    connection.execute(_INSERT, code.model_dump())


def was_sent_since(
    connection: Connection, *, user_id: UUID, purpose: CodePurpose, since: datetime
) -> bool:
    """Whether a code for that purpose was made after `since`."""
    values = {"of_user": user_id, "of_purpose": purpose, "since": since}
    return connection.execute(_SINCE, values).first() is not None


def find_code(
    connection: Connection, *, code_hash: str, purposes: frozenset[CodePurpose], now: datetime
) -> Row[Any] | None:
    """The code (user_id, purpose, email) if it still works, or None."""
    return connection.execute(_FIND, _which(code_hash, purposes, now)).first()


def take_code(
    connection: Connection, *, code_hash: str, purposes: frozenset[CodePurpose], now: datetime
) -> Row[Any] | None:
    """The code (user_id, purpose, email) if it still worked: nobody else finds it any more."""
    return connection.execute(_TAKE, _which(code_hash, purposes, now)).first()


def _which(code_hash: str, purposes: frozenset[CodePurpose], now: datetime) -> dict[str, object]:
    return {"of_code": code_hash, "of_purposes": sorted(purposes), "now": now}


def drop_codes(connection: Connection, *, user_id: UUID, purpose: CodePurpose) -> None:
    """Let no code of a user for that purpose work any more."""
    connection.execute(_DROP, {"of_user": user_id, "of_purpose": purpose})


def drop_all_codes(connection: Connection, user_id: UUID) -> None:
    """Let no code of a user work any more."""
    connection.execute(_DROP_ALL, {"of_user": user_id})
