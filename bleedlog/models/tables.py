"""Every table of the record in one place, for migrations and tests."""

from sqlmodel import SQLModel

from bleedlog.models.api_token import ApiToken
from bleedlog.models.appointment import Appointment
from bleedlog.models.audit import AccountEvent, DiaryEvent
from bleedlog.models.clinic import Clinic, Consent, Membership
from bleedlog.models.digest import DiaryDigest
from bleedlog.models.entry import Diary, Entry, EntryRevision
from bleedlog.models.entry_conflict import EntryConflict
from bleedlog.models.factor import Challenge, Passkey, ProviderIdentity, RecoveryCode, SecondFactor
from bleedlog.models.follow_up import ClinicStep, FollowUp
from bleedlog.models.invitation import AccountCode, Invitation, SignUp
from bleedlog.models.person import Access, Patient, User
from bleedlog.models.photo import Photo
from bleedlog.models.profile import ProfileChange
from bleedlog.models.question import QuestionState
from bleedlog.models.safeguard import EmergencyLook, LegalHold
from bleedlog.models.session import KnownDevice, SignInSession, SignInThrottle

DIARY_TABLES: tuple[type[SQLModel], ...] = (
    Diary,
    Entry,
    EntryRevision,
    EntryConflict,
    Photo,
    DiaryEvent,
    EmergencyLook,
    LegalHold,
    ProfileChange,
    FollowUp,
    QuestionState,
    Appointment,
    DiaryDigest,
)
"""Distributed by patient: their keys begin with `patient_id`."""

TABLES: tuple[type[SQLModel], ...] = (
    User,
    Clinic,
    Patient,
    Access,
    Membership,
    Consent,
    SignInSession,
    SignInThrottle,
    KnownDevice,
    AccountEvent,
    AccountCode,
    Invitation,
    SignUp,
    SecondFactor,
    RecoveryCode,
    Passkey,
    Challenge,
    ProviderIdentity,
    ApiToken,
    ClinicStep,
    *DIARY_TABLES,
)

metadata = SQLModel.metadata
"""What Alembic compares the database with."""
