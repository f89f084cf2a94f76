"""The red box: which answers of a form bring it, and the number that it offers to call."""

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from bleedlog.models.person_input import FEWEST_DIGITS
from bleedlog.models.serious import (
    SERIOUS_PAIN,
    SERIOUS_SEVERITIES,
    SKIN_DEEP_SIZES,
    is_serious,
)
from bleedlog.models.vocabulary import Kind, Size
from bleedlog.web.diary.places import Place

ALONE, WITH, TOO = "alone", "with", "too"
"""An answer that is serious alone; one that is so together with another; that other one."""


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number as people read it and as a phone dials it."""

    words: str
    dial: str


def telephone_of(text: str | None) -> Telephone | None:
    """A stored number to tap, or None if nothing in it can be dialled."""
    words = (text or "").strip()
    # An extension would be dialled as part of the number.
    number = re.split(r"[^\d\s+().\-/]", words, maxsplit=1)[0]
    # "+44 (0)113": the zero is for those who leave out the +44.
    dial = re.sub(r"[^\d+]", "", number.replace("(0)", "") if "+" in number else number)
    return Telephone(words, dial) if len(dial) >= FEWEST_DIGITS else None


def serious_answers(kind: Kind, places: tuple[Place, ...]) -> dict[str, dict[str, str]]:
    """Which answers bring the box, by question and answer: `ALONE`, `WITH` or `TOO`."""
    found = {place.value: weight_of_place(kind, place) for place in places}
    return {
        "place": {value: weight for value, weight in found.items() if weight},
        "severity": {severity.value: ALONE for severity in SERIOUS_SEVERITIES},
        "size": {size.value: TOO for size in SKIN_DEEP_SIZES},
    }


def weight_of_place(kind: Kind, place: Any) -> str | None:
    """The same for a place, or for an entry's place that no form offers."""
    if is_serious(_said(kind, place, size=None)):
        return ALONE
    return WITH if any(is_serious(_said(kind, place, size)) for size in Size) else None


def _said(kind: Kind, place: Any, size: Size | None) -> Any:
    return SimpleNamespace(
        kind=kind,
        manifestation=place.manifestation,
        site=place.site,
        severity=None,
        pain=None,
        size=size,
    )


def weight_of_pain(pain: int | None) -> str | None:
    """The same for a number from 0 to 10."""
    if not pain:
        return None
    return ALONE if pain >= SERIOUS_PAIN else TOO
