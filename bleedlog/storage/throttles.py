"""Counts of tries to sign in, each under a keyed hash."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from bleedlog.models.session import SignInThrottle
from bleedlog.storage.upserts import RacingInsert

_throttle = SignInThrottle.__table__  # type: ignore[attr-defined]

# Changes nothing in a row that is there, but locks it: nobody takes it away before it is read.
_START = RacingInsert(
    _throttle,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"failures": _throttle.c.failures}
    ),
)
_LOCK = (
    select(_throttle)
    .where(_throttle.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(_throttle.c.key)
    .with_for_update()
)
_STORE = (
    update(_throttle)
    .where(_throttle.c.key == bindparam("of_key"))
    .values(
        failures=bindparam("new_failures"),
        since=bindparam("new_since"),
        blocked_until=bindparam("new_blocked_until"),
    )
)
_FORGET = delete(_throttle).where(_throttle.c.key == bindparam("of_key"))
_FORGIVE = (
    update(_throttle)
    .where(_throttle.c.key == bindparam("of_key"), _throttle.c.failures > 0)
    .values(failures=_throttle.c.failures - 1, blocked_until=None)
)
# What somebody holds is in use, and not worth waiting for.
_DROP_STALE = delete(_throttle).where(
    _throttle.c.key.in_(
        select(_throttle.c.key)
        .where(_throttle.c.since < bindparam("before"))
        .with_for_update(skip_locked=True)
    )
)


@dataclass(frozen=True, slots=True)
class Count:
    """Tries under one key since a moment, and until when the next one has to wait."""

    failures: int
    since: datetime
    blocked_until: datetime | None = None


def lock_counts(connection: Connection, keys: Collection[str], now: datetime) -> dict[str, Count]:
    """The counts of those keys, begun where there were none; nobody else changes them now.

    Keys are taken in one order by everybody, so that two tries never wait for each other.
    """
    _START.run(
        connection,
        [{"key": key, "failures": 0, "since": now, "blocked_until": None} for key in sorted(keys)],
    )
    return {
        row.key: Count(row.failures, row.since, row.blocked_until)
        for row in connection.execute(_LOCK, {"keys": list(keys)})
    }


def store_count(connection: Connection, key: str, count: Count) -> None:
    """Replace a count."""
    connection.execute(
        _STORE,
        {
            "of_key": key,
            "new_failures": count.failures,
            "new_since": count.since,
            "new_blocked_until": count.blocked_until,
        },
    )


def forget_count(connection: Connection, key: str) -> None:
    """Begin again at nothing."""
    connection.execute(_FORGET, {"of_key": key})


def forgive_one(connection: Connection, key: str) -> None:
    """Take one try back: it was the right password."""
    connection.execute(_FORGIVE, {"of_key": key})


def drop_stale_counts(connection: Connection, before: datetime) -> None:
    """Remove counts that were begun before that moment."""
    connection.execute(_DROP_STALE, {"before": before})
