"""From which year to which a diary has entries, for pages that show a year at a time."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from bleedlog.models.entry import Entry
from bleedlog.models.viewer import Viewer
from bleedlog.storage.standing import Scoped

_entry = Entry.__table__  # type: ignore[attr-defined]
_RANGE = Scoped(
    select(func.min(_entry.c.start_day).label("first"), func.max(_entry.c.start_day).label("last"))
    .select_from(_entry)
    .where(_entry.c.patient_id == bindparam("patient_id")),
    bindparam("patient_id"),
)


def list_years(connection: Connection, viewer: Viewer, patient_id: UUID) -> list[int]:
    """The years from the first entry's to the last one's, newest first; none without entries."""
    found = _RANGE.run(connection, viewer, patient_id=patient_id).one()
    if found.first is None:
        return []
    return list(range(found.last.year, found.first.year - 1, -1))
