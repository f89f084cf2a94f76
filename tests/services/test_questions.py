"""Questions for the team: who asks, who ticks off, and that no wording of them is ever lost."""

import json
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import time_machine
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from bleedlog.models.entry_input import new_id
from bleedlog.models.question import QuestionInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.archive import make_archive
from bleedlog.services.consents import stop_sharing_with_clinic
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.questions import (
    Question,
    QuestionChangedError,
    QuestionTakenError,
    ask_question,
    bring_question_back,
    list_questions,
    mark_asked,
    reword_question,
    take_question_out,
)
from bleedlog.storage.engine import Database
from bleedlog.storage.erasing import erase_diary
from bleedlog.storage.events import list_events
from tests.people import A_TEST, People
from tests.services.ada import Ada

LATE = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
"""In London it is 2 July already."""


class Asking:
    """Ada, her mother, a carer who only reads, and a clinician of her clinic."""

    def __init__(self, ada: Ada, people: People) -> None:
        self.ada, self.record, self.patient = ada, ada.record, ada.patient
        self.leeds = people.clinic("Leeds")
        people.consent(ada.patient, self.leeds)
        self.nia = Viewer(people.staff("Nia", self.leeds))
        self.vic = Viewer(people.staff("Vic", self.leeds, StaffRole.VIEWER))
        self.mum, self.gran = (Viewer(people.user(name)) for name in ("Mum", "Gran"))
        for one, role in (
            (self.mum, AccessRole.CARER_LOG), (self.gran, AccessRole.CARER_READ),
        ):  # fmt: skip
            assert one.user_id is not None
            people.access(one.user_id, ada.patient, role)
        self.eve = Viewer(people.person("Eve"))

    def ask(self, words: str, by: Viewer | None = None, question_id: UUID | None = None) -> UUID:
        question_id = question_id or new_id()
        ask_question(
            self.record, by=by or self.ada.viewer, patient_id=self.patient,
            question_id=question_id, question=QuestionInput(text=words),
        )  # fmt: skip
        return question_id

    def reword(
        self, question_id: UUID, words: str, revision: int, by: Viewer | None = None
    ) -> None:
        reword_question(
            self.record, by=by or self.ada.viewer, patient_id=self.patient,
            question_id=question_id, question=QuestionInput(text=words),
            opened_revision=revision,
        )  # fmt: skip

    def mark(self, question_id: UUID, *, asked: bool, now: datetime = LATE) -> None:
        mark_asked(
            self.record, by=self.ada.viewer, patient_id=self.patient, question_id=question_id,
            asked=asked, now=now,
        )  # fmt: skip

    def seen(self, by: Viewer | None = None) -> tuple[Question, ...]:
        return list_questions(self.record, by=by or self.ada.viewer, patient_id=self.patient)

    def texts(self, by: Viewer | None = None) -> list[str]:
        return [one.text for one in self.seen(by)]

    def deeds(self) -> list[tuple[str, str | None]]:
        with self.record.reading(A_TEST) as connection:
            events = list_events(connection, A_TEST, self.patient)
        return [(one.action, one.detail) for one in reversed(events)]

    def archive(self) -> Any:
        made = BytesIO()
        make_archive(self.record, by=self.ada.viewer, patient_id=self.patient, into=made)
        return json.loads(zipfile.ZipFile(made).read("appointments.json"))


@pytest.fixture
def asking(ada: Ada, people: People) -> Asking:
    return Asking(ada, people)


def test_open_questions_come_first_in_the_order_asked(asking: Asking) -> None:
    with time_machine.travel(LATE, tick=False):
        first = asking.ask("May I fly?")
    asking.ask("  When is the next scan?\n", asking.mum)
    asking.ask("What about the dentist?")
    asking.mark(first, asked=True)

    assert [(one.text, one.answered_on, one.of_carer) for one in asking.seen()] == [
        ("When is the next scan?", None, True),
        ("What about the dentist?", None, False),
        ("May I fly?", date(2026, 7, 2), False),
    ]
    assert asking.seen()[-1].asked_on == date(2026, 7, 2)
    assert asking.texts(asking.nia) == asking.texts(asking.gran) == asking.texts()
    asking.mark(first, asked=False)
    assert asking.texts()[0] == "May I fly?"
    assert asking.deeds()[:5] == [
        ("logged", "question"), ("logged", "question"), ("logged", "question"),
        ("confirmed", "question 1"), ("looked", "appointment"),
    ]  # fmt: skip


def test_a_double_tap_is_one_question(asking: Asking) -> None:
    question = asking.ask("May I fly?")
    asking.ask("May I fly?", question_id=question)
    assert asking.texts() == ["May I fly?"]
    with pytest.raises(QuestionTakenError):
        asking.ask("May I dive?", question_id=question)


