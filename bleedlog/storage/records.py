"""What clinics recorded of a person, read for a viewer: results, courses, scores, spans."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from bleedlog.models.clinic import Clinic
from bleedlog.models.entry import Entry
from bleedlog.models.person import User
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.storage.standing import Scoped

_entry = Entry.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]


@lru_cache
def _of_kinds(kinds: frozenset[Kind]) -> Scoped:
    return Scoped(
        select(*_entry.c, _clinic.c.name.label("clinic_name"), _user.c.name.label("by_name"))
        .select_from(
            _entry.outerjoin(_clinic, _clinic.c.id == _entry.c.clinic_id).outerjoin(
                _user, _user.c.id == _entry.c.by_user
            )
        )
        .where(_entry.c.patient_id == bindparam("patient_id"), _entry.c.kind.in_(sorted(kinds)))
        .order_by(_entry.c.start_minute.desc(), _entry.c.first_seq.desc()),
        bindparam("patient_id"),
    )


def list_records(
    connection: Connection, viewer: Viewer, patient_id: UUID, kinds: frozenset[Kind]
) -> Sequence[Row[Any]]:
    """Entries of those kinds, withdrawn ones too, newest first.

    With the name of the clinic (`clinic_name`) and of the user (`by_name`) who entered them, or
    None.
    """
    return _of_kinds(kinds).run(connection, viewer, patient_id=patient_id).all()
