"""Setting a second factor up and taking it away, without a web."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import text

from bleedlog.services.accounts import Refused, SignedIn
from bleedlog.services.factor_setup import (
    FactorTaken,
    StaleOffer,
    WrongCode,
    offer_app,
    remove_factor,
    take_app,
)
from bleedlog.services.proof import Proven
from bleedlog.services.second_factors import FactorOwed, factor_status
from bleedlog.services.sessions import resume
from bleedlog.storage.engine import Database
from tests.authenticator import code_at
from tests.people import PASSWORD, People
from tests.services.factors import HERE, NOON, SECRET, SECRETS, app_of, set_up, show, signed_in


def test_an_app_is_set_up_by_its_first_code_and_asked_for_from_then_on(
    database: Database,
) -> None:
    People(database).person("Ann")
    with time_machine.travel(NOON, tick=False) as clock:
        before = signed_in(database)
        assert not before.account.needs_second_factor

        taken = set_up(database, before)

        assert taken.signed_in.second_factor_at == datetime.now(UTC)
        assert resume(database, key=before.key) is None, "it goes on under a new key"
        clock.shift(timedelta(minutes=5))
        later = signed_in(database)
        assert later.account.needs_second_factor
        assert later.second_factor_at is None
        opened = show(database, later, code_at(app_of(later)))
        assert isinstance(opened, SignedIn)
        assert opened.second_factor_at == datetime.now(UTC)
        assert opened.kept
        assert resume(database, key=later.key) is None


def test_recovery_codes_cannot_be_guessed_and_are_not_stored(database: Database) -> None:
    People(database).person("Ann")
    codes = set_up(database, signed_in(database)).recovery.codes

    assert len(set(codes)) == 10
    for code in codes:
        plain = code.replace("-", "")
        assert len(plain) * 5 >= 80
        assert set(plain) <= set("0123456789abcdefghjkmnpqrstvwxyz")
    with database.reading() as connection:
        stored = repr(connection.execute(text("SELECT * FROM recovery_code")).all())
        factor = repr(connection.execute(text("SELECT * FROM second_factor")).all())
    assert not any(code.replace("-", "")[:8] in stored for code in codes)
    assert not any(secret in factor for secret in SECRETS.values())


def test_who_owes_a_factor_cannot_set_up_another(database: Database) -> None:
    """A thief with the password would else bring an app of their own."""
    People(database).person("Ann")
    set_up(database, signed_in(database))
    thief = signed_in(database)
    offer = offer_app(thief.account, secret_key=SECRET)

    outcome = take_app(
        database,
        key=thief.key,
        sealed=offer.sealed,
        code=code_at(offer.secret),
        password=PASSWORD,
        place=HERE,
        secret_key=SECRET,
    )

    assert outcome == FactorOwed()


@pytest.mark.parametrize(
    ("password", "outcome"), [("", Refused), ("not it at all", Refused), (PASSWORD, FactorTaken)]
)
def test_a_session_that_is_not_fresh_needs_the_password_to_set_one_up(
    database: Database, password: str, outcome: type
) -> None:
    """A copied cookie, or a phone left on a table, must not decide how its owner signs in."""
    People(database).person("Ann")
    with time_machine.travel(NOON, tick=False) as clock:
        session = signed_in(database)
        clock.shift(timedelta(minutes=11))
        offer = offer_app(session.account, secret_key=SECRET)

        found = take_app(
            database,
            key=session.key,
            sealed=offer.sealed,
            code=code_at(offer.secret),
            password=password,
            place=HERE,
            secret_key=SECRET,
        )

    assert isinstance(found, outcome)


def test_an_offer_is_for_one_person_and_an_hour(database: Database) -> None:
    people = People(database)
    people.person("Ann")
    people.person("Eve")
    with time_machine.travel(NOON, tick=False) as clock:
        of_eve = offer_app(signed_in(database, "Eve").account, secret_key=SECRET)
        of_ann = offer_app(signed_in(database).account, secret_key=SECRET)

        def take(sealed: str, secret: str) -> object:
            return take_app(
                database,
                key=signed_in(database).key,
                sealed=sealed,
                code=code_at(secret),
                password="",
                place=HERE,
                secret_key=SECRET,
            )

        assert take(of_eve.sealed, of_eve.secret) == StaleOffer()
        assert take(of_ann.sealed, of_eve.secret) == WrongCode()
        clock.shift(timedelta(minutes=61))
        assert take(of_ann.sealed, of_ann.secret) == StaleOffer()


def test_turning_it_off_needs_password_and_code(database: Database) -> None:
    user = People(database).person("Ann")
    taken = set_up(database, signed_in(database))
    code, other = taken.recovery.codes[:2]

    def remove(password: str, code: str) -> object:
        return remove_factor(
            database,
            account=taken.signed_in.account,
            password=password,
            code=code,
            place=HERE,
            secret_key=SECRET,
        )

    assert remove("not it at all", code) == Refused()
    assert remove(PASSWORD, "000000") == WrongCode()
    assert remove(PASSWORD, code) == Proven()
    status = factor_status(database, user_id=user)
    assert (status.app_since, status.codes_left) == (None, 0)
    assert not signed_in(database).account.needs_second_factor
    assert remove(PASSWORD, other) == WrongCode()


def test_staff_cannot_be_without(database: Database) -> None:
    people = People(database)
    people.staff("Nia", people.clinic())
    nia = signed_in(database, "Nia")

    with pytest.raises(PermissionError):
        remove_factor(
            database,
            account=nia.account,
            password=PASSWORD,
            code=people.paper_code("Nia"),
            place=HERE,
            secret_key=SECRET,
        )


def test_what_is_done_with_it_is_noted(database: Database) -> None:
    user = People(database).person("Ann")
    taken = set_up(database, signed_in(database))
    show(database, signed_in(database), taken.recovery.codes[0])

    with database.reading() as connection:
        rows = connection.execute(
            text("SELECT action, detail, by_user FROM account_event ORDER BY at, id")
        ).all()
    assert [(row.action, row.detail) for row in rows] == [
        ("signed_in", "password"),
        ("signed_in", "second factor"),
        ("changed", "second factor"),
        ("signed_in", "password"),
        ("signed_in", "recovery code"),
    ]
    assert {UUID(str(row.by_user)) for row in rows} == {user}
