"""What tests hand on to each other has nothing in it, and is as it was made."""

import pytest

from tests.databases import APPLICATION, OWNER, Addresses, TwoDoors, address_in, as_superuser
from tests.people import People
from tests.spare_databases import SpareDatabases

pytestmark = pytest.mark.postgresql
ROLES = (APPLICATION, OWNER)


def test_what_was_written_is_gone(postgresql_url: str, spare_databases: SpareDatabases) -> None:
    def people_in(name: str) -> int:
        doors = TwoDoors(Addresses(*(address_in(postgresql_url, name, role) for role in ROLES)))
        with doors.owner.reading() as connection:
            found = connection.exec_driver_sql("SELECT count(*) FROM app_user").scalar_one()
        People(doors).person("Ann")
        doors.dispose()
        return int(found)

    with spare_databases.one() as first:
        assert people_in(first) == 0
    with spare_databases.one() as second:
        assert second == first
        assert people_in(second) == 0


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE entry ADD COLUMN colour text",
        "REVOKE SELECT ON entry FROM bleedlog_app",
        "ALTER TABLE entry DISABLE ROW LEVEL SECURITY",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_what_was_changed_is_left_behind(
    postgresql_url: str, spare_databases: SpareDatabases, change: str
) -> None:
    with spare_databases.one() as first:
        as_superuser(address_in(postgresql_url, first, "postgres"), change)
    with spare_databases.one() as second:
        assert second != first
