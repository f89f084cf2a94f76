"""A question for the team, as somebody typed it."""

import pytest
from pydantic import ValidationError

from bleedlog.models.question import QuestionInput


def test_room_around_a_question_is_left_out() -> None:
    assert QuestionInput(text="  May I fly?\n").text == "May I fly?"


@pytest.mark.parametrize("text", ["x", "x" * 500])
def test_a_short_and_the_longest_question_are_taken(text: str) -> None:
    assert QuestionInput.model_validate({"text": text}).text == text


@pytest.mark.parametrize("text", ["", " \n ", "May I\x00 fly?", "x" * 501])
def test_nothing_a_nul_and_too_much_are_no_question(text: str) -> None:
    with pytest.raises(ValidationError):
        QuestionInput.model_validate({"text": text})
