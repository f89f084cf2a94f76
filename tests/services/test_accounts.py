"""Signing in without a web: who gets in, who waits, and that nobody can be locked out."""

from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

import pytest
import time_machine
from sqlalchemy import text

from bleedlog.services.accounts import Place, Refused, SignedIn, Throttled, sign_in
from bleedlog.services.passwords import faults_of_password, hash_password, is_password
from bleedlog.services.throttle import Throttle
from bleedlog.storage.engine import Database
from tests.people import PASSWORD, People, email_of

WRONG = "not the right words"
SECRET = "a-secret-of-tests-0123456789-abcdefghij"


def attempt(
    record: Database,
    name: str = "Ann",
    password: str = WRONG,
    *,
    address: str = "192.0.2.1",
    device: bytes | None = None,
) -> SignedIn | Refused | Throttled:
    return sign_in(
        record,
        email=email_of(name),
        password=password,
        keep=False,
        place=Place(address, device),
        secret_key=SECRET,
    )


def others_guess(
    record: Database, name: str = "Ann", *, address: str = "192.0.2.1", times: int = 6
) -> None:
    """Tries of which only the counting matters: no password is looked at."""
    now = datetime.now(UTC)
    throttle = Throttle(secret_key=SECRET, email=email_of(name), address=address, known_device=None)
    with record.transaction() as connection:
        for _ in range(times):
            throttle.admit(connection, now)


def test_the_right_password_gets_in_and_brings_what_the_account_may_open(
    database: Database,
) -> None:
    people = People(database)
    clinic = people.clinic("Leeds")
    user = people.staff("Ann", clinic)
    people.access(user, people.patient("Ann"))

    outcome = attempt(database, password=PASSWORD)

    assert isinstance(outcome, SignedIn)
    assert (outcome.account.user_id, outcome.account.name) == (user, "Ann")
    assert [diary.name for diary in outcome.account.diaries] == ["Ann"]
    assert [clinic.name for clinic in outcome.account.clinics] == ["Leeds"]


def test_e_mail_is_read_as_people_type_it(database: Database) -> None:
    People(database).person("Ann")

    outcome = sign_in(
        database,
        email="  ANN@People.Example ",
        password=PASSWORD,
        keep=False,
        place=Place("192.0.2.1"),
        secret_key=SECRET,
    )

    assert isinstance(outcome, SignedIn)


def test_the_right_password_waits_too_and_then_gets_in(database: Database) -> None:
    People(database).person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        others_guess(database)
        waiting = attempt(database, password=PASSWORD)
        assert isinstance(waiting, Throttled)
        clock.shift(waiting.wait)

        assert isinstance(attempt(database, password=PASSWORD), SignedIn)
        assert isinstance(attempt(database), Refused), "begun anew"


def test_an_unknown_login_is_throttled_like_a_known_one(database: Database) -> None:
    People(database).person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False):
        known = [attempt(database, address="192.0.2.1") for _ in range(6)]
        unknown = [attempt(database, "Nobody", address="192.0.2.2") for _ in range(6)]

    assert known == unknown == [Refused()] * 5 + [Throttled(timedelta(seconds=30))]


def test_guessing_elsewhere_does_not_keep_the_owner_out(database: Database) -> None:
    People(database).person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False):
        others_guess(database, address="203.0.113.9")

        assert isinstance(attempt(database, password=PASSWORD, address="192.0.2.1"), SignedIn)


def test_a_crowd_slows_new_devices_but_never_a_known_one(database: Database) -> None:
    People(database).person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        before = attempt(database, password=PASSWORD)
        assert isinstance(before, SignedIn)
        for host in range(52):
            others_guess(database, address=f"203.0.113.{host}", times=1)

        on_new = attempt(database, password=PASSWORD, address="192.0.2.7")
        on_known = attempt(database, password=PASSWORD, address="192.0.2.8", device=before.device)

        assert isinstance(on_known, SignedIn)
        assert isinstance(on_new, Throttled)
        assert on_new.wait.total_seconds() <= 30
        clock.shift(on_new.wait)
        assert isinstance(attempt(database, password=PASSWORD, address="192.0.2.7"), SignedIn)


