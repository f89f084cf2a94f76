"""Migrations: up and down with data, and the same schema as the models', on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bleedlog.models.tables import metadata
from bleedlog.storage.engine import Database
from bleedlog.storage.schema import current_revision, downgrade, newest_revision, upgrade
from tests.people import People


def test_the_migrations_make_what_the_models_say(owner: Database) -> None:
    assert current_revision(owner) == newest_revision()
    with owner.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        found = inspect(connection)
        for table in metadata.tables.values():
            checks = {check["name"] for check in found.get_check_constraints(table.name)}
            named = {
                str(check.name)
                for check in table.constraints
                if "CHECK" in repr(type(check)).upper()
            }
            assert named <= checks, table.name


def test_upgrading_again_loses_nothing(owner: Database) -> None:
    People(owner).person("Ada")
    upgrade(owner)
    with owner.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM patient")).scalar() == 1


def test_down_and_up_again(owner: Database) -> None:
    People(owner).person("Ada")
    downgrade(owner, "base")
    with owner.reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    assert current_revision(owner) is None
    upgrade(owner)
    assert current_revision(owner) == newest_revision()
