"""Tokens of programs: found together with what their maker may still do, ended for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, insert, select, update

from bleedlog.models.api_token import ApiToken
from bleedlog.models.person import Access, Patient, User

_token = ApiToken.__table__  # type: ignore[attr-defined]
_access = Access.__table__  # type: ignore[attr-defined]
_patient = Patient.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]

_of_user = _token.c.user_id == bindparam("of_user")
_lives = _token.c.revoked_at.is_(None)
# The diary must still be open to the maker as a person: a clinic's leave needs a second factor,
# which no program shows.
_still_opens = and_(
    _access.c.user_id == _token.c.user_id,
    _access.c.patient_id == _token.c.patient_id,
    _access.c.revoked_at.is_(None),
)
_FIND = (
    select(_token)
    .join_from(_token, _user, _user.c.id == _token.c.user_id)
    .join(_access, _still_opens)
    .where(
        _of_user,
        _token.c.secret_hash == bindparam("of_secret"),
        _lives,
        _user.c.disabled_at.is_(None),
    )
)
_OF_USER = (
    select(
        _token,
        _patient.c.name.label("patient_name"),
        _access.c.role.label("access_role"),
    )
    .join_from(_token, _patient, _patient.c.id == _token.c.patient_id, isouter=True)
    .outerjoin(_access, _still_opens)
    .where(_of_user, _lives)
    .order_by(_token.c.created_at.desc(), _token.c.id)
)
_INSERT = insert(_token)
_USED = (
    update(_token)
    .where(_of_user, _token.c.id == bindparam("of_token"))
    .values(used_at=bindparam("now"))
)
_REVOKE = (
    update(_token)
    .where(_of_user, _token.c.id == bindparam("of_token"), _lives)
    .values(revoked_at=bindparam("now"))
    .returning(_token.c.patient_id)
)
_REVOKE_ALL = update(_token).where(_of_user, _lives).values(revoked_at=bindparam("now"))


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A token that still opens its diary."""

    id: UUID
    user_id: UUID
    patient_id: UUID
    may_read: bool
    may_log: bool
    used_at: datetime | None


def add_token(connection: Connection, token: ApiToken) -> None:
    """Store a new token."""
    connection.execute(_INSERT, token.model_dump())


def find_token(connection: Connection, *, user_id: UUID, secret_hash: str) -> StoredToken | None:
    """The token under that key, or None: also if its maker may not open the diary any more."""
    row = connection.execute(_FIND, {"of_user": user_id, "of_secret": secret_hash}).first()
    if row is None:
        return None
    return StoredToken(row.id, row.user_id, row.patient_id, row.may_read, row.may_log, row.used_at)


def list_tokens(connection: Connection, user_id: UUID) -> Sequence[Any]:
    """A user's tokens that were not revoked, newest first, with the diary's name.

    `access_role` is null where they may not open the diary any more. The name may be, too:
    PostgreSQL does not tell it then.
    """
    return connection.execute(_OF_USER, {"of_user": user_id}).all()


def note_used(connection: Connection, *, user_id: UUID, token_id: UUID, now: datetime) -> None:
    """Note that a token is in use."""
    connection.execute(_USED, {"of_user": user_id, "of_token": token_id, "now": now})


def revoke_token(
    connection: Connection, *, user_id: UUID, token_id: UUID, now: datetime
) -> UUID | None:
    """End a token; gives whose diary it opened, or None if there is none to end."""
    keys = {"of_user": user_id, "of_token": token_id, "now": now}
    found: UUID | None = connection.execute(_REVOKE, keys).scalar()
    return found


def revoke_tokens(connection: Connection, *, user_id: UUID, now: datetime) -> bool:
    """End all tokens of a user; whether there were any."""
    return connection.execute(_REVOKE_ALL, {"of_user": user_id, "now": now}).rowcount > 0
