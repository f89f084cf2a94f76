"""Passkeys in the record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, select, update

from bleedlog.models.factor import Passkey

_passkey = Passkey.__table__  # type: ignore[attr-defined]

_OF_USER = _passkey.c.user_id == bindparam("of_user")
_THIS = and_(_OF_USER, _passkey.c.credential_id == bindparam("of_credential"))
_BY_ID = and_(_OF_USER, _passkey.c.id == bindparam("of_id"))
_FIND = select(_passkey).where(_THIS)
_FIND_BY_ID = select(_passkey).where(_BY_ID)
_LIST = select(_passkey).where(_OF_USER).order_by(_passkey.c.created_at, _passkey.c.id)
_COUNT = select(func.count()).select_from(_passkey).where(_OF_USER)
_INSERT = insert(_passkey)
_RENAME = update(_passkey).where(_BY_ID).values(name=bindparam("new_name"))
_REMOVE = delete(_passkey).where(_BY_ID)
_REMOVE_ALL = delete(_passkey).where(_OF_USER)
# A passkey that is synchronised counts nothing and stays at 0; any other must have counted on.
_USE = (
    update(_passkey)
    .where(
        _THIS,
        (_passkey.c.sign_count < bindparam("new_count"))
        | and_(_passkey.c.sign_count == 0, bindparam("new_count") == 0),
    )
    .values(sign_count=bindparam("new_count"), used_at=bindparam("now"))
)


def find_passkey(connection: Connection, *, user_id: UUID, credential_id: str) -> Row[Any] | None:
    """The user's passkey with that credential, or None."""
    keys = {"of_user": user_id, "of_credential": credential_id}
    return connection.execute(_FIND, keys).first()


def find_passkey_by_id(connection: Connection, *, user_id: UUID, passkey_id: UUID) -> Any | None:
    """The user's passkey that pages call so, or None."""
    return connection.execute(_FIND_BY_ID, {"of_user": user_id, "of_id": passkey_id}).first()


def list_passkeys(connection: Connection, user_id: UUID) -> Sequence[Any]:
    """The user's passkeys, oldest first."""
    return connection.execute(_LIST, {"of_user": user_id}).all()


def count_passkeys(connection: Connection, user_id: UUID) -> int:
    """How many the user has."""
    return connection.execute(_COUNT, {"of_user": user_id}).scalar_one()


def add_passkey(connection: Connection, passkey: Passkey) -> None:
    """Store a passkey."""
    connection.execute(_INSERT, passkey.model_dump())


def use_passkey(
    connection: Connection, *, user_id: UUID, credential_id: str, sign_count: int, now: datetime
) -> bool:
    """Note that it was used; False if it counted no further than before, or is gone."""
    keys = {"of_user": user_id, "of_credential": credential_id}
    values = {"new_count": sign_count, "now": now}
    return connection.execute(_USE, keys | values).rowcount == 1


def rename_passkey(connection: Connection, *, user_id: UUID, passkey_id: UUID, name: str) -> None:
    """Call it something else."""
    connection.execute(_RENAME, {"of_user": user_id, "of_id": passkey_id, "new_name": name})


def remove_passkey(connection: Connection, *, user_id: UUID, passkey_id: UUID) -> bool:
    """Remove it; False if the user has none that is called so."""
    keys = {"of_user": user_id, "of_id": passkey_id}
    return connection.execute(_REMOVE, keys).rowcount == 1


def remove_passkeys(connection: Connection, user_id: UUID) -> bool:
    """Remove all passkeys of a user; whether there were any."""
    return connection.execute(_REMOVE_ALL, {"of_user": user_id}).rowcount > 0
