"""Doors that open against the rule, and stay on record: an emergency look, a legal hold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of


class EmergencyLookBase(SQLModel):
    """Why somebody looked."""

    reason: str = Field(max_length=500)


class EmergencyLook(EmergencyLookBase, table=True):
    """Staff may read a diary without consent, for an hour at most; the patient is told."""

    __tablename__ = "emergency_look"
    __table_args__ = (
        *checks_of(EmergencyLookBase),
        CheckConstraint("until > since", name="ends_after_it_began"),
        Index("emergency_look_of_user", "user_id", "until"),
    )

    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="app_user.id")
    clinic_id: UUID = Field(foreign_key="clinic.id")
    since: datetime = Field(sa_type=UTC_TIME)
    until: datetime = Field(sa_type=UTC_TIME)
    seen_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    """When the patient put the note on their home page away."""


class LegalHoldBase(SQLModel):
    """Why a record must be kept."""

    reason: str = Field(max_length=500)


class LegalHold(LegalHoldBase, table=True):
    """A record that must be kept, whatever is asked, until the hold is lifted."""

    __tablename__ = "legal_hold"
    __table_args__ = checks_of(LegalHoldBase)

    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    id: UUID = Field(primary_key=True)
    since: datetime = Field(sa_type=UTC_TIME)
    lifted_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
