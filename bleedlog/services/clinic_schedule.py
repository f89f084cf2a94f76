"""How often a centre wants which test after gene therapy, as published or as it set itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.follow_up import FollowUpTest, IntervalUnit, StepBase
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.services.at_work import get_worker
from bleedlog.services.record import Record
from bleedlog.statistics.schedule import BLOOD, YEARLY, Step
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.follow_ups import list_steps, put_steps

STANDARD: Mapping[FollowUpTest, tuple[Step, ...]] = {
    FollowUpTest.LIVER: BLOOD,
    FollowUpTest.FIX: BLOOD,
    FollowUpTest.ULTRASOUND: YEARLY,
    FollowUpTest.AFP: YEARLY,
}
"""The published intervals, for centres that set none of their own."""


def steps_of(rows: Sequence[Any]) -> dict[FollowUpTest, tuple[Step, ...]]:
    """Stored intervals as statistics take them, by test."""
    found: dict[FollowUpTest, tuple[Step, ...]] = {}
    for row in rows:
        step = Step(row.from_month, row.every, months=row.unit is IntervalUnit.MONTH)
        found[row.test] = (*found.get(row.test, ()), step)
    return found


@dataclass(frozen=True, slots=True)
class ClinicSchedule:
    """How often a centre wants which test."""

    steps: Mapping[FollowUpTest, Sequence[Step]]
    own: frozenset[FollowUpTest]


def get_clinic_schedule(record: Record, *, by: Viewer, clinic_id: UUID) -> ClinicSchedule:
    """A centre's intervals, the published ones where it set none.

    Raises:
        NoSuchDiaryError: if `by` may not set them.
    """
    with record.reading(by) as connection:
        get_worker(connection, by, clinic_id, Permission.SET_SCHEDULE)
        own = steps_of(list_steps(connection, clinic_id))
    return ClinicSchedule({**STANDARD, **own}, frozenset(own))


def set_clinic_schedule(
    record: Record, *, by: Viewer, clinic_id: UUID, test: FollowUpTest, steps: Sequence[StepBase]
) -> None:
    """Set a centre's own intervals of a test; without any the published ones hold again.

    Raises:
        NoSuchDiaryError: if `by` may not.
    """
    with record.transaction(by) as connection:
        user_id = get_worker(connection, by, clinic_id, Permission.SET_SCHEDULE)
        put_steps(connection, clinic_id=clinic_id, test=test, steps=steps)
        add_account_event(
            connection,
            user_id=user_id,
            by_user=user_id,
            clinic_id=clinic_id,
            action=Action.CHANGED,
            now=datetime.now(UTC),
            detail=f"schedule {test}",
        )