def test_every_wording_stays_and_what_is_taken_out_comes_back(asking: Asking) -> None:
    question = asking.ask("May I fly?")
    asking.reword(question, "May I fly to Spain?", 1)
    asking.reword(question, "May I fly to Spain?", 1)
    take_question_out(asking.record, by=asking.mum, patient_id=asking.patient, question_id=question)
    assert asking.texts() == []
    with pytest.raises(QuestionChangedError) as caught:
        asking.reword(question, "May I sail?", 2)
    assert caught.value.question.withdrawn
    bring_question_back(
        asking.record, by=asking.ada.viewer, patient_id=asking.patient, question_id=question
    )
    assert asking.texts() == ["May I fly to Spain?"]
    assert [
        (one["revision"], one["text"], one["withdrawn"], one["entered_by"])
        for one in asking.archive()["questions"]
    ] == [
        (1, "May I fly?", False, "patient"),
        (2, "May I fly to Spain?", False, "patient"),
        (3, "May I fly to Spain?", True, "carer"),
        (4, "May I fly to Spain?", False, "patient"),
    ]
    assert [deed for deed in asking.deeds() if deed[0] != "exported"] == [
        ("logged", "question"), ("revised", "question"), ("withdrew", "question"),
        ("restored", "question"),
    ]  # fmt: skip


def test_who_rewords_what_somebody_else_reworded_meanwhile_is_told(asking: Asking) -> None:
    question = asking.ask("May I fly?")
    asking.reword(question, "May she fly?", 1, asking.mum)
    with pytest.raises(QuestionChangedError) as caught:
        asking.reword(question, "May I fly far?", 1)
    assert caught.value.question.text == "May she fly?"
    asking.reword(question, "May I fly far?", caught.value.question.revision)
    assert asking.texts() == ["May I fly far?"]


def test_who_may_not_log_asks_nothing(asking: Asking) -> None:
    question = asking.ask("May I fly?")
    for by in (asking.gran, asking.nia, asking.vic, asking.eve):
        with pytest.raises(NoSuchDiaryError):
            asking.ask("Me, too?", by)
        with pytest.raises(NoSuchDiaryError):
            asking.reword(question, "Me, too?", 1, by)
        with pytest.raises(NoSuchDiaryError):
            take_question_out(asking.record, by=by, patient_id=asking.patient, question_id=question)
        with pytest.raises(NoSuchDiaryError):
            mark_asked(
                asking.record, by=by, patient_id=asking.patient, question_id=question,
                asked=True, now=LATE,
            )  # fmt: skip
    with pytest.raises(NoSuchDiaryError):
        asking.mark(new_id(), asked=True)
    with pytest.raises(NoSuchDiaryError):
        asking.seen(asking.eve)
    assert asking.texts() == ["May I fly?"]


def test_a_clinic_that_may_not_look_any_more_sees_none(asking: Asking) -> None:
    asking.ask("May I fly?")
    stop_sharing_with_clinic(
        asking.record, by=asking.ada.viewer, patient_id=asking.patient, clinic_id=asking.leeds
    )
    with pytest.raises(NoSuchDiaryError):
        asking.seen(asking.nia)


@pytest.mark.parametrize("words", ["", "  \n", "a\x00b", "x" * 501])
def test_what_says_nothing_or_too_much_is_no_question(words: str) -> None:
    with pytest.raises(ValidationError):
        QuestionInput(text=words)


def test_questions_go_with_an_erased_diary_unless_the_law_keeps_it(
    asking: Asking, owner: Database
) -> None:
    asking.ask("May I fly?")
    if not owner.is_sqlite:
        # By hand nothing goes before the diary is gone.
        with asking.record.transaction(asking.ada.viewer) as connection:
            erase = text("SELECT bleedlog_erase_for_appointments(:diary)")
            connection.execute(erase, {"diary": asking.patient})
        assert asking.texts() == ["May I fly?"]
    with asking.record.transaction(asking.ada.viewer) as connection:
        assert erase_diary(connection, patient_id=asking.patient, now=datetime.now(UTC))
    with owner.reading(A_TEST) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM question").scalar() == 0


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "statement", ["UPDATE question SET text = 'x'", "DELETE FROM question", "TRUNCATE question"]
)
def test_the_application_changes_no_wording(postgresql_database: Database, statement: str) -> None:
    people = People(postgresql_database)
    asking = Asking(Ada(people), people)
    asking.ask("May I fly?")
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        asking.record.transaction(asking.ada.viewer) as connection,
    ):
        connection.exec_driver_sql(statement)
