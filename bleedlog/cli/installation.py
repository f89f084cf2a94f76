"""The installation that a command works on: settings from the environment, and its record."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bleedlog.config import ConfigurationError, Settings
from bleedlog.services.record import (
    Record,
    RecordBusyError,
    RecordOutdatedError,
    RoleUnfitError,
    check_console,
    check_record,
    open_owned_record,
    open_record,
)


def read_settings() -> Settings:
    """The settings of the environment; what is wrong with them ends the command, a line each."""
    try:
        return Settings.from_environment()
    except ConfigurationError as error:
        raise _cannot_start(error) from error


def _cannot_start(error: ConfigurationError) -> click.ClickException:
    return click.ClickException("\n".join(["this cannot start:", *error.faults]))


def unchecked_record(settings: Settings) -> Record:
    """The record as the console sees it, whatever schema it has; closed when the command ends."""
    record = open_owned_record(settings)
    click.get_current_context().call_on_close(record.dispose)
    return record


def checked_record(settings: Settings) -> Record:
    """The record as the console sees it, with this version's schema; else the command ends."""
    record = unchecked_record(settings)
    try:
        with telling_busy():
            check_record(record)
            check_console(record)
    except (RecordOutdatedError, RoleUnfitError) as error:
        raise click.ClickException(str(error)) from error
    return record


def check_server(settings: Settings) -> None:
    """See that a server can be started on the record as it is; else the command ends."""
    try:
        record = open_record(settings)
        try:
            with telling_busy():
                check_record(record)
        finally:
            record.dispose()
    except ConfigurationError as error:
        raise _cannot_start(error) from error
    except RecordOutdatedError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def telling_busy() -> Iterator[None]:
    """End the command plainly when the record does not answer."""
    try:
        yield
    except RecordBusyError as error:
        message = "The database does not answer. Is BLEEDLOG_DATABASE_URL right, and is it up?"
        raise click.ClickException(message) from error
