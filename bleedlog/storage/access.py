"""Who may open whose diary: given, changed, taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from bleedlog.models.entry import Diary
from bleedlog.models.person import Access, User
from bleedlog.models.vocabulary import AccessRole

_access = Access.__table__  # type: ignore[attr-defined]
_diary = Diary.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]

_holds = _access.c.revoked_at.is_(None)
_THIS = and_(
    _access.c.patient_id == bindparam("of_patient"), _access.c.user_id == bindparam("of_user")
)
_ROLE = select(_access.c.role).where(_THIS, _holds)
_EVER = (
    select(
        _access.c.user_id,
        _access.c.role,
        _access.c.granted_at,
        _access.c.revoked_at,
        _user.c.name,
        _user.c.email,
    )
    .join_from(_access, _user, _user.c.id == _access.c.user_id)
    .where(_access.c.patient_id == bindparam("of_patient"))
    .order_by(_user.c.name, _user.c.id)
)
_ALL = _EVER.where(_holds)
_AGAIN = (
    update(_access)
    .where(_THIS)
    .values(
        role=bindparam("new_role"),
        granted_at=bindparam("now"),
        granted_by=bindparam("by_user"),
        revoked_at=None,
    )
)
_OWNER = select(_access.c.user_id).where(
    _access.c.patient_id == bindparam("of_patient"), _access.c.role == AccessRole.PATIENT, _holds
)
_OWN = select(_access.c.patient_id).where(
    _access.c.user_id == bindparam("of_user"), _access.c.role == AccessRole.PATIENT, _holds
)
_MANAGERS = select(_access.c.user_id).where(
    _access.c.patient_id == bindparam("of_patient"),
    _access.c.role.in_([AccessRole.PATIENT, AccessRole.CARER_MANAGE]),
    _holds,
)
_MANAGED = select(func.count()).where(
    _access.c.user_id == bindparam("of_user"), _access.c.role == AccessRole.CARER_MANAGE, _holds
)
_DIARIES = select(_access.c.patient_id, _access.c.role).where(
    _access.c.user_id == bindparam("of_user"), _holds
)
_LOCK = (
    select(_diary.c.patient_id)
    .where(_diary.c.patient_id == bindparam("of_patient"))
    .with_for_update()
)
_INSERT = insert(_access)
_END = update(_access).where(_THIS, _holds).values(revoked_at=bindparam("now"))


def find_access(connection: Connection, *, patient_id: UUID, user_id: UUID) -> AccessRole | None:
    """What the user may do with the diary now, or None."""
    found: AccessRole | None = connection.execute(
        _ROLE, {"of_patient": patient_id, "of_user": user_id}
    ).scalar()
    return found


def list_access(connection: Connection, patient_id: UUID) -> Sequence[Any]:
    """Who may open the diary now, by name: user_id, role, granted_at, name, email."""
    return connection.execute(_ALL, {"of_patient": patient_id}).all()


def list_all_access(connection: Connection, patient_id: UUID) -> Sequence[Any]:
    """Who may open the diary or once could: as `list_access`, with revoked_at."""
    return connection.execute(_EVER, {"of_patient": patient_id}).all()


def has_owner(connection: Connection, patient_id: UUID) -> bool:
    """Whether somebody signs in to the diary as the patient."""
    return connection.execute(_OWNER, {"of_patient": patient_id}).first() is not None


def find_own_diary(connection: Connection, user_id: UUID) -> UUID | None:
    """The diary in which the user is the patient, or None."""
    found: UUID | None = connection.execute(_OWN, {"of_user": user_id}).scalar()
    return found


def list_managers(connection: Connection, patient_id: UUID) -> set[UUID]:
    """The users who say who else may open the diary: the patient, and carers who manage."""
    return set(connection.execute(_MANAGERS, {"of_patient": patient_id}).scalars())


def count_managed(connection: Connection, user_id: UUID) -> int:
    """How many diaries of others the user manages."""
    return connection.execute(_MANAGED, {"of_user": user_id}).scalar_one()


def list_diaries(connection: Connection, user_id: UUID) -> dict[UUID, AccessRole]:
    """The diaries that the user may open now, with what they may do there."""
    rows = connection.execute(_DIARIES, {"of_user": user_id})
    return {row.patient_id: row.role for row in rows}


def lock_sharing(connection: Connection, patient_id: UUID) -> None:
    """Let nobody else change who may open the diary until this transaction ends."""
    connection.execute(_LOCK, {"of_patient": patient_id})


def give_access(
    connection: Connection,
    *,
    patient_id: UUID,
    user_id: UUID,
    role: AccessRole,
    by_user: UUID | None,
    now: datetime,
) -> None:
    """Let a user work with a diary in that role, in place of what they could do before."""
    values = {
        "of_patient": patient_id,
        "of_user": user_id,
        "new_role": role,
        "by_user": by_user,
        "now": now,
    }
    if not connection.execute(_AGAIN, values).rowcount:
        connection.execute(
            _INSERT,
            {
                "patient_id": patient_id,
                "user_id": user_id,
                "role": role,
                "granted_at": now,
                "granted_by": by_user,
            },
        )


def end_access(connection: Connection, *, patient_id: UUID, user_id: UUID, now: datetime) -> bool:
    """Take a user's access back; whether there was one."""
    ended = connection.execute(_END, {"of_patient": patient_id, "of_user": user_id, "now": now})
    return bool(ended.rowcount)
