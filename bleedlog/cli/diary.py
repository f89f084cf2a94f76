"""`bleedlog import` and `bleedlog export`: a person's diary as a file."""

import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from bleedlog.cli.diary_text import faults_told, read_diary_text
from bleedlog.cli.installation import checked_record, read_settings
from bleedlog.cli.output import output_told
from bleedlog.cli.reason import reason_option
from bleedlog.cli.waiting import Waiting
from bleedlog.models.moment import DEFAULT_ZONE, is_zone
from bleedlog.models.viewer import Viewer
from bleedlog.services.freshening import freshen_diary
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record import RecordBusyError
from bleedlog.services.travel import LARGEST_FILE, export_diary, find_patient, import_diary

NOBODY = "There is no diary of that email or id."


_patient = click.option(
    "--patient", "wanted", required=True, metavar="EMAIL|ID", help="Whose diary it is."
)
_reason = reason_option("with the diary")


@click.command("import")
@click.argument("file")
@_patient
@_reason
@click.option("--zone", default=DEFAULT_ZONE, show_default=True, help="Of rows that name none.")
def import_command(file: str, wanted: str, viewer: Viewer, zone: str) -> None:
    """Read FILE, a diary file, into a person's diary ("-": standard input).

    All of it is read, or nothing: every fault is told by line and column. Reading the same
    file again changes nothing.
    """
    if not is_zone(zone):
        raise click.BadParameter("no time zone is called that", param_hint="--zone")
    with faults_told(file):
        text = read_diary_text(file, LARGEST_FILE)
        record = checked_record(read_settings())
        try:
            patient_id = find_patient(record, by=viewer, wanted=wanted)
            with Waiting() as waiting:
                done = import_diary(
                    record,
                    by=viewer,
                    patient_id=patient_id,
                    text=text,
                    zone=zone,
                    progress=lambda share: waiting.tell("Reading", share),
                )
        except NoSuchDiaryError:
            raise click.ClickException(NOBODY) from None
    # Without it the diary is as full, and a clinic's list works it out.
    with suppress(RecordBusyError):
        freshen_diary(record, by=viewer, patient_id=patient_id, now=datetime.now(UTC))
    entries = "entry" if done.added == 1 else "entries"
    there = "was" if done.unchanged == 1 else "were"
    click.echo(f"{done.added} {entries} added, {done.unchanged} {there} there already.")


@click.command("export")
@_patient
@_reason
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="To a file.")
@click.option("--with-private-notes", is_flag=True, help="Write notes marked private, too.")
def export_command(
    wanted: str, viewer: Viewer, output: Path | None, with_private_notes: bool
) -> None:
    """Write a person's diary as a diary file, to standard output or a file."""
    record = checked_record(read_settings())
    try:
        done = export_diary(
            record,
            by=viewer,
            patient_id=find_patient(record, by=viewer, wanted=wanted),
            private_notes=with_private_notes,
        )
    except NoSuchDiaryError:
        raise click.ClickException(NOBODY) from None
    data = done.text.encode()
    with output_told("The diary"):
        if output is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            output.write_bytes(data)
            entries = "entry" if done.entries == 1 else "entries"
            click.echo(f"{done.entries} {entries} written to {output}.", err=True)
    left_out = done.private_notes_left_out
    if left_out:
        notes, them = ("note was", "it") if left_out == 1 else ("notes were", "them")
        words = f"{left_out} private {notes} left out (--with-private-notes writes {them})."
        click.echo(words, err=True)
