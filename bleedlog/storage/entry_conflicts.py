"""The other states of entries that were changed in two places, read for a viewer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, insert, select, update

from bleedlog.models.entry import Entry
from bleedlog.models.entry_conflict import EntryConflict, KeptState
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.storage.standing import Scoped

_conflict = EntryConflict.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_patient_column: BindParameter[UUID] = bindparam("patient_id")

ConflictRow = Row[Any]
"""A row of `entry_conflict`, attributes named as the table's columns."""

_of_patient = _conflict.c.patient_id == bindparam("patient_id")
_order = (_conflict.c.received_at, _conflict.c.id)

_ONE = Scoped(
    select(_conflict).where(_of_patient, _conflict.c.id == bindparam("conflict_id")),
    _patient_column,
)
_OPEN_OF_ENTRY = Scoped(
    select(_conflict)
    .where(
        _of_patient,
        _conflict.c.entry_id == bindparam("entry_id"),
        _conflict.c.settled_at.is_(None),
    )
    .order_by(*_order),
    _patient_column,
)
_OF_DIARY = Scoped(select(_conflict).where(_of_patient).order_by(*_order), _patient_column)
_ENTRIES_TO_CHOOSE = Scoped(
    select(_entry)
    .where(
        _entry.c.patient_id == bindparam("patient_id"),
        _entry.c.id.in_(
            select(_conflict.c.entry_id).where(_of_patient, _conflict.c.settled_at.is_(None))
        ),
    )
    .order_by(_entry.c.start_minute.desc(), _entry.c.first_seq.desc()),
    _patient_column,
)
_INSERT = insert(_conflict)
_SETTLE = (
    update(_conflict)
    .where(
        and_(
            _conflict.c.patient_id == bindparam("of_patient"),
            _conflict.c.id == bindparam("of_conflict"),
            _conflict.c.settled_at.is_(None),
        )
    )
    .values(kept=bindparam("chosen"), settled_at=bindparam("at"), settled_by=bindparam("by"))
)


def find_conflict(
    connection: Connection, viewer: Viewer, patient_id: UUID, conflict_id: UUID
) -> ConflictRow | None:
    """That other state, chosen about or not, or None."""
    found = _ONE.run(connection, viewer, patient_id=patient_id, conflict_id=conflict_id)
    return found.first()


def list_open_conflicts(
    connection: Connection, viewer: Viewer, patient_id: UUID, entry_id: UUID
) -> Sequence[ConflictRow]:
    """The other states of an entry about which nobody chose yet, in the order they came."""
    found = _OPEN_OF_ENTRY.run(connection, viewer, patient_id=patient_id, entry_id=entry_id)
    return found.all()


def list_conflicts(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Sequence[ConflictRow]:
    """All other states that a diary ever had, in the order they came."""
    return _OF_DIARY.run(connection, viewer, patient_id=patient_id).all()


def list_entries_to_choose(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Sequence[Row[Any]]:
    """The entries about whose other state nobody chose yet, newest first, withdrawn ones too."""
    return _ENTRIES_TO_CHOOSE.run(connection, viewer, patient_id=patient_id).all()


def add_conflict(
    connection: Connection,
    *,
    patient_id: UUID,
    entry_id: UUID,
    state: Mapping[str, Any],
    withdrawn: bool,
    seen_revision: int,
    tap: Tap,
    check_time: bool,
    at: datetime,
    by: Viewer,
    standing: Standing,
) -> None:
    """Keep the state that a phone made of an entry beside the one that stands."""
    connection.execute(
        _INSERT,
        {
            "patient_id": patient_id,
            "id": tap.item_id,
            "entry_id": entry_id,
            "state": dict(state),
            "withdrawn": withdrawn,
            "seen_revision": seen_revision,
            "check_time": check_time,
            "received_at": at,
            "by_user": by.user_id,
            "entered_by": standing.acting_as,
            "clinic_id": standing.clinic_id,
            **tap.clock,
        },
    )


def settle_conflict(
    connection: Connection,
    *,
    patient_id: UUID,
    conflict_id: UUID,
    kept: KeptState,
    at: datetime,
    by_user: UUID | None,
) -> None:
    """Note which of the two was chosen; the first choice stands."""
    values = {"of_patient": patient_id, "of_conflict": conflict_id, "chosen": kept}
    connection.execute(_SETTLE, {**values, "at": at, "by": by_user})
