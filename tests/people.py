"""Invented people for tests of services and pages."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from bleedlog.models.clinic import Clinic
from bleedlog.models.person import Patient, User
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.passwords import hash_password
from bleedlog.storage.accounts import add_user
from bleedlog.storage.clinics import add_clinic, add_membership
from bleedlog.storage.engine import Database
from bleedlog.storage.patients import add_patient, grant_access, grant_consent

PASSWORD = "four plain words together"


@cache
def password_hash() -> str:
    """Of the password that all of them have, made once: it takes a tenth of a second."""
    return hash_password(PASSWORD)


@dataclass(frozen=True)
class People:
    """Adds people to a record."""

    record: Database

    def user(self, name: str) -> UUID:
        """Somebody who signs in as name@people.example."""
        user = User(
            email=f"{name.lower()}@people.example",
            name=name,
            password_hash=password_hash(),
            created_at=datetime.now(UTC),
        )
        with self.record.transaction() as connection:
            return add_user(connection, user)

    def patient(self, name: str, centre: UUID | None = None) -> UUID:
        """Somebody with a diary and no sign-in; a centre that is given may look."""
        patient = Patient(name=name, centre_id=centre, created_at=datetime.now(UTC))
        with self.record.transaction() as connection:
            add_patient(connection, patient)
            if centre is not None:
                grant_consent(connection, patient_id=patient.id, clinic_id=centre)
        return patient.id

    def access(self, user: UUID, patient: UUID, role: AccessRole = AccessRole.PATIENT) -> None:
        """Let a user work with a diary."""
        with self.record.transaction() as connection:
            grant_access(connection, patient_id=patient, user_id=user, role=role)

    def consent(self, patient: UUID, clinic: UUID) -> None:
        """Let a clinic look, too."""
        with self.record.transaction() as connection:
            grant_consent(connection, patient_id=patient, clinic_id=clinic)

    def person(self, name: str) -> UUID:
        """Somebody who signs in to their own diary; gives the user's id."""
        user = self.user(name)
        self.access(user, self.patient(name))
        return user

    def clinic(self, name: str = "Leeds") -> UUID:
        """A clinic."""
        with self.record.transaction() as connection:
            return add_clinic(connection, Clinic(name=name, created_at=datetime.now(UTC)))

    def staff(self, name: str, clinic: UUID, role: StaffRole = StaffRole.CLINICIAN) -> UUID:
        """Somebody who signs in and works at that clinic; gives the user's id."""
        user = self.user(name)
        self.work(user, clinic, role)
        return user

    def work(self, user: UUID, clinic: UUID, role: StaffRole = StaffRole.CLINICIAN) -> None:
        """Let a user work at a clinic."""
        with self.record.transaction() as connection:
            add_membership(
                connection, clinic_id=clinic, user_id=user, role=role, now=datetime.now(UTC)
            )


def email_of(name: str) -> str:
    """The email that `People.user` gave somebody."""
    return f"{name.lower()}@people.example"
