"""Fields of forms that say for people what is wrong, and lose nothing that was typed."""

import re
from typing import Any

from wtforms import (
    DateField,
    FloatField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from bleedlog.models.moment import EARLIEST, LATEST

DATE_MESSAGE = "Enter a date that exists, like 6 August 2026"
YEAR_MESSAGE = "Check the year"
TIME_MESSAGE = "Enter a time like 14:30"
CHOICE_MESSAGE = "Choose one of these answers"


_TYPED_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?")
"""Digits, with or without commas between thousands."""
_POINTED_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")

LARGEST_WHOLE = 10**12
"""Far more than any form takes; Python's own whole numbers have no end, and floats do."""


def readable(text: str | None) -> str | None:
    """What was typed, without the one character that a database cannot keep.

    A line break, which browsers send as two characters, becomes one.
    """
    return text.replace("\x00", "").replace("\r\n", "\n") if text else text


class AtMost:
    """Refuses longer text; unlike WTForms' own limit it lets no browser cut it off in silence."""

    def __init__(self, limit: int, what: str) -> None:
        """Allow so many characters of `what`, such as "the note"."""
        self.limit = limit
        self.message = f"Make {what} {limit:,} characters or fewer"

    def __call__(self, _form: Any, field: Any) -> None:
        """Look at what was typed."""
        if field.data is not None and len(field.data) > self.limit:
            raise ValidationError(self.message)


class PlainDateField(DateField):
    """A date; blank is an answer, which the form may refuse.

    A browser without a date field of its own sends what was typed: `DATE_MESSAGE` shows how.
    """

    def __init__(self, label: str, **more: Any) -> None:
        """Take the label."""
        super().__init__(label, format=["%Y-%m-%d", "%d %B %Y"], **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the date, keeping what was typed when it is none."""
        if not "".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError:
            raise ValueError(DATE_MESSAGE) from None
        if self.data is not None and not EARLIEST <= self.data <= LATEST:
            # Browsers complete a year that is typed as "26" to 0026.
            raise ValueError(YEAR_MESSAGE)


class PlainTimeField(TimeField):
    """A time of day."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the time, keeping what was typed when it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(TIME_MESSAGE) from None


class PlainNumber:
    """Mixed into number fields, which are typed as text.

    A browser's own number field sends nothing where it sees no number, so that what was typed
    would be lost without a word, and it turns at the wheel of a mouse.
    """

    widget: Any = TextInput()

    def __init__(self, label: str, validators: list[Any], message: str, **more: Any) -> None:
        """Take the one sentence that is said of whatever will not do."""
        super().__init__(label, validators, **more)  # type: ignore[call-arg]
        self.message = message

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, keeping what was typed when it is none.

        Python would read 1_0 as ten and 1e5 as 100,000, and "1,5" without its comma is 15.
        """
        if not all(_TYPED_NUMBER.fullmatch(text.strip()) for text in valuelist if text.strip()):
            raise ValueError(self.message)
        try:
            super().process_formdata(  # type: ignore[misc]
                [text.replace(",", "").strip() for text in valuelist]
            )
        except ValueError:
            raise ValueError(self.message) from None


class WholeNumberField(PlainNumber, IntegerField):
    """A whole number, of a size that numbers of people's lives have."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, refusing one that validators could not even look at."""
        super().process_formdata(valuelist)
        if self.data is not None and abs(self.data) > LARGEST_WHOLE:
            self.data = None
            raise ValueError(self.message)


class NumberField(PlainNumber, FloatField):
    """A number of units, shown without decimals that say nothing."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, refusing "2.000": elsewhere that is how two thousand is written."""
        if any(_POINTED_THOUSANDS.fullmatch(text.strip()) for text in valuelist):
            raise ValueError(self.message)
        super().process_formdata(valuelist)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.10g}"


class ChoiceField(RadioField):
    """One answer of several."""

    def reword(self, words: dict[str, str]) -> None:
        """Offer some of the answers in other words."""
        choices: Any = self.choices
        self.choices = {**choices, **words}

    def pre_validate(self, form: Any) -> None:
        """Refuse an answer that the page does not offer."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(CHOICE_MESSAGE) from None


class ChoicesField(SelectMultipleField):
    """Any of several answers."""

    def pre_validate(self, form: Any) -> None:
        """Refuse answers that the page does not offer."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(CHOICE_MESSAGE) from None
