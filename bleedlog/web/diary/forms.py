"""What each kind of entry asks. Fields are named as the record's, so that faults find them."""

import datetime as dt
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from bleedlog.models.fields import NOTE_LIMIT
from bleedlog.models.vocabulary import Kind
from bleedlog.web.diary.places import BLEED_PLACES, BRUISE_PLACES, PAIN_PLACES, choices
from bleedlog.web.diary.when import ANOTHER_TIME, JUST_NOW, WHEN_CHOICES
from bleedlog.web.words import OTHER_TREATMENTS

CAUSE_CHOICES = {
    "spontaneous": "It came on its own",
    "traumatic": "A knock or injury",
    "activity": "After activity",
    "surgical": "After surgery or a dentist",
    "unknown": "I can't say",
}
SYMPTOM_CHOICES = {
    "swelling": "Swelling",
    "warmth": "Warmth",
    "tingling": "Tingling",
    "stiffness": "Stiffness",
    "hard_to_move": "Hard to move",
    "headache": "Headache",
    "being_sick": "Being sick",
    "sleepiness": "Sleepiness",
}
DATE_MESSAGE = "Enter a date that exists, like 6 August 2026"
TIME_MESSAGE = "Enter a time like 14:30"


class PlainDateField(DateField):
    """A date whose fault is said for people."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the date, keeping what was typed when it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(DATE_MESSAGE) from None


class PlainTimeField(TimeField):
    """A time of day whose fault is said for people."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the time, keeping what was typed when it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(TIME_MESSAGE) from None


class PlainNumber:
    """Mixed into number fields: says for people that it is not a number."""

    number_message = "Enter a number"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, keeping what was typed when it is none."""
        try:
            super().process_formdata(  # type: ignore[misc]
                [text.replace(",", "").strip() for text in valuelist]
            )
        except ValueError:
            raise ValueError(self.number_message) from None


class WholeNumberField(PlainNumber, IntegerField):
    """A whole number."""

    number_message = "Enter a whole number"


class NumberField(PlainNumber, FloatField):
    """A number, shown without decimals that say nothing."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.10g}"


class EntryForm(FlaskForm):
    """What every kind asks: which entry of whose diary, when, and a note."""

    id = HiddenField()
    patient = HiddenField()
    revision = HiddenField()
    when = RadioField("When did it start?", choices=WHEN_CHOICES, default=JUST_NOW)
    date = PlainDateField("Date", validators=[Optional()])
    time = PlainTimeField("Time, if you know it", validators=[Optional()])
    note = TextAreaField(
        "Note",
        validators=[
            Length(max=NOTE_LIMIT, message=f"Make the note {NOTE_LIMIT:,} characters or fewer")
        ],
    )
    private = BooleanField("Keep this note private: only I can see it")

    def validate_date(self, field: DateField) -> None:
        """Such as "Another time" needs its date."""
        if self.when.data == ANOTHER_TIME and field.data is None and not field.errors:
            message = "Enter the date"
            raise ValidationError(message)

    @property
    def answered_when(self) -> tuple[str, dt.date | None, dt.time | None]:
        """The three answers to "When?"."""
        return self.when.data, self.date.data, self.time.data


class BleedLikeForm(EntryForm):
    """What bleeds, bruises and joint pain share."""

    cause = RadioField("What caused it?", choices=CAUSE_CHOICES, validators=[Optional()])
    treated = RadioField(
        "Did you take factor?",
        choices={"yes": "Yes", "no": "No", "unknown": "I can't say"},
        validators=[Optional()],
    )
    certainty = RadioField(
        "Sure it is a bleed?",
        choices={"certain": "Yes, sure", "unsure": "Not sure"},
        validators=[Optional()],
    )
    pain = WholeNumberField(
        "Pain from 0 to 10",
        validators=[
            Optional(),
            NumberRange(0, 10, "Enter a whole number from 0 (no pain) to 10 (worst pain)"),
        ],
    )
    severity = RadioField(
        "How bad is it?",
        choices={"minor": "Minor", "moderate": "Moderate", "major": "Major"},
        validators=[Optional()],
    )
    symptoms = SelectMultipleField("What do you notice?", choices=SYMPTOM_CHOICES)
    other_treatment = SelectMultipleField(
        "What else did you do?",
        choices={word.value: text.capitalize() for word, text in OTHER_TREATMENTS.items()},
    )
    end_date = PlainDateField("Day it stopped", validators=[Optional()])
    end_time = PlainTimeField("Time it stopped, if you know it", validators=[Optional()])

    def validate_end_date(self, field: DateField) -> None:
        """A time of the end needs its day."""
        if self.end_time.data is not None and field.data is None and not field.errors:
            message = "Enter the day it stopped"
            raise ValidationError(message)


class BleedForm(BleedLikeForm):
    """Log a bleed."""

    place = RadioField(
        "Where is the bleed?",
        choices=choices(BLEED_PLACES),
        validators=[InputRequired("Choose where the bleed is")],
    )


class BruiseForm(BleedLikeForm):
    """Log a bruise."""

    place = RadioField(
        "Where is the bruise?",
        choices=choices(BRUISE_PLACES),
        validators=[InputRequired("Choose where the bruise is")],
    )
    size = RadioField(
        "How big is it?",
        choices={"coin": "Like a coin", "palm": "Like my palm", "larger": "Larger"},
        validators=[Optional()],
    )


class JointPainForm(BleedLikeForm):
    """Log joint pain."""

    place = RadioField(
        "Which joint hurts?",
        choices=choices(PAIN_PLACES),
        validators=[InputRequired("Choose which joint hurts")],
    )
    stiffness = RadioField(
        "How stiff is it?",
        choices={
            "none": "Not stiff",
            "mild": "A little",
            "moderate": "Stiff",
            "severe": "Very stiff",
        },
        validators=[Optional()],
    )
    swelling = RadioField(
        "Is it swollen?", choices={"yes": "Yes", "no": "No"}, validators=[Optional()]
    )


class InfusionForm(EntryForm):
    """Log a dose of factor IX."""

    when = RadioField("When did you take it?", choices=WHEN_CHOICES, default=JUST_NOW)
    dose_iu = NumberField(
        "Dose",
        validators=[
            Optional(),
            NumberRange(1, 100_000, "Enter a dose from 1 to 100,000 IU"),
        ],
    )
    product = StringField(
        "Product", validators=[Length(max=80, message="Make the product 80 characters or fewer")]
    )
    batch = StringField(
        "Batch number",
        validators=[Length(max=80, message="Make the batch number 80 characters or fewer")],
    )
    reason = RadioField(
        "What was it for?",
        choices={
            "prophylaxis": "My regular dose",
            "bleed": "A bleed",
            "follow_up": "A follow-up dose",
            "before_activity": "Before activity",
            "surgery": "Surgery or a dentist",
            "other": "Something else",
        },
        validators=[Optional()],
    )
    treats = RadioField("Which bleed?", choices={}, validators=[Optional()])
    given_by = RadioField(
        "Who gave it?",
        choices={
            "self": "I did",
            "carer": "A carer",
            "school": "School",
            "hospital": "Hospital",
        },
        validators=[Optional()],
    )


FORMS: dict[Kind, type[EntryForm]] = {
    Kind.BLEED: BleedForm,
    Kind.BRUISE: BruiseForm,
    Kind.JOINT_PAIN: JointPainForm,
    Kind.INFUSION: InfusionForm,
}
