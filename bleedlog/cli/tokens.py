"""`bleedlog token`: keys for programs, made by whoever runs the server."""

import click

from bleedlog.cli.installation import checked_record, read_settings
from bleedlog.cli.reason import reason_option
from bleedlog.models.api_token import Scope
from bleedlog.models.viewer import Viewer
from bleedlog.services.api_tokens import TokenRefusedError, find_owner, make_token
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.travel import find_patient

NOBODY = "There is no diary of that email or id."


@click.group()
def token() -> None:
    """Keys with which a program reads a diary, or adds to it."""


@token.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What it is for; its owner sees it in their list.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="What it opens; may be repeated.",
)
@click.option(
    "--patient", "wanted", metavar="EMAIL|ID", help="Whose diary, if EMAIL may open several."
)
@reason_option("with the diary")
def create(
    email: str, *, name: str, scopes: tuple[str, ...], wanted: str | None, viewer: Viewer
) -> None:
    """Make a token of who signs in with EMAIL, and print it: it is shown once.

    It never opens more than EMAIL may do with the diary at that moment, and EMAIL can end it.
    """
    record = checked_record(read_settings())
    try:
        patient = find_patient(record, wanted=wanted, by=viewer) if wanted else None
        user_id, patient_id = find_owner(record, by=viewer, email=email, wanted=patient)
        made = make_token(
            record,
            by=viewer,
            user_id=user_id,
            patient_id=patient_id,
            name=name,
            scopes=frozenset(map(Scope, scopes)),
        )
    except NoSuchDiaryError:
        raise click.ClickException(NOBODY) from None
    except TokenRefusedError as error:
        raise click.ClickException(str(error)) from error
    click.echo(made.text)
    click.echo("Keep it safe: it is not shown again.", err=True)
