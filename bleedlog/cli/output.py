"""What a command writes, and one plain line where it cannot be written."""

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click


def let_any_name_be_written() -> None:
    """Write an escape for a character that the output cannot show, and go on.

    Outside UTF-8 (an old locale, a pipe on Windows) a name would end the command with a trace.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


@contextmanager
def output_told(what: str) -> Iterator[None]:
    """Say that `what` could not be written (a full disk), and exit with 1.

    A reader that went away is left to click, which ends without a word.
    """
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        # What the buffer still holds would fail again, with a trace, when Python ends.
        # (An output that is no file has nothing to hold.)
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        message = f"{what} could not be written: {error.strerror}"
        raise click.ClickException(message) from None
