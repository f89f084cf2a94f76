"""Somebody's own account: what is known of it, and what it is called."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import NAME_BEFORE, Action
from bleedlog.models.viewer import Viewer
from bleedlog.services.record import Record
from bleedlog.storage.access import find_own_diary
from bleedlog.storage.accounts import add_account_event, find_login_of, set_name
from bleedlog.storage.memberships import has_worked


class NamedByDiaryError(Exception):
    """Somebody's own diary and account are called alike, so the name is corrected there."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account as its owner's pages show it."""

    name: str
    email: str
    email_confirmed: bool
    is_named_by_diary: bool
    """Whether their own diary's name is the account's, too."""


def get_own_account(record: Record, *, by: Viewer) -> OwnAccount:
    """The account of whoever is signed in.

    Raises:
        LookupError: if there is no such user.
    """
    with record.reading(by) as connection:
        return _own_account(connection, by.user_id)


def _own_account(connection: Connection, user_id: UUID | None) -> OwnAccount:
    login = None if user_id is None else find_login_of(connection, user_id)
    if login is None:
        raise LookupError
    return OwnAccount(
        login.name,
        login.email,
        login.email_confirmed,
        is_named_by_diary=follows_diary(connection, login.user_id)
        and find_own_diary(connection, login.user_id) is not None,
    )


def follows_diary(connection: Connection, user_id: UUID) -> bool:
    """Whether an account is called as its owner's diary is, where there is one.

    That of staff is not: others read by its name who looked at their diary.
    """
    return not has_worked(connection, user_id)


def correct_own_name(record: Record, *, by: Viewer, name: str) -> None:
    """Let the account of whoever is signed in be called that.

    What staff were called stays on record: people read who looked by it. That of others does not,
    since it would outlive their account.

    Args:
        record: The open record.
        by: Whose account it is.
        name: At most 120 characters, in one line.

    Raises:
        LookupError: if there is no such user.
        NamedByDiaryError: if their own diary says what it is called.
    """
    with record.transaction(by) as connection:
        known = _own_account(connection, by.user_id)
        if known.is_named_by_diary:
            raise NamedByDiaryError
        if name != known.name:
            works = not follows_diary(connection, by.user_id) if by.user_id else False
            before = known.name if works else None
            rename_account(connection, by, name, before=before, now=datetime.now(UTC))


def rename_account(
    connection: Connection, by: Viewer, name: str, *, before: str | None = None, now: datetime
) -> None:
    """Store what the account of `by` is called, and note it.

    `before`: what it was called, kept with the event so that it can be told who looked; None where
    the diary's profile keeps it, or nothing does.
    """
    assert by.user_id is not None  # noqa: S101 - only users have an account
    set_name(connection, user_id=by.user_id, name=name)
    add_account_event(
        connection,
        user_id=by.user_id,
        by_user=by.user_id,
        action=Action.CHANGED,
        now=now,
        detail="name" if before is None else f"{NAME_BEFORE}{before}",
    )
