"""People who stopped sharing with a clinic, and what the clinic's own staff recorded of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, func, select

from bleedlog.models.clinic import Consent
from bleedlog.models.entry import EntryRevision
from bleedlog.models.person import User

_consent = Consent.__table__  # type: ignore[attr-defined]
_revision = EntryRevision.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]

_left = and_(_consent.c.clinic_id == bindparam("of_clinic"), _consent.c.withdrawn_at.is_not(None))
_of_them = and_(
    _revision.c.patient_id == _consent.c.patient_id, _revision.c.clinic_id == _consent.c.clinic_id
)
_LEFT = (
    select(
        _consent,
        select(func.count(_revision.c.id.distinct()))
        .where(_of_them)
        .scalar_subquery()
        .label("recorded"),
    )
    .where(_left)
    .order_by(_consent.c.withdrawn_at.desc(), _consent.c.patient_id)
)
# The newest state that the clinic gave an entry; what others made of it later is not the clinic's.
_NEWEST = (
    select(_revision.c.patient_id, _revision.c.id, func.max(_revision.c.revision).label("revision"))
    .join_from(_consent, _revision, _of_them)
    .where(_left)
    .group_by(_revision.c.patient_id, _revision.c.id)
    .subquery()
)
_RECORDED = (
    select(
        *(_consent.c[name] for name in _consent.c.keys() if name.startswith("kept_")),  # noqa: SIM118 - SQLAlchemy's own keys
        _consent.c.withdrawn_at,
        _revision.c.patient_id,
        _revision.c.id,
        _revision.c.received_at,
        _revision.c.withdrawn,
        _revision.c.state,
        _user.c.name.label("user_name"),
    )
    .select_from(
        _NEWEST.join(
            _revision,
            and_(
                _revision.c.patient_id == _NEWEST.c.patient_id,
                _revision.c.id == _NEWEST.c.id,
                _revision.c.revision == _NEWEST.c.revision,
            ),
        )
        .join(
            _consent,
            and_(
                _consent.c.patient_id == _revision.c.patient_id,
                _consent.c.clinic_id == bindparam("of_clinic"),
            ),
        )
        .outerjoin(_user, _user.c.id == _revision.c.by_user)
    )
    .order_by(_consent.c.kept_name, _revision.c.patient_id, _revision.c.received_at, _revision.c.id)
)


def list_left(connection: Connection, clinic_id: UUID) -> Sequence[Row[Any]]:
    """Consents that were withdrawn from the clinic, the last first.

    As the clinic knew the people (kept_...), with the number of entries that it recorded.
    """
    return connection.execute(_LEFT, {"of_clinic": clinic_id}).all()


def list_recorded(connection: Connection, clinic_id: UUID) -> Sequence[Any]:
    """What the clinic's staff recorded of people who stopped sharing, by name and time.

    Each entry in the newest state that the clinic gave it: state, received_at, withdrawn, who
    (user_name), and of whom (kept_...).
    """
    return connection.execute(_RECORDED, {"of_clinic": clinic_id}).all()
