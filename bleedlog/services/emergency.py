"""Break-glass: a clinician reads a diary without leave, for an hour, and the person is told.

Only somebody of whom enough is known is found: an NHS number, or a whole name and the date of
birth. Whoever is not there and whoever is there twice answer alike, and tries are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.entry_input import new_id
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Emergency, Standing, Viewer
from bleedlog.models.vocabulary import ActingAs, StaffRole
from bleedlog.services.at_work import get_worker
from bleedlog.services.looking import NoSuchDiaryError, get_standing, writing
from bleedlog.services.record import Record
from bleedlog.services.throttle import Guessed, Throttle
from bleedlog.storage.accounts import add_account_event
from bleedlog.storage.emergency import (
    add_look,
    end_looks,
    list_by_birth,
    list_by_number,
    list_running_looks,
    list_whom_to_tell,
    put_look_away,
)
from bleedlog.storage.events import add_event
from bleedlog.storage.standing import list_standings

LASTS = timedelta(hours=1)
"""How long somebody may look; never longer without a new reason."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom somebody looks for: an NHS number, or a whole name with the date of birth."""

    nhs_number: str | None = None
    name: str | None = None
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who hears of the look by mail."""

    email: str
    name: str
    zone: str
    """IANA zone of the diary, in which they read the time of day."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The diary can be read until then."""

    patient_id: UUID
    until: datetime
    tell: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class OpenAnyway:
    """The clinician may look at this diary without breaking glass; nothing was noted."""

    patient_id: UUID


@dataclass(frozen=True, slots=True)
class NobodyFound:
    """Nobody fits, or not just one."""


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """Too many were sought in a short time."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class SecondFactorMissing:
    """This session showed a password alone."""


Outcome = Opened | OpenAnyway | NobodyFound | TooManyTries | SecondFactorMissing


def open_in_emergency(
    record: Record,
    *,
    by: Viewer,
    clinic_id: UUID,
    sought: Sought,
    reason: str,
    has_second_factor: bool,
    secret_key: str,
) -> Outcome:
    """Let a clinician of that clinic read a diary for an hour.

    Args:
        record: The open record.
        by: Who looks.
        clinic_id: For which clinic.
        sought: At whose diary.
        reason: Why, for the patient to read; at most 500 letters.
        has_second_factor: Whether they showed one in this session.
        secret_key: Of the settings; keys the count of tries.

    Raises:
        NoSuchDiaryError: if `by` is no clinician there.
        ValueError: without a reason.
    """
    if not reason.strip():
        message = "a look in an emergency needs a reason"
        raise ValueError(message)
    with record.reading(by) as connection:
        user_id = get_worker(connection, by, clinic_id, Permission.BREAK_GLASS)
    if not has_second_factor:
        return SecondFactorMissing()
    now = datetime.now(UTC)
    # By itself, so that a try counts whatever becomes of it.
    throttle = Throttle(
        secret_key=secret_key,
        email=user_id.hex,
        address="",
        known_device="",
        guessed=Guessed.EMERGENCY,
    )
    with record.transaction(by) as connection:
        wait = throttle.admit(connection, now)
    if wait is not None:
        return TooManyTries(wait)
    with record.transaction(by) as connection:
        patient_id = _found(connection, sought)
        if patient_id is None:
            add_account_event(
                connection,
                user_id=user_id,
                by_user=user_id,
                clinic_id=clinic_id,
                action=Action.REFUSED,
                now=now,
                detail="emergency",
            )
            return NobodyFound()
        return _open(
            connection,
            by,
            user_id=user_id,
            clinic_id=clinic_id,
            patient_id=patient_id,
            reason=reason.strip(),
            now=now,
        )


def _found(connection: Connection, sought: Sought) -> UUID | None:
    """The one patient who fits, or None."""
    fitting: Sequence[Any] = ()
    if sought.nhs_number:
        fitting = list_by_number(connection, sought.nhs_number)
    elif sought.name and sought.born:
        wanted = _plain(sought.name)
        born_then = list_by_birth(connection, sought.born)
        fitting = [row for row in born_then if _plain(row.name) == wanted]
    return fitting[0].id if len(fitting) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _open(
    connection: Connection,
    by: Viewer,
    *,
    user_id: UUID,
    clinic_id: UUID,
    patient_id: UUID,
    reason: str,
    now: datetime,
) -> Outcome:
    standings = list_standings(connection, by, patient_id)
    known = next((one for one in standings if one.may(Permission.LOOK)), None)
    if known is not None and known.emergency is None:
        return OpenAnyway(patient_id)
    if known is not None and known.emergency is not None:
        return Opened(patient_id, known.emergency.until, tell=())
    look = Emergency(new_id(), reason, now + LASTS)
    add_look(
        connection,
        patient_id=patient_id,
        look_id=look.look_id,
        user_id=user_id,
        clinic_id=clinic_id,
        reason=reason,
        since=now,
        until=look.until,
    )
    # After the look: only who may open a diary leaves an event in it.
    add_event(
        connection,
        patient_id=patient_id,
        by=by,
        standing=Standing(
            ActingAs.CLINIC, staff=StaffRole.CLINICIAN, clinic_id=clinic_id, emergency=look
        ),
        action=Action.BROKE_GLASS,
    )
    tell = [
        Told(row.email, row.name, row.zone) for row in list_whom_to_tell(connection, patient_id)
    ]
    return Opened(patient_id, look.until, tuple(tell))


@dataclass(frozen=True, slots=True)
class RunningLook:
    """A look of one's own that runs now."""

    patient_id: UUID
    name: str
    until: datetime
    zone: str
    """IANA zone of the clinic for which it was opened."""


def list_own_looks(record: Record, *, by: Viewer) -> list[RunningLook]:
    """The looks in an emergency that run now, the first to end first."""
    if by.user_id is None:
        return []
    with record.reading(by) as connection:
        rows = list_running_looks(connection, by.user_id, datetime.now(UTC))
    return [RunningLook(row.patient_id, row.name, row.until, row.zone) for row in rows]


def find_own_look(record: Record, *, by: Viewer, patient_id: UUID) -> RunningLook | None:
    """The look by which `by` may read that diary; None where they may without one, or cannot."""
    looks = [one for one in list_own_looks(record, by=by) if one.patient_id == patient_id]
    if not looks:
        return None
    with record.reading(by, patient_id) as connection:
        standing = get_standing(connection, by, patient_id, Permission.LOOK)
    return looks[0] if standing.emergency is not None else None


def end_emergency(record: Record, *, by: Viewer, patient_id: UUID) -> None:
    """End one's own look before its hour is over.

    Raises:
        NoSuchDiaryError: if none runs.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.LOOK) as opened:
        diary = opened.acting(lambda standing: standing.emergency is not None)
        diary.note(Action.REVOKED, detail="emergency")
        assert by.user_id is not None  # noqa: S101 - only users stand so
        end_looks(
            diary.connection, patient_id=patient_id, user_id=by.user_id, now=datetime.now(UTC)
        )


def put_away(record: Record, *, by: Viewer, patient_id: UUID, look_id: UUID) -> None:
    """Put the note about a look away, once it was read.

    Raises:
        NoSuchDiaryError: if `by` may not, or there is no such note.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.PUT_AWAY) as diary:
        now = datetime.now(UTC)
        if not put_look_away(diary.connection, patient_id=patient_id, look_id=look_id, now=now):
            raise NoSuchDiaryError
        diary.note(Action.CONFIRMED, detail="emergency")
