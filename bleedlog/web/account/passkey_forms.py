"""The forms of passkeys; what a browser answers travels in a hidden field."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from bleedlog.services.passkeys import LONGEST_NAME
from bleedlog.services.passwords import LONGEST
from bleedlog.web.account.code_forms import is_printable

LONGEST_ANSWER = 20_000


class AnswerForm(FlaskForm):
    """A passkey that was used, or made."""

    credential = HiddenField(validators=[InputRequired(), Length(max=LONGEST_ANSWER)])
    keep = HiddenField()
    next = HiddenField()
    typed = HiddenField()


class NameForm(FlaskForm):
    """What its owner calls it."""

    name = StringField(
        "Name",
        [
            DataRequired("Enter a name."),
            is_printable,
            Length(max=LONGEST_NAME, message=f"A name has at most {LONGEST_NAME} letters."),
        ],
        filters=[lambda text: text.strip() if text else text],
    )


class RemoveForm(FlaskForm):
    """The password once more, if it was not asked for just now."""

    password = PasswordField("Your password", [Length(max=LONGEST)])