def test_a_known_device_gets_in_from_an_address_that_guesses(database: Database) -> None:
    """A ward's router: somebody behind it guesses, the others go on working."""
    people = People(database)
    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False):
        before = attempt(database, password=PASSWORD)
        assert isinstance(before, SignedIn)
        others_guess(database)
        assert isinstance(attempt(database, password=PASSWORD), Throttled)

        assert isinstance(attempt(database, password=PASSWORD, device=before.device), SignedIn)


def test_a_known_device_may_not_guess_for_ever(database: Database) -> None:
    People(database).person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False):
        before = attempt(database, password=PASSWORD)
        assert isinstance(before, SignedIn)

        outcomes = [attempt(database, device=before.device) for _ in range(6)]

    assert outcomes == [Refused()] * 5 + [Throttled(timedelta(seconds=30))]


def test_a_device_is_known_to_its_own_accounts_only(database: Database) -> None:
    people = People(database)
    people.person("Ann")
    people.person("Eve")
    with time_machine.travel("2026-03-01T12:00Z", tick=False):
        eve = attempt(database, "Eve", PASSWORD)
        assert isinstance(eve, SignedIn)

        others_guess(database, "Ann")

        assert isinstance(attempt(database, "Ann", device=eve.device), Throttled)


def test_counts_name_neither_address_nor_login(database: Database) -> None:
    attempt(database)

    with database.reading() as connection:
        rows = connection.execute(text("SELECT * FROM sign_in_throttle")).all()

    stored = repr(rows)
    assert len(rows) == 3
    assert "ann" not in stored
    assert "192.0.2" not in stored


@pytest.mark.usefixtures("hashing_as_in_life")
def test_an_unknown_login_takes_as_long_as_a_wrong_password(sqlite_database: Database) -> None:
    """Interleaved tries in processor time, so that neighbours on a busy machine do not count.

    The bound is wide, since a skipped hash would be 50 times.
    """
    People(sqlite_database).person("Ann")
    took: dict[str, list[float]] = {"Ann": [], "Nobody": []}
    for turn in range(5):
        for name, times in took.items():
            began = process_time()
            attempt(sqlite_database, name, address=f"192.0.2.{turn}")
            times.append(process_time() - began)

    ratio = median(took["Ann"]) / median(took["Nobody"])
    assert 0.5 < ratio < 2


@pytest.mark.usefixtures("hashing_as_in_life")
def test_a_hash_is_argon2id_at_no_less_than_owasps_cost() -> None:
    """OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane."""
    _, kind, _, costs, *_ = hash_password(PASSWORD).split("$")
    by_name = dict(cost.split("=") for cost in costs.split(","))

    assert kind == "argon2id"
    assert int(by_name["m"]) >= 19 * 1024
    assert int(by_name["t"]) >= 2


def test_a_letter_is_the_same_however_a_keyboard_sends_it() -> None:
    stored = hash_password("caf\u00e9 on the corner")

    assert is_password(stored, "cafe\u0301 on the corner")
    assert not is_password(stored, "cafe on the corner")
    assert not is_password(None, "cafe on the corner")


@pytest.mark.parametrize(
    "password",
    ["short", "eleven char", "x" * 257, "123456789012", "Password1234", "qwertyuiop12",
     "aaaaaaaaaaaaaaaa", "abababababab", "ann@people.example", "Annabel Lee Poe", "annabelleepoe"],
)  # fmt: skip
def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    assert faults_of_password(password, email="ann@people.example", name="Annabel Lee Poe")


@pytest.mark.parametrize(
    "password",
    ["four plain words", "kehrwoche-im-november", "白い 猫 が 三 匹 います", "y" * 6 + "zab" * 60],
)
def test_long_passwords_of_any_letters_will_do(password: str) -> None:
    assert faults_of_password(password, email="ann@people.example", name="Ann") == []
