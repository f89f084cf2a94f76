"""Deleting: a person's account and diary, at once; what a clinic recorded and a legal hold stay.

There are no days of grace: what somebody deletes is gone when the page says so, and the page says
before what goes. A child's diary goes only if its last manager says so for that diary.
"""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.accounts import Place, Refused, Throttled
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, get_standing, writing
from bleedlog.services.proof import Proven, is_fresh, prove_by_password
from bleedlog.services.record import Record
from bleedlog.services.sessions import SessionKey
from bleedlog.storage.access import list_diaries, list_managers, lock_sharing
from bleedlog.storage.accounts import add_account_event, find_login_of
from bleedlog.storage.consents import list_consents, withdraw_consent
from bleedlog.storage.erasing import (
    erase_account,
    erase_diary,
    hold,
    is_asked_for,
    is_held,
    lift_holds,
    list_kept_records,
)
from bleedlog.storage.events import add_event
from bleedlog.storage.patients import find_profile
from bleedlog.storage.sessions import find_session


class StillNeededError(Exception):
    """Nothing was deleted: nobody else decides about a child's diary."""


class WorksAtClinicError(Exception):
    """Nothing was deleted: whoever works at a clinic is let go by its admin first."""


@dataclass(frozen=True, slots=True)
class KeptRecords:
    """What stays with a clinic."""

    clinic: str
    entries: int


