"""The states of entries: added and changed in the diary's own order, each with its revision."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, insert, select, update

from bleedlog.models.entry import Diary, Entry, EntryRevision
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.phone import Tap, told_by
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.storage.entry_columns import BLANK, columns_of
from bleedlog.storage.standing import Scoped
from bleedlog.storage.upserts import RacingInsert

_diary = Diary.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_revision = EntryRevision.__table__  # type: ignore[attr-defined]
_patient_column: BindParameter[UUID] = bindparam("patient_id")

_HISTORY = Scoped(
    select(_revision)
    .where(
        _revision.c.patient_id == bindparam("patient_id"), _revision.c.id == bindparam("entry_id")
    )
    .order_by(_revision.c.revision),
    _patient_column,
)

_ALL = Scoped(
    select(_revision)
    .join_from(
        _revision,
        _entry,
        and_(_entry.c.patient_id == _revision.c.patient_id, _entry.c.id == _revision.c.id),
    )
    .where(_revision.c.patient_id == bindparam("patient_id"))
    .order_by(_entry.c.first_seq, _revision.c.id, _revision.c.revision),
    _patient_column,
)
_FIRST_STATES = Scoped(
    select(_revision.c.id, _revision.c.state).where(
        _revision.c.patient_id == bindparam("patient_id"), _revision.c.revision == 1
    ),
    _patient_column,
)
_AFTER = Scoped(
    select(
        _entry.c.id,
        _entry.c.kind,
        _entry.c.revision,
        _entry.c.seq,
        _entry.c.withdrawn,
        _entry.c.entered_at,
        _entry.c.received_at,
        _entry.c.entered_by,
        _entry.c.check_time,
        _revision.c.state,
    )
    .join_from(
        _entry,
        _revision,
        and_(
            _revision.c.patient_id == _entry.c.patient_id,
            _revision.c.id == _entry.c.id,
            _revision.c.revision == _entry.c.revision,
        ),
    )
    .where(_entry.c.patient_id == bindparam("patient_id"), _entry.c.seq > bindparam("after"))
    .order_by(_entry.c.seq)
    .limit(bindparam("most")),
    _patient_column,
)
_NEXT_SEQ = (
    update(_diary)
    .where(_diary.c.patient_id == bindparam("of_patient"))
    .values(last_seq=_diary.c.last_seq + 1)
    .returning(_diary.c.last_seq)
)
_RAISE_SEQ = (
    update(_diary)
    .where(_diary.c.patient_id == bindparam("of_patient"), _diary.c.last_seq < bindparam("last"))
    .values(last_seq=bindparam("last"))
)
_INSERT = insert(_entry)
_INSERT_NEW = RacingInsert(
    _entry, lambda insert: insert.on_conflict_do_nothing(index_elements=["patient_id", "id"])
)
_INSERT_REVISION = insert(_revision)


def list_revisions(
    connection: Connection, viewer: Viewer, patient_id: UUID, entry_id: UUID
) -> Sequence[Row[Any]]:
    """Every state of an entry, oldest first."""
    return _HISTORY.run(connection, viewer, patient_id=patient_id, entry_id=entry_id).all()


def list_all_revisions(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Sequence[Row[Any]]:
    """Every state of every entry, in the order in which entries were first entered."""
    return _ALL.run(connection, viewer, patient_id=patient_id).all()


def list_first_states(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> dict[UUID, dict[str, Any]]:
    """The state in which each entry was first entered, by id."""
    rows = _FIRST_STATES.run(connection, viewer, patient_id=patient_id)
    return {row.id: row.state for row in rows}


def list_states_after(
    connection: Connection, viewer: Viewer, patient_id: UUID, *, after: int, most: int
) -> Sequence[Row[Any]]:
    """What each entry says now whose last change has a number above `after`, in that order.

    Withdrawn entries, too; with their id, kind, revision, seq, withdrawn, entered_at, received_at,
    entered_by, check_time and state.
    """
    found = _AFTER.run(connection, viewer, patient_id=patient_id, after=after, most=most)
    return found.all()


def content_of(entry: EntryInput) -> dict[str, Any]:
    """What the entry says, as JSON, blanks left out: the state that a revision keeps."""
    state = entry.model_dump(mode="json", exclude_none=True, exclude={"id"})
    return {"kind": entry.kind.value, **state}


def next_seq(connection: Connection, patient_id: UUID) -> int:
    """Take the diary's next number; until the transaction ends nobody else writes in it."""
    return int(connection.execute(_NEXT_SEQ, {"of_patient": patient_id}).scalar_one())


