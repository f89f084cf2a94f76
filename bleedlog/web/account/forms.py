"""The forms of signing in and of a new password."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from bleedlog.services.passwords import LONGEST


class SignInForm(FlaskForm):
    """Who are you?"""

    email = EmailField(
        "Email address",
        [
            InputRequired("Enter your email address."),
            Length(max=254, message="That email address is too long."),
        ],
    )
    password = PasswordField(
        "Password",
        [
            InputRequired("Enter your password."),
            Length(max=LONGEST, message=f"A password has at most {LONGEST} characters."),
        ],
    )
    keep = BooleanField("Keep me signed in on this phone")
    next = HiddenField()
    typed = HiddenField()


class PasswordForm(FlaskForm):
    """A new password, with the old one so that an unlocked phone is not enough."""

    old = PasswordField("Your password now", [InputRequired("Enter the password you use now.")])
    new = PasswordField("New password", [InputRequired("Enter a new password.")])
    again = PasswordField(
        "New password again",
        [EqualTo("new", "The two new passwords are not the same.")],
    )