@dataclass(frozen=True, slots=True)
class DiaryToGo:
    """A diary that goes, or can go, with the account."""

    patient_id: UUID
    name: str
    is_own: bool
    held: bool
    """Whether a legal hold keeps it: it is closed, and not deleted."""
    kept: tuple[KeptRecords, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What deleting the account means."""

    own: DiaryToGo | None
    alone: tuple[DiaryToGo, ...]
    """Diaries of others about which nobody else decides."""
    stays: tuple[str, ...]
    """Names of people whose diaries stay with others."""
    works_at_clinic: bool
    has_password: bool


@dataclass(frozen=True, slots=True)
class Deleted:
    """The account is gone."""

    held: bool
    """Whether a diary had to be kept; it is closed."""


def get_leaving(record: Record, *, key: SessionKey) -> Leaving:
    """What goes and what stays if whoever is signed in deletes their account.

    Raises:
        NoSuchDiaryError: if nobody is signed in under `key`.
    """
    by = Viewer(key.user_id)
    with record.reading(by) as connection:
        session = find_session(connection, key.user_id, key.secret_hash)
        login = find_login_of(connection, key.user_id)
        if session is None or login is None:
            raise NoSuchDiaryError
        own, alone, others = _sorted_diaries(connection, key.user_id)
        return Leaving(
            own=_to_go(connection, by, own, is_own=True) if own else None,
            alone=tuple(_to_go(connection, by, one, is_own=False) for one in alone),
            stays=tuple(
                one.name for one in session.account.diaries if one.patient_id in set(others)
            ),
            works_at_clinic=session.account.is_staff,
            has_password=login.password_hash is not None,
        )


def _sorted_diaries(
    connection: Connection, user_id: UUID
) -> tuple[UUID | None, list[UUID], list[UUID]]:
    """The own diary, those of others that nobody else manages, all others."""
    own, alone, others = None, [], []
    for patient_id, role in sorted(list_diaries(connection, user_id).items()):
        if role is AccessRole.PATIENT:
            own = patient_id
        elif list_managers(connection, patient_id) == {user_id}:
            alone.append(patient_id)
        else:
            others.append(patient_id)
    return own, alone, others


def _to_go(connection: Connection, by: Viewer, patient_id: UUID, *, is_own: bool) -> DiaryToGo:
    profile = find_profile(connection, by, patient_id)
    if profile is None:
        raise NoSuchDiaryError
    kept = list_kept_records(connection, patient_id)
    return DiaryToGo(
        patient_id=patient_id,
        name=profile.name,
        is_own=is_own,
        held=is_held(connection, patient_id),
        kept=tuple(KeptRecords(row.name, row.entries) for row in kept),
    )


def delete_account(
    record: Record,
    *,
    key: SessionKey,
    password: str,
    also: Collection[UUID],
    place: Place,
    secret_key: str,
) -> Deleted | Refused | Throttled:
    """Delete the account of whoever is signed in, their own diary, and those of `also`.

    Asks for the password, however fresh the session is; somebody without one must have signed in
    just now.

    Raises:
        StillNeededError: if a diary that nobody else manages is not in `also`.
        WorksAtClinicError: if they work at a clinic.
    """
    now = datetime.now(UTC)
    by = Viewer(key.user_id)
    with record.reading(by) as connection:
        login = find_login_of(connection, key.user_id)
        session = find_session(connection, key.user_id, key.secret_hash)
    if login is None or session is None:
        return Refused()
    if login.password_hash is not None:
        proof = prove_by_password(
            record,
            user_id=key.user_id,
            password=password,
            place=place,
            secret_key=secret_key,
            now=now,
        )
        if not isinstance(proof, Proven):
            return proof
    elif not is_fresh(session.created_at, now):
        return Refused()
    held = False
    with record.transaction(by) as connection:
        session = find_session(connection, key.user_id, key.secret_hash)
        if session is None:
            return Refused()
        if session.account.is_staff:
            raise WorksAtClinicError
        for patient_id in sorted(list_diaries(connection, key.user_id)):
            lock_sharing(connection, patient_id)
        own, alone, _ = _sorted_diaries(connection, key.user_id)
        if not set(alone) <= set(also):
            raise StillNeededError
        add_account_event(
            connection,
            user_id=key.user_id,
            by_user=key.user_id,
            action=Action.ERASED,
            now=now,
            detail="account",
        )
        for patient_id in ([own] if own else []) + alone:
            held |= not _erase(connection, by, patient_id, now)
        erase_account(connection, user_id=key.user_id, now=now)
    return Deleted(held=held)


def _erase(connection: Connection, by: Viewer, patient_id: UUID, now: datetime) -> bool:
    standing = get_standing(connection, by, patient_id, Permission.ERASE)
    # First, while they may still leave an event there.
    add_event(
        connection,
        patient_id=patient_id,
        by=by,
        standing=standing,
        action=Action.ERASED,
        detail="held" if is_held(connection, patient_id) else "diary",
    )
    for clinic in list_consents(connection, patient_id):
        withdraw_consent(connection, patient_id=patient_id, clinic_id=clinic.id, now=now)
    return erase_diary(connection, patient_id=patient_id, now=now)


def _by_console(
    record: Record, by: Viewer, patient_id: UUID
) -> AbstractContextManager[OpenedDiary]:
    if not by.is_console:
        message = "only the console holds a record, or lets it go"
        raise ValueError(message)
    return writing(record, by=by, patient_id=patient_id, permission=Permission.ERASE)


def hold_record(record: Record, *, by: Viewer, patient_id: UUID) -> None:
    """Keep a diary whatever is asked, until the hold is lifted (the console alone).

    Raises:
        NoSuchDiaryError: if there is no such diary.
        ValueError: unless it is the console.
    """
    with _by_console(record, by, patient_id) as diary:
        now = datetime.now(UTC)
        hold(diary.connection, patient_id=patient_id, reason=by.reason or "", now=now)
        diary.note(Action.HELD)


def lift_hold(record: Record, *, by: Viewer, patient_id: UUID) -> bool:
    """End the holds on a diary; whether it was erased now, since its person had asked for that.

    Raises:
        NoSuchDiaryError: if there is no such diary, or no hold on it.
        ValueError: unless it is the console.
    """
    with _by_console(record, by, patient_id) as diary:
        now = datetime.now(UTC)
        if not lift_holds(diary.connection, patient_id=patient_id, now=now):
            raise NoSuchDiaryError
        diary.note(Action.RELEASED)
        if not is_asked_for(diary.connection, patient_id):
            return False
        diary.note(Action.ERASED, detail="diary")
        return erase_diary(diary.connection, patient_id=patient_id, now=now)
