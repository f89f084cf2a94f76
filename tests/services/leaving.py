"""Somebody who deletes their account, and what the record says then."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from bleedlog.models.viewer import console
from bleedlog.services.accounts import Place, SignedIn, sign_in
from bleedlog.services.erasing import (
    delete_account,
)
from bleedlog.services.sessions import SessionKey
from bleedlog.storage.engine import Database
from tests.people import PASSWORD, email_of

SECRET = "a-secret-of-tests-0123456789-abcdefghij"
CONSOLE = console("a test")


def enter(record: Database, name: str) -> SessionKey:
    found = sign_in(
        record,
        email=email_of(name),
        password=PASSWORD,
        keep=False,
        place=Place("192.0.2.1"),
        secret_key=SECRET,
    )
    assert isinstance(found, SignedIn)
    return found.key


def delete(record: Database, key: SessionKey, *also: UUID, password: str = PASSWORD) -> object:
    return delete_account(
        record,
        key=key,
        password=password,
        also=set(also),
        place=Place("192.0.2.1"),
        secret_key=SECRET,
    )


def rows(record: Database, query: str, **values: Any) -> list[Any]:
    with record.reading(CONSOLE) as connection:
        return list(connection.execute(text(query), values))


def count(record: Database, table: str) -> int:
    return int(rows(record, f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - fixed names


def everything(record: Database) -> str:
    """All that the record holds, as text."""
    tables = [
        "patient", "app_user", "entry", "entry_revision", "entry_conflict", "photo", "access",
        "consent", "diary_event", "account_event", "api_token", "invitation", "sign_in_session",
        "profile_change", "question", "appointment",
    ]  # fmt: skip
    found = [row for table in tables for row in rows(record, f"SELECT * FROM {table}")]  # noqa: S608 - fixed names
    return "\n".join(str(tuple(row)) for row in found)
