"""Codes that travel in a link: an invitation, a confirmed address, a forgotten password.

The code itself stands after the `#` of its link, which browsers send to nobody, and is kept as its
SHA-256. It is used once and ends by itself.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, false
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of, word
from bleedlog.models.vocabulary import AccessRole, StaffRole


class InvitedAs(StrEnum):
    """What whoever accepts an invitation becomes."""

    PATIENT = "patient"
    """Begins a diary that the inviting clinic may look at, if they agree."""
    CARER = "carer"
    """May look at, log in or manage a diary."""
    OWNER = "owner"
    """Takes over the diary that somebody kept for them."""
    STAFF = "staff"
    """Works at the inviting clinic."""


class InvitationBase(SQLModel):
    """What an invitation offers."""

    invited_as: InvitedAs = Field(sa_type=word(InvitedAs))
    access_role: AccessRole | None = Field(default=None, sa_type=word(AccessRole))
    staff_role: StaffRole | None = Field(default=None, sa_type=word(StaffRole))
    name: str | None = Field(default=None, max_length=120)
    """How the inviting person calls them."""
    email: str | None = Field(default=None, max_length=254)
    """Where the link was sent; whoever accepts may sign in with another address."""


class Invitation(InvitationBase, table=True):
    """An invitation until it is accepted, taken back or over."""

    __table_args__ = (
        *checks_of(InvitationBase),
        CheckConstraint("length(code_hash) = 64", name="code_hash_is_a_hash"),
        CheckConstraint(
            "(invited_as IN ('carer', 'owner')) = (patient_id IS NOT NULL)",
            name="a_diary_for_whom_it_opens",
        ),
        CheckConstraint(
            "invited_as NOT IN ('patient', 'staff') OR clinic_id IS NOT NULL",
            name="a_clinic_that_invites",
        ),
    )

    id: UUID = Field(primary_key=True)
    code_hash: str = Field(max_length=64, unique=True)
    clinic_id: UUID | None = Field(default=None, foreign_key="clinic.id", index=True)
    patient_id: UUID | None = Field(default=None, foreign_key="patient.id", index=True)
    invited_by: UUID | None = Field(default=None)
    """Null for the console."""
    only_mailed: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}, nullable=False
    )
    """Whether its code was sent to `email` and shown to nobody: who has it reads that mail."""
    created_at: datetime = Field(sa_type=UTC_TIME)
    expires_at: datetime = Field(sa_type=UTC_TIME)
    accepted_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    accepted_by: UUID | None = Field(default=None)
    revoked_at: datetime | None = Field(default=None, sa_type=UTC_TIME)


class CodePurpose(StrEnum):
    """What a code sent to somebody who has an account is for."""

    CONFIRM_EMAIL = "confirm_email"
    CHANGE_EMAIL = "change_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a word, not a password


class AccountCodeBase(SQLModel):
    """What a code does."""

    purpose: CodePurpose = Field(sa_type=word(CodePurpose))
    email: str = Field(max_length=254)
    """The address that it proves; blank for one that was given by hand."""


class AccountCode(AccountCodeBase, table=True):
    """A code for one user. Several for one purpose work side by side, each until it ends."""

    __tablename__ = "account_code"
    __table_args__ = (
        *checks_of(AccountCodeBase),
        CheckConstraint("length(code_hash) = 64", name="code_hash_is_a_hash"),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    code_hash: str = Field(primary_key=True, max_length=64, index=True)
    created_at: datetime = Field(sa_type=UTC_TIME)
    expires_at: datetime = Field(sa_type=UTC_TIME)


class SignUpBase(SQLModel):
    """Who wants an account."""

    email: str = Field(max_length=254)
    """The address that the code went to, in small letters."""


class SignUp(SignUpBase, table=True):
    """Somebody who wants an account, until they show that they read mail at their address."""

    __tablename__ = "sign_up"
    __table_args__ = (
        *checks_of(SignUpBase),
        CheckConstraint("length(code_hash) = 64", name="code_hash_is_a_hash"),
    )

    code_hash: str = Field(primary_key=True, max_length=64)
    email: str = Field(max_length=254, index=True)
    invitation_hash: str | None = Field(default=None, max_length=64)
    """Of the invitation's code that they came with, if they did."""
    created_at: datetime = Field(sa_type=UTC_TIME)
    expires_at: datetime = Field(sa_type=UTC_TIME, index=True)
