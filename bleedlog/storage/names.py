"""What whoever did something was called then: a name that is changed later hides nobody."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select, text
from sqlalchemy.sql.elements import ColumnElement

from bleedlog.models.audit import KEEPS_NAME, NAME_BEFORE, AccountEvent
from bleedlog.models.person import User

_event = AccountEvent.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]


def name_then(by_user: ColumnElement[UUID], at: ColumnElement[datetime]) -> ColumnElement[Any]:
    """The name that the user had at that moment, in a query that joins the users.

    It is what stood before the first change that came later, and today's if none did. Whose account
    is gone has no name any more, nor one from before.
    """
    before = (
        select(func.substr(_event.c.detail, len(NAME_BEFORE) + 1))
        .where(
            _event.c.user_id == by_user,
            # In the words of its index.
            text(KEEPS_NAME),
            _event.c.at > at,
        )
        .order_by(_event.c.at, _event.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return case((_user.c.name == "", ""), else_=func.coalesce(before, _user.c.name))
