"""Forms around a code that came in a link: a new password, a confirmed address."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

CODE_OVER = "This link is used up, or it is too old. Ask for a new one."


def code_field(label: str = "Code from the mail") -> StringField:
    """The field that a script fills from the link; without one, the person pastes the code."""
    return StringField(
        label,
        [InputRequired("Enter the code from the mail."), Length(max=100, message=CODE_OVER)],
    )


class ForgottenForm(FlaskForm):
    """Whose password is forgotten?"""

    email = EmailField(
        "Email address",
        [
            InputRequired("Enter your email address."),
            Length(max=254, message="That email address is too long."),
        ],
    )


class ResetForm(FlaskForm):
    """A new password for who was sent a code."""

    code = code_field()
    new = PasswordField("New password", [InputRequired("Enter a new password.")])
    again = PasswordField(
        "New password again", [EqualTo("new", "The two new passwords are not the same.")]
    )
