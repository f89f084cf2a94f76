"""The `bleedlog` command: thin calls to services. One module a command, loaded when asked for."""

from typing import Final

import click

from bleedlog.cli.lazy import LazyCommand, LazyGroup
from bleedlog.cli.output import let_any_name_be_written

COMMANDS: Final = {
    "clinic": LazyCommand("bleedlog.cli.people:clinic", "Add clinics."),
    "db": LazyCommand("bleedlog.cli.db:db", "Bring the database to this version, or check it."),
    "demo": LazyCommand("bleedlog.cli.demo:demo", "Serve a demonstration with invented people."),
    "doctor": LazyCommand(
        "bleedlog.cli.doctor:doctor", "Say what is wrong with this installation, and the remedy."
    ),
    "export": LazyCommand("bleedlog.cli.diary:export_command", "Write a person's diary as a file."),
    "hold": LazyCommand("bleedlog.cli.holds:hold", "Keep records that the law says must stay."),
    "import": LazyCommand(
        "bleedlog.cli.diary:import_command", "Read a diary file into a person's diary."
    ),
    "rates": LazyCommand(
        "bleedlog.cli.rates:rates", "Bleeds a year before and after treatment, from a diary file."
    ),
    "serve": LazyCommand("bleedlog.cli.serve:serve", "Serve the application."),
    "token": LazyCommand("bleedlog.cli.tokens:token", "Make keys for people's programs."),
    "user": LazyCommand("bleedlog.cli.people:user", "Add people who sign in."),
}
"""Every command: where it is and what it does in one line."""


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bleedlog", message="%(version)s")
def main() -> None:
    """Keep and read bleeding diaries of people with haemophilia B.

    Every command says more with --help. "demo" needs nothing, "rates" a file; the others work on
    the database that BLEEDLOG_DATABASE_URL names ("serve --help" lists the settings).
    """
    let_any_name_be_written()
