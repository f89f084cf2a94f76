"""The digests of everybody in the demo say what the whole diary says, on different days."""

from datetime import timedelta

import pytest

from bleedlog.services.digesting import make_digests
from bleedlog.storage.digest_reading import DigestReader
from bleedlog.storage.digests import list_diaries_behind
from bleedlog.storage.engine import Database
from bleedlog.storage.sights import Sight
from tests.demos import TODAY
from tests.people import A_TEST
from tests.services.digest_twin import slow_digest


@pytest.mark.parametrize("days_ago", [0, 700])
def test_digests_are_the_twin_s(demo_record: Database, days_ago: int) -> None:
    today = TODAY - timedelta(days_ago)
    with demo_record.reading(A_TEST) as connection:
        # None of those that the demo keeps is of such an edition.
        rows = list_diaries_behind(connection, after=None, edition=99, latest_today=today, most=100)
        people = [row.id for row in rows]
        reader = DigestReader(connection, A_TEST, Sight.EVERYTHING, people)
        made = make_digests(reader, rows, today)
    assert len(made) == 60
    slow = [slow_digest(demo_record, row.id, today, row.zone) for row in rows]
    assert [one["figures"] for one in made] == [digest.kept for digest, _ in slow]
    assert [one["good_until"] for one in made] == [until for _, until in slow]
    assert sum("concerns" in one["figures"] for one in made) >= 2
    assert sum(until is not None for _, until in slow) >= (40 if days_ago else 0)