def add_entry(
    connection: Connection,
    *,
    patient_id: UUID,
    entry: EntryInput,
    seq: int,
    at: datetime,
    by_user: UUID | None,
    entered_by: ActingAs,
    clinic_id: UUID | None,
    tap: Tap | None = None,
    check_time: bool = False,
) -> bool:
    """Store a new entry with its first revision.

    False if the diary has an entry of that id already: then nothing was stored.
    """
    row, revision = _first_state(
        entry,
        tap,
        check_time,
        patient_id=patient_id,
        seq=seq,
        received_at=at,
        by_user=by_user,
        entered_by=entered_by,
        clinic_id=clinic_id,
    )
    if not _INSERT_NEW.run(connection, row):
        return False
    connection.execute(_INSERT_REVISION, revision)
    return True


def add_entries(
    connection: Connection,
    *,
    patient_id: UUID,
    entries: Sequence[EntryInput],
    first_seq: int,
    at: datetime | Sequence[datetime],
    by_user: UUID | None,
    entered_by: ActingAs,
    clinic_id: UUID | None,
    tap: Tap | None = None,
    check_time: bool = False,
) -> None:
    """Store new entries with their first revisions, numbered in their order.

    `first_seq` is a number that `next_seq` gave; the diary's next is the one after the last.
    `at` is when they reached the server: all of them, or each. `clinic_id`: the clinic for which
    staff enter them. `tap`: how a phone tells them, if one kept them.
    """
    instants = [at] * len(entries) if isinstance(at, datetime) else at
    states = [
        _first_state(
            entry,
            tap,
            check_time,
            patient_id=patient_id,
            seq=seq,
            received_at=instant,
            by_user=by_user,
            entered_by=entered_by,
            clinic_id=clinic_id,
        )
        for seq, (entry, instant) in enumerate(zip(entries, instants, strict=True), first_seq)
    ]
    if states:
        # Several kinds in one statement: each row has every column.
        connection.execute(_INSERT, [{**BLANK, **row} for row, _ in states])
        connection.execute(_INSERT_REVISION, [revision for _, revision in states])
    if len(states) > 1:
        last = {"of_patient": patient_id, "last": first_seq + len(states) - 1}
        connection.execute(_RAISE_SEQ, last)


def _first_state(
    entry: EntryInput, tap: Tap | None, check_time: bool, **provenance: object
) -> tuple[dict[str, object], dict[str, object]]:
    """The row of a new entry, and that of its first revision."""
    provenance |= {"id": entry.id, "revision": 1, "withdrawn": False}
    first = {
        "first_seq": provenance["seq"],
        "entered_at": provenance["received_at"],
        "check_time": check_time,
    }
    return (
        {**columns_of(entry), **provenance, **first},
        {**provenance, **told_by(tap), "state": content_of(entry)},
    )


_UPDATE = update(_entry).where(
    _entry.c.patient_id == bindparam("of_patient"), _entry.c.id == bindparam("of_entry")
)


def change_entry(
    connection: Connection,
    *,
    patient_id: UUID,
    entry_id: UUID,
    revision: int,
    state: Mapping[str, Any],
    entry: EntryInput | None,
    withdrawn: bool,
    seq: int,
    at: datetime,
    by_user: UUID | None,
    entered_by: ActingAs,
    clinic_id: UUID | None,
    tap: Tap | None = None,
    check_time: bool | None = None,
) -> None:
    """Store a new state of an entry: other content (`entry`), or withdrawn, or brought back.

    `tap`: how a phone tells it, if one kept it. `check_time`: whether its time is to be checked
    from now on; None leaves that as it was.
    """
    provenance = {
        "revision": revision,
        "seq": seq,
        "withdrawn": withdrawn,
        "received_at": at,
        "by_user": by_user,
        "entered_by": entered_by,
        "clinic_id": clinic_id,
    }
    content = columns_of(entry) if entry is not None else {}
    if check_time is not None:
        content["check_time"] = check_time
    connection.execute(
        _UPDATE.values(**content, **provenance),
        {"of_patient": patient_id, "of_entry": entry_id},
    )
    connection.execute(
        _INSERT_REVISION,
        {
            "patient_id": patient_id,
            "id": entry_id,
            **provenance,
            **told_by(tap),
            "state": dict(state),
        },
    )
