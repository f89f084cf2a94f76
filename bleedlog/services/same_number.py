"""Two patients with one NHS number: one of them has somebody else's, and may get their results."""

from uuid import UUID

from bleedlog.models.viewer import Viewer
from bleedlog.services.record import Record
from bleedlog.storage.worklists import list_patients_of_clinics


def list_of_same_number(
    record: Record, *, by: Viewer, patient_id: UUID, nhs_number: str | None
) -> list[tuple[UUID, str]]:
    """Id and name of the viewer's other patients who have that number, by name."""
    if not nhs_number:
        return []
    with record.reading(by) as connection:
        found = {
            row.id: row.name
            for row in list_patients_of_clinics(connection, by)
            if row.nhs_number == nhs_number and row.id != patient_id
        }
    return list(found.items())
