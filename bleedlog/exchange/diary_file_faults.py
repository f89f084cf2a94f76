"""What is wrong with a diary file: every fault with its line and column, all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from bleedlog.models.fields import MOMENT_LENGTH
from bleedlog.models.moment import AS_WRITTEN

WHOLE_FILE: Final = "file"
"""Stands in a column's place where the fault is not one column's."""

WHOLE_ROW: Final = "row"
"""Stands in a column's place where a row has too few or too many cells."""

_EXPECTED: Final = {
    "missing": "a value",
    "string_too_long": "at most {max_length:,} characters",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller number",
    "finite_number": "a smaller number",
    "greater_than_equal": "{ge:,.16g} or more",
    "greater_than": "more than {gt:,.16g}",
    "less_than_equal": "at most {le:,.16g}",
}
"""By pydantic's name of the error; its limits are filled in."""

SHOWN = 60
"""How many characters of a cell are repeated in a fault."""


@dataclass(frozen=True, slots=True, order=True)
class DiaryFault:
    """One thing that is wrong. `line` is the first line of the record, from 1."""

    line: int
    column: str
    found: str
    expected: str

    def text(self, file: str) -> str:
        """One line for people: `FILE:LINE: column: found ..., expected ...`."""
        return f"{file}:{self.line}: {self.column}: found {self.found}, expected {self.expected}"


class DiaryFileError(Exception):
    """A diary file that cannot be read as it is; nothing of it was taken over."""

    def __init__(self, faults: Iterable[DiaryFault]) -> None:
        """Keep the faults in line order."""
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(fault.text("line") for fault in self.faults[:10]))


def shown(text: str) -> str:
    """A cell as a fault repeats it: on one line, quoted, cut where it is long."""
    if not text:
        return "nothing"
    short = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return '"' + "".join(one if one.isprintable() else _escaped(one) for one in short) + '"'


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def expected_of(error: ValidationError) -> list[tuple[str, str]]:
    """What a validated input class expected: (field, words) for each of its faults."""
    return [
        (str(fault["loc"][0]) if fault["loc"] else WHOLE_ROW, _expected(fault))
        for fault in error.errors(include_url=False, include_input=False)
    ]


def _expected(fault: Any) -> str:
    """The words after "expected" for one of pydantic's error descriptions."""
    limits = fault.get("ctx", {})
    if fault["type"] == "value_error":
        return str(limits["error"]).removeprefix("expected ")
    if fault["type"] == "enum":
        return str(limits["expected"]).replace("'", "")
    if fault["type"] == "string_too_long" and limits["max_length"] == MOMENT_LENGTH:
        return AS_WRITTEN
    words = _EXPECTED.get(fault["type"])
    return str(fault["msg"]) if words is None else words.format_map(limits)
