"""The choke-point: who stands how to which patient, and the condition that every query carries.

Somebody sees a diary as the patient, as a carer, or as staff of a clinic that the patient lets
look. Everything else answers as if the diary did not exist. The console sees every diary: it
must give a reason and is audited.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    CursorResult,
    Select,
    bindparam,
    exists,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.elements import BindParameter, ColumnElement

from bleedlog.models.clinic import Consent, Membership
from bleedlog.models.person import Access, Patient
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs

_access = Access.__table__.c  # type: ignore[attr-defined]
_consent = Consent.__table__.c  # type: ignore[attr-defined]
_membership = Membership.__table__.c  # type: ignore[attr-defined]
_patient = Patient.__table__.c  # type: ignore[attr-defined]

_viewer_id: BindParameter[UUID] = bindparam("viewer_id")

_STANDINGS = union_all(
    # A bare null has no type, and the first half of a union gives the types of the whole.
    select(
        _access.role.label("access"),
        type_coerce(null(), _membership.role.type).label("staff"),
        type_coerce(null(), _membership.clinic_id.type).label("clinic_id"),
    ).where(
        _access.patient_id == bindparam("patient_id"),
        _access.user_id == _viewer_id,
        _access.revoked_at.is_(None),
    ),
    select(null(), _membership.role, _membership.clinic_id)
    .join_from(Consent, Membership, _consent.clinic_id == _membership.clinic_id)
    .where(
        _consent.patient_id == bindparam("patient_id"),
        _consent.withdrawn_at.is_(None),
        _membership.user_id == _viewer_id,
        _membership.ended_at.is_(None),
    ),
)
_PATIENT_EXISTS = select(_patient.id).where(_patient.id == bindparam("patient_id"))


def find_standing(connection: Connection, viewer: Viewer, patient_id: UUID) -> Standing | None:
    """How the viewer stands to that patient, closest first, or None: not theirs to see."""
    if viewer.is_console:
        found = connection.execute(_PATIENT_EXISTS, {"patient_id": patient_id}).first()
        return Standing(ActingAs.CONSOLE) if found else None
    parameters = {"patient_id": patient_id, "viewer_id": viewer.user_id}
    standings = [
        Standing(_acting_as(row.access), row.access, row.staff, row.clinic_id)
        for row in connection.execute(_STANDINGS, parameters)
    ]
    return min(standings, key=_rank, default=None)


def _acting_as(access: AccessRole | None) -> ActingAs:
    if access is None:
        return ActingAs.CLINIC
    return ActingAs.PATIENT if access is AccessRole.PATIENT else ActingAs.CARER


def _rank(standing: Standing) -> tuple[int, bool]:
    closeness = [ActingAs.PATIENT, ActingAs.CARER, ActingAs.CLINIC, ActingAs.CONSOLE]
    return closeness.index(standing.acting_as), not standing.may_log


def readable(patient_column: ColumnElement[UUID]) -> ColumnElement[bool]:
    """The condition that the user `:viewer_id` may see the diary of `patient_column`."""
    as_person = exists().where(
        _access.patient_id == patient_column,
        _access.user_id == _viewer_id,
        _access.revoked_at.is_(None),
    )
    as_staff = exists().where(
        _consent.patient_id == patient_column,
        _consent.withdrawn_at.is_(None),
        _membership.clinic_id == _consent.clinic_id,
        _membership.user_id == _viewer_id,
        _membership.ended_at.is_(None),
    )
    return as_person | as_staff


class Scoped:
    """A query of a diary, built once, that gives nothing to a viewer who may not see it."""

    def __init__(self, statement: Select[Any], patient_column: ColumnElement[UUID]) -> None:
        """Prepare the statement for both sorts of viewer."""
        self._everything = statement
        self._visible = statement.where(readable(patient_column))

    def run(
        self, connection: Connection, viewer: Viewer, **parameters: object
    ) -> CursorResult[Any]:
        """Run it for that viewer."""
        if viewer.is_console:
            return connection.execute(self._everything, parameters)
        values: Mapping[str, object] = {**parameters, "viewer_id": viewer.user_id}
        return connection.execute(self._visible, values)
