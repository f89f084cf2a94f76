"""`bleedlog hold`: records that must be kept, whatever is asked."""

import click

from bleedlog.cli.installation import checked_record, read_settings
from bleedlog.cli.reason import reason_option
from bleedlog.models.viewer import Viewer
from bleedlog.services.erasing import hold_record, lift_hold
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.travel import find_patient

NOBODY = "There is no diary of that email or id."
NO_HOLD = "There is no such diary, or nothing holds it."

_patient = click.option(
    "--patient", "wanted", required=True, metavar="EMAIL|ID", help="Whose diary it is."
)


@click.group()
def hold() -> None:
    """Records that the law says must be kept (a legal hold)."""


@hold.command("add")
@_patient
@reason_option("with the diary")
def add(wanted: str, viewer: Viewer) -> None:
    """Keep a person's diary until the hold is lifted, even if they delete their account."""
    record = checked_record(read_settings())
    try:
        patient_id = find_patient(record, by=viewer, wanted=wanted)
        hold_record(record, by=viewer, patient_id=patient_id)
    except NoSuchDiaryError:
        raise click.ClickException(NOBODY) from None
    click.echo(f"The diary {patient_id} is kept. Note this id: it lifts the hold at any time.")


@hold.command("lift")
@_patient
@reason_option("with the diary")
def lift(wanted: str, viewer: Viewer) -> None:
    """End the hold. A diary whose person deleted their account meanwhile is deleted now."""
    record = checked_record(read_settings())
    try:
        patient_id = find_patient(record, by=viewer, wanted=wanted)
        erased = lift_hold(record, by=viewer, patient_id=patient_id)
    except NoSuchDiaryError:
        raise click.ClickException(NO_HOLD) from None
    click.echo("The hold is lifted, and the diary is deleted." if erased else "The hold is lifted.")
