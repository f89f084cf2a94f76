"""Clinics, who works there, and which patients let them look."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of, word
from bleedlog.models.entry_input import new_id
from bleedlog.models.moment import DEFAULT_ZONE
from bleedlog.models.vocabulary import StaffRole


class ClinicBase(SQLModel):
    """A haemophilia centre."""

    name: str = Field(max_length=120)
    phone: str | None = Field(default=None, max_length=40)
    zone: str = Field(default=DEFAULT_ZONE, max_length=64)


class Clinic(ClinicBase, table=True):
    """A haemophilia centre."""

    __table_args__ = checks_of(ClinicBase)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(sa_type=UTC_TIME)


class MembershipBase(SQLModel):
    """What a member of staff may do at a clinic."""

    role: StaffRole = Field(sa_type=word(StaffRole))


class Membership(MembershipBase, table=True):
    """One user's work at one clinic, until ended."""

    __table_args__ = checks_of(MembershipBase)

    clinic_id: UUID = Field(primary_key=True, foreign_key="clinic.id")
    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id", index=True)
    since: datetime = Field(sa_type=UTC_TIME)
    ended_at: datetime | None = Field(default=None, sa_type=UTC_TIME)


class Consent(SQLModel, table=True):
    """A patient lets a clinic look, from `granted_at` until `withdrawn_at`."""

    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    clinic_id: UUID = Field(primary_key=True, foreign_key="clinic.id", index=True)
    granted_at: datetime = Field(sa_type=UTC_TIME)
    granted_by: UUID | None = Field(default=None)
    """Null for the console."""
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    kept_name: str | None = Field(default=None, max_length=120)
    """As the clinic knew the patient on the day when they stopped sharing; so are the others."""
    kept_born: date | None = Field(default=None)
    kept_nhs_number: str | None = Field(default=None, max_length=10)
    kept_hospital_number: str | None = Field(default=None, max_length=40)
