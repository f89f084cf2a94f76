"""The forms of the second factor."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from bleedlog.services.passwords import LONGEST

_NO_LONGER = Length(max=LONGEST, message=f"A password has at most {LONGEST} characters.")
_NOT_TOO_LONG = Length(max=60, message="That is too long for a code.")


class CodeForm(FlaskForm):
    """A code of the app, or one from paper."""

    code = StringField("Code from your app", [_NOT_TOO_LONG])
    recovery = StringField("Recovery code", [_NOT_TOO_LONG])
    next = HiddenField()
    typed = HiddenField()

    @property
    def given(self) -> str:
        """Whichever was typed."""
        return (self.recovery.data or self.code.data or "").strip()


class AgainForm(FlaskForm):
    """The password once more, if it was not asked for just now."""

    password = PasswordField("Your password", [_NO_LONGER])


class TurnOffForm(FlaskForm):
    """Both steps once more."""

    password = PasswordField("Your password", [InputRequired("Enter your password."), _NO_LONGER])
    code = StringField("Code from your app", [InputRequired("Enter a code."), _NOT_TOO_LONG])


class SetUpForm(AgainForm):
    """The first code of a new app."""

    code = StringField(
        "Code that the app shows",
        [InputRequired("Enter the code that the app shows."), _NOT_TOO_LONG],
    )
    sealed = HiddenField()
    next = HiddenField()
    typed = HiddenField()
