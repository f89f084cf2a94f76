"""The forms about people's rights."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from bleedlog.models.api_token import Scope
from bleedlog.services.api_tokens import LONGEST_NAME
from bleedlog.services.passwords import LONGEST
from bleedlog.web.diary.fields import AtMost, ChoiceField

SCOPE_CHOICES = {
    Scope.READ.value: "Read the diary and the numbers",
    Scope.LOG.value: "Add entries",
    "both": "Both",
}


def _is_printable(_form: Any, field: Any) -> None:
    if field.data and not field.data.isprintable():
        message = "Use letters that can be printed."
        raise ValidationError(message)


def password_field() -> PasswordField:
    """The password once more; whether it must be there, the service says."""
    return PasswordField("Your password", [AtMost(LONGEST, "the password")])


class TokenForm(FlaskForm):
    """What a program is called and what it may do."""

    patient = HiddenField()
    name = StringField(
        "What is it for?",
        [
            DataRequired("Enter a name, such as My spreadsheet."),
            AtMost(LONGEST_NAME, "the name"),
            _is_printable,
        ],
        filters=[lambda text: " ".join(text.split()) if text else text],
    )
    scope = ChoiceField(
        "What may it do?",
        choices=SCOPE_CHOICES,
        validators=[InputRequired("Choose what it may do.")],
    )
    password = password_field()

    @property
    def scopes(self) -> frozenset[Scope]:
        """As the service takes them."""
        chosen = self.scope.data
        return frozenset(Scope) if chosen == "both" else frozenset({Scope(chosen)})


class DeleteForm(FlaskForm):
    """Whether it is really them, and really meant."""

    password = password_field()
    sure = BooleanField(
        "I know that nobody can bring it back",
        [InputRequired("Tick that you know that nobody can bring it back.")],
    )
