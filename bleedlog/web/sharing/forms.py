"""The forms of sharing: invite somebody, what they may do, a clinic, a child, handing over."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from bleedlog.models.moment import DEFAULT_ZONE
from bleedlog.web.diary.fields import (
    CHOICE_MESSAGE,
    AtMost,
    ChoiceField,
    PlainDateField,
    readable,
)
from bleedlog.web.sharing.words import ROLE_CHOICES

LONGEST_NAME = 120
LONGEST_EMAIL = 254
ADDRESS = "Enter an email address like name@example.org, or leave it empty."


def _one_line(text: str | None) -> str | None:
    text = readable(text)
    return " ".join(text.split()) if text else text


def _is_printable(_form: Any, field: Any) -> None:
    if field.data and not field.data.isprintable():
        message = "Use letters that can be printed."
        raise ValidationError(message)


def _looks_like_an_address(_form: Any, field: Any) -> None:
    local, _, domain = (field.data or "").rpartition("@")
    if field.data and not (local and "." in domain and " " not in field.data):
        raise ValidationError(ADDRESS)


def _email_field() -> EmailField:
    return EmailField(
        "Their email address",
        [AtMost(LONGEST_EMAIL, "the email address"), _is_printable, _looks_like_an_address],
        filters=[_one_line],
    )


def _role_field() -> ChoiceField:
    return ChoiceField(
        "What can they do?",
        choices=ROLE_CHOICES,
        validators=[InputRequired("Choose what they can do.")],
    )


class ListField(SelectField):
    """One of many, from a list that opens; `otherwise` is what no answer means."""

    def __init__(self, label: str, *, otherwise: str, **more: Any) -> None:
        """Take the label and the answer that stands when none is sent."""
        super().__init__(
            label, default=otherwise, coerce=lambda answer: answer or otherwise, **more
        )

    def pre_validate(self, form: Any) -> None:
        """Refuse an answer that the page does not offer."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(CHOICE_MESSAGE) from None


class RoleForm(FlaskForm):
    """What somebody who helps may do."""

    patient = HiddenField()
    role = _role_field()


class InviteForm(FlaskForm):
    """Who is asked to help."""

    patient = HiddenField()
    name = StringField(
        "What do you call them?",
        [
            DataRequired("Enter what you call them, such as Gran."),
            AtMost(LONGEST_NAME, "the name"),
            _is_printable,
        ],
        filters=[_one_line],
    )
    role = _role_field()
    email = _email_field()


class ClinicForm(FlaskForm):
    """Which clinic may look."""

    patient = HiddenField()
    clinic = ChoiceField(
        "Which clinic?", choices=[], validators=[InputRequired("Choose a clinic.")]
    )


class ChildForm(FlaskForm):
    """Whose diary is begun."""

    id = HiddenField()
    name = StringField(
        "Their name",
        [
            DataRequired("Enter their name."),
            AtMost(LONGEST_NAME, "the name"),
            _is_printable,
        ],
        filters=[_one_line],
    )
    born = PlainDateField("Date of birth", validators=[InputRequired("Enter their date of birth.")])
    centre = ListField("Their haemophilia centre", choices=[], otherwise="")
    centre_may_look = BooleanField("This centre may look at the diary")
    zone = ListField("Time zone", choices=[], otherwise=DEFAULT_ZONE)


class HandOverForm(FlaskForm):
    """To whom a diary goes."""

    patient = HiddenField()
    born = PlainDateField("Date of birth")
    email = _email_field()
