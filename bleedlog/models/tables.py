"""Every table of the record in one place, for migrations and tests."""

from sqlmodel import SQLModel

from bleedlog.models.audit import AccountEvent, DiaryEvent
from bleedlog.models.clinic import Clinic, Consent, Membership
from bleedlog.models.entry import Diary, Entry, EntryRevision
from bleedlog.models.person import Access, Patient, User
from bleedlog.models.photo import Photo
from bleedlog.models.session import KnownDevice, SignInSession, SignInThrottle

DIARY_TABLES: tuple[type[SQLModel], ...] = (
    Diary,
    Entry,
    EntryRevision,
    Photo,
    DiaryEvent,
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
    *DIARY_TABLES,
)

metadata = SQLModel.metadata
"""What Alembic compares the database with."""
