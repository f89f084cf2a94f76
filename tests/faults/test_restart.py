"""PostgreSQL is restarted at once, with four people logging: nothing is lost, or there twice."""

import time

import pytest

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from tests.databases import Addresses
from tests.faults.in_process import SECRET, Phone
from tests.faults.loggers import faults_of, people_logging
from tests.people import People
from tests.postgresql import restart_at_once

TIMES = 2


@pytest.mark.postgresql
def test_a_restart_at_once(postgresql_addresses: Addresses, postgresql_database: Database) -> None:
    record = postgresql_database
    app = create_app(Settings(postgresql_addresses.application, SECRET), record)
    with people_logging(People(record), lambda user, _: Phone(app, record, user)) as phones:
        for _ in range(TIMES):
            seen = [len(phone.acknowledged) for phone in phones]
            while any(len(one.acknowledged) < 2 + n for one, n in zip(phones, seen, strict=True)):
                time.sleep(0.02)
            restart_at_once(postgresql_addresses.owner)

    assert {status for phone in phones for status in phone.statuses} == {200, 503}
    assert faults_of(record, phones) == []
    assert all(len(phone.acknowledged) == len(phone.logged) for phone in phones)
