"""Entries as a person reads them: a title, when, one line, the facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bleedlog.models.moment import parse_moment
from bleedlog.models.products import find_product
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind, Source, Treated
from bleedlog.web.words import (
    ASSAYS,
    CAUSES,
    GIVERS,
    OTHER_TREATMENTS,
    REASONS,
    RESPONSES,
    SEVERITIES,
    SIZES,
    STIFFNESSES,
    VERDICTS,
    clock_words,
    entry_title,
    moment_words,
    span_words,
)

SPANS = frozenset({Kind.CHECK_IN, Kind.OBSERVED, Kind.BLEED_COUNT})
EDITABLE = frozenset({*BLEED_KINDS, Kind.INFUSION})

SOURCES = {
    Source.RECALLED: "remembered later",
    Source.IMPORTED: "brought in from a file",
    Source.CLINIC: "noted by the clinic",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A word or two of state."""

    words: str
    tone: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One entry in a list."""

    id: str
    title: str
    when: str
    line: str
    href: str
    tag: Tag | None


def card_of(entry: Any, query: str) -> Card:
    """An entry as a card of the list."""
    return Card(
        id=str(entry.id),
        title=entry_title(entry),
        when=when_words(entry),
        line=" · ".join(_bits(entry)),
        href=f"/diary/entries/{entry.id}{query}",
        tag=tag_of(entry),
    )


def when_words(entry: Any) -> str:
    """Such as "21 Nov, 4pm", or the days of a span."""
    if entry.kind in SPANS:
        return span_words(entry.start_day, entry.end_day)
    moment = parse_moment(entry.start)
    day = f"{moment.day.day} {moment.day:%b}"
    return day if moment.clock is None else f"{day}, {clock_words(moment.clock)}"


def tag_of(entry: Any) -> Tag | None:
    """The one state that the list shows."""
    if entry.withdrawn:
        return Tag("Taken out", "plain")
    if entry.check_time:
        return Tag("Check the time", "warning")
    if entry.kind in BLEED_KINDS and entry.certainty is Certainty.UNSURE:
        return Tag("Not sure", "warning")
    if entry.kind in {Kind.BRUISE, Kind.JOINT_PAIN} and entry.certainty is Certainty.CERTAIN:
        return Tag("A bleed", "plum")
    return None


def _bits(entry: Any) -> Iterator[str]:
    said = (
        CAUSES.get(entry.cause),
        SIZES.get(entry.size),
        None if entry.pain is None else f"pain {entry.pain}",
        STIFFNESSES.get(entry.stiffness),
        {Treated.YES: "factor taken", Treated.NO: "no factor"}.get(entry.treated),
        "stopped" if entry.end is not None and entry.kind in BLEED_KINDS else None,
        product_words(entry.product) if entry.product else None,
        REASONS.get(entry.reason),
        SOURCES.get(entry.source),
    )
    return (words for words in said if words)


def product_words(product: str) -> str:
    """A product's name, or what was typed."""
    known = find_product(product)
    return known.name if known else product


def facts_of(
    entry: Any, *, private_notes: bool, person: str = "the person"
) -> list[tuple[str, str]]:
    """Everything that an entry says, in words; a private note only if that may be seen.

    `person`: what the person whose diary it is is called here: "you", or the name.
    """
    facts = [(name, value) for name, value in _facts(entry, person) if value]
    if entry.note is not None and (private_notes or not entry.private):
        facts.append(("Private note" if entry.private else "Note", entry.note))
    return facts


def facts_of_treatment(doses: Sequence[Any], treats: Any) -> list[tuple[str, str]]:
    """Which doses were for a bleed, a line each; which bleed a dose was for."""
    lines = "\n".join(_with_moment(dose) for dose in doses)
    facts = [("Doses for it", lines), ("Which bleed?", _with_moment(treats) if treats else "")]
    return [(name, value) for name, value in facts if value]


_TREATED = {Treated.YES: "Yes", Treated.NO: "No", Treated.UNKNOWN: "Not known"}


def _with_moment(entry: Any) -> str:
    return f"{entry_title(entry)}, {moment_words(entry.start)}"


def _facts(entry: Any, person: str) -> Iterator[tuple[str, str]]:
    if entry.kind in SPANS:
        yield "Days", span_words(entry.start_day, entry.end_day)
    else:
        yield "When", moment_words(entry.start)
        if entry.end is not None:
            yield "Stopped", moment_words(entry.end)
        elif entry.kind is Kind.BLEED:
            yield "Stopped", "not noted yet"
    yield "Cause", CAUSES.get(entry.cause, "").removeprefix("Cause ").capitalize()
    yield (
        "Is it a bleed?",
        {Certainty.CERTAIN: "Yes", Certainty.UNSURE: "Not sure"}.get(entry.certainty, ""),
    )
    yield "Factor taken", _TREATED.get(entry.treated, "")
    if entry.treated_from is not None:
        yield "First dose", moment_words(entry.treated_from)
    yield "Pain", "" if entry.pain is None else f"{entry.pain} of 10"
    yield "How bad", SEVERITIES.get(entry.severity, "").capitalize()
    yield "Size", SIZES.get(entry.size, "").capitalize()
    yield "Stiffness", STIFFNESSES.get(entry.stiffness, "").capitalize()
    yield "Swollen", {True: "Yes", False: "No"}.get(entry.swelling, "")
    yield "Noticed", ", ".join((entry.symptoms or "").replace("_", " ").split(" "))
    yield "Also did", ", ".join(OTHER_TREATMENTS[word] for word in _words(entry.other_treatment))
    yield "Treatment", RESPONSES.get(entry.response, "").capitalize()
    yield "Product", product_words(entry.product) if entry.product else ""
    yield "Dose", "" if entry.dose_iu is None else f"{entry.dose_iu:,.0f} IU"
    yield "Batch", entry.batch or ""
    yield "For", REASONS.get(entry.reason, "").capitalize()
    given = GIVERS.get(entry.given_by, "").removeprefix("given ")
    yield "Given", given[:1].upper() + given[1:].format(person=person)
    yield "It counts as", VERDICTS.get(entry.verdict, "")
    yield "Assay", ASSAYS.get(entry.assay, "").capitalize()
    yield "Reagent", entry.reagent or ""
    yield "Upper limit", "" if entry.upper_limit is None else f"{entry.upper_limit:.10g}"
    yield "After factor", _hours(entry.hours_since_factor)
    yield "Laboratory", entry.lab or ""
    yield "Weight", "" if entry.weight_kg is None else f"{entry.weight_kg:.10g} kg"
    yield "Given at", entry.centre or ""
    yield "How it is known", SOURCES.get(entry.source, "").capitalize()


def _hours(hours: float | None) -> str:
    return "" if hours is None else f"{hours:.10g} {'hour' if hours == 1 else 'hours'}"


def _words(text: str | None) -> list[Any]:
    return text.split() if text else []


def day_words(day: date, status: str) -> str:
    """What a day of the calendar says when it is read out."""
    said = {
        "bleed": "bleed",
        "confirmed": "no bleeds",
        "not_noted": "not noted",
        "ahead": "",
    }[status]
    name = f"{day.day} {day:%B}"
    return f"{name}: {said}" if said else name
