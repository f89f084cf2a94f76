"""Forms of who is new here: an invitation's code, who they are, a password, their diary."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.passwords import LONGEST
from bleedlog.web.account.code_forms import address_field, code_field, is_printable
from bleedlog.web.diary.fields import AtMost, ChoiceField

OVER = "This invitation is used up, taken back, or too old. Ask for a new one."
UNANSWERED = "Choose an answer."
NOBODY = "nobody"


def plain_name(text: str | None) -> str | None:
    """A name in one line, without the one character that a database cannot keep."""
    return " ".join(text.replace("\x00", "").split()) if text else text


def name_field(label: str = "Your name") -> StringField:
    """How pages call somebody."""
    return StringField(
        label,
        [DataRequired("Enter your name."), AtMost(120, "the name"), is_printable],
        filters=[plain_name],
    )


def password_field() -> PasswordField:
    """A password of their own making."""
    return PasswordField(
        "Choose a password",
        [
            InputRequired("Choose a password."),
            Length(max=LONGEST, message=f"A password has at most {LONGEST} characters."),
        ],
    )


class OptionalChoice(ChoiceField):
    """An answer that not everybody is asked for, and that nobody is given before they chose."""

    def pre_validate(self, form: Any) -> None:
        """Refuse an answer that the page does not offer; none is one."""
        if self.data is not None:
            super().pre_validate(form)


def kept_field() -> OptionalChoice:
    """What those may do who kept a diary that somebody takes over; asked of nobody else."""
    return OptionalChoice(
        "May the people who kept this diary for you still open it?",
        choices={
            AccessRole.CARER_READ.value: "Yes, look only",
            AccessRole.CARER_LOG.value: "Yes, look, add and change entries",
            NOBODY: "No, nobody",
        },
    )


def kept_role(kept: OptionalChoice) -> AccessRole | None:
    """What they may do; None for nothing."""
    return None if kept.data in {None, NOBODY} else AccessRole(kept.data)


def is_answered(offered: InvitedAs | None, kept: OptionalChoice) -> bool:
    """Whether it was said what they may do, if that was asked."""
    if offered is InvitedAs.OWNER and kept.data is None:
        kept.errors = [UNANSWERED]
        return False
    return True


class CodeForm(FlaskForm):
    """The code of an invitation."""

    code = code_field("Code of the invitation")


class FinishForm(FlaskForm):
    """The code of the mail that begins an account."""

    code = code_field()


class AcceptForm(FlaskForm):
    """Accepting an invitation, as somebody who is signed in."""

    code = HiddenField()
    kept = kept_field()


class AddressForm(FlaskForm):
    """The address of somebody new, to which a link goes."""

    code = HiddenField()
    email = address_field()


class AccountForm(FlaskForm):
    """Somebody new whose address is known: what they are called, and a password."""

    code = HiddenField()
    name = name_field()
    password = password_field()
    keep = BooleanField("Keep me signed in on this phone")
    kept = kept_field()


class WholeAccountForm(FlaskForm):
    """Somebody new where no mail is sent: all of it at once."""

    code = HiddenField()
    name = name_field()
    email = address_field()
    password = password_field()
