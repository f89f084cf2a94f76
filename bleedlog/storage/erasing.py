"""Removing what a person asked to have removed; the one place where entries are deleted.

On PostgreSQL functions of the migrations do it, since the application's role may not.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Table,
    Uuid,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    text,
    update,
)

from bleedlog.models.api_token import ApiToken
from bleedlog.models.appointment import Appointment
from bleedlog.models.clinic import Clinic, Consent, Membership
from bleedlog.models.digest import DiaryDigest
from bleedlog.models.entry import Entry, EntryRevision
from bleedlog.models.entry_conflict import EntryConflict
from bleedlog.models.entry_input import new_id
from bleedlog.models.factor import Passkey, ProviderIdentity, RecoveryCode, SecondFactor
from bleedlog.models.follow_up import FollowUp
from bleedlog.models.invitation import AccountCode, Invitation
from bleedlog.models.person import Access, Patient, User
from bleedlog.models.photo import Photo
from bleedlog.models.profile import ProfileChange
from bleedlog.models.question import QuestionState
from bleedlog.models.safeguard import EmergencyLook, LegalHold
from bleedlog.models.session import KnownDevice, SignInSession
from bleedlog.models.vocabulary import ActingAs, Kind


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


_access, _consent, _clinic = _table(Access), _table(Consent), _table(Clinic)
_entry, _revision, _photo = _table(Entry), _table(EntryRevision), _table(Photo)
_hold, _look, _invitation = _table(LegalHold), _table(EmergencyLook), _table(Invitation)
_patient, _user, _membership = _table(Patient), _table(User), _table(Membership)
_token, _change, _conflict = _table(ApiToken), _table(ProfileChange), _table(EntryConflict)
_follow_up, _appointment = _table(FollowUp), _table(Appointment)
_question, _digest = _table(QuestionState), _table(DiaryDigest)

_of = bindparam("diary", type_=Uuid())
_viewer = bindparam("viewer", type_=Uuid())
_now: Any = bindparam("now", type_=_patient.c.erased_at.type)
# What a clinic recorded, but not what it said about the person's own entries, which are gone.
_KEPT = (
    select(_revision.c.id)
    .join_from(
        _revision,
        _entry,
        and_(_entry.c.patient_id == _revision.c.patient_id, _entry.c.id == _revision.c.id),
    )
    .where(
        _revision.c.patient_id == _of,
        _revision.c.revision == 1,
        _revision.c.entered_by == ActingAs.CLINIC,
        _entry.c.kind.not_in([Kind.ADJUDICATION, Kind.REVIEW]),
    )
)
_CLOSE = (
    update(_patient)
    .where(_patient.c.id == _of)
    .values(erased_at=func.coalesce(_patient.c.erased_at, _now)),
    update(_access)
    .where(_access.c.patient_id == _of, _access.c.revoked_at.is_(None))
    .values(revoked_at=_now),
    update(_look)
    .where(_look.c.patient_id == _of, _look.c.until > _now, _look.c.since < _now)
    .values(until=_now),
    delete(_token).where(_token.c.patient_id == _of),
    delete(_invitation).where(_invitation.c.patient_id == _of),
)
_HELD = select(_hold.c.id).where(_hold.c.patient_id == _of, _hold.c.lifted_at.is_(None))
_ERASE = (
    delete(_conflict).where(_conflict.c.patient_id == _of),
    delete(_photo).where(_photo.c.patient_id == _of, _photo.c.entry_id.not_in(_KEPT)),
    update(_entry)
    .where(
        _entry.c.patient_id == _of,
        _entry.c.id.in_(_KEPT),
        or_(_entry.c.same_as.is_not(None), _entry.c.treats.is_not(None)),
    )
    .values(same_as=null(), treats=null()),
    # Revisions before the entries that they refer to; those of what is kept still say so after.
    delete(_revision).where(_revision.c.patient_id == _of, _revision.c.id.not_in(_KEPT)),
    delete(_entry).where(_entry.c.patient_id == _of, _entry.c.id.not_in(_KEPT)),
    update(_consent)
    .where(
        _consent.c.patient_id == _of,
        ~exists().where(
            _entry.c.patient_id == _consent.c.patient_id,
            _entry.c.clinic_id == _consent.c.clinic_id,
        ),
    )
    .values(
        kept_name=null(), kept_born=null(), kept_nhs_number=null(), kept_hospital_number=null()
    ),
    delete(_change).where(_change.c.patient_id == _of),
    delete(_follow_up).where(_follow_up.c.patient_id == _of),
    delete(_question).where(_question.c.patient_id == _of),
    delete(_appointment).where(_appointment.c.patient_id == _of),
    delete(_digest).where(_digest.c.patient_id == _of),
    update(_patient)
    .where(_patient.c.id == _of)
    .values(
        name="",
        born=null(),
        nhs_number=null(),
        hospital_number=null(),
        severity=null(),
        product=null(),
        usual_dose_iu=null(),
        risk_flag=False,
        centre_id=null(),
    ),
)
_OF_USER = (
    ApiToken, SignInSession, KnownDevice, AccountCode, RecoveryCode, SecondFactor, Passkey,
    ProviderIdentity,
)  # fmt: skip
_ERASE_REST = tuple(
    text(f"SELECT bleedlog_erase_{what}(:diary)").bindparams(_of)
    for what in ("profile_changes", "follow_ups", "for_appointments", "digest")
)
"""PostgreSQL alone; they do nothing to a diary that is held."""
_ERASE_ACCOUNT = (
    *(delete(_table(model)).where(_table(model).c.user_id == _viewer) for model in _OF_USER),
    delete(_invitation).where(
        _invitation.c.invited_by == _viewer, _invitation.c.accepted_at.is_(None)
    ),
    update(_access)
    .where(_access.c.user_id == _viewer, _access.c.revoked_at.is_(None))
    .values(revoked_at=_now),
    update(_user)
    .where(_user.c.id == _viewer)
    .values(
        email=bindparam("new_email"),
        password_hash=null(),
        email_confirmed_at=null(),
        disabled_at=_now,
        # Who looked for a clinic stays known as long as the looks are on record.
        name=case(
            (exists().where(_membership.c.user_id == _viewer), _user.c.name),
            else_="",
        ),
    ),
)
_RECORDS = (
    select(_clinic.c.name, func.count().label("entries"))
    .join_from(_entry, _clinic, _clinic.c.id == _entry.c.clinic_id)
    .where(_entry.c.patient_id == _of, _entry.c.id.in_(_KEPT))
    .group_by(_clinic.c.name)
    .order_by(_clinic.c.name)
)
_ASKED_FOR = select(_patient.c.erased_at).where(_patient.c.id == _of)
_LIFT = (
    update(_hold)
    .where(_hold.c.patient_id == _of, _hold.c.lifted_at.is_(None))
    .values(lifted_at=_now)
)


def erase_diary(connection: Connection, *, patient_id: UUID, now: datetime) -> bool:
    """Close a diary for everybody and erase it; False if a legal hold let it be closed only.

    What a clinic's staff recorded stays, with the name that the clinic keeps (`consent`).
    """
    if connection.dialect.name == "postgresql":
        call = text("SELECT bleedlog_erase_diary(:diary)").bindparams(_of)
        erased = bool(connection.execute(call, {"diary": patient_id}).scalar_one())
        for rest in _ERASE_REST:
            connection.execute(rest, {"diary": patient_id})
        return erased
    keys = {"diary": patient_id, "now": now}
    for statement in _CLOSE:
        connection.execute(statement, keys)
    if is_held(connection, patient_id):
        return False
    for statement in _ERASE:
        connection.execute(statement, keys)
    return True


def erase_account(connection: Connection, *, user_id: UUID, now: datetime) -> None:
    """Erase the account of whoever the transaction is for: `user_id`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT bleedlog_erase_account()"))
        return
    keys = {"viewer": user_id, "now": now, "new_email": f"gone-{user_id}@gone.invalid"}
    for statement in _ERASE_ACCOUNT:
        connection.execute(statement, keys)


def is_held(connection: Connection, patient_id: UUID) -> bool:
    """Whether the record must be kept whatever is asked."""
    return connection.execute(_HELD, {"diary": patient_id}).first() is not None


def list_kept_records(connection: Connection, patient_id: UUID) -> Sequence[Any]:
    """What stays with clinics: their names with how many entries of theirs, by name."""
    return connection.execute(_RECORDS, {"diary": patient_id}).all()


def is_asked_for(connection: Connection, patient_id: UUID) -> bool:
    """Whether somebody asked to have the diary erased."""
    return connection.execute(_ASKED_FOR, {"diary": patient_id}).scalar() is not None


def hold(connection: Connection, *, patient_id: UUID, reason: str, now: datetime) -> None:
    """Begin a legal hold."""
    connection.execute(
        insert(_hold), {"patient_id": patient_id, "id": new_id(), "reason": reason, "since": now}
    )


def lift_holds(connection: Connection, *, patient_id: UUID, now: datetime) -> int:
    """End the diary's legal holds; gives how many."""
    return connection.execute(_LIFT, {"diary": patient_id, "now": now}).rowcount
