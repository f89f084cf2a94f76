"""A clinician who looks in an emergency, and whom she looks at."""

from datetime import UTC, date, datetime
from uuid import UUID

import time_machine

from bleedlog.models.moment import local_now
from bleedlog.models.person import Patient
from bleedlog.models.viewer import Viewer
from bleedlog.services.clinic import get_patient_page
from bleedlog.services.emergency import (
    Outcome,
    Sought,
    open_in_emergency,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.looks import get_looks
from bleedlog.statistics.rule import Rule
from bleedlog.storage.patients import add_patient
from tests.people import A_TEST, People

NOW = datetime.now(UTC).replace(microsecond=0)
"""The true time: PostgreSQL looks at its own clock."""
REASON = "Brought in unconscious."
SECRET = "a-secret-of-tests-0123456789-abcdefghij"
BY_NUMBER = Sought(nhs_number="9990000018")


class Ward:
    """Nia, a clinician in Leeds, and Bo, who shares with nobody there."""

    def __init__(self, people: People, clock: time_machine.Traveller) -> None:
        self.people, self.record, self.clock = people, people.record, clock
        self.leeds = people.clinic("Leeds")
        self.nia = Viewer(people.staff("Nia", self.leeds))
        self.bo = self.patient("Bo Example", date(1984, 3, 1), "9990000018")
        self.owner = Viewer(people.user("Bo"))
        assert self.owner.user_id is not None
        people.access(self.owner.user_id, self.bo)

    def patient(self, name: str, born: date, number: str | None = None) -> UUID:
        patient = Patient(name=name, born=born, nhs_number=number, created_at=NOW)
        with self.record.transaction(A_TEST) as connection:
            return add_patient(connection, patient)

    def open(
        self, sought: Sought = BY_NUMBER, by: Viewer | None = None, *, factor: bool = True
    ) -> Outcome:
        return open_in_emergency(
            self.record,
            by=by or self.nia,
            clinic_id=self.leeds,
            sought=sought,
            reason=REASON,
            has_second_factor=factor,
            secret_key=SECRET,
        )

    def reads(self, by: Viewer | None = None) -> bool:
        try:
            get_patient_page(
                self.record, by=by or self.nia, patient_id=self.bo, rule=Rule(), now=NOW
            )
        except NoSuchDiaryError:
            return False
        return True

    def looks(self) -> list[str]:
        """What Bo reads of it, oldest first."""
        found = get_looks(
            self.record,
            by=self.owner,
            patient_id=self.bo,
            last=None,
            now=local_now("Europe/London"),
        )
        return [
            f"{event.user_name} {event.clinic_name} {event.action}: {event.reason}"
            for event in reversed(found.days.events)
        ]
