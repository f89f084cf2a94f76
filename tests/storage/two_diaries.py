"""Two people's diaries with something in every table, and everybody who stands to the first."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, text

from bleedlog.models.api_token import ApiToken
from bleedlog.models.appointment import Appointment
from bleedlog.models.bleed import BruiseInput
from bleedlog.models.digest import DiaryDigest
from bleedlog.models.entry_conflict import EntryConflict
from bleedlog.models.entry_input import new_id
from bleedlog.models.follow_up import FollowUp
from bleedlog.models.invitation import Invitation, InvitedAs
from bleedlog.models.photo import Photo
from bleedlog.models.profile import ProfileChange, ProfileField
from bleedlog.models.question import QuestionState
from bleedlog.models.safeguard import EmergencyLook, LegalHold
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs, StaffRole
from bleedlog.services.entries import log_entry
from bleedlog.storage.engine import Database
from tests.people import A_TEST, People

HOUR = timedelta(hours=1)

OF_PATIENTS = """
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND c.column_name = 'patient_id'
        AND t.table_type = 'BASE TABLE'
"""


WALLED = """
    SELECT relname FROM pg_class
    WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind IN ('r', 'p')
        AND relrowsecurity AND relforcerowsecurity
"""


def hash_of(code: str) -> str:
    """As a code is kept."""
    return hashlib.sha256(code.encode()).hexdigest()


def tables_of_patients(connection: Connection) -> list[str]:
    """Every table that has a patient in it, as the database itself says."""
    return sorted([*connection.execute(text(OF_PATIENTS)).scalars(), "patient"])


def walled_tables(connection: Connection) -> set[str]:
    """Every table on which row-level security is forced."""
    return set(connection.execute(text(WALLED)).scalars())


def column_of(table: str) -> str:
    """Which column says whose a row is."""
    return "id" if table == "patient" else "patient_id"


class TwoDiaries:
    """Ada's diary and Bob's. Everybody but Eve has, or had, a part in Ada's."""

    def __init__(self, database: Database) -> None:
        self.people, self.database = People(database), database
        self.leeds, self.york = self.people.clinic("Leeds"), self.people.clinic("York")
        self.ada, self.ada_user = self._diary("Ada")
        self.bob, self.bob_user = self._diary("Bob")
        self.users: dict[str, UUID] = {"patient": self.ada_user}
        for role in (AccessRole.CARER_READ, AccessRole.CARER_LOG, AccessRole.CARER_MANAGE):
            self.users[role.value] = self.people.user(role.value)
            self.people.access(self.users[role.value], self.ada, role)
        for staff in StaffRole:
            self.users[staff.value] = self.people.staff(staff.value, self.leeds, staff)
        self.users["revoked carer"] = self.people.user("Rev")
        self.people.access(self.users["revoked carer"], self.ada, AccessRole.CARER_MANAGE)
        self.users["staff who left"] = self.people.staff("Left", self.leeds)
        self.users["staff elsewhere"] = self.people.staff("Else", self.york)
        self.users["in an emergency"] = self.people.staff("Emi", self.york)
        self.users["after an emergency"] = self.people.staff("Ami", self.york)
        self.users["stranger"] = self.people.user("Eve")
        self.users["nobody at all"] = UUID(int=7)
        now = datetime.now(UTC)
        self.put(EmergencyLook, self.look(self.users["in an emergency"], now))
        self.put(EmergencyLook, self.look(self.users["after an emergency"], now - 2 * HOUR))
        self.behind("UPDATE access SET revoked_at = CURRENT_TIMESTAMP WHERE user_id = :user",
                    user=self.users["revoked carer"])  # fmt: skip
        self.behind("UPDATE membership SET ended_at = CURRENT_TIMESTAMP WHERE user_id = :user",
                    user=self.users["staff who left"])  # fmt: skip

    def _diary(self, name: str) -> tuple[UUID, UUID]:
        patient, user = self.people.patient(name, self.leeds), self.people.user(name)
        self.people.access(user, patient)
        bruise = BruiseInput(start="2024-03-01", note=f"{name}'s note")
        log_entry(self.database, by=Viewer(user), patient_id=patient, entry=bruise)
        now, content = datetime.now(UTC), b"\xff\xd8" + name.encode()
        self.put(EntryConflict, self.conflict(patient, bruise.id))
        self.put(
            Photo,
            {
                "patient_id": patient, "id": new_id(), "entry_id": bruise.id, "seq": 2,
                "media_type": "image/jpeg", "width": 9, "height": 9, "content": content,
                "byte_count": len(content), "sent_hash": hash_of(name), "entered_by": "patient",
                "added_at": now,
            },
        )  # fmt: skip
        self.put(
            LegalHold, {"patient_id": patient, "id": new_id(), "reason": "asked for", "since": now}
        )
        self.put(
            ProfileChange,
            {
                "patient_id": patient, "id": new_id(), "at": now, "field": ProfileField.NAME,
                "before": f"{name} before", "by_user": user, "acting_as": ActingAs.PATIENT,
            },
        )  # fmt: skip
        self.put(
            FollowUp,
            {
                "patient_id": patient, "id": new_id(), "clinic_id": self.leeds, "test": "liver",
                "week": now.date(), "confirmed_by": user, "confirmed_at": now,
            },
        )  # fmt: skip
        self.put(
            QuestionState,
            {
                "patient_id": patient, "id": new_id(), "revision": 1, "seq": 3,
                "text": f"{name} asks", "withdrawn": False, "received_at": now, "by_user": user,
                "entered_by": ActingAs.PATIENT,
            },
        )  # fmt: skip
        self.put(
            Appointment,
            {
                "patient_id": patient, "id": new_id(), "clinic_id": self.leeds,
                "start": f"{now:%Y-%m-%d}", "start_day": now.date(), "set_by": user, "set_at": now,
            },
        )  # fmt: skip
        self.put(DiaryDigest, {"patient_id": patient, "last_seq": 2, "edition": 1, "figures": {}})
        self.put(Invitation, self.invitation(patient, user, f"invites to {name}"))
        self.put(ApiToken, self.token(patient, user, f"token of {name}"))
        if name == "Bob":
            self.put(EmergencyLook, self.look(self.people.user("Old"), now - 9 * HOUR, patient))
        return patient, user

    def conflict(self, patient: UUID, entry: UUID) -> dict[str, Any]:
        """What a phone made of an entry that was changed elsewhere, too."""
        return {
            "patient_id": patient, "id": new_id(), "entry_id": entry, "state": {"kind": "bruise"},
            "seen_revision": 1, "withdrawn": False, "check_time": False,
            "entered_by": "patient", "received_at": datetime.now(UTC),
        }  # fmt: skip

    def invitation(self, patient: UUID, by: UUID, code: str, **other: Any) -> dict[str, Any]:
        """An invitation of a carer to a diary."""
        now = datetime.now(UTC)
        return {
            "id": new_id(), "code_hash": hash_of(code), "invited_as": InvitedAs.CARER,
            "access_role": AccessRole.CARER_LOG, "patient_id": patient, "invited_by": by,
            "created_at": now, "expires_at": now + HOUR, **other,
        }  # fmt: skip

    def token(self, patient: UUID, user: UUID, code: str) -> dict[str, Any]:
        """A token for a diary."""
        return {
            "user_id": user, "id": new_id(), "patient_id": patient, "name": "a phone",
            "may_read": True, "may_log": False, "secret_hash": hash_of(code),
            "created_at": datetime.now(UTC),
        }  # fmt: skip

    def look(
        self, user: UUID, since: datetime, patient: UUID | None = None, lasts: timedelta = HOUR
    ) -> dict[str, Any]:
        """An emergency look of somebody of York at Ada's diary, or another."""
        return {
            "patient_id": patient or self.ada, "id": new_id(), "reason": "Found unconscious.",
            "user_id": user, "clinic_id": self.york, "since": since, "until": since + lasts,
        }  # fmt: skip

    def put(self, table: Any, values: dict[str, Any], by: Viewer = A_TEST) -> None:
        """Insert a row, as the owner if nobody is named."""
        with self.database.transaction(by) as connection:
            connection.execute(insert(table.__table__), values)

    def behind(self, statement: str, **values: UUID) -> None:
        """Run a statement as the owner."""
        with self.database.transaction(A_TEST) as connection:
            connection.execute(text(statement), values)

    def viewer(self, name: str) -> Viewer:
        """Somebody by the part that they have in Ada's diary."""
        return Viewer(self.users[name])
