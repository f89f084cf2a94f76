"""The diaries of a clinic's patients all at once: who they are, what to count, digests kept.

Whatever is read here is read for whoever may see the clinic's list, of the people who let it look.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Row, Select, and_, bindparam, select, true
from sqlalchemy.exc import ProgrammingError

from bleedlog.models.clinic import Clinic, Consent, Membership
from bleedlog.models.digest import DiaryDigest
from bleedlog.models.entry import Diary, Entry
from bleedlog.models.follow_up import ClinicStep, FollowUp
from bleedlog.models.permissions import Permission, staff_that_may
from bleedlog.models.person import Patient
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.storage.engine import DatabaseBusyError
from bleedlog.storage.entries import plain
from bleedlog.storage.upserts import RacingInsert

_clinic = Clinic.__table__  # type: ignore[attr-defined]
_consent = Consent.__table__  # type: ignore[attr-defined]
_diary = Diary.__table__  # type: ignore[attr-defined]
_digest = DiaryDigest.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_follow_up = FollowUp.__table__  # type: ignore[attr-defined]
_membership = Membership.__table__  # type: ignore[attr-defined]
_patient = Patient.__table__  # type: ignore[attr-defined]
_step = ClinicStep.__table__  # type: ignore[attr-defined]

PROFILE = (
    "id", "name", "born", "nhs_number", "hospital_number", "severity", "zone", "risk_flag",
)  # fmt: skip

_shares_with_viewer = and_(
    _membership.c.clinic_id == _consent.c.clinic_id,
    _membership.c.user_id == bindparam("viewer_id"),
    _membership.c.ended_at.is_(None),
    _membership.c.role.in_(sorted(staff_that_may(Permission.SEE_WORKLIST))),
    _consent.c.withdrawn_at.is_(None),
)
_SHARED = (
    select(_consent.c.patient_id)
    .select_from(_consent.join(_membership, _shares_with_viewer))
    .distinct()
)
_OF_CLINICS = (
    select(
        *(_patient.c[name] for name in PROFILE),
        _clinic.c.id.label("clinic_id"),
        _clinic.c.name.label("clinic_name"),
        _membership.c.role.label("staff_role"),
        _consent.c.granted_at.label("shared_since"),
        _diary.c.last_seq,
        _digest.c.last_seq.label("digest_seq"),
        _digest.c.edition,
        _digest.c.good_until,
        _digest.c.figures,
    )
    .select_from(
        _consent.join(_membership, _shares_with_viewer)
        .join(_clinic, _clinic.c.id == _consent.c.clinic_id)
        .join(_patient, _patient.c.id == _consent.c.patient_id)
        .join(_diary, _diary.c.patient_id == _consent.c.patient_id)
        .outerjoin(_digest, _digest.c.patient_id == _consent.c.patient_id)
    )
    .order_by(_patient.c.name, _patient.c.id, _clinic.c.id)
)
# A clinic that may not look any more confirms nothing any more.
_FOLLOW_UPS = (
    select(_follow_up.c.patient_id, _follow_up.c.test, _follow_up.c.week, _follow_up.c.done_on)
    .join_from(
        _follow_up,
        _consent,
        and_(
            _consent.c.patient_id == _follow_up.c.patient_id,
            _consent.c.clinic_id == _follow_up.c.clinic_id,
            _consent.c.withdrawn_at.is_(None),
        ),
    )
    .where(_follow_up.c.ended_at.is_(None), _follow_up.c.patient_id.in_(_SHARED))
    .order_by(_follow_up.c.week, _follow_up.c.done_on, _follow_up.c.id)
)
_STEPS = (
    select(_step)
    .where(_step.c.clinic_id.in_(bindparam("clinics", expanding=True)))
    .order_by(_step.c.test, _step.c.from_month)
)
_people: BindParameter[Sequence[UUID]] = bindparam("people", expanding=True)
# Nobody erases a diary while a digest of it is stored; whoever logs in it goes on.
_LOCK = (
    select(_diary.c.patient_id)
    .where(_diary.c.patient_id.in_(_people))
    .order_by(_diary.c.patient_id)
    .with_for_update(read=True, key_share=True)
)
_STILL_SHARED = _SHARED.where(_consent.c.patient_id.in_(_people))


_KEPT = ("last_seq", "edition", "good_until", "figures")
_PUT = RacingInsert(
    _digest,
    lambda insert: (
        insert.on_conflict_do_update(
            index_elements=["patient_id"], set_={name: insert.excluded[name] for name in _KEPT}
        )
        # What is given back is not read: with it many rows go in one statement, and the database
        # asks once who may.
        .returning(_digest.c.patient_id)
    ),
)


def list_patients_of_clinics(connection: Connection, viewer: Viewer) -> Sequence[Any]:
    """The patients who let a clinic of the viewer look, by name, with the digests there are.

    A row for each such clinic: `PROFILE`, clinic_id, clinic_name, staff_role (of the viewer
    there), shared_since, last_seq of the diary, and of its digest digest_seq, edition, good_until,
    figures (or None).
    """
    return connection.execute(_OF_CLINICS, {"viewer_id": viewer.user_id}).all()


@lru_cache
def _reading(names: tuple[str, ...], kinds: frozenset[Kind], treating: bool) -> Select[Any]:
    return select(*(plain(name) for name in names)).where(
        _entry.c.patient_id.in_(_people),
        _entry.c.patient_id.in_(_SHARED),
        _entry.c.withdrawn.is_(False),
        _entry.c.kind.in_(sorted(kinds)),
        _entry.c.treats.is_not(None) if treating else true(),
    )


def read_entries_of(
    connection: Connection,
    viewer: Viewer,
    people: Sequence[UUID],
    names: tuple[str, ...],
    kinds: frozenset[Kind],
    *,
    treating: bool = False,
) -> Sequence[Row[Any]]:
    """Those columns of several people's entries of those kinds, in any order.

    None that is withdrawn, none of people who let no clinic of the viewer look. Words and ids come
    as plain text. `treating`: only what treats a bleed.
    """
    keys = {"viewer_id": viewer.user_id, "people": people}
    return connection.execute(_reading(names, kinds, treating), keys).all()


def list_follow_ups_of_clinics(connection: Connection, viewer: Viewer) -> Sequence[Row[Any]]:
    """Confirmed weeks and tests that were done, of those patients: by week.

    patient_id, test, week, done_on.
    """
    return connection.execute(_FOLLOW_UPS, {"viewer_id": viewer.user_id}).all()


def list_steps_of_clinics(connection: Connection, clinics: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Those centres' own intervals, by test and month: clinic_id, test, from_month, every, unit."""
    return connection.execute(_STEPS, {"clinics": clinics}).all()


def put_digests(connection: Connection, viewer: Viewer, rows: Sequence[dict[str, Any]]) -> None:
    """Keep digests in place of those that there are, of whom still lets a clinic look.

    Raises:
        DatabaseBusyError: if somebody stopped that at this very moment; nothing is kept.
    """
    people = [row["patient_id"] for row in rows]
    connection.execute(_LOCK, {"people": people}).all()
    keys = {"viewer_id": viewer.user_id, "people": people}
    shared = set(connection.execute(_STILL_SHARED, keys).scalars())
    kept = [row for row in rows if row["patient_id"] in shared]
    if not kept:
        return
    try:
        _PUT.run(connection, kept)
    except ProgrammingError as error:
        raise DatabaseBusyError from error
