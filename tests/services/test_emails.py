"""Addresses: shown to be read by their owner; a new one counts once it is, till then the old."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import text

from bleedlog.models.viewer import Viewer, console
from bleedlog.services.account_codes import (
    CodeOver,
    NewCode,
    PasswordReset,
    ask_for_reset,
    reset_password,
)
from bleedlog.services.emails import (
    Address,
    AddressConfirmed,
    ask_to_change,
    ask_to_confirm,
    confirm_address,
    get_address,
)
from bleedlog.services.people import lock_user
from bleedlog.storage.engine import Database
from tests.people import People, email_of

NEW = "ann.new@people.example"


def address_of(database: Database, user: UUID) -> Address:
    return get_address(database, by=Viewer(user))


def change_code(database: Database, user: UUID, email: str = NEW) -> NewCode:
    asked = ask_to_change(database, user_id=user, new_email=email)
    assert asked is not None
    assert asked.code is not None
    return asked.code


def test_a_code_confirms_the_address(database: Database, people: People) -> None:
    ann = people.user("Ann")
    assert address_of(database, ann) == Address(email_of("Ann"), confirmed=False)
    made = ask_to_confirm(database, user_id=ann)
    assert made is not None

    assert confirm_address(database, code=made.code) == AddressConfirmed(
        email_of("Ann"), None, "Ann"
    )

    assert address_of(database, ann) == Address(email_of("Ann"), confirmed=True)
    assert confirm_address(database, code=made.code) == CodeOver()
    assert ask_to_confirm(database, user_id=ann) is None
    with database.reading() as connection:
        event = connection.execute(text("SELECT action, detail FROM account_event")).one()
    assert tuple(event) == ("confirmed", "email")


def test_the_old_address_stays_until_the_new_one_is_confirmed(
    database: Database, people: People
) -> None:
    ann = people.user("Ann")
    made = change_code(database, ann, " Ann.New@People.example ")
    assert made.email == NEW
    assert address_of(database, ann).email == email_of("Ann")

    assert confirm_address(database, code=made.code) == AddressConfirmed(
        NEW, email_of("Ann"), "Ann"
    )

    assert address_of(database, ann) == Address(NEW, confirmed=True)
    with database.reading() as connection:
        events = connection.execute(text("SELECT detail FROM account_event ORDER BY at"))
        assert list(events.scalars()) == ["email asked for", "email"], "never what was typed"


def test_what_was_sent_to_the_old_address_works_no_more(database: Database, people: People) -> None:
    ann = people.user("Ann")
    reset = ask_for_reset(database, email=email_of("Ann"))
    confirm = ask_to_confirm(database, user_id=ann)
    assert reset is not None
    assert confirm is not None

    confirm_address(database, code=change_code(database, ann).code)

    assert reset_password(database, code=reset.code, new="five other words") == CodeOver()
    assert confirm_address(database, code=confirm.code) == CodeOver()


def test_somebody_elses_address_stays_theirs(database: Database, people: People) -> None:
    ann, bob = people.user("Ann"), people.user("Bob")

    asked = ask_to_change(database, user_id=ann, new_email=email_of("Bob"))

    assert asked is not None
    assert asked.taken
    assert asked.code is not None
    assert confirm_address(database, code=asked.code.code) == CodeOver()
    assert address_of(database, ann).email == email_of("Ann")
    assert address_of(database, bob).email == email_of("Bob")


def test_who_confirms_first_gets_the_address(database: Database, people: People) -> None:
    ann, bob = people.user("Ann"), people.user("Bob")
    first, second = change_code(database, ann), change_code(database, bob)

    assert isinstance(confirm_address(database, code=first.code), AddressConfirmed)
    assert confirm_address(database, code=second.code) == CodeOver()
    assert address_of(database, bob).email == email_of("Bob")


def test_a_new_password_by_mail_confirms_the_address_too(
    database: Database, people: People
) -> None:
    ann = people.user("Ann")
    made = ask_for_reset(database, email=email_of("Ann"))
    assert made is not None

    assert isinstance(
        reset_password(database, code=made.code, new="five other words"), PasswordReset
    )
    assert address_of(database, ann).confirmed


@pytest.mark.parametrize("days", [1, 3])
def test_codes_end_by_themselves(database: Database, people: People, days: int) -> None:
    ann = people.user("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        made = change_code(database, ann) if days == 1 else ask_to_confirm(database, user_id=ann)
        assert made is not None
        clock.shift(timedelta(days=days))

        assert confirm_address(database, code=made.code) == CodeOver()


def test_a_locked_account_changes_nothing(database: Database, people: People) -> None:
    ann = people.user("Ann")
    made = change_code(database, ann)
    lock_user(database, by=console("a test"), email=email_of("Ann"))

    assert confirm_address(database, code=made.code) == CodeOver()
    assert ask_to_change(database, user_id=ann, new_email="other@people.example") is None
    assert ask_to_confirm(database, user_id=ann) is None


def test_a_code_for_a_password_is_none_for_an_address(database: Database, people: People) -> None:
    ann = people.user("Ann")
    reset = ask_for_reset(database, email=email_of("Ann"))
    assert reset is not None

    assert confirm_address(database, code=reset.code) == CodeOver()
    code = change_code(database, ann).code
    assert reset_password(database, code=code, new="five other words") == CodeOver()


def test_links_are_not_sent_by_the_dozen(database: Database, people: People) -> None:
    ann = people.user("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        assert ask_to_confirm(database, user_id=ann) is not None
        assert ask_to_confirm(database, user_id=ann) is None
        clock.shift(timedelta(minutes=5))
        assert ask_to_confirm(database, user_id=ann) is not None
