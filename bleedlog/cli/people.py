"""`bleedlog user` and `bleedlog clinic`: setting people up."""

import sys
from datetime import date

import click
from pydantic import ValidationError

from bleedlog.cli.day import Day
from bleedlog.cli.installation import checked_record, read_settings
from bleedlog.cli.links import email_command, invite_command, reset_command
from bleedlog.cli.reason import reason_option
from bleedlog.models.moment import DEFAULT_ZONE, EARLIEST, local_today
from bleedlog.models.person_input import ClinicInput, PatientInput, UserInput
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.factor_reset import reset_factor
from bleedlog.services.people import (
    OwnDiary,
    PersonRefusedError,
    Work,
    create_clinic,
    create_user,
    lock_user,
    unlock_user,
)

zone_option = click.option(
    "--zone", default=DEFAULT_ZONE, show_default=True, help="Time zone, as in Europe/London."
)


def _in_living_memory(
    _context: click.Context, _option: click.Parameter, value: date | None
) -> date | None:
    if value is not None and not EARLIEST <= value <= local_today(DEFAULT_ZONE):
        message = f"expected a day from {EARLIEST.year} to today"
        raise click.BadParameter(message)
    return value


@click.group()
def user() -> None:
    """People who sign in."""


for command in (invite_command, reset_command, email_command):
    user.add_command(command)


@click.group()
def clinic() -> None:
    """Haemophilia centres."""


@user.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--patient", is_flag=True, help="They have haemophilia B: begin their diary.")
@click.option(
    "--born",
    type=Day(),
    callback=_in_living_memory,
    help="With --patient: date of birth.",
)
@click.option("--centre", help="With --patient: the name of the clinic that treats them.")
@click.option("--centre-may-look", is_flag=True, help="With --centre: they agreed that it looks.")
@zone_option
@click.option("--clinic", "workplace", help="The name of the clinic that they work at.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in StaffRole]),
    default=StaffRole.CLINICIAN.value,
    show_default=True,
    help="With --clinic: what they may do there.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add_user(
    *,
    email: str,
    name: str,
    patient: bool,
    born: date | None,
    centre: str | None,
    centre_may_look: bool,
    zone: str,
    workplace: str | None,
    role: str,
    password_stdin: bool,
) -> None:
    """Add somebody who signs in with EMAIL; NAME is how pages call them."""
    if not patient and (born or centre or centre_may_look):
        message = "--born, --centre and --centre-may-look go with --patient."
        raise click.UsageError(message)
    record = checked_record(read_settings())
    password = _password(from_standard_input=password_stdin)
    own_diary = _own_diary(name, born, zone, centre, centre_may_look=centre_may_look)
    try:
        create_user(
            record,
            by=console("bleedlog user add"),
            user=UserInput.model_validate({"email": email, "name": name}),
            password=password,
            work=Work(workplace, StaffRole(role)) if workplace else None,
            own_diary=own_diary if patient else None,
        )
    except ValidationError as error:
        raise click.ClickException(_in_words(error)) from error
    except PersonRefusedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} can sign in now.")


@user.command("lock")
@click.argument("email")
@reason_option("in the audit")
@click.option("--undo", is_flag=True, help="Let them sign in again.")
def lock(email: str, viewer: Viewer, *, undo: bool) -> None:
    """End every session of who signs in with EMAIL, and let no new one begin."""
    change = unlock_user if undo else lock_user
    try:
        change(checked_record(read_settings()), by=viewer, email=email)
    except PersonRefusedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{email} can sign in again." if undo else f"{email} is locked out.")


@user.command("reset-factor")
@click.argument("email")
@reason_option("in the audit")
def reset_factor_command(email: str, viewer: Viewer) -> None:
    """Take a lost second factor off who signs in with EMAIL, and end every session of theirs.

    Make sure that it is them who ask. Staff set a new one up at their next sign-in.
    """
    try:
        found = reset_factor(checked_record(read_settings()), by=viewer, email=email)
    except PersonRefusedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{found.name} has no second factor now, and is signed out everywhere.")


def _own_diary(
    name: str, born: date | None, zone: str, centre: str | None, *, centre_may_look: bool
) -> OwnDiary:
    try:
        profile = PatientInput.model_validate({"name": name, "born": born, "zone": zone})
    except ValidationError as error:
        raise click.ClickException(_in_words(error)) from error
    return OwnDiary(profile, centre, centre_may_look)


def _password(*, from_standard_input: bool) -> str:
    if from_standard_input:
        try:
            password = sys.stdin.readline().rstrip("\r\n")
            # Where the locale says little, other bytes come as what no text may hold.
            password.encode()
        except UnicodeError:
            message = "expected a password in UTF-8"
            raise click.ClickException(message) from None
        return password
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@clinic.command("add")
@click.argument("name")
@click.option("--phone", help="The number that people in need call.")
@zone_option
def add_clinic(name: str, phone: str | None, zone: str) -> None:
    """Add a haemophilia centre called NAME."""
    record = checked_record(read_settings())
    try:
        told = ClinicInput.model_validate({"name": name, "phone": phone, "zone": zone})
        create_clinic(record, clinic=told)
    except ValidationError as error:
        raise click.ClickException(_in_words(error)) from error
    except PersonRefusedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{told.name} is there now.")


def _in_words(error: ValidationError) -> str:
    return "\n".join(
        f"{fault['loc'][0]}: {fault['msg'].removeprefix('Value error, ')}"
        for fault in error.errors()
    )
