"""Invented people of one test, with the diaries that they bring along."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.entry_input import new_id
from bleedlog.models.person import Patient
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.clinic import get_patient_page
from bleedlog.services.consents import stop_sharing_with_clinic
from bleedlog.services.travel import import_diary
from bleedlog.statistics.rule import Rule
from bleedlog.storage.emergency import add_look
from bleedlog.storage.engine import Database
from bleedlog.storage.patients import add_patient, grant_consent
from tests.people import People, email_of


@dataclass(frozen=True)
class Person:
    """Somebody who signs in."""

    user: UUID
    email: str
    diary: UUID


@dataclass(frozen=True)
class Cast:
    """Adds people to the server's record; their sign-ins are told apart by the test's number."""

    record: Database
    number: int

    @property
    def _people(self) -> People:
        return People(self.record)

    def _called(self, name: str) -> str:
        return f"{name}{self.number}"

    def person(self, name: str, centre: UUID | None = None, **profile: Any) -> Person:
        """Somebody with a diary of their own; a centre that is given may look."""
        diary = self.patient(name, centre, **profile)
        user = self.user(name)
        self._people.access(user, diary)
        return Person(user, email_of(self._called(name)), diary)

    def patient(self, name: str, centre: UUID | None = None, **profile: Any) -> UUID:
        """Somebody with a diary and no sign-in; `profile`: fields of it besides the name."""
        diary = Patient(name=name, centre_id=centre, created_at=datetime.now(UTC), **profile)
        with self.record.transaction() as connection:
            add_patient(connection, diary)
            if centre is not None:
                grant_consent(connection, patient_id=diary.id, clinic_id=centre)
        return diary.id

    def user(self, name: str) -> UUID:
        """Somebody who signs in and has no diary."""
        return self._people.user(self._called(name))

    def parent(self, name: str, *children: UUID) -> UUID:
        """Somebody who logs for others."""
        user = self.user(name)
        for child in children:
            self._people.access(user, child, AccessRole.CARER_LOG)
        return user

    def helper(self, name: str, diary: UUID, role: AccessRole) -> UUID:
        """Somebody who helps with a diary, as far as they are let."""
        user = self.user(name)
        self._people.access(user, diary, role)
        return user

    def clinic(self, name: str = "Leeds") -> UUID:
        """A clinic."""
        return self._people.clinic(self._called(name))

    def haematologist(self, name: str, clinic: UUID) -> UUID:
        """Somebody who works there."""
        return self._people.staff(self._called(name), clinic)

    def admin(self, name: str, clinic: UUID) -> UUID:
        """Somebody who runs a clinic's list of staff."""
        return self._people.staff(self._called(name), clinic, StaffRole.ADMIN)

    def look(self, staff: UUID, *diaries: UUID) -> None:
        """Let staff look at diaries."""
        for diary in diaries:
            get_patient_page(
                self.record,
                by=Viewer(staff),
                patient_id=diary,
                rule=Rule(),
                now=datetime.now(UTC),
            )

    def stop_sharing(self, person: Person, clinic: UUID) -> None:
        """Let somebody stop sharing with a clinic."""
        stop_sharing_with_clinic(
            self.record, by=Viewer(person.user), patient_id=person.diary, clinic_id=clinic
        )

    def break_glass(self, user: UUID, clinic: UUID, diary: UUID, reason: str) -> None:
        """Let somebody look at a diary in an emergency, from now on for an hour."""
        now = datetime.now(UTC)
        with self.record.transaction() as connection:
            add_look(
                connection,
                patient_id=diary,
                look_id=new_id(),
                user_id=user,
                clinic_id=clinic,
                reason=reason,
                since=now,
                until=now + timedelta(hours=1),
            )

    def bring(self, diary: UUID, text: str) -> None:
        """Read a diary file into a diary."""
        import_diary(self.record, by=console("for a test"), patient_id=diary, text=text)
