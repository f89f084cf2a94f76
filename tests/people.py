"""Invented people for tests of services and pages."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from bleedlog.models.clinic import Clinic
from bleedlog.models.moment import DEFAULT_ZONE
from bleedlog.models.person import Patient, User
from bleedlog.models.viewer import console
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.codes import hash_of_code
from bleedlog.services.passwords import hash_password
from bleedlog.storage.accounts import add_user, find_login
from bleedlog.storage.clinics import add_clinic, add_membership
from bleedlog.storage.engine import Database
from bleedlog.storage.factors import put_app, put_recovery_codes
from bleedlog.storage.patients import add_patient, grant_access, grant_consent, set_born

PASSWORD = "four plain words together"
A_TEST = console("a test")
"""Sets up and looks up behind everybody's back: as whoever owns the database."""


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
        with self.record.transaction(A_TEST) as connection:
            return add_user(connection, user)

    def patient(self, name: str, centre: UUID | None = None) -> UUID:
        """Somebody with a diary and no sign-in; a centre that is given may look."""
        patient = Patient(name=name, centre_id=centre, created_at=datetime.now(UTC))
        with self.record.transaction(A_TEST) as connection:
            add_patient(connection, patient)
            if centre is not None:
                grant_consent(connection, patient_id=patient.id, clinic_id=centre)
        return patient.id

    def born(self, patient: UUID, day: date) -> None:
        """Let a diary know when its person was born."""
        with self.record.transaction(A_TEST) as connection:
            set_born(connection, patient_id=patient, born=day)

    def access(self, user: UUID, patient: UUID, role: AccessRole = AccessRole.PATIENT) -> None:
        """Let a user work with a diary."""
        with self.record.transaction(A_TEST) as connection:
            grant_access(connection, patient_id=patient, user_id=user, role=role)

    def consent(self, patient: UUID, clinic: UUID) -> None:
        """Let a clinic look, too."""
        with self.record.transaction(A_TEST) as connection:
            grant_consent(connection, patient_id=patient, clinic_id=clinic)

    def person(self, name: str) -> UUID:
        """Somebody who signs in to their own diary; gives the user's id."""
        user = self.user(name)
        self.access(user, self.patient(name))
        return user

    def clinic(self, name: str = "Leeds", zone: str = DEFAULT_ZONE) -> UUID:
        """A clinic."""
        clinic = Clinic(name=name, zone=zone, created_at=datetime.now(UTC))
        with self.record.transaction(A_TEST) as connection:
            return add_clinic(connection, clinic)

    def staff(self, name: str, clinic: UUID, role: StaffRole = StaffRole.CLINICIAN) -> UUID:
        """Somebody who signs in, with a code too, and works at that clinic; gives the user's id."""
        user = self.user(name)
        self.code_app(user)
        self.work(user, clinic, role)
        return user

    def code_app(self, user: UUID) -> None:
        """Let a user need a code; the app is nobody's, so the codes come from `paper_code`."""
        with self.record.transaction() as connection:
            put_app(connection, user_id=user, sealed_secret="-", step=0, now=datetime.now(UTC))

    def paper_code(self, name: str) -> str:
        """A new recovery code of somebody, the only one that is good: no clock is in its way."""
        code = secrets.token_hex(8)
        with self.record.transaction() as connection:
            login = find_login(connection, email_of(name))
            assert login is not None
            put_recovery_codes(
                connection,
                user_id=login.user_id,
                code_hashes=[hash_of_code(code)],
                now=datetime.now(UTC),
            )
        return code

    def work(self, user: UUID, clinic: UUID, role: StaffRole = StaffRole.CLINICIAN) -> None:
        """Let a user work at a clinic."""
        with self.record.transaction(A_TEST) as connection:
            add_membership(
                connection, clinic_id=clinic, user_id=user, role=role, now=datetime.now(UTC)
            )


def email_of(name: str) -> str:
    """The email that `People.user` gave somebody."""
    return f"{name.lower()}@people.example"
