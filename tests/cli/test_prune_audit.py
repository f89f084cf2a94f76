"""Events go when they were kept for their whole time, and not a day before."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from bleedlog.models.audit import Action, DiaryEvent
from bleedlog.models.entry_input import new_id
from bleedlog.models.vocabulary import ActingAs
from bleedlog.storage.engine import Database
from tests.cli.operator import Operator
from tests.databases import Addresses
from tests.people import A_TEST, People


@pytest.fixture
def operator(addresses: Addresses) -> Operator:
    return Operator(addresses.application, addresses.owner)


def test_only_old_events_go(operator: Operator, database: Database) -> None:
    now = datetime.now(UTC)
    diary = People(database).patient("Ada")
    event = DiaryEvent.__table__  # type: ignore[attr-defined]
    ages = {"old": 9, "young": 7, "new": 0}
    rows = [
        {
            "patient_id": diary,
            "id": new_id(),
            "at": now.replace(year=now.year - years, day=min(now.day, 28)),
            "action": Action.LOOKED,
            "acting_as": ActingAs.CONSOLE,
            "detail": name,
        }
        for name, years in ages.items()
    ]
    with database.transaction(A_TEST) as connection:
        connection.execute(insert(event), rows)

    first, second = operator.run("db", "prune-audit"), operator.run("db", "prune-audit")

    assert first.output == "1 event older than 8 years removed.\n"
    assert second.output == "0 events older than 8 years removed.\n"
    with database.reading(A_TEST) as connection:
        left = set(connection.execute(select(event.c.detail)).scalars())
    assert left == {"young", "new"}
