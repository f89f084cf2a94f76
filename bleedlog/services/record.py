"""The open record: what every service works on. The web and the command line hold it, no more."""

from bleedlog.config import Settings
from bleedlog.storage.engine import Database, DatabaseBusyError

Record = Database
"""Handed to services as `record`."""

RecordBusyError = DatabaseBusyError
"""The record could not be read or written now; nothing was stored; trying again is safe."""


class RecordOutdatedError(Exception):
    """The database's schema is not this version's."""


def open_record(settings: Settings) -> Record:
    """The record that the settings name; no connection is opened yet."""
    return Database(settings.database_url)


def upgrade_record(record: Record) -> None:
    """Bring the record's schema to this version."""
    # Here and below: what migrates is not loaded by a worker that serves pages.
    from bleedlog.storage.schema import upgrade  # noqa: PLC0415

    upgrade(record)


def check_record(record: Record) -> None:
    """See that the record answers and has this version's schema.

    Raises:
        RecordBusyError: if it does not answer.
        RecordOutdatedError: saying what to run.
    """
    from bleedlog.storage.schema import current_revision, newest_revision  # noqa: PLC0415

    current = current_revision(record)
    if current != newest_revision():
        message = (
            f"The database has schema {current or 'none'}, this version needs"
            f" {newest_revision()}. Run: bleedlog db upgrade"
        )
        raise RecordOutdatedError(message)
