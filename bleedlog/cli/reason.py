"""Why the console touches what is somebody's: asked for, and kept where they can read it."""

from collections.abc import Callable
from typing import Any, Final

import click

from bleedlog.models.viewer import Viewer, console

LONGEST_REASON: Final = 500
"""Characters that the audit keeps."""


def reason_option(kept: str) -> Callable[[Any], Any]:
    """The option `--reason`, which gives the command its viewer as `viewer`.

    Args:
        kept: Where it is kept, as the help says it.
    """
    return click.option(
        "--reason", "viewer", required=True, callback=_viewer, help=f"Why; it is kept {kept}."
    )


def _viewer(_context: click.Context, _option: click.Parameter, reason: str) -> Viewer:
    try:
        reason.encode()
    except UnicodeEncodeError:
        message = "expected UTF-8 text"
        raise click.BadParameter(message) from None
    if len(reason.strip()) > LONGEST_REASON:
        message = f"say it in at most {LONGEST_REASON} characters"
        raise click.BadParameter(message)
    try:
        return console(reason)
    except ValueError:
        message = "say why: it is kept"
        raise click.BadParameter(message) from None
