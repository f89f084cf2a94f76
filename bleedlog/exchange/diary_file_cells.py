"""Cells of the diary file to values and back: numbers, answers, and the guard against formulas."""

import re

_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
_YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}

# What a spreadsheet may take for a formula: its signs, also in their wide East Asian forms, and
# white space that it drops before one. Apostrophes before it are a guard, or a text's own.
_LIKE_A_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")


def guarded(text: str) -> str:
    """The text with an apostrophe before it, if a spreadsheet could take it for a formula."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of which `guarded` made the cell."""
    return cell[1:] if cell.startswith("'") and _LIKE_A_FORMULA.match(cell) else cell


def number_of(cell: str) -> float:
    """The number in a cell, written with a point.

    Raises:
        ValueError: saying what was expected.
    """
    if not _NUMBER.fullmatch(cell):
        below = _NUMBER.fullmatch(cell.removeprefix("-"))
        message = "a number that is not below 0" if below else "a number like 2000 or 36.9"
        raise ValueError(message)
    return float(cell)


def number_text(number: float) -> str:
    """The shortest text that reads as the same number: 2000, 36.9."""
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def answer_of(cell: str) -> bool:
    """Yes or no.

    Raises:
        ValueError: saying what was expected.
    """
    if cell not in _YES_OR_NO:
        message = "yes or no"
        raise ValueError(message)
    return _YES_OR_NO[cell]
