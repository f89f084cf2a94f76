"""Digests as they are kept: one a diary, with the number that the diary had then."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.exc import ProgrammingError

from bleedlog.models.digest import DiaryDigest
from bleedlog.models.entry import Diary
from bleedlog.models.person import Patient
from bleedlog.models.viewer import Viewer
from bleedlog.storage.engine import DatabaseBusyError
from bleedlog.storage.sights import PEOPLE, Sight, in_sight, keys_of, seen
from bleedlog.storage.upserts import RacingInsert

_diary = Diary.__table__  # type: ignore[attr-defined]
_digest = DiaryDigest.__table__  # type: ignore[attr-defined]
_patient = Patient.__table__  # type: ignore[attr-defined]

# Nobody erases a diary while a digest of it is stored; whoever logs in it goes on.
_LOCK = (
    select(_diary.c.patient_id)
    .where(_diary.c.patient_id.in_(PEOPLE))
    .order_by(_diary.c.patient_id)
    .with_for_update(read=True, key_share=True)
)
_KEPT = ("last_seq", "edition", "good_until", "figures")
_PUT = RacingInsert(
    _digest,
    lambda insert: (
        insert.on_conflict_do_update(
            index_elements=["patient_id"],
            set_={name: insert.excluded[name] for name in _KEPT},
            # Who began before somebody else, and comes after them, knows less than they.
            where=or_(
                insert.excluded.last_seq >= _digest.c.last_seq,
                insert.excluded.edition != _digest.c.edition,
            ),
        )
        # What is given back is not read: with it many rows go in one statement, and the database
        # asks once who may.
        .returning(_digest.c.patient_id)
    ),
)
_DIARIES = select(
    _patient.c.id,
    _patient.c.zone,
    _diary.c.last_seq,
    _digest.c.last_seq.label("digest_seq"),
    _digest.c.edition,
    _digest.c.good_until,
).select_from(
    _patient.join(_diary, _diary.c.patient_id == _patient.c.id).outerjoin(
        _digest, _digest.c.patient_id == _patient.c.id
    )
)
_ONE = _DIARIES.where(_patient.c.id == bindparam("patient_id"), seen(Sight.DIARY, _patient.c.id))
_ONE_OF_ALL = _DIARIES.where(
    _patient.c.id == bindparam("patient_id"), seen(Sight.EVERYTHING, _patient.c.id)
)
_BEHIND = _DIARIES.where(
    seen(Sight.EVERYTHING, _patient.c.id),
    or_(
        _digest.c.patient_id.is_(None),
        _digest.c.last_seq != _diary.c.last_seq,
        _digest.c.edition != bindparam("edition"),
        _digest.c.good_until <= bindparam("latest_today"),
    ),
)
_SOME_BEHIND = _BEHIND.order_by(_patient.c.id).limit(bindparam("most"))
_MORE_BEHIND = _SOME_BEHIND.where(_patient.c.id > bindparam("after"))
_COUNT_BEHIND = _BEHIND.with_only_columns(func.count())


def find_diary_to_digest(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Row[*tuple[Any, ...]] | None:
    """A diary that the viewer may look into, if a clinic may look, too; else None.

    id, zone, last_seq, and of its digest digest_seq, edition, good_until (or None).
    """
    statement = _ONE_OF_ALL if viewer.is_console else _ONE
    return connection.execute(statement, keys_of(viewer, []) | {"patient_id": patient_id}).first()


def list_diaries_behind(
    connection: Connection, *, after: UUID | None, edition: int, latest_today: date, most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """For the console: diaries that a clinic may look into and that need a digest, by id.

    Those behind `after`, so many at most; columns as above. `latest_today`: the day where it is
    latest on earth, so that some are among them that hold still where they are.
    """
    keys = {"edition": edition, "latest_today": latest_today, "most": most}
    if after is None:
        return connection.execute(_SOME_BEHIND, keys).all()
    return connection.execute(_MORE_BEHIND, keys | {"after": after}).all()


def count_diaries_behind(connection: Connection, *, edition: int, latest_today: date) -> int:
    """How many of those there are."""
    keys = {"edition": edition, "latest_today": latest_today}
    return int(connection.execute(_COUNT_BEHIND, keys).scalar_one())


def put_digests(
    connection: Connection, viewer: Viewer, sight: Sight, rows: Sequence[dict[str, Any]]
) -> None:
    """Keep digests in place of older ones, of the diaries that are in sight now.

    Raises:
        DatabaseBusyError: if somebody stopped that at this very moment; nothing is kept.
    """
    keys = keys_of(viewer, [row["patient_id"] for row in rows])
    connection.execute(_LOCK, keys).all()
    still = set(connection.execute(in_sight(sight), keys).scalars())
    kept = [row for row in rows if row["patient_id"] in still]
    if not kept:
        return
    try:
        _PUT.run(connection, kept)
    except ProgrammingError as error:
        raise DatabaseBusyError from error
