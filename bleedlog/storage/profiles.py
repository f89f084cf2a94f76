"""A patient's profile, corrected: what it says now, and what it said before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bleedlog.models.clinic import Clinic
from bleedlog.models.entry_input import new_id
from bleedlog.models.person import Patient, User
from bleedlog.models.profile import ProfileChange, ProfileField
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.storage.standing import Scoped

_patient = Patient.__table__  # type: ignore[attr-defined]
_change = ProfileChange.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]

COLUMNS: Mapping[ProfileField, str] = {
    one: "centre_id" if one is ProfileField.CENTRE else one.value for one in ProfileField
}
"""Where the patient's row keeps each field."""

_SET = {
    one: update(_patient)
    .where(_patient.c.id == bindparam("of_patient"))
    .values({column: bindparam("now_says", type_=_patient.c[column].type)})
    for one, column in COLUMNS.items()
}
_INSERT = insert(_change)
_OF_DIARY = Scoped(
    select(_change, _user.c.name.label("user_name"), _clinic.c.name.label("clinic_name"))
    .select_from(
        _change.outerjoin(_user, _user.c.id == _change.c.by_user).outerjoin(
            _clinic, _clinic.c.id == _change.c.clinic_id
        )
    )
    .where(_change.c.patient_id == bindparam("patient_id"))
    .order_by(_change.c.at.desc(), _change.c.id.desc()),
    bindparam("patient_id"),
)


def correct_field(
    connection: Connection,
    *,
    patient_id: UUID,
    by: Viewer,
    standing: Standing,
    field: ProfileField,
    before: str | None,
    says: object,
    now: datetime,
) -> None:
    """Let a field say something else, and keep what it said before."""
    connection.execute(_SET[field], {"of_patient": patient_id, "now_says": says})
    connection.execute(
        _INSERT,
        {
            "patient_id": patient_id,
            "id": new_id(),
            "at": now,
            "field": field,
            "before": before,
            "by_user": by.user_id,
            "acting_as": standing.acting_as,
            "clinic_id": standing.clinic_id,
        },
    )


def list_profile_changes(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Sequence[Row[Any]]:
    """What the profile said before, newest first, with user_name and clinic_name."""
    return _OF_DIARY.run(connection, viewer, patient_id=patient_id).all()
