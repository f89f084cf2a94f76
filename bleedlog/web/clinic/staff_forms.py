"""The forms of a clinic's staff: what somebody does there, whom the clinic invites."""

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import InputRequired, Optional, Regexp

from bleedlog.web.clinic.roles import ROLE_CHOICES
from bleedlog.web.diary.fields import AtMost, ChoiceField

ADDRESS = Regexp(r"\s*[^@\s]+@[^@\s]+\s*$", message="Enter an address like name@example.org.")


def _plain(text: str | None) -> str | None:
    return " ".join(text.replace("\x00", "").split()) if text else text


class RoleForm(FlaskForm):
    """What somebody does at the clinic."""

    role = ChoiceField(
        "What can they do?",
        choices=ROLE_CHOICES,
        validators=[InputRequired("Choose what they can do.")],
    )


class InviteForm(FlaskForm):
    """Whom the clinic invites."""

    clinic = HiddenField()
    name = StringField(
        "Their name",
        [InputRequired("Enter their name."), AtMost(120, "the name")],
        filters=[_plain],
    )
    email = EmailField(
        "Their email address",
        [Optional(), AtMost(254, "the email address"), ADDRESS],
        filters=[_plain],
    )


class InviteStaffForm(InviteForm):
    """Whom the clinic invites to work there."""

    role = ChoiceField(
        "What can they do?",
        choices=ROLE_CHOICES,
        validators=[InputRequired("Choose what they can do.")],
    )
