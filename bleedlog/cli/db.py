"""`bleedlog db`: the schema of the record."""

import click

from bleedlog.cli.installation import (
    checked_record,
    read_settings,
    telling_busy,
    unchecked_record,
)
from bleedlog.services.record import upgrade_record


@click.group()
def db() -> None:
    """Bring the database to this version, or check it."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database to the schema of this version; an empty one gets it whole."""
    record = unchecked_record(read_settings())
    with telling_busy():
        upgrade_record(record)
    click.echo("The database has the schema of this version.")


@db.command("check")
def check() -> None:
    """See that the database answers and has the schema of this version."""
    checked_record(read_settings())
    click.echo("The database answers and has the schema of this version.")
