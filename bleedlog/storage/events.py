"""The audit trail: events are added, never changed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select

from bleedlog.models.audit import Action, DiaryEvent
from bleedlog.models.entry_input import new_id
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.storage.standing import Scoped

_event = DiaryEvent.__table__  # type: ignore[attr-defined]
_INSERT = insert(_event)
_OF_DIARY = Scoped(
    select(_event)
    .where(_event.c.patient_id == bindparam("patient_id"))
    .order_by(_event.c.at.desc(), _event.c.id.desc())
    .limit(bindparam("most")),
    bindparam("patient_id"),
)


def add_event(
    connection: Connection,
    *,
    patient_id: UUID,
    by: Viewer,
    standing: Standing,
    action: Action,
    entry_id: UUID | None = None,
    detail: str | None = None,
) -> None:
    """Note that `by` did `action` with the diary, in the caller's transaction."""
    connection.execute(
        _INSERT,
        {
            "patient_id": patient_id,
            "id": new_id(),
            "at": datetime.now(UTC),
            "action": action,
            "reason": standing.emergency.reason if standing.emergency else by.reason,
            "by_user": by.user_id,
            "acting_as": standing.acting_as,
            "clinic_id": standing.clinic_id,
            "entry_id": entry_id,
            "detail": detail,
        },
    )


def list_events(
    connection: Connection, viewer: Viewer, patient_id: UUID, most: int = 200
) -> Sequence[Row[Any]]:
    """The diary's events, newest first."""
    return _OF_DIARY.run(connection, viewer, patient_id=patient_id, most=most).all()
