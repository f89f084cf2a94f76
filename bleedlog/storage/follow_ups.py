"""Confirmed dates of tests, tests that leave no result, and centres' own intervals."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from bleedlog.models.clinic import Clinic
from bleedlog.models.follow_up import ClinicStep, FollowUp, FollowUpTest, StepBase
from bleedlog.models.viewer import Viewer
from bleedlog.storage.consents import by_clinics_that_may_look
from bleedlog.storage.standing import Scoped

_follow_up = FollowUp.__table__  # type: ignore[attr-defined]
_step = ClinicStep.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]

# A clinic that may not look any more confirms nothing any more.
_STANDING = Scoped(
    select(*_follow_up.c, _clinic.c.name.label("clinic_name"))
    .select_from(by_clinics_that_may_look(_follow_up))
    .where(_follow_up.c.patient_id == bindparam("patient_id"), _follow_up.c.ended_at.is_(None))
    .order_by(_follow_up.c.week, _follow_up.c.done_on, _follow_up.c.id),
    bindparam("patient_id"),
)
_EVERY = Scoped(
    select(_follow_up)
    .where(_follow_up.c.patient_id == bindparam("patient_id"))
    .order_by(_follow_up.c.confirmed_at, _follow_up.c.id),
    bindparam("patient_id"),
)
_INSERT = insert(_follow_up)
_END = (
    update(_follow_up)
    .where(
        _follow_up.c.patient_id == bindparam("of_patient"),
        _follow_up.c.id == bindparam("of_follow_up"),
        _follow_up.c.ended_at.is_(None),
    )
    .values(ended_at=bindparam("now"))
)
_STEPS = (
    select(_step.c.test, _step.c.from_month, _step.c.every, _step.c.unit)
    .where(_step.c.clinic_id == bindparam("of_clinic"))
    .order_by(_step.c.test, _step.c.from_month)
)
_DROP_STEPS = delete(_step).where(
    _step.c.clinic_id == bindparam("of_clinic"), _step.c.test == bindparam("of_test")
)
_INSERT_STEP = insert(_step)


def list_follow_ups(connection: Connection, viewer: Viewer, patient_id: UUID) -> Sequence[Row[Any]]:
    """What clinics that may look confirmed and did not take back, with `clinic_name`."""
    return _STANDING.run(connection, viewer, patient_id=patient_id).all()


def list_every_follow_up(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Sequence[Row[Any]]:
    """All that was ever confirmed, taken back or not, oldest first."""
    return _EVERY.run(connection, viewer, patient_id=patient_id).all()


def add_follow_up(
    connection: Connection,
    *,
    patient_id: UUID,
    follow_up_id: UUID,
    clinic_id: UUID,
    test: FollowUpTest,
    week: date | None,
    done_on: date | None,
    by_user: UUID,
    now: datetime,
) -> None:
    """Store a confirmed week, or a test that was done."""
    connection.execute(
        _INSERT,
        {
            "patient_id": patient_id,
            "id": follow_up_id,
            "clinic_id": clinic_id,
            "test": test,
            "week": week,
            "done_on": done_on,
            "confirmed_by": by_user,
            "confirmed_at": now,
        },
    )


def end_follow_up(
    connection: Connection, *, patient_id: UUID, follow_up_id: UUID, now: datetime
) -> None:
    """Let it hold no more; it stays on record."""
    keys = {"of_patient": patient_id, "of_follow_up": follow_up_id, "now": now}
    connection.execute(_END, keys)


def list_steps(connection: Connection, clinic_id: UUID) -> Sequence[Row[Any]]:
    """A centre's own intervals by test and month: test, from_month, every, unit."""
    return connection.execute(_STEPS, {"of_clinic": clinic_id}).all()


def put_steps(
    connection: Connection, *, clinic_id: UUID, test: FollowUpTest, steps: Sequence[StepBase]
) -> None:
    """Give a centre its own intervals of a test, in place of those that it had; none: no own."""
    connection.execute(_DROP_STEPS, {"of_clinic": clinic_id, "of_test": test})
    if steps:
        connection.execute(
            _INSERT_STEP,
            [{"clinic_id": clinic_id, "test": test, **step.model_dump()} for step in steps],
        )
