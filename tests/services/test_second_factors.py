"""The second factor without a web: codes count once, whoever shows them and how many at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import time_machine
from sqlalchemy import text

from bleedlog.services.accounts import Place, Refused, SignedIn, Throttled
from bleedlog.services.second_factors import factor_status
from bleedlog.storage.engine import Database
from tests.authenticator import code_at
from tests.people import People
from tests.services.factors import NOON, app_of, set_up, show, signed_in


def test_a_code_counts_once(database: Database) -> None:
    """TOTP replay: the code that was seen over somebody's shoulder, within its half minute."""
    People(database).person("Ann")
    with time_machine.travel(NOON, tick=False) as clock:
        secret = app_of(set_up(database, signed_in(database)).signed_in)
        first = code_at(secret)
        assert show(database, signed_in(database), first) == Refused(), "used to set it up"
        clock.shift(timedelta(seconds=30))
        second = code_at(secret)

        assert isinstance(show(database, signed_in(database), second), SignedIn)
        assert show(database, signed_in(database), second) == Refused()
        assert show(database, signed_in(database), first) == Refused(), "an older one neither"


def test_of_many_who_show_one_code_at_once_one_gets_in(database: Database) -> None:
    People(database).person("Ann")
    with time_machine.travel(NOON, tick=False) as clock:
        secret = app_of(set_up(database, signed_in(database)).signed_in)
        clock.shift(timedelta(minutes=1))
        sessions = [signed_in(database) for _ in range(4)]
        code = code_at(secret)
        with ThreadPoolExecutor(4) as crowd:
            found = list(crowd.map(lambda session: show(database, session, code), sessions))

    assert sorted(type(one).__name__ for one in found) == ["Refused"] * 3 + ["SignedIn"]


def test_a_recovery_code_counts_once_and_the_others_stay(database: Database) -> None:
    user = People(database).person("Ann")
    taken = set_up(database, signed_in(database))
    first, second, *others = taken.recovery.codes
    typed = f"  {first.upper().replace('-', ' ')} "

    assert isinstance(show(database, signed_in(database), typed), SignedIn)
    assert show(database, signed_in(database), first) == Refused()
    assert isinstance(show(database, signed_in(database), second), SignedIn)
    assert factor_status(database, user_id=user).codes_left == len(others) == 8


def test_another_persons_codes_are_worth_nothing(database: Database) -> None:
    people = People(database)
    people.person("Ann")
    people.person("Eve")
    with time_machine.travel(NOON, tick=False) as clock:
        set_up(database, signed_in(database))
        eve = set_up(database, signed_in(database, "Eve"))
        clock.shift(timedelta(minutes=1))

        for code in (code_at(app_of(eve.signed_in)), eve.recovery.codes[0]):
            assert show(database, signed_in(database), code) == Refused()


def test_guessing_codes_is_slowed_and_a_right_password_forgives_none(database: Database) -> None:
    People(database).person("Ann")
    with time_machine.travel(NOON, tick=False) as clock:
        secret = app_of(set_up(database, signed_in(database)).signed_in)
        clock.shift(timedelta(minutes=1))
        thief = Place("203.0.113.9")
        wrong = f"{(int(code_at(secret)) + 1) % 1_000_000:06}"

        outcomes = [
            show(database, signed_in(database, place=thief), wrong, thief) for _ in range(6)
        ]

    assert outcomes == [Refused()] * 5 + [Throttled(timedelta(seconds=30))]


def test_a_crowd_with_the_password_does_not_keep_the_owner_out(database: Database) -> None:
    """And it gets some twenty tries an hour, all together."""
    People(database).person("Ann")
    with time_machine.travel(NOON, tick=False) as clock:
        own = set_up(database, signed_in(database)).signed_in
        secret = app_of(own)
        admitted = 0
        for turn in range(60):
            clock.shift(timedelta(minutes=1))
            crowd = Place(f"203.0.113.{turn}")
            wrong = f"{(int(code_at(secret)) + 1) % 1_000_000:06}"
            admitted += show(database, signed_in(database, place=crowd), wrong, crowd) == Refused()

        assert admitted <= 20
        home = Place("192.0.2.1", own.device)
        back = signed_in(database, place=home)
        assert isinstance(show(database, back, code_at(secret), home), SignedIn)


def test_a_device_is_known_only_after_the_second_factor(database: Database) -> None:
    """Else whoever has the password would make theirs known, and guess codes apart from all."""
    People(database).person("Ann")
    with time_machine.travel(NOON, tick=False):
        set_up(database, signed_in(database))
        with database.transaction() as connection:
            connection.execute(text("DELETE FROM known_device"))

        signed_in(database, place=Place("203.0.113.9"))

        with database.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM known_device")).scalar() == 0


def test_a_locked_user_shows_a_code_for_nothing(database: Database) -> None:
    People(database).person("Ann")
    taken = set_up(database, signed_in(database))
    session = signed_in(database)
    with database.transaction() as connection:
        connection.execute(text("UPDATE app_user SET disabled_at = created_at"))

    assert show(database, session, taken.recovery.codes[0]) == Refused()
