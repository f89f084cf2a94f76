"""Who a provider's people are here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select

from bleedlog.models.factor import ProviderIdentity

_identity = ProviderIdentity.__table__  # type: ignore[attr-defined]

_OF_USER = _identity.c.user_id == bindparam("of_user")
_OF_ISSUER = _identity.c.issuer == bindparam("of_issuer")
_FIND = select(_identity.c.user_id).where(
    _OF_ISSUER, _identity.c.subject == bindparam("of_subject")
)
_LIST = select(_identity).where(_OF_USER).order_by(_identity.c.linked_at)
_INSERT = insert(_identity)
_REMOVE = delete(_identity).where(_OF_USER, _OF_ISSUER)
_REMOVE_ALL = delete(_identity).where(_OF_USER)


def find_linked_user(connection: Connection, *, issuer: str, subject: str) -> UUID | None:
    """The user who connected that identity with their account, or None."""
    keys = {"of_issuer": issuer, "of_subject": subject}
    found: UUID | None = connection.execute(_FIND, keys).scalar()
    return found


def list_identities(connection: Connection, user_id: UUID) -> Sequence[Any]:
    """The identities that a user connected, oldest first."""
    return connection.execute(_LIST, {"of_user": user_id}).all()


def add_identity(
    connection: Connection, *, issuer: str, subject: str, user_id: UUID, now: datetime
) -> None:
    """Connect an identity, which nobody has connected yet, with a user."""
    connection.execute(
        _INSERT, {"issuer": issuer, "subject": subject, "user_id": user_id, "linked_at": now}
    )


def remove_identities(connection: Connection, *, user_id: UUID, issuer: str) -> bool:
    """Disconnect what a user connected of that provider; False if there was nothing."""
    keys = {"of_user": user_id, "of_issuer": issuer}
    return connection.execute(_REMOVE, keys).rowcount > 0


def remove_all_identities(connection: Connection, *, user_id: UUID) -> bool:
    """Disconnect all that a user connected; False if there was nothing."""
    return connection.execute(_REMOVE_ALL, {"of_user": user_id}).rowcount > 0
