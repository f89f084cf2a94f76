"""What clinics' lists say is worked out by night, after an upgrade, and after an import."""

import pytest
from sqlalchemy import func, select

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.tables import metadata
from bleedlog.models.vocabulary import Answer
from bleedlog.services.entries import log_entry
from bleedlog.storage.engine import Database
from tests.cli.operator import Operator
from tests.databases import Addresses
from tests.people import A_TEST, People

DIARY = b"kind,start,end\r\nno_bleeds,2024-01-01,2024-02-01\r\n"


@pytest.fixture
def operator(addresses: Addresses) -> Operator:
    return Operator(addresses.application, addresses.owner)


def worked_out(database: Database) -> int:
    """Of how many diaries it says what they say now."""
    digest, diary = (metadata.tables[name] for name in ("diary_digest", "diary"))
    of_now = (digest.c.patient_id == diary.c.patient_id) & (digest.c.last_seq == diary.c.last_seq)
    with database.reading(A_TEST) as connection:
        found = connection.execute(select(func.count()).select_from(digest.join(diary, of_now)))
        return int(found.scalar_one())


def test_what_lists_say_is_worked_out(operator: Operator, database: Database) -> None:
    people = People(database)
    leeds = people.clinic()
    diaries = [people.patient(name, leeds) for name in ("Ada", "Bo")]
    people.patient("Nobody’s")
    quiet = CheckInInput(start="2026-03-01", end="2026-03-08", answer=Answer.NO_BLEEDS)

    first, second = (operator.run("db", "refresh-worklists") for _ in range(2))
    assert (first.output, second.output) == ("2 diaries worked out.\n", "0 diaries worked out.\n")
    log_entry(database, by=A_TEST, patient_id=diaries[0], entry=quiet)
    assert worked_out(database) == 1
    assert operator.run("db", "upgrade").exit_code == 0
    assert worked_out(database) == 2
    log_entry(database, by=A_TEST, patient_id=diaries[1], entry=quiet)
    assert operator.run("db", "refresh-worklists").output == "1 diary worked out.\n"
    to = ("--patient", str(diaries[0]), "--reason", "a test")
    assert operator.run("import", "-", *to, typed=DIARY).exit_code == 0
    assert worked_out(database) == 2
