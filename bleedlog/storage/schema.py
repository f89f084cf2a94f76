"""Bring a database to the schema of this version, or say how it differs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from bleedlog.storage.engine import Database

_MIGRATIONS = Path(__file__).parent / "migrations"
_INSUFFICIENT_PRIVILEGE = "42501"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


class NoRightsError(Exception):
    """The database's role may not even read which schema there is."""


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations up to `revision`, in one transaction."""
    with database.transaction() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take migrations back down to `revision` ("base" for all), in one transaction."""
    with database.transaction() as connection:
        command.downgrade(_config(connection), revision)


def newest_revision() -> str:
    """The revision that this version of the program expects."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101 - a package without migrations cannot be built
    return head


def is_known(revision: str) -> bool:
    """Whether this version of the program has that revision."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return any(script.revision == revision for script in scripts)


def current_revision(database: Database) -> str | None:
    """The revision that the database has, or None if it is empty.

    Raises:
        NoRightsError: if the role may not read that.
    """
    try:
        with database.reading() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) == _INSUFFICIENT_PRIVILEGE:
            raise NoRightsError from error
        raise
