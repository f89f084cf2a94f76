"""Questions for the team, every state of them, read for a viewer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select

from bleedlog.models.question import QuestionState
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.storage.standing import Scoped

_question = QuestionState.__table__  # type: ignore[attr-defined]
_EVERY = Scoped(
    select(_question)
    .where(_question.c.patient_id == bindparam("patient_id"))
    .order_by(_question.c.seq, _question.c.id),
    bindparam("patient_id"),
)
_INSERT = insert(_question)


def list_question_states(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Sequence[Row[Any]]:
    """Every state of every question, in the order in which they came."""
    return _EVERY.run(connection, viewer, patient_id=patient_id).all()


def add_question_state(
    connection: Connection,
    *,
    patient_id: UUID,
    question_id: UUID,
    revision: int,
    seq: int,
    text: str,
    answered_on: date | None,
    withdrawn: bool,
    at: datetime,
    by: Viewer,
    standing: Standing,
) -> None:
    """Store what a question says from now on; `seq` is the diary's next number."""
    connection.execute(
        _INSERT,
        {
            "patient_id": patient_id,
            "id": question_id,
            "revision": revision,
            "seq": seq,
            "text": text,
            "answered_on": answered_on,
            "withdrawn": withdrawn,
            "received_at": at,
            "by_user": by.user_id,
            "entered_by": standing.acting_as,
            "clinic_id": standing.clinic_id,
        },
    )
