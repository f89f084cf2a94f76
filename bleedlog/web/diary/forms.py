"""What each kind of entry asks. Fields are named as the record's, so that faults find them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from bleedlog.models.fields import NOTE_LIMIT
from bleedlog.models.vocabulary import Kind
from bleedlog.services.entry_faults import FUTURE_MESSAGE
from bleedlog.web.diary.fields import (
    AtMost,
    ChoiceField,
    ChoicesField,
    NumberField,
    PlainDateField,
    PlainTimeField,
    WholeNumberField,
    readable,
)
from bleedlog.web.diary.places import BLEED_PLACES, BRUISE_PLACES, PAIN_PLACES, choices
from bleedlog.web.diary.said_day import is_ahead, said_moment
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
PAIN_MESSAGE = "Enter a whole number from 0 (no pain) to 10 (worst pain)"
SAID_MESSAGE = "Write it like 10 days ago, last Tuesday, or 3 November 4pm"
DOSE_MESSAGE = "Enter a dose from 1 to 100,000 IU"


WHEN = ("when", "date", "time", "said")
MORE = ("symptoms", "other_treatment", "end_date", "end_time")
NOTE = ("note", "private")


class EntryForm(FlaskForm):
    """What every kind asks: which entry of whose diary, when, and a note."""

    asked: ClassVar[tuple[str, ...]] = ()
    """The questions as they come on the page, which is how faults are listed."""

    said_at: dt.datetime | None = None
    """When the answers were given, aware, where the person lives; now, if nobody sets it."""

    id = HiddenField()
    patient = HiddenField()
    revision = HiddenField()
    when = ChoiceField("When did it start?", choices=WHEN_CHOICES, default=JUST_NOW)
    date = PlainDateField("Date")
    time = PlainTimeField("Time, if you know it", validators=[Optional()])
    said = StringField("Or say it in words", [AtMost(80, "it")], filters=[readable])
    note = TextAreaField("Note", [AtMost(NOTE_LIMIT, "the note")], filters=[readable])
    private = BooleanField("Keep this note private: only I can see it")

    def validate_date(self, field: DateField) -> None:
        """Such as "Another time" needs its date."""
        blank = field.data is None and not (self.said.data or "").strip()
        if self.when.data == ANOTHER_TIME and blank and not field.errors:
            message = "Enter the date"
            raise ValidationError(message)

    def validate_said(self, field: StringField) -> None:
        """Words must be understood; they are read where no date is given."""
        words = (field.data or "").strip()
        if self.when.data != ANOTHER_TIME or self.date.data is not None or not words:
            return
        if said_moment(words, self.said_at or dt.datetime.now(dt.UTC)) is None:
            raise ValidationError(FUTURE_MESSAGE if is_ahead(words) else SAID_MESSAGE)

    def __iter__(self) -> Iterator[Any]:
        """The fields, as they come on the page."""
        fields = {field.name: field for field in super().__iter__()}
        return iter([fields.pop(name) for name in self.asked] + list(fields.values()))

    def ask_about(self, name: str) -> None:
        """Ask somebody who helps about the person of that name."""

    def answered_when(self, local_now: dt.datetime) -> tuple[str, dt.date | None, dt.time | None]:
        """The answers to "When?", words read as somebody means them at that time."""
        said = (self.said.data or "").strip()
        if self.when.data == ANOTHER_TIME and self.date.data is None and said:
            meant = said_moment(said, local_now)
            if meant is not None:
                return self.when.data, meant.day, self.time.data or meant.clock
        return self.when.data, self.date.data, self.time.data


class BleedLikeForm(EntryForm):
    """What bleeds, bruises and joint pain share."""

    cause = ChoiceField("What caused it?", choices=CAUSE_CHOICES, validators=[Optional()])
    treated = ChoiceField(
        "Did you take factor?",
        choices={"yes": "Yes", "no": "No", "unknown": "I don't know"},
        validators=[Optional()],
    )
    certainty = ChoiceField(
        "Sure it is a bleed?",
        choices={"certain": "Yes, sure", "unsure": "Not sure"},
        validators=[Optional()],
    )
    pain = WholeNumberField(
        "Pain from 0 to 10", [Optional(), NumberRange(0, 10, PAIN_MESSAGE)], PAIN_MESSAGE
    )
    severity = ChoiceField(
        "How bad is it?",
        choices={"minor": "Minor", "moderate": "Moderate", "major": "Major"},
        validators=[Optional()],
    )
    symptoms = ChoicesField("What do you notice?", choices=SYMPTOM_CHOICES)
    other_treatment = ChoicesField(
        "What else did you do?",
        choices={word.value: text.capitalize() for word, text in OTHER_TREATMENTS.items()},
    )
    end_date = PlainDateField("Day it stopped")
    end_time = PlainTimeField("Time it stopped, if you know it", validators=[Optional()])

    def ask_about(self, name: str) -> None:
        """Whether the person took factor, not who is asked."""
        self.treated.label.text = f"Did {name} take factor?"

    def validate_end_date(self, field: DateField) -> None:
        """A time of the end needs its day."""
        if self.end_time.data is not None and field.data is None and not field.errors:
            message = "Enter the day it stopped"
            raise ValidationError(message)


class PhotoForm(FlaskForm):
    """Add photos to an entry that is in the diary."""

    photos = MultipleFileField("Add a photo")


class SeenForm(BleedLikeForm):
    """What bleeds and bruises share: they can be seen."""

    photos = MultipleFileField("Add a photo")


class BleedForm(SeenForm):
    """Log a bleed."""

    asked = (
        *("place", *WHEN, "cause", "treated", "certainty", "pain", "severity"),
        *(*MORE, "photos", *NOTE),
    )
    place = ChoiceField(
        "Where is the bleed?",
        choices=choices(BLEED_PLACES),
        validators=[InputRequired("Choose where the bleed is")],
    )


class BruiseForm(SeenForm):
    """Log a bruise."""

    asked = (
        *("place", "size", *WHEN, "cause", "certainty", "treated", "pain", "severity"),
        *(*MORE, "photos", *NOTE),
    )
    place = ChoiceField(
        "Where is the bruise?",
        choices=choices(BRUISE_PLACES),
        validators=[InputRequired("Choose where the bruise is")],
    )
    size = ChoiceField(
        "How big is it?",
        choices={"coin": "Like a coin", "palm": "Like my palm", "larger": "Larger"},
        validators=[Optional()],
    )

    def ask_about(self, name: str) -> None:
        """A palm is the person's, too."""
        super().ask_about(name)
        self.size.reword({"palm": f"Like {name}’s palm"})


