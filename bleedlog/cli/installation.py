"""The installation that a command works on: settings from the environment, and its record."""

import click

from bleedlog.config import ConfigurationError, Settings
from bleedlog.services.record import (
    Record,
    RecordBusyError,
    RecordOutdatedError,
    check_record,
    open_record,
)


def read_settings() -> Settings:
    """The settings of the environment; what is wrong with them ends the command, a line each."""
    try:
        return Settings.from_environment()
    except ConfigurationError as error:
        raise click.ClickException("\n".join(["this cannot start:", *error.faults])) from error


def checked_record(settings: Settings) -> Record:
    """The record, which answers and has this version's schema; else the command ends."""
    record = open_record(settings)
    try:
        check_record(record)
    except RecordOutdatedError as error:
        raise click.ClickException(str(error)) from error
    except RecordBusyError as error:
        message = "The database does not answer. Is BLEEDLOG_DATABASE_URL right, and is it up?"
        raise click.ClickException(message) from error
    return record
