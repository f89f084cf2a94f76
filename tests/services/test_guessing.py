"""A thousand wrong passwords: nobody is locked out, and no guess comes cheap.

Time stands still while they come, so that each that waits waits; only what is let in costs a hash.
"""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from bleedlog.services.accounts import Place, Refused, SignedIn, Throttled, sign_in
from bleedlog.storage.engine import Database
from tests.people import PASSWORD, People, email_of

pytestmark = pytest.mark.slow

SECRET = "a-secret-of-tests-0123456789-abcdefghij"
WRONG = "not the right words"
TRIES = 1000


def attempt(
    database: Database,
    name: str,
    address: str,
    password: str = WRONG,
    device: bytes | None = None,
) -> SignedIn | Refused | Throttled:
    return sign_in(
        database,
        email=email_of(name),
        password=password,
        keep=True,
        place=Place(address, device),
        secret_key=SECRET,
    )


def test_many_addresses_guess_at_one_account(sqlite_database: Database) -> None:
    People(sqlite_database).person("Ann")
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        before = attempt(sqlite_database, "Ann", "192.0.2.1", PASSWORD)
        assert isinstance(before, SignedIn)

        outcomes = Counter(
            type(attempt(sqlite_database, "Ann", f"198.51.{number // 250}.{number % 250}"))
            for number in range(TRIES)
        )
        on_known = attempt(sqlite_database, "Ann", "192.0.2.9", PASSWORD, before.device)
        on_new = attempt(sqlite_database, "Ann", "192.0.2.10", PASSWORD)

        assert outcomes == {Refused: 50, Throttled: TRIES - 50}
        assert isinstance(on_known, SignedIn)
        assert isinstance(on_new, Throttled)
        assert on_new.wait <= timedelta(seconds=30)
        clock.shift(on_new.wait)
        assert isinstance(attempt(sqlite_database, "Ann", "192.0.2.10", PASSWORD), SignedIn)


def test_one_address_guesses_at_many_accounts(sqlite_database: Database) -> None:
    people = People(sqlite_database)
    people.person("Ann")
    people.person("Bob")
    with time_machine.travel("2026-03-01T12:00Z", tick=False):
        before = attempt(sqlite_database, "Ann", "203.0.113.9", PASSWORD)
        assert isinstance(before, SignedIn)

        outcomes = Counter(
            type(attempt(sqlite_database, f"Person{number}", "203.0.113.9"))
            for number in range(TRIES)
        )

        assert outcomes == {Refused: 30, Throttled: TRIES - 30}
        assert isinstance(attempt(sqlite_database, "Bob", "203.0.113.9", PASSWORD), Throttled)
        on_known = attempt(sqlite_database, "Ann", "203.0.113.9", PASSWORD, before.device)
        assert isinstance(on_known, SignedIn), "behind the same router, on her own phone"
        elsewhere = attempt(sqlite_database, "Bob", "192.0.2.1", PASSWORD)
        assert isinstance(elsewhere, SignedIn)
