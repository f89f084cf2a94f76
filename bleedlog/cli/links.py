"""`bleedlog user invite`, `reset`, `email`: help where no mail is sent. Links are printed here."""

import click
from pydantic import ValidationError

from bleedlog.cli.installation import checked_record, read_settings
from bleedlog.cli.reason import reason_option
from bleedlog.models.invitation import InvitedAs
from bleedlog.models.moment import DEFAULT_ZONE, zone_of
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.codes import in_groups, link_to
from bleedlog.services.console_help import (
    change_email_for,
    find_clinic_called,
    make_reset_code,
)
from bleedlog.services.invitations import invite
from bleedlog.services.people import PersonRefusedError

LONGEST_NAME = 120


def _name(_context: click.Context, _argument: click.Parameter, told: str) -> str:
    name = " ".join(told.split())
    # What is no UTF-8 comes as letters that cannot be printed either.
    if not name or not name.isprintable() or len(name) > LONGEST_NAME:
        message = f"expected a name of at most {LONGEST_NAME} letters that can be printed"
        raise click.BadParameter(message)
    return name


@click.command("invite")
@click.argument("name", callback=_name)
@click.option("--clinic", required=True, help="The name of the clinic that invites them.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in StaffRole]),
    help="They are to work there, and may do this.",
)
@click.option("--patient", is_flag=True, help="They are to begin a diary.")
def invite_command(name: str, clinic: str, role: str | None, *, patient: bool) -> None:
    """Print a link that makes NAME one of a clinic's staff (--role), or a patient (--patient).

    A clinic's first admin is invited so; they invite the others on its pages.
    """
    if patient == bool(role):
        message = "Say either --role or --patient."
        raise click.UsageError(message)
    settings = read_settings()
    record, by = checked_record(settings), console("bleedlog user invite")
    try:
        made = invite(
            record,
            by=by,
            invited_as=InvitedAs.PATIENT if patient else InvitedAs.STAFF,
            clinic_id=find_clinic_called(record, by=by, name=clinic),
            staff_role=StaffRole(role) if role else None,
            name=name,
        )
    except PersonRefusedError as error:
        raise click.ClickException(str(error)) from error
    until = made.expires_at.astimezone(zone_of(DEFAULT_ZONE))
    _print_link(
        f"Give this link to {name}. It works once, until {until.day} {until:%B %Y}:",
        link_to(settings.base_url, "/join", made.code),
        f"{settings.base_url}/join",
        made.code,
    )


@click.command("reset")
@click.argument("email")
@reason_option("in the audit")
def reset_command(email: str, viewer: Viewer) -> None:
    """Print a link by which who signs in with EMAIL chooses a new password.

    Make sure that it is them who get it. A second factor stays asked for.
    """
    settings = read_settings()
    try:
        made = make_reset_code(checked_record(settings), by=viewer, email=email)
    except PersonRefusedError as error:
        raise click.ClickException(str(error)) from error
    hours = round(made.lives.total_seconds() / 3600)
    _print_link(
        f"Give this link to {made.name} and to nobody else. It works once, for {hours} hours:",
        link_to(settings.base_url, "/reset", made.code),
        f"{settings.base_url}/reset",
        made.code,
    )


@click.command("email")
@click.argument("email")
@click.argument("new_email", metavar="NEW_EMAIL")
@reason_option("in the audit")
def email_command(email: str, new_email: str, viewer: Viewer) -> None:
    """Let who signs in with EMAIL sign in with NEW_EMAIL instead.

    Make sure that it is them who ask. Nobody checks that mail reaches them there.
    """
    try:
        changed = change_email_for(
            checked_record(read_settings()), by=viewer, email=email, new_email=new_email
        )
    except ValidationError as error:
        message = "expected an email address like name@example.org"
        raise click.BadParameter(message, param_hint="NEW_EMAIL") from error
    except PersonRefusedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"They sign in with {changed} now.")


def _print_link(words: str, link: str, page: str, code: str) -> None:
    click.echo(f"{words}\n\n  {link}\n")
    click.echo(f"Or they open {page} and type in: {in_groups(code)}")
