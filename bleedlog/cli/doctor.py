"""`bleedlog doctor`: what is wrong with this installation, and how to mend it."""

import os

import click

from bleedlog.services.doctor.examination import examine
from bleedlog.services.doctor.finding import Finding, Verdict

COLOURS = {Verdict.GOOD: "green", Verdict.LOOK: "yellow", Verdict.WRONG: "red"}


@click.command()
@click.option("--only-faults", is_flag=True, help="Leave out what is good.")
def doctor(*, only_faults: bool) -> None:
    """Say what is wrong with this installation and how to mend it.

    A line for each thing: "good", "look" (it works; somebody should look at it) or "wrong". It
    looks at the settings, the database with its schema, role and walls, files and who can read
    them, disk space, mail, the clock, and the address. Nothing is changed, no mail is sent.

    Ends with 1 if anything is wrong, else with 0.
    """
    worst = Verdict.GOOD
    for finding in examine(os.environ):
        if finding.verdict is not Verdict.GOOD:
            worst = finding.verdict if worst is not Verdict.WRONG else worst
        if finding.verdict is not Verdict.GOOD or not only_faults:
            click.echo(_line(finding))
    click.echo(
        {
            Verdict.GOOD: "All is well.",
            Verdict.LOOK: "It works.",
            Verdict.WRONG: "Something is wrong. Mend it, then run this again.",
        }[worst]
    )
    if worst is Verdict.WRONG:
        raise click.exceptions.Exit(1)


def _line(finding: Finding) -> str:
    verdict = click.style(f"{finding.verdict:5}", fg=COLOURS[finding.verdict])
    mend = f" Mend it: {finding.mend}" if finding.mend else ""
    return f"{verdict}  {finding.what}: {finding.said.rstrip('.')}.{mend}"
