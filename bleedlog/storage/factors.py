"""Second factors in the record: an app's secret, and the recovery codes that are left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from bleedlog.models.factor import RecoveryCode, SecondFactor
from bleedlog.storage.upserts import RacingInsert

_factor = SecondFactor.__table__  # type: ignore[attr-defined]
_recovery = RecoveryCode.__table__  # type: ignore[attr-defined]

_OF_USER = _factor.c.user_id == bindparam("of_user")
_FIND = select(_factor).where(_OF_USER)
_PUT = RacingInsert(
    _factor,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["user_id"],
        set_={
            name: insert.excluded[name]
            for name in ("sealed_secret", "last_step", "created_at", "confirmed_at")
        },
    ),
)
# One statement, so that of two who show the same code at once only one is let in.
_TAKE_STEP = (
    update(_factor)
    .where(
        _OF_USER,
        _factor.c.confirmed_at.is_not(None),
        _factor.c.sealed_secret == bindparam("of_secret"),
        _factor.c.last_step < bindparam("step"),
    )
    .values(last_step=bindparam("step"))
)
_REMOVE = delete(_factor).where(_OF_USER)

_CODES_OF_USER = _recovery.c.user_id == bindparam("of_user")
_COUNT_CODES = select(func.count()).select_from(_recovery).where(_CODES_OF_USER)
_TAKE_CODE = delete(_recovery).where(
    and_(_CODES_OF_USER, _recovery.c.code_hash == bindparam("of_code"))
)
_REMOVE_CODES = delete(_recovery).where(_CODES_OF_USER)
_INSERT_CODES = insert(_recovery)


@dataclass(frozen=True, slots=True)
class StoredApp:
    """An app that makes codes, as it was stored."""

    sealed_secret: str
    confirmed_at: datetime


def find_app(connection: Connection, user_id: UUID) -> StoredApp | None:
    """The app of that user, or None if none was set up."""
    row = connection.execute(_FIND, {"of_user": user_id}).first()
    if row is None or row.confirmed_at is None:
        return None
    return StoredApp(row.sealed_secret, row.confirmed_at)


def put_app(
    connection: Connection, *, user_id: UUID, sealed_secret: str, step: int, now: datetime
) -> None:
    """Store an app in place of the one before; the code of `step` was shown, so it is used up."""
    _PUT.run(
        connection,
        {
            "user_id": user_id,
            "sealed_secret": sealed_secret,
            "last_step": step,
            "created_at": now,
            "confirmed_at": now,
        },
    )


def take_step(connection: Connection, *, user_id: UUID, sealed_secret: str, step: int) -> bool:
    """Use the code of that time step up; False if it, or a later one, was used before.

    `sealed_secret`: of the app that made it, which may have been replaced in between.
    """
    keys = {"of_user": user_id, "of_secret": sealed_secret, "step": step}
    return connection.execute(_TAKE_STEP, keys).rowcount == 1


def remove_app(connection: Connection, user_id: UUID) -> bool:
    """Remove the user's app; False if there was none."""
    return connection.execute(_REMOVE, {"of_user": user_id}).rowcount == 1


def count_recovery_codes(connection: Connection, user_id: UUID) -> int:
    """How many recovery codes are left."""
    return connection.execute(_COUNT_CODES, {"of_user": user_id}).scalar_one()


def take_recovery_code(connection: Connection, *, user_id: UUID, code_hash: str) -> bool:
    """Use a recovery code up; False if it is none of the user's, or was used before."""
    keys = {"of_user": user_id, "of_code": code_hash}
    return connection.execute(_TAKE_CODE, keys).rowcount == 1


def put_recovery_codes(
    connection: Connection, *, user_id: UUID, code_hashes: Collection[str], now: datetime
) -> None:
    """Store recovery codes in place of all that are left; none to remove them."""
    connection.execute(_REMOVE_CODES, {"of_user": user_id})
    if code_hashes:
        connection.execute(
            _INSERT_CODES,
            [{"user_id": user_id, "code_hash": one, "created_at": now} for one in code_hashes],
        )
