"""Following up after gene therapy: which tests, how often a centre wants them, confirmed dates."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of, word
from bleedlog.models.entry_input import new_id


class FollowUpTest(StrEnum):
    """What is followed up."""

    LIVER = "liver"
    """ALT or AST."""
    FIX = "fix"
    ULTRASOUND = "ultrasound"
    AFP = "afp"


class IntervalUnit(StrEnum):
    """In what an interval is counted."""

    WEEK = "week"
    MONTH = "month"


class StepBase(SQLModel):
    """From which month after the infusion on a test is wanted how often."""

    from_month: int = Field(ge=0, le=600)
    every: int = Field(ge=1, le=60)
    unit: IntervalUnit = Field(sa_type=word(IntervalUnit))


class ClinicStep(StepBase, table=True):
    """A centre's own interval; where it has none of a test, the published ones hold."""

    __tablename__ = "clinic_step"
    __table_args__ = checks_of(StepBase)

    clinic_id: UUID = Field(primary_key=True, foreign_key="clinic.id")
    test: FollowUpTest = Field(primary_key=True, sa_type=word(FollowUpTest))
    from_month: int = Field(primary_key=True, ge=0, le=600)


class FollowUpBase(SQLModel):
    """A date that a centre confirmed, or a test that leaves no result in the diary."""

    test: FollowUpTest = Field(sa_type=word(FollowUpTest))


class FollowUp(FollowUpBase, table=True):
    """One test of one person: confirmed for a week, done on a day, or taken back."""

    __tablename__ = "follow_up"
    __table_args__ = (
        *checks_of(FollowUpBase),
        CheckConstraint("week IS NOT NULL OR done_on IS NOT NULL", name="is_due_or_done"),
        Index("follow_up_by_clinic", "clinic_id"),
    )

    patient_id: UUID = Field(primary_key=True, foreign_key="diary.patient_id")
    id: UUID = Field(default_factory=new_id, primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    week: date | None = Field(default=None)
    """The Monday of the week for which it is confirmed."""
    done_on: date | None = Field(default=None)
    confirmed_by: UUID
    confirmed_at: datetime = Field(sa_type=UTC_TIME)
    ended_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    """When it was taken back, or another date took its place."""
