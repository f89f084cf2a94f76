"""How tries to sign in are counted, and how long the next one waits."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from bleedlog.services.throttle import Throttle, network_of
from bleedlog.storage.engine import Database

SECRET = "a-secret-of-tests-0123456789-abcdefghij"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def admit(
    database: Database, email: str, address: str, now: datetime, device: str | None = None
) -> float | None:
    """Seconds to wait, or None for a try that is let in."""
    throttle = Throttle(secret_key=SECRET, email=email, address=address, known_device=device)
    with database.transaction() as connection:
        wait = throttle.admit(connection, now)
    return None if wait is None else wait.total_seconds()


def forgive(database: Database, email: str, address: str, now: datetime) -> None:
    throttle = Throttle(secret_key=SECRET, email=email, address=address, known_device=None)
    with database.transaction() as connection:
        throttle.forgive(connection, now)


def test_five_tries_are_free_and_then_each_waits_twice_as_long(database: Database) -> None:
    now = NOON
    free = [admit(database, "ann@x", "192.0.2.1", now) for _ in range(5)]
    waits = []
    for _ in range(7):
        wait = admit(database, "ann@x", "192.0.2.1", now)
        assert wait is not None
        waits.append(wait)
        now += timedelta(seconds=wait)
        assert admit(database, "ann@x", "192.0.2.1", now) is None

    assert free == [None] * 5
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_tries_at_the_same_moment_do_not_slip_through_together(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: admit(database, "ann@x", "192.0.2.1", NOON), range(16)))

    assert outcomes.count(None) == 5


def test_a_try_is_counted_while_another_is_forgiven(database: Database) -> None:
    """Two tabs at once: one proves right and forgets the count that the other is about to read."""
    admit(database, "ann@x", "192.0.2.1", NOON)
    with ThreadPoolExecutor(1) as other_tab:
        forgiving: list[Future[None]] = []

        def forgive_in_between(*arguments: object) -> None:
            if str(arguments[2]).startswith("SELECT sign_in_throttle") and not forgiving:
                forgiving.append(other_tab.submit(forgive, database, "ann@x", "192.0.2.1", NOON))
                # It may have to wait for this transaction, which goes on meanwhile.
                wait(forgiving, timeout=0.5)

        event.listen(database.engine, "before_cursor_execute", forgive_in_between)

        assert admit(database, "ann@x", "192.0.2.1", NOON) is None
        assert forgiving[0].result() is None


def test_a_crowd_of_right_passwords_does_not_stand_in_its_own_way(database: Database) -> None:
    """Counts are locked in one order by everybody, however their keys are spelled."""

    def come_in(number: int) -> None:
        email = f"person{number % 4}@x"
        for _ in range(10):
            admit(database, email, "192.0.2.1", NOON)
            forgive(database, email, "192.0.2.1", NOON)

    with ThreadPoolExecutor(8) as crowd:
        assert list(crowd.map(come_in, range(8))) == [None] * 8


def test_tries_that_wait_make_the_wait_no_longer(database: Database) -> None:
    for _ in range(5):
        admit(database, "ann@x", "192.0.2.1", NOON)

    waits = [
        admit(database, "ann@x", "192.0.2.1", NOON + timedelta(seconds=second))
        for second in range(0, 30, 10)
    ]

    assert waits == [30, 20, 10]


def test_one_address_that_tries_many_accounts_has_to_wait(database: Database) -> None:
    outcomes = [admit(database, f"person{number}@x", "192.0.2.1", NOON) for number in range(31)]

    assert outcomes == [None] * 30 + [60]
    assert admit(database, "person31@x", "192.0.2.2", NOON) is None


def test_many_addresses_slow_an_account_by_half_a_minute_at_most(database: Database) -> None:
    now, longest = NOON, 0.0
    for number in range(70):
        wait = admit(database, "ann@x", f"198.51.100.{number}", now)
        if wait is not None:
            longest = max(longest, wait)
            now += timedelta(seconds=wait)

    assert 0 < longest <= 30
    assert admit(database, "bob@x", "198.51.100.1", now) is None


def test_one_address_alone_does_not_slow_the_account_elsewhere(database: Database) -> None:
    """Guessing for an hour as fast as it is let."""
    now = NOON
    while now < NOON + timedelta(minutes=59):
        wait = admit(database, "ann@x", "203.0.113.9", now)
        now += timedelta(seconds=wait or 0)

    assert admit(database, "ann@x", "192.0.2.1", now) is None


def test_tries_are_forgotten_after_an_hour(database: Database) -> None:
    for _ in range(4):
        admit(database, "ann@x", "192.0.2.1", NOON)
    later = NOON + timedelta(minutes=61)

    assert [admit(database, "ann@x", "192.0.2.1", later) for _ in range(5)] == [None] * 5


def test_a_right_password_takes_its_own_try_back_and_no_more(database: Database) -> None:
    """Somebody with an account of their own cannot clear an address by signing in to it."""
    for number in range(29):
        admit(database, f"person{number}@x", "192.0.2.1", NOON)
    for _ in range(10):
        assert admit(database, "eve@x", "192.0.2.1", NOON) is None
        forgive(database, "eve@x", "192.0.2.1", NOON)

    assert admit(database, "person29@x", "192.0.2.1", NOON) is None
    assert admit(database, "person30@x", "192.0.2.1", NOON) == 60


def test_a_known_device_is_counted_by_itself(database: Database) -> None:
    for number in range(60):
        admit(database, "ann@x", f"198.51.100.{number}", NOON)

    assert admit(database, "ann@x", "198.51.100.1", NOON) is not None
    assert admit(database, "ann@x", "198.51.100.1", NOON, device="hers") is None


@pytest.mark.parametrize(
    ("address", "same_place"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_a_household_is_one_place(address: str, same_place: str) -> None:
    assert network_of(address) == network_of(same_place)


def test_different_households_are_different_places() -> None:
    places = ["192.0.2.1", "192.0.2.2", "2001:db8:1:2::1", "2001:db8:1:3::1", "unknown"]

    assert len({network_of(place) for place in places}) == 5


@given(st.text(max_size=20))
def test_what_is_no_address_is_a_place_of_its_own(text: str) -> None:
    if any(letter in text for letter in ".:"):
        return

    assert network_of(text) == text
