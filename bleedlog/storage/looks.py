"""Who looked: events of a diary as its person reads them, and of a clinic as its admin does."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    FromClause,
    Row,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    column,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.sql.elements import BindParameter

from bleedlog.models.audit import AccountEvent, Action, DiaryEvent
from bleedlog.models.clinic import Clinic, Consent
from bleedlog.models.person import Patient, User
from bleedlog.models.safeguard import LegalHold
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import ActingAs
from bleedlog.storage.names import name_then
from bleedlog.storage.standing import Scoped

_consent = Consent.__table__  # type: ignore[attr-defined]
_event = DiaryEvent.__table__  # type: ignore[attr-defined]
_account_event = AccountEvent.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]
_hold = LegalHold.__table__  # type: ignore[attr-defined]
_patient = Patient.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]
_patient_column: BindParameter[UUID] = bindparam("patient_id")

_IN_TIME = (_event.c.at >= bindparam("since"), _event.c.at < bindparam("until"))
_NEWEST_FIRST = (_event.c.at.desc(), _event.c.id.desc())
_WITH_USER = _event.outerjoin(_user, _user.c.id == _event.c.by_user)
_WHO = (
    name_then(_event.c.by_user, _event.c.at).label("user_name"),
    _user.c.name.label("name_today"),
)
_LOOKS = Scoped(
    select(_event, *_WHO, _clinic.c.name.label("clinic_name"))
    .select_from(_WITH_USER.outerjoin(_clinic, _clinic.c.id == _event.c.clinic_id))
    .where(
        _event.c.patient_id == bindparam("patient_id"),
        *_IN_TIME,
        _event.c.acting_as != ActingAs.PATIENT,
        or_(_event.c.by_user.is_(None), _event.c.by_user != bindparam("reader_id")),
    )
    .order_by(*_NEWEST_FIRST)
    .limit(bindparam("most")),
    _patient_column,
)
_BY_CLINIC = (_event.c.clinic_id == bindparam("of_clinic"), _event.c.acting_as == ActingAs.CLINIC)


def _with_names(left: FromClause) -> tuple[Select[Any], Select[Any]]:
    """What a clinic's staff did, and with whom; `left`: whom it knows by a name that it kept."""
    there = and_(left.c.patient_id == _event.c.patient_id, left.c.clinic_id == _event.c.clinic_id)
    # Another name since they left is not for the clinic.
    name = case(
        (left.c.patient_id.is_not(None), func.coalesce(left.c.kept_name, "")),
        else_=_patient.c.name,
    )
    known = _patient.c.id == _event.c.patient_id
    looks = (
        select(_event, *_WHO, name.label("patient_name"))
        .select_from(_WITH_USER.outerjoin(_patient, known).outerjoin(left, there))
        .where(*_BY_CLINIC, *_IN_TIME)
        .order_by(*_NEWEST_FIRST)
        .limit(bindparam("most"))
    )
    seen = (
        select(_event.c.patient_id, func.coalesce(name, "").label("name"))
        .select_from(_event.outerjoin(_patient, known).outerjoin(left, there))
        .where(*_BY_CLINIC)
        .distinct()
    )
    return looks, seen


_HAVE_LEFT = (
    select(_consent.c.patient_id, _consent.c.clinic_id, _consent.c.kept_name)
    .where(_consent.c.withdrawn_at.is_not(None))
    .subquery()
)
# PostgreSQL shows an admin nothing of a consent but these names, by a function of the migrations.
_TOLD_WHO_LEFT = func.bleedlog_left().table_valued(
    column("patient_id", Uuid), column("clinic_id", Uuid), column("kept_name", String)
)
_OF_CLINIC = {"sqlite": _with_names(_HAVE_LEFT), "postgresql": _with_names(_TOLD_WHO_LEFT)}
_LOOKED_FOR_CLINIC = (
    select(_event.c.by_user, _user.c.name)
    .join_from(_event, _user, _user.c.id == _event.c.by_user)
    .where(*_BY_CLINIC)
    .distinct()
)
_HAND_OVER = Scoped(
    select(_event.c.at)
    .where(
        _event.c.patient_id == bindparam("patient_id"),
        _event.c.at >= bindparam("since"),
        _event.c.action == Action.HANDED_OVER,
    )
    .order_by(_event.c.at.desc())
    .limit(1),
    _patient_column,
)
_OLD = (
    delete(_event).where(
        _event.c.at < bindparam("before"),
        _event.c.patient_id.not_in(select(_hold.c.patient_id).where(_hold.c.lifted_at.is_(None))),
    ),
    delete(_account_event).where(_account_event.c.at < bindparam("before")),
)


def list_looks(
    connection: Connection,
    viewer: Viewer,
    patient_id: UUID,
    *,
    since: datetime,
    until: datetime,
    most: int,
) -> Sequence[Row[Any]]:
    """What others did with the diary from `since` to before `until`, newest first.

    Neither what the patient did themselves nor what the viewer did. Events with user_name (what
    they were called then), name_today and clinic_name (None where there is none).
    """
    return _LOOKS.run(
        connection,
        viewer,
        patient_id=patient_id,
        reader_id=viewer.user_id,
        since=since,
        until=until,
        most=most,
    ).all()


def find_hand_over(
    connection: Connection, viewer: Viewer, patient_id: UUID, *, since: datetime
) -> datetime | None:
    """When the person took their diary over, if that was not before `since`."""
    found: datetime | None = _HAND_OVER.run(
        connection, viewer, patient_id=patient_id, since=since
    ).scalar()
    return found


def list_looks_of_clinic(
    connection: Connection,
    clinic_id: UUID,
    *,
    since: datetime,
    until: datetime,
    most: int,
    patients: Collection[UUID] | None = None,
    staff: UUID | None = None,
) -> Sequence[Row[Any]]:
    """What the clinic's staff did with diaries from `since` to before `until`, newest first.

    Of those patients and by that member only, if they are given. Events with user_name, name_today
    (as above) and patient_name.
    """
    statement, _ = _OF_CLINIC[connection.dialect.name]
    if patients is not None:
        statement = statement.where(_event.c.patient_id.in_(patients))
    if staff is not None:
        statement = statement.where(_event.c.by_user == staff)
    keys = {"of_clinic": clinic_id, "since": since, "until": until, "most": most}
    return connection.execute(statement, keys).all()


def list_seen_by_clinic(connection: Connection, clinic_id: UUID) -> list[tuple[UUID, str]]:
    """The patients, id and name (as the clinic knows it), whose diaries its staff ever opened."""
    _, statement = _OF_CLINIC[connection.dialect.name]
    rows = connection.execute(statement, {"of_clinic": clinic_id})
    return [(row.patient_id, row.name) for row in rows]


def list_lookers_of_clinic(connection: Connection, clinic_id: UUID) -> list[tuple[UUID, str]]:
    """The users, id and name, who ever looked at a diary as staff of the clinic."""
    rows = connection.execute(_LOOKED_FOR_CLINIC, {"of_clinic": clinic_id})
    return [(row.by_user, row.name) for row in rows]


def drop_old_events(connection: Connection, *, before: datetime) -> int:
    """Remove events older than that moment; gives their number.

    Diaries under a legal hold keep theirs.
    """
    return sum(connection.execute(statement, {"before": before}).rowcount for statement in _OLD)
