"""A day as an option of a command, written as in a diary file."""

import re
from datetime import date
from typing import Any, Final

import click

_SHAPE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Day(click.ParamType[date]):
    """A day like 2024-03-01; the command gets a `date`. Which years make sense is the option's."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or say what was expected instead."""
        if not _SHAPE.fullmatch(value):
            self.fail(f'found "{value}", expected a day like 2024-03-01', param, ctx)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f'found "{value}", expected a day that the calendar has', param, ctx)
