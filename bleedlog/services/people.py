"""Setting people and clinics up, from the command line."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.clinic import Clinic
from bleedlog.models.person import Patient, User
from bleedlog.models.person_input import ClinicInput, PatientInput, UserInput
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs, StaffRole
from bleedlog.services.accounts import normal_email
from bleedlog.services.passwords import faults_of_password, hash_password
from bleedlog.services.record import Record
from bleedlog.storage.accounts import add_account_event, add_user, find_login, set_disabled
from bleedlog.storage.clinics import add_clinic, add_membership, find_clinic
from bleedlog.storage.events import add_event
from bleedlog.storage.invitations import revoke_all_made_by
from bleedlog.storage.patients import add_patient, grant_access, grant_consent
from bleedlog.storage.sessions import end_sessions


class PersonRefusedError(Exception):
    """What was told cannot be stored; one sentence for the person who told it."""


@dataclass(frozen=True, slots=True)
class Work:
    """At which clinic, by name, somebody works, and as what."""

    clinic: str
    role: StaffRole


@dataclass(frozen=True, slots=True)
class OwnDiary:
    """The profile of somebody who gets a diary of their own."""

    patient: PatientInput
    centre: str | None = None
    """The clinic, by name, that treats them."""
    centre_may_look: bool = False
    """Whether they agreed that it looks at their diary."""


def create_user(
    record: Record,
    *,
    by: Viewer,
    user: UserInput,
    password: str,
    work: Work | None = None,
    own_diary: OwnDiary | None = None,
) -> UUID:
    """Store somebody who signs in, with the work and the diary that they have; gives the id.

    Raises:
        PersonRefusedError: if the password will not do, the email is taken, or there is no
            such clinic.
    """
    faults = faults_of_password(password, email=user.email, name=user.name)
    if faults:
        raise PersonRefusedError(" ".join(faults))
    password_hash = hash_password(password)
    now = datetime.now(UTC)
    with record.transaction(by) as connection:
        if find_login(connection, user.email) is not None:
            message = f"Somebody signs in with {user.email} already."
            raise PersonRefusedError(message)
        stored = User(**user.model_dump(), password_hash=password_hash, created_at=now)
        add_user(connection, stored)
        if work is not None:
            clinic_id = clinic_called(connection, work.clinic)
            add_membership(
                connection, clinic_id=clinic_id, user_id=stored.id, role=work.role, now=now
            )
        if own_diary is not None:
            _begin_diary(connection, by, stored.id, own_diary, now)
        add_account_event(
            connection, user_id=stored.id, action=Action.CREATED, now=now, reason=by.reason
        )
    return stored.id


def _begin_diary(
    connection: Connection, by: Viewer, user_id: UUID, own: OwnDiary, now: datetime
) -> None:
    centre_id = clinic_called(connection, own.centre) if own.centre else None
    patient = Patient(**own.patient.model_dump(), centre_id=centre_id, created_at=now)
    add_patient(connection, patient)
    grant_access(connection, patient_id=patient.id, user_id=user_id, role=AccessRole.PATIENT)
    done = {Action.CREATED: "diary"}
    if centre_id is not None and own.centre_may_look:
        grant_consent(connection, patient_id=patient.id, clinic_id=centre_id)
        done[Action.GRANTED] = f"clinic {centre_id}"
    for action, detail in done.items():
        add_event(
            connection,
            patient_id=patient.id,
            by=by,
            standing=Standing(ActingAs.CONSOLE),
            action=action,
            detail=detail,
        )


def lock_user(record: Record, *, by: Viewer, email: str) -> None:
    """End every session of a user and let no new one begin.

    Nor does anybody get in any more by what they, or whoever used their account, invited to.

    Raises:
        PersonRefusedError: if nobody signs in with that email.
    """
    now = datetime.now(UTC)
    with record.transaction(by) as connection:
        user_id = _user_called(connection, email)
        set_disabled(connection, user_id=user_id, since=now)
        end_sessions(connection, user_id=user_id)
        revoke_all_made_by(connection, user_id=user_id, now=now)
        add_account_event(
            connection, user_id=user_id, action=Action.WITHDREW, now=now, reason=by.reason
        )


def unlock_user(record: Record, *, by: Viewer, email: str) -> None:
    """Let a locked user sign in again.

    Raises:
        PersonRefusedError: if nobody signs in with that email.
    """
    with record.transaction(by) as connection:
        user_id = _user_called(connection, email)
        set_disabled(connection, user_id=user_id, since=None)
        add_account_event(
            connection,
            user_id=user_id,
            action=Action.RESTORED,
            now=datetime.now(UTC),
            reason=by.reason,
        )


def create_clinic(record: Record, *, clinic: ClinicInput) -> UUID:
    """Store a clinic; gives its id.

    Raises:
        PersonRefusedError: if there is one of that name.
    """
    with record.transaction() as connection:
        if find_clinic(connection, clinic.name) is not None:
            message = f"There is a clinic called {clinic.name} already."
            raise PersonRefusedError(message)
        return add_clinic(connection, Clinic(**clinic.model_dump(), created_at=datetime.now(UTC)))


def _user_called(connection: Connection, email: str) -> UUID:
    found = find_login(connection, normal_email(email))
    if found is None:
        message = f"Nobody signs in with {email}."
        raise PersonRefusedError(message)
    return found.user_id


def clinic_called(connection: Connection, name: str) -> UUID:
    """The clinic of that name.

    Raises:
        PersonRefusedError: if there is none.
    """
    found = find_clinic(connection, name)
    if found is None:
        message = f"There is no clinic called {name}. Add it first: bleedlog clinic add"
        raise PersonRefusedError(message)
    return found
