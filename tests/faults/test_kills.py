"""Workers and the server itself are killed while four people log: nothing is lost, or there twice.

`BLEEDLOG_TEST_KILLS=200` kills as often as safety asks for before a release; a usual run does it
for some seconds.
"""

import os
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from bleedlog.storage.engine import Database
from tests.databases import Addresses, owner_of
from tests.faults.killed_server import SECONDS_TO_START, Server, sender_of
from tests.faults.loggers import LoggingPhone, faults_of, people_logging
from tests.people import A_TEST, People

KILLS = int(os.environ.get("BLEEDLOG_TEST_KILLS", "4"))
MASTER_EVERY = 4
"""Of so many kills one is of the master, which takes its workers with it."""


SECONDS_IN_A_WRITE = 0.5
"""Who is served when nobody may write is in the midst of a write by then."""


@contextmanager
def nobody_may_write(database: Database) -> Iterator[None]:
    """Let everybody's writes wait, as behind a long one of somebody else's."""
    with owner_of(database).transaction(A_TEST) as connection:
        if database.engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE entry IN EXCLUSIVE MODE"))
        yield


def is_felt(phones: Sequence[LoggingPhone]) -> bool:
    """Whether somebody got no answer."""
    return sum(phone.statuses[0] for phone in phones) > 0


def wait_for_more(phones: Sequence[LoggingPhone]) -> None:
    """Wait until somebody logs again: who is not served yet cannot be cut off."""
    before = sum(len(phone.acknowledged) for phone in phones)
    until = time.monotonic() + SECONDS_TO_START
    while sum(len(phone.acknowledged) for phone in phones) == before:
        assert time.monotonic() < until, "nobody is served any more"
        time.sleep(0.02)


def test_nothing_is_lost_when_servers_die(
    addresses: Addresses, database: Database, tmp_path: Path
) -> None:
    chance = random.Random(2026)  # noqa: S311 - when to kill
    with Server(addresses.application, tmp_path / "server.log") as server:
        people = People(database)
        with people_logging(people, lambda user, _: sender_of(server, database, user)) as phones:
            for number in range(1, KILLS + 1):
                wait_for_more(phones)
                time.sleep(chance.uniform(0.05, 0.5))
                if number % MASTER_EVERY:
                    server.kill_worker()
                else:
                    server.kill_master()
            # Each of these may have come between two requests; this one cannot.
            wait_for_more(phones)
            with nobody_may_write(database):
                time.sleep(SECONDS_IN_A_WRITE)
                server.kill_workers()
            server.wait_until_it_answers()

    assert faults_of(database, phones) == []
    assert all(len(phone.acknowledged) == len(phone.logged) > 0 for phone in phones)
    assert is_felt(phones), "no kill was felt"
