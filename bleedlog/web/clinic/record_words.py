"""What a clinic's records are called, which fields each has, and what each says."""

from collections.abc import Mapping
from typing import Any

from bleedlog.models.moment import parse_moment
from bleedlog.models.number_words import number_words
from bleedlog.models.vocabulary import ActingAs, Kind, Source
from bleedlog.web.diary.cards import SOURCES, SPANS
from bleedlog.web.words import ASSAYS, clock_words, long_date

RESULT = ("start", "value", "unit")
FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.GENE_THERAPY: (
        "start", "time", "product", "value", "weight_kg", "batch", "centre", "note",
    ),
    Kind.FIX_ACTIVITY: (
        "start", "time", "value", "unit", "assay", "hours_since_factor", "reagent", "lab", "note",
    ),
    Kind.INHIBITOR: (*RESULT, "lab", "note"),
    Kind.ALT: (*RESULT, "upper_limit", "lab", "note"),
    Kind.AST: (*RESULT, "upper_limit", "lab", "note"),
    Kind.AFP: (*RESULT, "upper_limit", "lab", "note"),
    Kind.ANTIBODY: (*RESULT, "lab", "note"),
    Kind.STEROID_COURSE: ("start", "end", "product", "note"),
    Kind.JOINT_SCORE: ("start", "value", "note"),
    Kind.OBSERVED: ("start", "end", "note"),
    Kind.BLEED_COUNT: ("start", "end", "value", "note"),
    Kind.BACK_ON_PROPHYLAXIS: ("start", "note"),
}  # fmt: skip
"""The fields of each kind's form, in order."""

SLUGS: Mapping[str, Kind] = {kind.value.replace("_", "-"): kind for kind in FIELDS}
"""How addresses name the kinds."""

NAMES: Mapping[Kind, str] = {
    Kind.GENE_THERAPY: "gene therapy",
    Kind.FIX_ACTIVITY: "factor IX level",
    Kind.INHIBITOR: "inhibitor result",
    Kind.ALT: "ALT",
    Kind.AST: "AST",
    Kind.AFP: "AFP",
    Kind.ANTIBODY: "AAV5 antibody titre",
    Kind.STEROID_COURSE: "steroid course",
    Kind.JOINT_SCORE: "joint score",
    Kind.OBSERVED: "days observed",
    Kind.BLEED_COUNT: "number of bleeds",
    Kind.BACK_ON_PROPHYLAXIS: "return to prophylaxis",
}
IN_ROWS: Mapping[Kind, str] = {
    Kind.FIX_ACTIVITY: "Factor IX",
    Kind.INHIBITOR: "Inhibitor",
    Kind.ALT: "ALT",
    Kind.AST: "AST",
    Kind.AFP: "AFP",
    Kind.ANTIBODY: "AAV5 antibody",
    Kind.JOINT_SCORE: "Joint score",
    Kind.OBSERVED: "Days observed",
    Kind.BLEED_COUNT: "Number of bleeds",
    Kind.BACK_ON_PROPHYLAXIS: "Back on prophylaxis",
}
"""What a row of several can be."""

GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("Gene therapy", (Kind.GENE_THERAPY,)),
    ("Factor IX levels", (Kind.FIX_ACTIVITY,)),
    ("Liver", (Kind.ALT, Kind.AST, Kind.AFP)),
    ("Steroid courses", (Kind.STEROID_COURSE,)),
    ("Inhibitor and antibody", (Kind.INHIBITOR, Kind.ANTIBODY)),
    ("Joint scores", (Kind.JOINT_SCORE,)),
    ("Days and bleeds known from elsewhere", (Kind.OBSERVED, Kind.BLEED_COUNT)),
    ("Back on regular factor IX", (Kind.BACK_ON_PROPHYLAXIS,)),
)
RECORDERS: Mapping[ActingAs, str] = {
    ActingAs.PATIENT: "The person",
    ActingAs.CARER: "A carer",
    ActingAs.CONSOLE: "A file",
}
_VALUES: Mapping[Kind, str] = {
    Kind.BLEED_COUNT: "bleeds",
    Kind.JOINT_SCORE: "of 124",
}


def kind_name(kind: Kind) -> str:
    """Such as "ALT", to stand at the beginning of a line."""
    name = NAMES[kind]
    return name[0].upper() + name[1:]


def value_words(row: Any) -> str:
    """What was found: "38 IU/dL", "1:400", "3 bleeds", "running"."""
    if row.kind is Kind.STEROID_COURSE:
        return row.product or "Steroid"
    if row.kind is Kind.OBSERVED:
        return "every bleed of these days is noted"
    if row.kind is Kind.BACK_ON_PROPHYLAXIS:
        return "Regular factor IX again"
    if row.kind is Kind.GENE_THERAPY:
        dose = "" if row.value is None else f"{number_words(row.value)} gc/kg"
        return ", ".join(part for part in (row.product, dose) if part) or "Given"
    if row.kind is Kind.ANTIBODY:
        return f"1:{number_words(row.value)}"
    unit = _VALUES.get(row.kind, row.unit or "")
    if row.kind is Kind.BLEED_COUNT and row.value == 1:
        unit = "bleed"
    return f"{number_words(row.value)} {unit}".rstrip()


def detail_words(row: Any) -> str:
    """What else is known of it, in one line."""
    above = row.upper_limit is not None and row.value is not None and row.value > row.upper_limit
    parts = (
        None if row.upper_limit is None else f"upper limit {number_words(row.upper_limit)}",
        "above it" if above else None,
        ASSAYS.get(row.assay),
        None
        if row.hours_since_factor is None
        else f"{number_words(row.hours_since_factor)} hours after factor",
        row.reagent,
        row.lab,
        None if row.weight_kg is None else f"{number_words(row.weight_kg)} kg",
        None if not row.batch else f"batch {row.batch}",
        row.centre,
        SOURCES.get(row.source) if row.source is not Source.CLINIC else None,
    )
    return ", ".join(part for part in parts if part)


def when_recorded(row: Any) -> str:
    """The day, the days, or since when."""
    moment = parse_moment(row.start)
    day = long_date(moment.day)
    if moment.clock is not None:
        day = f"{day}, {clock_words(moment.clock)}"
    if row.kind is Kind.STEROID_COURSE and row.end is None:
        return f"Since {day}, still running"
    if row.end is None:
        return day
    end = parse_moment(row.end).day
    if row.kind in SPANS:
        end = type(end).fromordinal(end.toordinal() - 1)
    return day if end == moment.day else f"{day} to {long_date(end)}"


def recorder_words(row: Any) -> str:
    """Who entered it."""
    if row.entered_by is ActingAs.CLINIC:
        names = (row.by_name, row.clinic_name)
        return ", ".join(name for name in names if name) or "A clinic"
    return RECORDERS[row.entered_by]
