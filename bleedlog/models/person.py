"""People: who signs in (user), whose diary it is (patient), and who may see whose (access)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UTC_TIME, checks_of, word
from bleedlog.models.entry_input import new_id
from bleedlog.models.moment import DEFAULT_ZONE
from bleedlog.models.vocabulary import AccessRole, PatientSeverity


class UserBase(SQLModel):
    """Somebody who signs in."""

    email: str = Field(max_length=254)
    """In small letters."""
    name: str = Field(max_length=120)


class User(UserBase, table=True):
    """A sign-in. A child has none; a parent has one and two diaries."""

    __tablename__ = "app_user"
    __table_args__ = (
        *checks_of(UserBase),
        CheckConstraint("email = lower(email)", name="email_in_small_letters"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    password_hash: str | None = Field(default=None, max_length=255)
    created_at: datetime = Field(sa_type=UTC_TIME)
    email_confirmed_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    disabled_at: datetime | None = Field(default=None, sa_type=UTC_TIME)


class PatientBase(SQLModel):
    """Whose diary it is: the profile."""

    name: str = Field(max_length=120)
    born: date | None = Field(default=None)
    nhs_number: str | None = Field(default=None, max_length=10)
    hospital_number: str | None = Field(default=None, max_length=40)
    severity: PatientSeverity | None = Field(default=None, sa_type=word(PatientSeverity))
    product: str | None = Field(default=None, max_length=80)
    usual_dose_iu: float | None = Field(default=None, gt=0, le=100_000)
    zone: str = Field(default=DEFAULT_ZONE, max_length=64)
    risk_flag: bool = Field(default=False)
    """Whether liver cancer is looked for by ultrasound and AFP."""


CHECK_IN_DAYS = (1, 7, 14, 28)
"""How many days may lie between two check-ins: one tap covers four weeks at most."""


class CheckInWish(SQLModel):
    """How often the person wants to be asked about bleeds."""

    check_in_days: int = Field(default=7, ge=CHECK_IN_DAYS[0], le=CHECK_IN_DAYS[-1])
    check_in_chosen_on: date | None = Field(default=None)
    """When somebody chose it last, so that nobody is offered another soon after."""


class Patient(PatientBase, CheckInWish, table=True):
    """A person with haemophilia B."""

    __table_args__ = checks_of(PatientBase, CheckInWish)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    centre_id: UUID | None = Field(default=None, foreign_key="clinic.id")
    created_at: datetime = Field(sa_type=UTC_TIME)
    erased_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
    """When the person had their diary erased; what is left must be kept, and says no name."""


class AccessBase(SQLModel):
    """What a user may do with a patient's diary."""

    role: AccessRole = Field(sa_type=word(AccessRole))


class Access(AccessBase, table=True):
    """One user's access to one patient's diary, until revoked."""

    __table_args__ = checks_of(AccessBase)

    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    user_id: UUID = Field(primary_key=True, foreign_key="app_user.id", index=True)
    granted_at: datetime = Field(sa_type=UTC_TIME)
    granted_by: UUID | None = Field(default=None)
    """Null for the console."""
    revoked_at: datetime | None = Field(default=None, sa_type=UTC_TIME)
