"""`bleedlog db`: the schema of the record."""

from datetime import UTC, datetime, timedelta

import click

from bleedlog.cli.installation import (
    check_server,
    checked_record,
    read_settings,
    telling_busy,
    unchecked_record,
)
from bleedlog.cli.waiting import Waiting
from bleedlog.models.audit import RETENTION_YEARS
from bleedlog.models.viewer import console
from bleedlog.services.freshening import freshen_everything
from bleedlog.services.looks import prune_events
from bleedlog.services.record import Record, RecordOutdatedError, RoleUnfitError, upgrade_record

WHILE_UPGRADING = timedelta(minutes=1)
"""How long an upgrade works out what lists of clinics say; they do the rest themselves."""


@click.group()
def db() -> None:
    """Bring the database to this version, or check it."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database to the schema of this version; an empty one gets it whole.

    On PostgreSQL this runs as the owner of the tables (BLEEDLOG_OWNER_DATABASE_URL), makes the
    role that BLEEDLOG_DATABASE_URL names if there is none, and gives it the least that it needs.
    """
    settings = read_settings()
    record = unchecked_record(settings)
    try:
        with telling_busy():
            role = upgrade_record(record, application_url=settings.database_url)
    except (RecordOutdatedError, RoleUnfitError) as error:
        raise click.ClickException(str(error)) from error
    _refresh(record, patience=WHILE_UPGRADING)
    click.echo("The database has the schema of this version.")
    if role is not None:
        click.echo(f"The server comes in as {role}, which owns nothing.")
    elif not record.is_sqlite:
        click.echo(
            "The server will not start with this role, since it owns the tables. Make this URL"
            " BLEEDLOG_OWNER_DATABASE_URL, name another role in BLEEDLOG_DATABASE_URL, and run"
            " this again."
        )


@db.command("prune-audit")
def prune_audit() -> None:
    """Remove events of the audit that were kept for their whole time, and no younger one.

    Each is kept for 8 years; those of a diary under a legal hold stay.
    """
    record = checked_record(read_settings())
    with telling_busy():
        removed = prune_events(record, by=console("bleedlog db prune-audit"), now=datetime.now(UTC))
    events = "1 event" if removed == 1 else f"{removed} events"
    click.echo(f"{events} older than {RETENTION_YEARS} years removed.")


@db.command("refresh-worklists")
def refresh_worklists() -> None:
    """Work out what clinics' lists of patients say of every diary that changed.

    A list does so by itself: after an entry, and when somebody looks at it. Run this by night, and
    after many diaries were brought in, so that nobody waits for it.
    """
    made = _refresh(checked_record(read_settings()))
    click.echo(f"{'1 diary' if made == 1 else f'{made:,} diaries'} worked out.")


def _refresh(record: Record, *, patience: timedelta | None = None) -> int:
    by, now = console("bleedlog db refresh-worklists"), datetime.now(UTC)
    with telling_busy(), Waiting() as waiting:
        return freshen_everything(
            record,
            by=by,
            now=now,
            tell=lambda share: waiting.tell("Reading diaries", share),
            patience=patience,
        )


@db.command("check")
def check() -> None:
    """See that the database answers, has the schema of this version and a fit role."""
    check_server(read_settings())
    click.echo("The database answers and has the schema of this version.")
