"""What the patient's page counts, as its address says it, so that a link shows what was seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, request

from bleedlog.models.vocabulary import Source
from bleedlog.statistics.results import PRIMARY_AFTER, PersonFigures
from bleedlog.statistics.rule import Rule
from bleedlog.web.clinic.windows import window_name

Options = Sequence[tuple[str, str]]
"""Values of a list with the words for them."""

SOURCES: dict[str, tuple[str, frozenset[Source]]] = {
    "all": ("everything", frozenset()),
    "prospective": (
        "noted at the time",
        frozenset({Source.RECALLED, Source.IMPORTED}),
    ),
    "not-recalled": ("not from memory", frozenset({Source.RECALLED})),
    "not-imported": ("not brought in", frozenset({Source.IMPORTED})),
}
LEAD_INS = {"": "all that is noted", "6": "last 6 months", "12": "last 12 months"}
LEAD_INS |= {"24": "last 24 months"}
HOURS = (24, 48, 72, 96, 120, 168)
MOST_HOURS = 8784
"""A year, as the program interface has it."""
MOST_MONTHS = 1200

_YEAR = re.compile(r"months_([1-9][0-9]{0,3})_([1-9][0-9]{0,3})")
_FLAGS = {"unsure": "leave-out", "surgical": "count", "verdicts": "leave-out"}
_WHOLE = re.compile(r"0|[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page's address asks to count."""

    exclude_unsure: bool = False
    include_surgical: bool = False
    as_noted: bool = False
    """As if the clinic had settled nothing."""
    source: str = "all"
    lead_in: str = ""
    """Months of the lead-in; all of it without."""
    after: str = PRIMARY_AFTER
    """The window that is set against the lead-in."""
    hours: int = 72

    @property
    def rule(self) -> Rule:
        """As the counting rule's options."""
        return Rule(
            merge_hours=self.hours,
            exclude_unsure=self.exclude_unsure,
            include_surgical=self.include_surgical,
            lead_in_months=int(self.lead_in) if self.lead_in else None,
        )

    @property
    def without(self) -> frozenset[Source]:
        """The sources that are left out."""
        return SOURCES[self.source][1]

    @property
    def query(self) -> str:
        """As the address says it: only what differs from counting rule 1."""
        parts = [
            f"source={self.source}" if self.source != "all" else "",
            f"lead_in={self.lead_in}" if self.lead_in else "",
            f"after={self.after}" if self.after != PRIMARY_AFTER else "",
            f"hours={self.hours}" if self.hours != Rule().merge_hours else "",
            "unsure=leave-out" if self.exclude_unsure else "",
            "surgical=count" if self.include_surgical else "",
            "verdicts=leave-out" if self.as_noted else "",
        ]
        said = "&".join(part for part in parts if part)
        return f"?{said}" if said else ""

    @property
    def sources(self) -> Options:
        """The choices of sources."""
        return [(value, words) for value, (words, _) in SOURCES.items()]

    @property
    def counts_only(self) -> str:
        """In words, of which source alone what is counted comes; "" where all is."""
        return "" if self.source == "all" else SOURCES[self.source][0]

    @property
    def differs(self) -> str:
        """A sentence of what is counted otherwise than by rule 1; "" where nothing is."""
        parts = [
            self.counts_only,
            f"lead-in of the last {self.lead_in} months" if self.lead_in else "",
            f"one bleed within {self.hours} hours" if self.hours != Rule().merge_hours else "",
            "without unsure bleeds" if self.exclude_unsure else "",
            "with surgical bleeds" if self.include_surgical else "",
            "without the clinic’s verdicts" if self.as_noted else "",
        ]
        said = "; ".join(part for part in parts if part)
        return f"Counted: {said}." if said else ""

    @property
    def lead_ins(self) -> Options:
        """The choices of a lead-in, the one that is asked for among them."""
        asked = {self.lead_in: f"last {self.lead_in} months"}
        return sorted((asked | LEAD_INS).items(), key=lambda one: int(one[0] or 0))

    @property
    def merging(self) -> Options:
        """The choices of hours, the ones that are asked for among them."""
        return [(str(one), f"{one} hours") for one in sorted({*HOURS, self.hours})]

    def windows(self, person: PersonFigures) -> Options:
        """The windows that may stand against the lead-in."""
        names = [PRIMARY_AFTER, *(one.after for one in person.comparisons), self.after]
        return [(name, window_name(name)) for name in dict.fromkeys(names)]


def filters_asked() -> Filters:
    """The filters of this request; 404 for ones that there are not."""
    asked = request.args
    source, after = asked.get("source", "all"), asked.get("after", PRIMARY_AFTER)
    lead_in, hours = asked.get("lead_in", ""), asked.get("hours", "72")
    months = int(lead_in) if _WHOLE.fullmatch(lead_in) else None
    sound = (
        source in SOURCES
        and _is_window(after)
        and (not lead_in or (months is not None and 1 <= months <= MOST_MONTHS))
        and _WHOLE.fullmatch(hours)
        and int(hours) <= MOST_HOURS
        and all(asked.get(name, said) in {said, ""} for name, said in _FLAGS.items())
    )
    if not sound:
        abort(404)
    return Filters(
        exclude_unsure=bool(asked.get("unsure")),
        include_surgical=bool(asked.get("surgical")),
        as_noted=bool(asked.get("verdicts")),
        source=source,
        lead_in=lead_in,
        after=after,
        hours=int(hours),
    )


def _is_window(name: str) -> bool:
    """Whether the rules have such a window after month 6; of another nothing could be noted."""
    months = _YEAR.fullmatch(name)
    if months is None:
        return name == "after_6m"
    first, last = int(months[1]), int(months[2])
    return last == first + 11 and first % 12 == 7
