"""The choke-point: who stands how to which patient, and the condition that every query carries.

Somebody sees a diary as the patient, as a carer, as staff of a clinic that the patient lets look,
or for an hour as a clinician in an emergency. Everything else answers as if the diary did not
exist. The console sees every diary: it must give a reason and is audited.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    CursorResult,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.elements import BindParameter, ColumnElement

from bleedlog.models.clinic import Consent, Membership
from bleedlog.models.permissions import Permission, access_that_may, staff_that_may
from bleedlog.models.person import Access, Patient
from bleedlog.models.safeguard import EmergencyLook
from bleedlog.models.viewer import Emergency, Standing, Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs, StaffRole

_access = Access.__table__.c  # type: ignore[attr-defined]
_consent = Consent.__table__.c  # type: ignore[attr-defined]
_look = EmergencyLook.__table__.c  # type: ignore[attr-defined]
_membership = Membership.__table__.c  # type: ignore[attr-defined]
_patient = Patient.__table__.c  # type: ignore[attr-defined]
_own = Access.__table__.alias("own").c  # type: ignore[attr-defined]

_viewer_id: BindParameter[UUID] = bindparam("viewer_id")
_patient_id: BindParameter[UUID] = bindparam("patient_id")
_now: BindParameter[datetime] = bindparam("looked_at", type_=_look.until.type)


def _one_of(column: ColumnElement[Any], words: Iterable[StrEnum]) -> ColumnElement[bool]:
    # Said in the statement itself: a bound list would be written out anew whenever it runs, and
    # this is part of every query of a diary. They are the vocabulary's own words, nobody's input.
    return column.in_([literal_column(f"'{word.value}'") for word in sorted(words)])


_has_access = and_(_access.user_id == _viewer_id, _access.revoked_at.is_(None))
_works_there = and_(_membership.user_id == _viewer_id, _membership.ended_at.is_(None))
_consents = and_(_consent.withdrawn_at.is_(None), _membership.clinic_id == _consent.clinic_id)
_looks_in_emergency = and_(
    _look.user_id == _viewer_id,
    _look.until > _now,
    _membership.clinic_id == _look.clinic_id,
    _one_of(_membership.role, staff_that_may(Permission.BREAK_GLASS)),
)


def _nothing(column: ColumnElement[Any]) -> ColumnElement[Any]:
    # A bare null has no type, and the first part of a union gives the types of the whole.
    return type_coerce(null(), column.type).label(column.name)


_STANDINGS = union_all(
    select(
        _access.role.label("access"),
        _nothing(_membership.role),
        _nothing(_membership.clinic_id),
        exists()
        .where(
            _own.patient_id == _patient_id,
            _one_of(_own.role, [AccessRole.PATIENT]),
            _own.revoked_at.is_(None),
        )
        .label("signs_in"),
        _nothing(_look.id).label("look_id"),
        _nothing(_look.reason),
        _nothing(_look.until),
    ).where(_access.patient_id == _patient_id, _has_access),
    # Second, since PostgreSQL takes the types of a column from the first two parts.
    select(
        null(),
        _membership.role,
        _membership.clinic_id,
        null(),
        _look.id,
        _look.reason,
        _look.until,
    ).where(_look.patient_id == _patient_id, _looks_in_emergency, _works_there),
    select(null(), _membership.role, _membership.clinic_id, null(), null(), null(), null()).where(
        _consent.patient_id == _patient_id, _consents, _works_there
    ),
)
_PATIENT_EXISTS = select(_patient.id).where(_patient.id == _patient_id)

_CLOSENESS = (ActingAs.PATIENT, ActingAs.CARER, ActingAs.CLINIC, ActingAs.CONSOLE)
_STAFF = tuple(StaffRole)


def list_standings(connection: Connection, viewer: Viewer, patient_id: UUID) -> list[Standing]:
    """All ways in which the viewer stands to that patient, closest first.

    None of them: the diary is not theirs to see. A nurse may be a parent, too.
    """
    if viewer.is_console:
        found = connection.execute(_PATIENT_EXISTS, {"patient_id": patient_id}).first()
        return [Standing(ActingAs.CONSOLE)] if found else []
    parameters = {
        "patient_id": patient_id,
        "viewer_id": viewer.user_id,
        "looked_at": datetime.now(UTC),
    }
    rows = connection.execute(_STANDINGS, parameters).all()
    standings = sorted((_standing(row) for row in rows), key=_rank)
    if viewer.as_program:
        # Staff show a second factor before they see anybody; a program cannot.
        return [standing for standing in standings if standing.staff is None]
    return standings


def _standing(row: Row[*tuple[Any, ...]]) -> Standing:
    if row.access is not None:
        role = AccessRole(row.access)
        acting_as = ActingAs.PATIENT if role is AccessRole.PATIENT else ActingAs.CARER
        return Standing(acting_as, access=role, for_child=not row.signs_in)
    emergency = None
    if row.look_id is not None:
        emergency = Emergency(row.look_id, row.reason, row.until)
    return Standing(ActingAs.CLINIC, staff=row.role, clinic_id=row.clinic_id, emergency=emergency)


def _rank(standing: Standing) -> tuple[int, bool, int, str]:
    return (
        _CLOSENESS.index(standing.acting_as),
        standing.emergency is not None,
        0 if standing.staff is None else _STAFF.index(standing.staff),
        str(standing.clinic_id),
    )


def readable(patient_column: ColumnElement[UUID]) -> ColumnElement[bool]:
    """The condition that the user `:viewer_id` may look at the diary of `patient_column` now."""
    as_person = exists().where(
        _access.patient_id == patient_column,
        _has_access,
        _one_of(_access.role, access_that_may(Permission.LOOK)),
    )
    as_staff = exists().where(
        _consent.patient_id == patient_column,
        _consents,
        _works_there,
        _one_of(_membership.role, staff_that_may(Permission.LOOK)),
    )
    in_emergency = exists().where(
        _look.patient_id == patient_column, _looks_in_emergency, _works_there
    )
    return as_person | as_staff | in_emergency


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
        values: Mapping[str, object] = {
            **parameters,
            "viewer_id": viewer.user_id,
            "looked_at": datetime.now(UTC),
        }
        return connection.execute(self._visible, values)
