"""`bleedlog db`: the schema of the record."""

import click

from bleedlog.cli.installation import checked_record, read_settings
from bleedlog.services.record import RecordBusyError, open_record, upgrade_record


@click.group()
def db() -> None:
    """Bring the database to this version, or check it."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database to the schema of this version; an empty one gets it whole."""
    try:
        upgrade_record(open_record(read_settings()))
    except RecordBusyError as error:
        message = "The database does not answer. Is BLEEDLOG_DATABASE_URL right, and is it up?"
        raise click.ClickException(message) from error
    click.echo("The database has the schema of this version.")


@db.command("check")
def check() -> None:
    """See that the database answers and has the schema of this version."""
    checked_record(read_settings())
    click.echo("The database answers and has the schema of this version.")
