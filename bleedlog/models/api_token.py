"""Tokens: keys that a person makes for a program of theirs."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of


class Scope(StrEnum):
    """What a token lets a program do."""

    READ = "read"
    LOG = "log"


class ApiTokenBase(SQLModel):
    """What its maker sees of a token."""

    name: str = Field(max_length=60)
    may_read: bool
    may_log: bool


class ApiToken(ApiTokenBase, table=True):
    """A token for one diary, with at most its maker's own rights there. Kept as its SHA-256."""

    __tablename__ = "api_token"
    __table_args__ = (
        *checks_of(ApiTokenBase),
        CheckConstraint("may_read OR may_log", name="may_do_something"),
        CheckConstraint("length(secret_hash) = 64", name="secret_hash_is_a_hash"),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id")
    id: UUID = Field(primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UTC_TIME)
    used_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    revoked_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
