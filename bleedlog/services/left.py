"""What stays with a clinic when somebody stops sharing: their name then, and its own records."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from bleedlog.exchange.kept_records import KeptRecord, write_kept_records
from bleedlog.models.audit import Action
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.services.at_work import get_worker
from bleedlog.services.record import Record
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.left import list_left, list_recorded


@dataclass(frozen=True, slots=True)
class SomebodyWhoLeft:
    """A person as the clinic knew them on the day when they stopped sharing."""

    name: str
    born: date | None
    nhs_number: str | None
    hospital_number: str | None
    shared_from: datetime
    shared_until: datetime
    recorded: int
    """Entries that the clinic's staff recorded."""


def list_people_who_left(record: Record, *, by: Viewer, clinic_id: UUID) -> list[SomebodyWhoLeft]:
    """People who stopped sharing with the clinic, the last first; nothing of their diaries.

    Raises:
        NoSuchDiaryError: if `by` may not see them at that clinic.
    """
    with record.reading(by) as connection:
        get_worker(connection, by, clinic_id, Permission.SEE_LEFT)
        rows = list_left(connection, clinic_id)
    return [
        SomebodyWhoLeft(
            name=row.kept_name or "",
            born=row.kept_born,
            nhs_number=row.kept_nhs_number,
            hospital_number=row.kept_hospital_number,
            shared_from=row.granted_at,
            shared_until=row.withdrawn_at,
            recorded=row.recorded,
        )
        for row in rows
    ]


def export_kept_records(record: Record, *, by: Viewer, clinic_id: UUID) -> str:
    """What the clinic's staff recorded of people who stopped sharing, as CSV for its own files.

    Raises:
        NoSuchDiaryError: if `by` may not see it at that clinic.
    """
    with record.transaction(by) as connection:
        user_id = get_worker(connection, by, clinic_id, Permission.SEE_LEFT)
        rows = list_recorded(connection, clinic_id)
        add_account_event(
            connection,
            user_id=user_id,
            by_user=user_id,
            clinic_id=clinic_id,
            action=Action.EXPORTED,
            now=datetime.now(UTC),
            detail="records of people who stopped sharing",
        )
    return write_kept_records(_kept(row) for row in rows)


def _kept(row: Any) -> KeptRecord:
    state = dict(row.state)
    kind = state.pop("kind")
    if state.get("private"):
        state.pop("note", None)
    return KeptRecord(
        whose=(
            row.kept_name,
            row.kept_born,
            row.kept_nhs_number,
            row.kept_hospital_number,
            row.withdrawn_at.date(),
        ),
        entered=(
            row.id,
            row.received_at.isoformat(timespec="seconds"),
            row.user_name,
            row.withdrawn,
            kind,
        ),
        content=state,
    )
