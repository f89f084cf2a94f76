"""What somebody says of whole days is kept once, however often it is tapped."""

from typing import Any

import pytest

from bleedlog.models.bleed import BruiseInput
from bleedlog.models.check_in import CheckInInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Answer, Side, Site
from bleedlog.services.check_ins import check_in
from bleedlog.services.entries import withdraw_entry
from bleedlog.services.looking import NoSuchDiaryError
from tests.people import People
from tests.services.ada import Ada, bleed


def answered(ada: Ada, first: str, end: str, answer: str = "no_bleeds") -> bool:
    """Whether the answer was new."""
    said: Any = {"start": first, "end": end, "answer": answer}
    done = check_in(
        ada.record,
        by=ada.viewer,
        patient_id=ada.patient,
        answer=CheckInInput.model_validate(said),
    )
    return not done.unchanged


def test_days_told_already_are_not_told_twice(ada: Ada) -> None:
    assert answered(ada, "2024-03-01", "2024-03-08")
    assert not answered(ada, "2024-03-07", "2024-03-08")
    assert answered(ada, "2024-03-07", "2024-03-09")
    assert len(ada.entries()) == 2


def test_an_answer_taken_back_can_be_given_again(ada: Ada) -> None:
    assert answered(ada, "2024-03-01", "2024-03-08")
    [entry_id] = ada.entries()
    withdraw_entry(ada.record, by=ada.viewer, patient_id=ada.patient, entry_id=entry_id)
    assert answered(ada, "2024-03-01", "2024-03-08")


def test_that_there_was_a_bleed_is_always_kept(ada: Ada) -> None:
    assert answered(ada, "2024-03-01", "2024-03-08")
    assert answered(ada, "2024-03-05", "2024-03-08", "had_bleeds")
    assert answered(ada, "2024-03-05", "2024-03-08", "had_bleeds")


def test_that_there_was_another_bleed_notes_no_day_before_it_is_there(ada: Ada) -> None:
    ada.log(bleed(site="knee", side="left", start="2024-03-06"))
    ada.log(BruiseInput(site=Site.CALF, side=Side.LEFT, start="2024-03-02"))
    assert not answered(ada, "2024-03-05", "2024-03-08", "had_bleeds")
    assert answered(ada, "2024-03-01", "2024-03-06", "had_bleeds"), "a bruise is no bleed yet"


def test_an_answer_told_twice_is_one_though_its_bleed_came_in_between(ada: Ada) -> None:
    said = CheckInInput(start="2024-03-01", end="2024-03-08", answer=Answer.HAD_BLEEDS)
    about: Any = {"by": ada.viewer, "patient_id": ada.patient, "answer": said}
    check_in(ada.record, **about)
    ada.log(bleed(site="knee", side="left", start="2024-03-06"))

    again = check_in(ada.record, **about)

    assert again.unchanged
    assert again.entry_id == said.id


def test_nobody_else_answers(ada: Ada, people: People) -> None:
    said: Any = {"start": "2024-03-01", "end": "2024-03-08", "answer": "no_bleeds"}
    with pytest.raises(NoSuchDiaryError):
        check_in(
            ada.record,
            by=Viewer(people.person("Eve")),
            patient_id=ada.patient,
            answer=CheckInInput.model_validate(said),
        )
