"""One thing that was looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it is."""

    GOOD = "good"
    LOOK = "look"
    """It works; somebody should look at it."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what mends it."""

    what: str
    """In a word or two."""
    verdict: Verdict
    said: str
    mend: str = ""
    """What to do, for whoever runs the server."""


def good(what: str, said: str) -> Finding:
    """Nothing is the matter with it."""
    return Finding(what, Verdict.GOOD, said)


def look(what: str, said: str, mend: str) -> Finding:
    """It works, and should be better."""
    return Finding(what, Verdict.LOOK, said, mend)


def wrong(what: str, said: str, mend: str) -> Finding:
    """It does not work, or is not safe."""
    return Finding(what, Verdict.WRONG, said, mend)
