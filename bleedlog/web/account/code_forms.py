"""Forms around a code that came in a link: a new password, a confirmed address."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Regexp, ValidationError

NO_ADDRESS = "Enter an address like name@example.org."
CODE_OVER = "This link is used up, or it is too old. Ask for a new one."


def code_field(label: str = "Code from the mail") -> StringField:
    """The field that a script fills from the link; without one, the person pastes the code."""
    return StringField(
        label,
        [InputRequired("Enter the code from the mail."), Length(max=100, message=CODE_OVER)],
    )


def is_printable(_form: Any, field: Any) -> None:
    """Refuse letters that nobody can see, which only a program sends."""
    if field.data and not field.data.strip().isprintable():
        message = "Use letters that can be printed."
        raise ValidationError(message)


def address_field(label: str = "Email address") -> EmailField:
    """A field for an address that mail is to be sent to."""
    return EmailField(
        label,
        [
            InputRequired("Enter an email address."),
            Length(max=254, message="That email address is too long."),
            Regexp(r"\s*[^@\s]+@[^@\s]+\s*$", message=NO_ADDRESS),
            is_printable,
        ],
    )


class ForgottenForm(FlaskForm):
    """Whose password is forgotten?"""

    email = address_field()


class ConfirmForm(FlaskForm):
    """A code that shows that somebody reads mail at an address."""

    code = code_field()


class NewEmailForm(FlaskForm):
    """Another address, with the password, so that an unlocked phone is not enough."""

    email = address_field("New email address")
    password = PasswordField("Your password")


class ResetForm(FlaskForm):
    """A new password for who was sent a code."""

    code = code_field()
    new = PasswordField("New password", [InputRequired("Enter a new password.")])
    again = PasswordField(
        "New password again", [EqualTo("new", "The two new passwords are not the same.")]
    )
