"""A database that another version of the program made."""

import pytest
from sqlalchemy import text

from bleedlog.storage.engine import Database
from tests.cli.operator import Operator
from tests.databases import Addresses


@pytest.mark.parametrize("command", ["check", "upgrade"])
def test_a_newer_database_is_left_alone_and_said_to_be_newer(
    addresses: Addresses, command: str
) -> None:
    owner = Database(addresses.owner)
    with owner.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))

    done = Operator(addresses.application, addresses.owner).run("db", command)

    assert done.exit_code == 1
    assert "of_tomorrow" in done.stderr
    assert "newer" in done.stderr
    assert "Run: bleedlog db upgrade" not in done.stderr
    owner.dispose()
