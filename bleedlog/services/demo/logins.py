"""Who signs in to the demo. All have the same password, which `bleedlog demo` prints."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.person import User
from bleedlog.models.person_input import UserInput
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.demo.cast import Keeper
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.scripted import CARER, PATIENT
from bleedlog.services.passwords import hash_password, is_password
from bleedlog.services.record import Record
from bleedlog.storage.accounts import (
    add_account_event,
    add_user,
    find_login,
    set_password_hash,
)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """Somebody who signs in."""

    email: str
    name: str
    about: str
    """Why one would sign in as them, in a few words."""
    keeper: Keeper | None = None
    """Which diaries they keep."""
    role: StaffRole | None = None
    """What they do at the staffed centre."""


LOGINS = (
    DemoLogin(
        "patient@demo.example",
        PATIENT[0],
        "has a diary",
        keeper=Keeper.PATIENT,
    ),
    DemoLogin(
        "carer@demo.example",
        CARER,
        "keeps two sons' diaries",
        keeper=Keeper.CARER,
    ),
    DemoLogin(
        "haematologist@demo.example",
        "Dr Priya Candlewright",
        "sees a centre's people",
        role=StaffRole.CLINICIAN,
    ),
    DemoLogin(
        "nurse@demo.example",
        "Joe Fennelbrook",
        "sees the same people",
        role=StaffRole.CLINICIAN,
    ),
    DemoLogin(
        "admin@demo.example",
        "Robin Ledgerley",
        "runs the centre's list",
        role=StaffRole.ADMIN,
    ),
)
RECORDS_RESULTS = "nurse@demo.example"
"""Who entered what the staffed centre recorded."""


def add_logins(connection: Connection, seed: int, password: str) -> dict[str, UUID]:
    """Store everybody who signs in; gives their ids by email."""
    now = datetime.now(UTC)
    ids = {}
    for number, login in enumerate(LOGINS):
        told = UserInput(email=login.email, name=login.name)
        user = User(
            **told.model_dump(),
            id=Dice(seed, 5, number).id_at(datetime(2020, 1, 1, tzinfo=UTC)),
            password_hash=hash_password(password),
            created_at=now,
        )
        ids[login.email] = add_user(connection, user)
        add_account_event(
            connection, user_id=user.id, action=Action.CREATED, now=now, reason="the demo"
        )
    return ids


def give_password(record: Record, password: str) -> None:
    """See that all logins have that password, whatever a visitor has made of them."""
    for login in LOGINS:
        with record.reading() as connection:
            found = find_login(connection, login.email)
        if found is None or is_password(found.password_hash, password):
            continue
        new_hash = hash_password(password)
        with record.transaction() as connection:
            set_password_hash(connection, user_id=found.user_id, password_hash=new_hash)
