"""The open record: what every service works on. The web and the command line hold it, no more."""

from contextlib import suppress
from pathlib import Path

from bleedlog.config import NO_DEMO, ConfigurationError, Settings
from bleedlog.storage.engine import Database, DatabaseBusyError, noting_diaries

Record = Database
"""Handed to services as `record`."""

RecordBusyError = DatabaseBusyError
"""The record could not be read or written now; nothing was stored; trying again is safe."""

diaries_written = noting_diaries
"""Notes in which diaries the services of a block wrote, and who did."""


class RecordOutdatedError(Exception):
    """The database's schema is not this version's."""


class RoleUnfitError(Exception):
    """The database's role cannot do this; one sentence says what to do."""


def open_record(settings: Settings) -> Record:
    """The record for a server, which may be forked: no connection stays open.

    Raises:
        ConfigurationError: if its role on PostgreSQL could do what an application must not, or if
            it is to be a demo's and is not. A database that does not answer now is asked again
            with its first connection.
    """
    record = Database(settings.database_url)
    if settings.demo:
        from bleedlog.storage.demo_mark import read_mark  # noqa: PLC0415 - as below

        if not record.is_sqlite or read_mark(Path(record.engine.url.database or "")) is None:
            record.dispose()
            raise ConfigurationError([NO_DEMO])
    if not record.is_sqlite:
        # Here and below: what only PostgreSQL needs, or only the command line, is loaded for it.
        from bleedlog.storage.roles import PowerfulRoleError, refuse_powers  # noqa: PLC0415

        refuse_powers(record)
        try:
            with suppress(RecordBusyError), record.reading():
                pass
        except PowerfulRoleError as error:
            raise ConfigurationError([str(error)]) from error
        finally:
            record.dispose()
    return record


def open_owned_record(settings: Settings) -> Record:
    """The record for the command line; no connection is opened yet."""
    return Database(settings.owner_database_url or settings.database_url)


def check_console(record: Record) -> None:
    """See that the record shows every diary to the console.

    Raises:
        RecordBusyError: if it does not answer.
        RoleUnfitError: if its role on PostgreSQL is the application's.
    """
    if record.is_sqlite:
        return
    from bleedlog.storage.roles import current_role  # noqa: PLC0415

    with record.reading() as connection:
        role = current_role(connection)
    if not role.sees_everything:
        message = (
            f"The role {role.name} sees nobody's diary. Set BLEEDLOG_OWNER_DATABASE_URL to the"
            " database by the role that owns its tables."
        )
        raise RoleUnfitError(message)


def upgrade_record(record: Record, *, application_url: str | None = None) -> str | None:
    """Bring the record's schema to this version, and let the application's role in.

    `application_url`: on PostgreSQL the URL by which the server comes in. Gives the name of its
    role, or None where the owner comes in by that URL, or where there are no roles.

    Raises:
        RecordBusyError: if the record does not answer.
        RecordOutdatedError: if a newer version made it.
        RoleUnfitError: if the application's role is not there and cannot be made.
    """
    from bleedlog.storage.schema import current_revision, upgrade  # noqa: PLC0415

    _refuse_newer(current_revision(record))
    upgrade(record)
    if record.is_sqlite or application_url is None:
        return None
    from bleedlog.storage.roles import RoleRefusedError, let_in  # noqa: PLC0415

    try:
        return let_in(record, application_url)
    except RoleRefusedError as error:
        raise RoleUnfitError(str(error)) from error


def check_record(record: Record) -> None:
    """See that the record answers and has this version's schema.

    Raises:
        RecordBusyError: if it does not answer.
        RecordOutdatedError: saying what to run.
    """
    from bleedlog.storage.schema import (  # noqa: PLC0415
        NoRightsError,
        current_revision,
        newest_revision,
    )

    try:
        current = current_revision(record)
    except NoRightsError as error:
        message = "The database's role was given no rights. Run as the owner: bleedlog db upgrade"
        raise RecordOutdatedError(message) from error
    _refuse_newer(current)
    if current != newest_revision():
        message = (
            f"The database has schema {current or 'none'}, this version needs"
            f" {newest_revision()}. Run: bleedlog db upgrade"
        )
        raise RecordOutdatedError(message)


def _refuse_newer(revision: str | None) -> None:
    from bleedlog.storage.schema import is_known  # noqa: PLC0415

    if revision is not None and not is_known(revision):
        message = (
            f"The database has schema {revision}, which this version does not know: a newer"
            " bleedlog made it. Install that one."
        )
        raise RecordOutdatedError(message)
