"""Signing in: sessions that end when they are ended, and what slows down guessing."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME
from bleedlog.models.entry_input import new_id


class SignInSession(SQLModel, table=True):
    """One signed-in device. The cookie's secret is kept only as its SHA-256."""

    __tablename__ = "sign_in_session"

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    secret_hash: str = Field(primary_key=True, max_length=64)
    created_at: datetime = Field(sa_type=UTC_TIME)
    seen_at: datetime = Field(sa_type=UTC_TIME)
    kept: bool
    """Whether it stays signed in for weeks: somebody's own phone. Staff never do."""
    id: UUID = Field(default_factory=new_id)
    """By which pages name it; the secret's hash stays inside."""
    device: str | None = Field(default=None, max_length=60)
    """What the browser says that it is, in a few words: "Chrome on Android"."""
    signed_in_by: str = Field(
        default="password", max_length=40, sa_column_kwargs={"server_default": "password"}
    )
    """How somebody proved last who they are: the same words as the account's events."""
    second_factor_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    """When this session showed a second factor; a role that needs one asks for it."""


class SignInThrottle(SQLModel, table=True):
    """Failed sign-ins under one key (an account from an address, an address) in a span of time."""

    __tablename__ = "sign_in_throttle"

    key: str = Field(primary_key=True, max_length=64)
    """A keyed hash, so that neither address nor email can be read from it."""
    failures: int = Field(ge=0)
    since: datetime = Field(sa_type=UTC_TIME)
    blocked_until: datetime | None = Field(default=None, sa_type=UTC_TIME)


class KnownDevice(SQLModel, table=True):
    """A device on which a user signed in before: guessing elsewhere cannot lock it out."""

    __tablename__ = "known_device"

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    secret_hash: str = Field(primary_key=True, max_length=64)
    first_seen_at: datetime = Field(sa_type=UTC_TIME)
    seen_at: datetime = Field(sa_type=UTC_TIME)
