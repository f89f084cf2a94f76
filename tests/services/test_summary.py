"""The summary: who may have it, what is asked on it, and what of it the person is told."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from bleedlog.models.entry_input import new_id
from bleedlog.models.question import QuestionInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.questions import ask_question, mark_asked, take_question_out
from bleedlog.services.summary import Summary, get_summary
from tests.people import People
from tests.services.ada import Ada

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def summary(ada: Ada, by: Viewer | None = None, *, takes_along: bool = False) -> Summary:
    return get_summary(
        ada.record,
        by=by or ada.viewer,
        patient_id=ada.patient,
        now=NOON,
        takes_along=takes_along,
    )


def ask(ada: Ada, text: str) -> UUID:
    question = new_id()
    ask_question(
        ada.record,
        by=ada.viewer,
        patient_id=ada.patient,
        question_id=question,
        question=QuestionInput(text=text),
    )
    return question


def test_open_questions_alone_are_for_today(ada: Ada) -> None:
    talked_about, _, taken_out, _ = (ask(ada, text) for text in ("Swim?", "Ski?", "Fly?", "Run?"))
    hers: dict[str, Any] = {"by": ada.viewer, "patient_id": ada.patient}
    mark_asked(ada.record, **hers, question_id=talked_about, asked=True, now=NOON)
    take_question_out(ada.record, **hers, question_id=taken_out)

    assert summary(ada).questions == ("Ski?", "Run?")


def test_looks_and_copies_of_others_are_told_and_ones_own_are_not(ada: Ada, people: People) -> None:
    gran = Viewer(people.user("Gran"))
    assert gran.user_id is not None
    people.access(gran.user_id, ada.patient, AccessRole.CARER_READ)
    before = len(ada.events())

    for by in (ada.viewer, gran):
        summary(ada, by)
        summary(ada, by, takes_along=True)

    assert ada.events()[before:] == ["carer looked", "carer exported"]


def test_nobody_else_has_it(ada: Ada, people: People) -> None:
    with pytest.raises(NoSuchDiaryError):
        summary(ada, Viewer(people.person("Bob")))
