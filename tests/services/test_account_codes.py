"""Codes that are sent by mail: for whom, how long, how often, and what a new password does."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text

from bleedlog.models.viewer import console
from bleedlog.services.account_codes import (
    CodeOver,
    NewCode,
    PasswordReset,
    admit_asking,
    ask_for_reset,
    reset_password,
)
from bleedlog.services.accounts import PasswordRefused, Place, SignedIn, Throttled, sign_in
from bleedlog.services.people import lock_user
from bleedlog.services.sessions import resume
from bleedlog.storage.engine import Database
from tests.people import PASSWORD, People, email_of

NEW = "five other words for tests"
SECRET = "a-secret-of-tests-0123456789-abcdefghij"


def signed_in(database: Database, password: str = PASSWORD) -> SignedIn:
    outcome = sign_in(
        database,
        email=email_of("Ann"),
        password=password,
        keep=True,
        place=Place("192.0.2.1"),
        secret_key=SECRET,
    )
    assert isinstance(outcome, SignedIn)
    return outcome


def reset_code(database: Database, name: str = "Ann") -> NewCode:
    made = ask_for_reset(database, email=email_of(name))
    assert made is not None
    return made


def test_a_code_sets_a_new_password_and_ends_every_session(
    database: Database, people: People
) -> None:
    people.person("Ann")
    before = signed_in(database)
    made = reset_code(database)

    outcome = reset_password(database, code=made.code, new=NEW)

    assert outcome == PasswordReset(email_of("Ann"), "Ann")
    assert (made.email, made.name) == (email_of("Ann"), "Ann")
    assert resume(database, key=before.key) is None
    signed_in(database, NEW)
    with database.reading() as connection:
        events = connection.execute(
            text("SELECT action, detail FROM account_event ORDER BY at")
        ).all()
    assert ("reset", "password") in [tuple(event) for event in events]


def test_a_code_works_once(database: Database, people: People) -> None:
    people.person("Ann")
    made = reset_code(database)
    reset_password(database, code=made.code, new=NEW)

    assert (
        reset_password(database, code=made.code, new="six words that are even newer") == CodeOver()
    )
    signed_in(database, NEW)


def test_a_code_ends_by_itself(database: Database, people: People) -> None:
    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        made = reset_code(database)
        clock.shift(made.lives)

        assert made.lives <= timedelta(hours=1)
        assert reset_password(database, code=made.code, new=NEW) == CodeOver()


def test_only_the_hash_of_a_code_is_kept(database: Database, people: People) -> None:
    people.person("Ann")
    made = reset_code(database)

    with database.reading() as connection:
        assert made.code not in repr(connection.execute(text("SELECT * FROM account_code")).all())


def test_a_password_that_will_not_do_leaves_the_code_as_it_was(
    database: Database, people: People
) -> None:
    people.person("Ann")
    made = reset_code(database)

    refused = reset_password(database, code=made.code, new="password1234")

    assert isinstance(refused, PasswordRefused)
    assert isinstance(reset_password(database, code=made.code, new=NEW), PasswordReset)


def test_nobody_and_a_locked_account_get_no_code(database: Database, people: People) -> None:
    people.person("Ann")
    made = reset_code(database)
    lock_user(database, by=console("a test"), email=email_of("Ann"))

    assert ask_for_reset(database, email="nobody@people.example") is None
    assert reset_password(database, code=made.code, new=NEW) == CodeOver()
    with time_machine.travel(timedelta(hours=2)):
        assert ask_for_reset(database, email=email_of("Ann")) is None


@pytest.mark.parametrize("code", ["", "x", "0" * 28, "\x00", "白い猫"])
def test_a_code_of_nobody_changes_nothing(database: Database, people: People, code: str) -> None:
    people.person("Ann")
    reset_code(database)

    assert reset_password(database, code=code, new=NEW) == CodeOver()
    signed_in(database)


def test_nobody_fills_a_mailbox_and_the_last_mail_always_works(
    database: Database, people: People
) -> None:
    """Somebody asks every minute for a whole day, from wherever they like."""
    people.person("Ann")
    codes = []
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        for _ in range(180):
            made = ask_for_reset(database, email=email_of("Ann"))
            if made is not None:
                codes.append(made.code)
            clock.shift(timedelta(minutes=1))

        assert len(codes) <= 36
        assert isinstance(reset_password(database, code=codes[-1], new=NEW), PasswordReset)


def test_a_newer_mail_does_not_spoil_the_one_before(database: Database, people: People) -> None:
    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        first = reset_code(database)
        clock.shift(timedelta(minutes=10))
        second = reset_code(database)

        assert isinstance(reset_password(database, code=first.code, new=NEW), PasswordReset)
        assert reset_password(database, code=second.code, new=NEW) == CodeOver()


def test_asking_is_slowed_for_an_address_from_a_place(database: Database) -> None:
    def ask(name: str, address: str) -> timedelta | None:
        return admit_asking(database, email=email_of(name), place=Place(address), secret_key=SECRET)

    with time_machine.travel("2026-03-01T12:00Z", tick=False):
        first = [ask("Ann", "192.0.2.1") for _ in range(6)]

        assert first == [None] * 5 + [timedelta(seconds=30)]
        assert ask("Ann", "192.0.2.2") is None, "nobody can keep her from asking"
        many = [ask(f"Person{number}", "192.0.2.3") for number in range(31)]
        assert many[-1] is not None


def test_asking_for_mail_and_signing_in_are_counted_apart(
    database: Database, people: People
) -> None:
    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False):
        for _ in range(6):
            admit_asking(
                database, email=email_of("Ann"), place=Place("192.0.2.1"), secret_key=SECRET
            )
        outcome = sign_in(
            database,
            email=email_of("Ann"),
            password=PASSWORD,
            keep=False,
            place=Place("192.0.2.1"),
            secret_key=SECRET,
        )

    assert not isinstance(outcome, Throttled)
