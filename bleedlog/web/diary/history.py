"""What happened to an entry, in the words of the form that asked: who, when, what it was."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bleedlog.models.moment import zone_of
from bleedlog.models.phone import moment_told
from bleedlog.models.vocabulary import ActingAs, Manifestation, Side, Site
from bleedlog.web.diary.cards import product_words
from bleedlog.web.words import (
    ASSAYS,
    CAUSES,
    GIVERS,
    MANIFESTATIONS,
    OTHER_TREATMENTS,
    REASONS,
    RESPONSES,
    SEVERITIES,
    SIZES,
    STIFFNESSES,
    clock_words,
    long_date,
    moment_words,
    place_words,
)

WRITERS = {
    ActingAs.CARER: "a carer",
    ActingAs.CLINIC: "the clinic",
    ActingAs.CONSOLE: "the people who run this server",
}
PLACE = ("site", "side", "manifestation")
TIMES = frozenset({"start", "end", "treated_from", "treated_until"})
FIELDS = {
    "start": "when it started",
    "end": "when it stopped",
    "cause": "cause",
    "certainty": "how sure it is a bleed",
    "severity": "how bad it is",
    "pain": "pain",
    "symptoms": "what you noticed",
    "size": "size",
    "stiffness": "stiffness",
    "swelling": "swelling",
    "treated": "factor taken",
    "treated_from": "first dose",
    "treated_until": "last dose",
    "other_treatment": "what else you did",
    "response": "how treatment worked",
    "same_as": "same bleed as another",
    "new_bleed": "that it is a new bleed",
    "product": "product",
    "dose_iu": "dose",
    "batch": "batch",
    "reason": "what it was for",
    "treats": "which bleed it was for",
    "given_by": "who gave it",
    "private": "who may see the note",
    "value": "result",
    "unit": "unit",
    "upper_limit": "upper limit",
    "assay": "assay",
    "reagent": "reagent",
    "lab": "laboratory",
    "hours_since_factor": "hours since factor",
    "weight_kg": "weight",
    "centre": "where it was given",
    "verdict": "what it counts as",
}
ANSWERS: Mapping[str, Mapping[Any, str]] = {
    "cause": CAUSES,
    "certainty": {"certain": "sure", "unsure": "not sure"},
    "severity": SEVERITIES,
    "size": SIZES,
    "stiffness": STIFFNESSES,
    "treated": {"yes": "yes", "no": "no", "unknown": "not known"},
    "response": RESPONSES,
    "reason": REASONS,
    "given_by": GIVERS,
    "private": {True: "only you", False: "everybody who sees the diary"},
    "swelling": {True: "yes", False: "no"},
    "new_bleed": {True: "yes", False: "no"},
    "assay": ASSAYS,
    "verdict": {"bleed": "a bleed", "not_a_bleed": "not a bleed", "same_as": "a part of another"},
}
SHORT_WAIT = timedelta(minutes=10)
"""Up to which nobody need be told that it waited."""
LINKS = frozenset({"same_as", "treats"})


@dataclass(frozen=True, slots=True)
class Step:
    """One state of an entry in its history."""

    when: str
    what: str
    changes: tuple[str, ...]


def history_of(revisions: Sequence[Any], zone: str, person: str) -> list[Step]:
    """What happened to an entry, newest first.

    Args:
        revisions: its states, oldest first.
        zone: IANA zone of the times that are said.
        person: what the person whose diary it is is called here: "you", or the name.
    """
    steps = []
    before: Any = None
    for revision in revisions:
        steps.append(
            Step(
                when=_received(revision.received_at, zone),
                what=_what_happened(before, revision, person) + _waited(revision, zone),
                changes=tuple(_changes(before.state, revision.state, person)) if before else (),
            )
        )
        before = revision
    return steps[::-1]


def _received(at: datetime, zone: str) -> str:
    local = at.astimezone(zone_of(zone))
    return f"{long_date(local.date())}, {clock_words(local.time())}"


def told_at(state: Any) -> datetime:
    """When a state that a phone told was made, by the phone's clock put right."""
    offset = timedelta(seconds=state.clock_offset)
    return moment_told(state.phone_at, offset, state.received_at)


def _what_happened(before: Any, revision: Any, person: str) -> str:
    writer = WRITERS.get(revision.entered_by, person)
    if before is None:
        return f"noted by {writer}"
    if revision.withdrawn != before.withdrawn:
        return f"{'taken out' if revision.withdrawn else 'brought back'} by {writer}"
    if revision.state == before.state:
        return f"time checked by {writer}"
    return f"changed by {writer}"


def _waited(revision: Any, zone: str) -> str:
    """Since when it waited on a phone without a signal, by the phone's clock put right."""
    if revision.phone_at is None:
        return ""
    told = told_at(revision)
    if revision.received_at - told < SHORT_WAIT:
        return ""
    return f", kept on the phone since {_received(told, zone)}"


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], person: str) -> Iterator[str]:
    if any(before.get(field) != after.get(field) for field in PLACE):
        place = _place(before)
        yield f"Place: was {place}" if place else "Place was added"
    for field, words in FIELDS.items():
        old, new = before.get(field), after.get(field)
        if old == new:
            continue
        if old is None:
            yield f"{words.capitalize()} was added"
        elif field in LINKS:
            yield f"{words.capitalize()} was changed"
        else:
            yield f"{words.capitalize()}: was {_said(field, old, person)}"
    if before.get("note") != after.get("note"):
        yield "The note was changed" if before.get("note") else "The note was added"


def _place(state: Mapping[str, Any]) -> str:
    if state.get("site"):
        side = Side(state["side"]) if state.get("side") else None
        return place_words(Site(state["site"]), side).lower()
    if state.get("manifestation"):
        return MANIFESTATIONS[Manifestation(state["manifestation"])].lower()
    return ""


def _said(field: str, value: Any, person: str) -> str:
    if field in ANSWERS:
        said = ANSWERS[field][value].format(person=person)
        return said[0].lower() + said[1:]
    if field in TIMES:
        return moment_words(value)
    return TYPED[field](value) if field in TYPED else str(value)


TYPED: Mapping[str, Callable[[Any], str]] = {
    "dose_iu": lambda dose: f"{dose:,.0f} IU",
    "value": lambda value: f"{value:.10g}",
    "upper_limit": lambda value: f"{value:.10g}",
    "hours_since_factor": lambda value: f"{value:.10g}",
    "weight_kg": lambda value: f"{value:.10g} kg",
    "product": product_words,
    "other_treatment": lambda text: ", ".join(OTHER_TREATMENTS[word] for word in text.split()),
    "symptoms": lambda text: ", ".join(text.split()).replace("_", " "),
}
