"""`bleedlog demo`: invented people, made once, served on this machine only."""

import os
import socket
import sys
from datetime import date
from pathlib import Path

import click
from rich.box import ROUNDED
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table

from bleedlog.cli.day import Day
from bleedlog.cli.serve import become_server, default_workers
from bleedlog.cli.waiting import Waiting
from bleedlog.config import ConfigurationError, Settings
from bleedlog.models.moment import DEFAULT_ZONE, local_today
from bleedlog.services.demo.folder import NAME, DemoFolder, DemoInUseError, url_of
from bleedlog.services.demo.logins import LOGINS
from bleedlog.services.demo.preparing import DemoRefusedError, PreparedDemo, prepare_demo
from bleedlog.services.passwords import LONGEST
from bleedlog.services.record import RecordBusyError

HOST = "127.0.0.1"
_WIDTH = 80
_YEARS = range(2000, 2101)


def _imaginable(
    _context: click.Context, _option: click.Parameter, value: date | None
) -> date | None:
    if value is not None and value.year not in _YEARS:
        message = f"expected a day from {_YEARS[0]} to {_YEARS[-1]}"
        raise click.BadParameter(message)
    return value


@click.command()
@click.option(
    "--port",
    default=8000,
    show_default=True,
    envvar="PORT",
    show_envvar=True,
    type=click.IntRange(1, 65535),
    help=f"Port to listen on, on {HOST} only.",
)
@click.option(
    "--today",
    type=Day(),
    metavar="DATE",
    callback=_imaginable,
    help="The day on which the diaries end, when they are made.  [default: today]",
)
@click.option("--fresh", is_flag=True, help="Make everybody anew; what visitors entered goes.")
def demo(*, port: int, today: date | None, fresh: bool) -> None:
    """Serve a demonstration with invented people.

    About 60 people are made at the first start and kept in the folder .demo, with all that
    visitors enter. BLEEDLOG_DEMO_PASSWORD sets the password of their logins.
    """
    _see_that_port_is_free(port)
    day = today or local_today(DEFAULT_ZONE)
    # Left open on purpose: this process becomes the server, which goes on holding the folder.
    folder = DemoFolder(Path(NAME))
    try:
        folder.open()
        _refuse_other_database(url_of(folder.database))
        password = _chosen_password() or folder.password
        with Waiting() as waiting:
            prepared = prepare_demo(
                folder, today=day, password=password, fresh=fresh, tell=waiting.tell, say=click.echo
            )
        _set_environment(prepared, folder, port)
    except DemoInUseError as error:
        message = "A demo runs, or is being made, in this folder. Stop it first with Ctrl-C."
        raise click.ClickException(message) from error
    except RecordBusyError as error:
        message = f"The database in {NAME} does not answer. Is the disk full?"
        raise click.ClickException(message) from error
    except (DemoRefusedError, ConfigurationError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        message = f"The folder {NAME} cannot be used here: {error.strerror}."
        raise click.ClickException(message) from error
    if prepared.made_on != day:
        click.echo(f"These diaries end on {_long_date(prepared)}. New ones: bleedlog demo --fresh")
    _print_logins(password, port)
    become_server(host=HOST, port=port, workers=default_workers())


def _see_that_port_is_free(port: int) -> None:
    with socket.socket() as probe:
        # As the server does: a port that was in use a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            message = f"Port {port} may not be used here. Choose another: --port 8001"
            raise click.ClickException(message) from error
        except OSError as error:
            message = f"Port {port} is in use. Choose another, such as --port {port % 65535 + 1}"
            raise click.ClickException(message) from error


def _refuse_other_database(own: str) -> None:
    named = os.environ.get("BLEEDLOG_DATABASE_URL", own)
    if named != own:
        message = (
            "BLEEDLOG_DATABASE_URL names a database that is not the demo's, so it was left alone."
            f" Unset it: the demo keeps its own in {NAME}."
        )
        raise click.ClickException(message)


def _chosen_password() -> str:
    chosen = os.environ.get("BLEEDLOG_DEMO_PASSWORD", "")
    if len(chosen) > LONGEST:
        message = f"BLEEDLOG_DEMO_PASSWORD has more than {LONGEST} characters."
        raise click.ClickException(message)
    return chosen


def _set_environment(prepared: PreparedDemo, folder: DemoFolder, port: int) -> None:
    """Say to the server, which reads the environment, what it is to serve."""
    os.environ.update(
        BLEEDLOG_DATABASE_URL=prepared.database_url,
        BLEEDLOG_SECRET_KEY_FILE=str(folder.secret_key_file),
        BLEEDLOG_BASE_URL=f"http://{HOST}:{port}",
        BLEEDLOG_PROXIES="0",
        BLEEDLOG_DEMO="1",
    )
    Settings.from_environment()


def _long_date(prepared: PreparedDemo) -> str:
    return f"{prepared.made_on.day} {prepared.made_on:%B %Y}"


def _print_logins(password: str, port: int) -> None:
    logins = Table.grid(padding=(0, 2))
    logins.add_column(no_wrap=True)
    logins.add_column(no_wrap=True)
    for login in LOGINS:
        logins.add_row(login.email, login.name, login.about)
    ways = Table.grid(padding=(0, 2))
    ways.add_row("Open", f"http://{HOST}:{port}")
    ways.add_row("Password", password)
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = max(_WIDTH, console.width)
    console.print(
        Panel(
            Group(ways, "", logins, "", "Stop it with Ctrl-C."),
            title="Demo: these people are invented",
            box=ROUNDED,
            padding=(1, 2),
            expand=False,
        )
    )
    sys.stdout.flush()