class JointPainForm(BleedLikeForm):
    """Log joint pain."""

    asked = (
        *("place", "pain", "stiffness", "swelling", *WHEN),
        *("certainty", "cause", "treated", *MORE, *NOTE),
    )
    place = ChoiceField(
        "Which joint hurts?",
        choices=choices(PAIN_PLACES),
        validators=[InputRequired("Choose which joint hurts")],
    )
    stiffness = ChoiceField(
        "How stiff is it?",
        choices={
            "none": "Not stiff",
            "mild": "A little",
            "moderate": "Stiff",
            "severe": "Very stiff",
        },
        validators=[Optional()],
    )
    swelling = ChoiceField(
        "Is it swollen?", choices={"yes": "Yes", "no": "No"}, validators=[Optional()]
    )


class InfusionForm(EntryForm):
    """Log a dose of factor IX."""

    asked = (
        *("dose_iu", "product", *WHEN, "reason", "treats"),
        *("given_by", "batch", "note", "private"),
    )
    when = ChoiceField("When did you take it?", choices=WHEN_CHOICES, default=JUST_NOW)
    dose_iu = NumberField("Dose", [Optional(), NumberRange(1, 100_000, DOSE_MESSAGE)], DOSE_MESSAGE)
    product = StringField("Product", [AtMost(80, "the product")], filters=[readable])
    batch = StringField("Batch number", [AtMost(80, "the batch number")], filters=[readable])
    reason = ChoiceField(
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
    treats = ChoiceField("Which bleed?", choices={}, validators=[Optional()])
    given_by = ChoiceField(
        "Who gave it?",
        choices={
            "self": "I did",
            "carer": "A carer",
            "school": "School",
            "hospital": "Hospital",
        },
        validators=[Optional()],
    )

    def ask_about(self, name: str) -> None:
        """Whoever is asked and says "I did" is not the person."""
        self.when.label.text = f"When did {name} take it?"
        self.reason.reword({"prophylaxis": "Regular dose"})
        self.given_by.reword({"self": name, "carer": "I did, or another carer"})


FORMS: dict[Kind, type[EntryForm]] = {
    Kind.BLEED: BleedForm,
    Kind.BRUISE: BruiseForm,
    Kind.JOINT_PAIN: JointPainForm,
    Kind.INFUSION: InfusionForm,
}
