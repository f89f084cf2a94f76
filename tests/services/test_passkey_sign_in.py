"""Signing in by passkey, without a web or a browser: what is believed, once, from whom."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import text

from bleedlog.services.accounts import Refused, SignedIn
from bleedlog.services.passkey_sign_in import show_passkey
from bleedlog.services.passkeys import NoPasskey, PasskeyAdded, finish_passkey, passkeys_of
from bleedlog.services.sessions import resume
from bleedlog.storage.engine import Database
from tests.passkey_device import PasskeyDevice
from tests.people import People
from tests.services.factors import HERE, signed_in
from tests.services.passkey_steps import (
    BENT,
    OTHER_BROWSER,
    PARTY,
    add,
    asked,
    device,
    options_to_add,
    sign_in,
)


@pytest.fixture
def ann(database: Database) -> UUID:
    """Her user id."""
    return People(database).person("Ann")


@pytest.fixture
def phone(database: Database, ann: UUID) -> PasskeyDevice:
    """Her phone, with a passkey."""
    made = device()
    assert add(database, signed_in(database), made) == PasskeyAdded(None)
    assert made.user_handle == ann.bytes
    return made


def test_a_passkey_signs_in_and_counts_as_two_factors(
    database: Database, ann: UUID, phone: PasskeyDevice
) -> None:
    outcome = sign_in(database, phone.use(asked(database)), keep=True)

    assert isinstance(outcome, SignedIn)
    assert outcome.account.user_id == ann
    assert outcome.kept
    assert outcome.second_factor_at is not None
    resumed = resume(database, key=outcome.key)
    assert resumed is not None
    assert resumed.second_factor_at is not None
    (shown,) = passkeys_of(database, user_id=ann)
    assert shown.used_at is not None


def test_an_answer_counts_once_and_in_its_own_browser(
    database: Database, phone: PasskeyDevice
) -> None:
    """Replayed in another browser, the attack that a library with its defaults let through."""
    answer = phone.use(asked(database))
    asked(database, OTHER_BROWSER)

    assert sign_in(database, answer, OTHER_BROWSER) == Refused()
    assert sign_in(database, answer, b"x" * 32) == Refused(), "where nothing was asked"
    assert isinstance(sign_in(database, answer), SignedIn)
    assert sign_in(database, answer) == Refused()
    asked(database)
    assert sign_in(database, answer) == Refused(), "to another question"


def test_a_question_is_used_up_by_a_wrong_answer(database: Database, phone: PasskeyDevice) -> None:
    options = asked(database)
    wrong = device(credential_id=phone.credential_id, user_handle=phone.user_handle)

    assert sign_in(database, wrong.use(options)) == Refused()
    assert sign_in(database, phone.use(options)) == Refused()


def test_a_question_stands_for_five_minutes(database: Database, phone: PasskeyDevice) -> None:
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        options = asked(database)
        clock.shift(timedelta(minutes=5, seconds=1))

        assert sign_in(database, phone.use(options)) == Refused()


def test_questions_that_nobody_answered_are_cleared_away(database: Database) -> None:
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        for number in range(5):
            asked(database, bytes([number]) * 32)
        clock.shift(timedelta(minutes=6))
        asked(database)

    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM challenge")).scalar() == 1


@pytest.mark.parametrize("bend", BENT)
def test_what_does_not_fit_proves_nothing(
    database: Database, phone: PasskeyDevice, bend: str
) -> None:
    assert sign_in(database, BENT[bend](phone).use(asked(database))) == Refused()
    assert isinstance(sign_in(database, phone.use(asked(database))), SignedIn)


@pytest.mark.parametrize(
    "rubbish",
    ["", "null", "[]", "{}", '"x"', "{" * 5000, '{"id": "\\u0000", "rawId": "AA", "response": {}}'],
)
@pytest.mark.usefixtures("phone")
def test_rubbish_proves_nothing(database: Database, rubbish: str) -> None:
    asked(database)

    assert sign_in(database, rubbish) == Refused()
    session = signed_in(database)
    options_to_add(database, session)
    made = finish_passkey(
        database, key=session.key, credential=rubbish, name="x", place=HERE, party=PARTY
    )
    assert made == NoPasskey()


def test_a_copied_passkey_that_counts_is_noticed(database: Database, ann: UUID) -> None:
    token = device(counts=True)
    add(database, signed_in(database), token)
    copy = replace(token)
    assert isinstance(sign_in(database, token.use(asked(database))), SignedIn)
    assert isinstance(sign_in(database, token.use(asked(database))), SignedIn)

    assert sign_in(database, copy.use(asked(database))) == Refused()
    (shown,) = passkeys_of(database, user_id=ann)
    assert shown.name == "My phone"


def test_a_locked_user_does_not_get_in(database: Database, phone: PasskeyDevice) -> None:
    with database.transaction() as connection:
        connection.execute(text("UPDATE app_user SET disabled_at = created_at"))

    assert sign_in(database, phone.use(asked(database))) == Refused()
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_in_session")).scalar() == 1, (
            "the one that is locked, no new one"
        )


def test_a_question_to_make_one_does_not_sign_in(database: Database, phone: PasskeyDevice) -> None:
    session = signed_in(database)
    options = options_to_add(database, session)

    assert sign_in(database, phone.use(options), session.key.secret) == Refused()


def test_a_second_factor_is_ones_own(database: Database, phone: PasskeyDevice) -> None:
    """Ann's passkey does not open Nia's session, of which somebody knows the password."""
    people = People(database)
    people.staff("Nia", people.clinic())
    nia = signed_in(database, "Nia")
    options = asked(database, nia.key.secret)

    found = show_passkey(
        database, key=nia.key, credential=phone.use(options), place=HERE, party=PARTY
    )

    assert found == Refused()
