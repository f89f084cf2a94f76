"""An appointment at a clinic: somebody who shares their diary, and who sees it there."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import time_machine

from bleedlog.models.appointment import AppointmentInput
from bleedlog.models.clinic_record import AdjudicationInput, ReviewInput
from bleedlog.models.entry_input import EntryInput, new_id
from bleedlog.models.question import QuestionInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.entries import (
    log_entry,
)
from bleedlog.services.for_appointment import ForAppointment, get_for_appointment
from bleedlog.services.home import Home, get_home
from bleedlog.services.questions import ask_question
from bleedlog.services.settling import settle
from bleedlog.services.together import Sitting, Together, get_together, save_sitting
from bleedlog.storage.events import list_events
from tests.people import A_TEST, People

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""A Monday, 1pm in London."""
REVIEWED = date(2026, 5, 4)


class Clinic:
    """Ada, who shares with Leeds, where Nia is a clinician and Vic looks only."""

    def __init__(self, people: People, clock: time_machine.Traveller) -> None:
        self.people, self.record, self.clock = people, people.record, clock
        self.leeds = people.clinic("Leeds")
        self.nia = Viewer(people.staff("Nia", self.leeds))
        self.vic = Viewer(people.staff("Vic", self.leeds, StaffRole.VIEWER))
        self.patient = people.patient("Ada", centre=self.leeds)
        self.ada = Viewer(people.user("Ada"))
        assert self.ada.user_id is not None
        people.access(self.ada.user_id, self.patient)

    def log(self, entry: EntryInput, by: Viewer | None = None) -> UUID:
        log_entry(self.record, by=by or self.ada, patient_id=self.patient, entry=entry)
        return entry.id

    def ask(self, words: str) -> UUID:
        question_id = new_id()
        ask_question(
            self.record, by=self.ada, patient_id=self.patient, question_id=question_id,
            question=QuestionInput(text=words),
        )  # fmt: skip
        return question_id

    def settle(self, about: UUID, verdict: str, by: Viewer | None = None) -> None:
        said = {"start": f"{datetime.now(UTC):%Y-%m-%d}", "about": about, "verdict": verdict}
        settle(
            self.record, by=by or self.nia, patient_id=self.patient,
            adjudication=AdjudicationInput.model_validate(said),
        )  # fmt: skip

    def save(self, by: Viewer | None = None, **said: Any) -> None:
        save_sitting(
            self.record, by=by or self.nia, patient_id=self.patient, sitting=Sitting(**said),
            now=datetime.now(UTC),
        )  # fmt: skip

    def review(self, day: str = "2026-05-04", **said: Any) -> UUID:
        review = ReviewInput.model_validate({"start": day, "source": "clinic", **said})
        self.save(review=review)
        return review.id

    def appoint(self, start: str | None, by: Viewer | None = None) -> None:
        wanted = None if start is None else AppointmentInput(start=start)
        self.save(by=by, sets_appointment=True, appointment=wanted)

    def page(self, by: Viewer | None = None) -> Together:
        return get_together(
            self.record, by=by or self.nia, patient_id=self.patient, now=datetime.now(UTC)
        )

    def theirs(self, by: Viewer | None = None) -> ForAppointment:
        return get_for_appointment(
            self.record, by=by or self.ada, patient_id=self.patient, now=datetime.now(UTC)
        )

    def home(self) -> Home:
        return get_home(self.record, by=self.ada, patient_id=self.patient, now=datetime.now(UTC))

    def deeds(self) -> list[tuple[str, str | None]]:
        with self.record.reading(A_TEST) as connection:
            events = list_events(connection, A_TEST, self.patient)
        return [(one.action, one.detail) for one in reversed(events) if one.action != "looked"]

    def later(self, **by: float) -> None:
        self.clock.shift(timedelta(**by))
