"""A diary file from disk or standard input, and its faults on standard error."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from bleedlog.exchange.diary_file_bytes import check_size, decode_diary
from bleedlog.exchange.diary_file_faults import DiaryFileError

STANDARD_INPUT: Final = "-"
BAD_INPUT: Final = 2
"""Exit code where the file is at fault."""


class UnreadableFileError(click.FileError):
    """A file that cannot be opened or read; click says so in one line."""

    exit_code = BAD_INPUT


def read_diary_text(file: str, limit: int) -> str:
    """The text of a file of at most `limit` bytes; `-` is standard input.

    The size is looked at first, so that a huge file is refused before it is read.

    Raises:
        DiaryFileError: if it is too large or no UTF-8 text.
        UnreadableFileError: if it cannot be read.
    """
    try:
        if file == STANDARD_INPUT and sys.stdin is None:
            raise UnreadableFileError(file, "it is closed")
        if file == STANDARD_INPUT:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(file).open("rb") as stream:
                check_size(os.fstat(stream.fileno()).st_size, limit)
                data = stream.read(limit + 1)
    except OSError as error:
        raise UnreadableFileError(file, error.strerror or str(error)) from None
    check_size(len(data), limit)
    return decode_diary(data)


@contextmanager
def faults_told(file: str) -> Iterator[None]:
    """Print what is wrong with a file, one line a fault, and exit with `BAD_INPUT`."""
    try:
        yield
    except DiaryFileError as error:
        click.echo("\n".join(fault.text(file) for fault in error.faults), err=True)
        sys.exit(BAD_INPUT)
