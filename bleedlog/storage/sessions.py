"""Sessions of signed-in devices: found together with the user and what they may open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select, update

from bleedlog.models.account import Account, ClinicWork, DiaryAccess
from bleedlog.models.clinic import Clinic, Membership
from bleedlog.models.entry_input import new_id
from bleedlog.models.factor import SecondFactor
from bleedlog.models.person import Access, Patient, User
from bleedlog.models.session import SignInSession

_session = SignInSession.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]
_access = Access.__table__  # type: ignore[attr-defined]
_patient = Patient.__table__  # type: ignore[attr-defined]
_membership = Membership.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]
_factor = SecondFactor.__table__  # type: ignore[attr-defined]

# Every page begins with this one query. Its rows are diaries x clinics of one user: nearly always
# one row, so that two joins cost less than two queries.
_WITH_ACCOUNT = (
    select(
        _session.c.created_at,
        _session.c.seen_at,
        _session.c.kept,
        _session.c.second_factor_at,
        _factor.c.confirmed_at.label("code_app_since"),
        _user.c.name,
        _user.c.email,
        _patient.c.id.label("patient_id"),
        _patient.c.name.label("patient_name"),
        _patient.c.zone.label("patient_zone"),
        _access.c.role.label("access_role"),
        _clinic.c.id.label("clinic_id"),
        _clinic.c.name.label("clinic_name"),
        _clinic.c.zone.label("clinic_zone"),
        _membership.c.role.label("staff_role"),
    )
    .select_from(
        _session.join(_user, _user.c.id == _session.c.user_id)
        .outerjoin(_factor, _factor.c.user_id == _user.c.id)
        .outerjoin(_access, and_(_access.c.user_id == _user.c.id, _access.c.revoked_at.is_(None)))
        .outerjoin(_patient, _patient.c.id == _access.c.patient_id)
        .outerjoin(
            _membership,
            and_(_membership.c.user_id == _user.c.id, _membership.c.ended_at.is_(None)),
        )
        .outerjoin(_clinic, _clinic.c.id == _membership.c.clinic_id)
    )
    .where(
        _session.c.user_id == bindparam("user_id"),
        _session.c.secret_hash == bindparam("secret_hash"),
        _user.c.disabled_at.is_(None),
    )
)
_THIS = and_(
    _session.c.user_id == bindparam("of_user"), _session.c.secret_hash == bindparam("of_secret")
)
_INSERT = insert(_session)
_SEEN = update(_session).where(_THIS).values(seen_at=bindparam("now"))
_DELETE = delete(_session).where(_THIS)
_DELETE_ALL = delete(_session).where(_session.c.user_id == bindparam("of_user"))
_DELETE_BY_ID = delete(_session).where(
    _session.c.user_id == bindparam("of_user"), _session.c.id == bindparam("of_session")
)
_DELETE_OTHERS = delete(_session).where(
    _session.c.user_id == bindparam("of_user"), _session.c.secret_hash != bindparam("of_secret")
)
_OF_USER = (
    select(_session)
    .where(_session.c.user_id == bindparam("of_user"))
    .order_by(_session.c.seen_at.desc(), _session.c.id)
)
_DELETE_STALE = delete(_session).where(
    _session.c.user_id == bindparam("of_user"), _session.c.seen_at < bindparam("before")
)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as it was stored, with the account that it belongs to as it is now."""

    account: Account
    created_at: datetime
    seen_at: datetime
    kept: bool
    second_factor_at: datetime | None
    """When it showed a second factor."""

    @property
    def owes_second_factor(self) -> bool:
        """Whether its account needs one, and it showed none."""
        return self.account.needs_second_factor and self.second_factor_at is None


def find_session(connection: Connection, user_id: UUID, secret_hash: str) -> StoredSession | None:
    """The session under that key with its account, or None (also if the user is disabled)."""
    rows = connection.execute(_WITH_ACCOUNT, {"user_id": user_id, "secret_hash": secret_hash}).all()
    if not rows:
        return None
    first = rows[0]
    account = Account(
        user_id=user_id,
        name=first.name,
        email=first.email,
        diaries=_diaries(rows),
        clinics=_clinics(rows),
        has_code_app=first.code_app_since is not None,
    )
    return StoredSession(
        account, first.created_at, first.seen_at, first.kept, first.second_factor_at
    )


def _diaries(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[DiaryAccess, ...]:
    found = {
        row.patient_id: DiaryAccess(
            row.patient_id, row.patient_name, row.access_role, row.patient_zone
        )
        for row in rows
        if row.patient_id is not None
    }
    return tuple(sorted(found.values(), key=lambda one: (not one.is_own, one.name)))


def _clinics(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[ClinicWork, ...]:
    found = {
        row.clinic_id: ClinicWork(row.clinic_id, row.clinic_name, row.staff_role, row.clinic_zone)
        for row in rows
        if row.clinic_id is not None
    }
    return tuple(sorted(found.values(), key=lambda one: one.name))


def add_session(
    connection: Connection,
    *,
    user_id: UUID,
    secret_hash: str,
    kept: bool,
    now: datetime,
    second_factor_at: datetime | None = None,
    device: str | None = None,
    signed_in_by: str = "password",
) -> None:
    """Store a new session.

    `device`: what the browser says that it is, in a few words; `signed_in_by`: how somebody
    proved who they are, in at most 40 letters.
    """
    connection.execute(
        _INSERT,
        {
            "user_id": user_id,
            "secret_hash": secret_hash,
            "id": new_id(),
            "created_at": now,
            "seen_at": now,
            "kept": kept,
            "second_factor_at": second_factor_at,
            "device": device,
            "signed_in_by": signed_in_by,
        },
    )


def note_seen(connection: Connection, *, user_id: UUID, secret_hash: str, now: datetime) -> None:
    """Note that the session is in use."""
    connection.execute(_SEEN, {"of_user": user_id, "of_secret": secret_hash, "now": now})


def end_session(connection: Connection, *, user_id: UUID, secret_hash: str) -> None:
    """End one session: its cookie, wherever it was copied to, is worth nothing now."""
    connection.execute(_DELETE, {"of_user": user_id, "of_secret": secret_hash})


def end_sessions(connection: Connection, *, user_id: UUID) -> None:
    """End all sessions of a user."""
    connection.execute(_DELETE_ALL, {"of_user": user_id})


def list_sessions(connection: Connection, user_id: UUID) -> Sequence[Any]:
    """All sessions of a user, the one in use last first."""
    return connection.execute(_OF_USER, {"of_user": user_id}).all()


def end_session_by_id(connection: Connection, *, user_id: UUID, session_id: UUID) -> bool:
    """End one session of a user; whether there was one."""
    ended = connection.execute(_DELETE_BY_ID, {"of_user": user_id, "of_session": session_id})
    return bool(ended.rowcount)


def end_other_sessions(connection: Connection, *, user_id: UUID, secret_hash: str) -> int:
    """End all sessions of a user but one; gives how many."""
    return connection.execute(
        _DELETE_OTHERS, {"of_user": user_id, "of_secret": secret_hash}
    ).rowcount


def drop_stale_sessions(connection: Connection, *, user_id: UUID, before: datetime) -> None:
    """Remove sessions of a user that were not in use since `before`."""
    connection.execute(_DELETE_STALE, {"of_user": user_id, "before": before})
