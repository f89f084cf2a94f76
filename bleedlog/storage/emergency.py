"""Looks in an emergency: who is sought, looks that run, looks that the patient was not told of."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, select, update
from sqlalchemy.sql.elements import BindParameter

from bleedlog.models.clinic import Clinic
from bleedlog.models.person import Access, Patient, User
from bleedlog.models.safeguard import EmergencyLook
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.storage.names import name_then
from bleedlog.storage.standing import Scoped

_access = Access.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]
_look = EmergencyLook.__table__  # type: ignore[attr-defined]
_patient = Patient.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]
_patient_column: BindParameter[UUID] = bindparam("patient_id")

_kept = _patient.c.erased_at.is_(None)
_BY_NUMBER = select(_patient.c.id, _patient.c.name).where(
    _patient.c.nhs_number == bindparam("number"), _kept
)
_BY_BIRTH = select(_patient.c.id, _patient.c.name).where(
    _patient.c.born == bindparam("born"), _kept
)
_SEEK = select(
    func.set_config("bleedlog.sought_number", bindparam("number"), True),
    func.set_config("bleedlog.sought_born", bindparam("born"), True),
)
_INSERT = insert(_look)
_runs = and_(_look.c.user_id == bindparam("of_user"), _look.c.until > bindparam("now"))
_RUNNING = (
    select(_look.c.id, _look.c.patient_id, _look.c.until, _patient.c.name, _clinic.c.zone)
    .select_from(
        _look.join(_patient, _patient.c.id == _look.c.patient_id).join(
            _clinic, _clinic.c.id == _look.c.clinic_id
        )
    )
    .where(_runs)
    .order_by(_look.c.until, _look.c.id)
)
_END = (
    update(_look)
    .where(_look.c.patient_id == bindparam("of_patient"), _runs)
    .values(until=bindparam("new_until"))
)
_UNSEEN = Scoped(
    select(
        _look.c.id,
        _look.c.since,
        _look.c.reason,
        name_then(_look.c.user_id, _look.c.since).label("user_name"),
        _clinic.c.name.label("clinic_name"),
    )
    .select_from(
        _look.outerjoin(_user, _user.c.id == _look.c.user_id).outerjoin(
            _clinic, _clinic.c.id == _look.c.clinic_id
        )
    )
    .where(_look.c.patient_id == bindparam("patient_id"), _look.c.seen_at.is_(None))
    .order_by(_look.c.since.desc()),
    _patient_column,
)
_PUT_AWAY = (
    update(_look)
    .where(
        _look.c.patient_id == bindparam("of_patient"),
        _look.c.id == bindparam("of_look"),
        _look.c.seen_at.is_(None),
    )
    .values(seen_at=bindparam("now"))
)
_TO_TELL = (
    select(_user.c.email, _user.c.name, _patient.c.zone)
    .select_from(
        _access.join(_user, _user.c.id == _access.c.user_id).join(
            _patient, _patient.c.id == _access.c.patient_id
        )
    )
    .where(
        _access.c.patient_id == bindparam("of_patient"),
        _access.c.role.in_([AccessRole.PATIENT, AccessRole.CARER_MANAGE]),
        _access.c.revoked_at.is_(None),
        _user.c.disabled_at.is_(None),
    )
    .order_by(_user.c.email)
)


def list_by_number(connection: Connection, number: str) -> Sequence[Row[Any]]:
    """The patients with exactly that NHS number, id and name, if the viewer may seek them."""
    _seek(connection, number=number)
    return connection.execute(_BY_NUMBER, {"number": number}).all()


def list_by_birth(connection: Connection, born: date) -> Sequence[Row[Any]]:
    """The patients born that day, id and name, if the viewer may seek them."""
    _seek(connection, born=born.isoformat())
    return connection.execute(_BY_BIRTH, {"born": born}).all()


def _seek(connection: Connection, *, number: str = "", born: str = "") -> None:
    """Say whom the rest of the transaction seeks: PostgreSQL shows a clinician no others."""
    if connection.dialect.name == "postgresql":
        connection.execute(_SEEK, {"number": number, "born": born})


def add_look(
    connection: Connection,
    *,
    patient_id: UUID,
    look_id: UUID,
    user_id: UUID,
    clinic_id: UUID,
    reason: str,
    since: datetime,
    until: datetime,
) -> None:
    """Let a clinician look from `since` to before `until`."""
    connection.execute(
        _INSERT,
        {
            "patient_id": patient_id,
            "id": look_id,
            "user_id": user_id,
            "clinic_id": clinic_id,
            "reason": reason,
            "since": since,
            "until": until,
        },
    )


def list_running_looks(connection: Connection, user_id: UUID, now: datetime) -> Sequence[Any]:
    """The user's looks that run now: id, patient_id, until, the patient's name, clinic's zone."""
    return connection.execute(_RUNNING, {"of_user": user_id, "now": now}).all()


def end_looks(connection: Connection, *, patient_id: UUID, user_id: UUID, now: datetime) -> bool:
    """End the user's looks at that diary now; whether any ran."""
    keys = {"of_patient": patient_id, "of_user": user_id, "now": now, "new_until": now}
    return bool(connection.execute(_END, keys).rowcount)


def list_unseen_looks(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Sequence[Row[Any]]:
    """Looks that were not put away, newest first: id, since, reason, user_name, clinic_name."""
    return _UNSEEN.run(connection, viewer, patient_id=patient_id).all()


def put_look_away(
    connection: Connection, *, patient_id: UUID, look_id: UUID, now: datetime
) -> bool:
    """Note that the patient was told of a look; whether they had not been."""
    keys = {"of_patient": patient_id, "of_look": look_id, "now": now}
    return bool(connection.execute(_PUT_AWAY, keys).rowcount)


def list_whom_to_tell(connection: Connection, patient_id: UUID) -> Sequence[Row[Any]]:
    """Who hears of a look by mail, the patient and who manages: email, name, the diary's zone."""
    return connection.execute(_TO_TELL, {"of_patient": patient_id}).all()
