"""What the columns and tests of a hospital's sheet are called."""

import re
from collections.abc import Mapping
from typing import Final

from bleedlog.models.result_units import unit_meant
from bleedlog.models.vocabulary import Assay, Kind

COLUMN_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "start": (
        "date", "day", "from", "start", "first day", "sample date", "date of sample", "collected",
        "collection date", "taken", "taken on", "test date", "result date", "when", "specimen date",
    ),
    "time": (
        "time", "sample time", "time of sample", "collection time", "time collected", "taken at",
        "time taken", "specimen time",
    ),
    "end": ("until", "to", "end", "last day", "end date", "stop"),
    "kind": ("test", "kind", "what", "analyte", "test name", "investigation", "parameter", "name"),
    "value": ("value", "result", "level", "number", "score", "count", "titre", "titer"),
    "unit": ("unit", "units", "uom"),
    "upper_limit": (
        "upper limit", "upper", "uln", "upper limit of normal", "limit", "ref high", "high",
        "upper reference limit",
    ),
    "assay": ("assay", "method", "assay method"),
    "reagent": ("reagent", "reagents", "kit"),
    "lab": ("lab", "laboratory", "site", "hospital"),
    "hours_since_factor": (
        "hours since factor", "hours", "hours since dose", "hours post dose",
        "hours since last fix", "time since dose",
    ),
}  # fmt: skip
"""By the field of the record; in small letters."""

KIND_WORDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.FIX_ACTIVITY: (
        "fix", "factor ix", "factor 9", "fix activity", "factor ix activity", "fix level",
        "factor ix level", "fix:c", "factor ix:c", "f ix", "f9", "ix",
    ),
    Kind.INHIBITOR: ("inhibitor", "inhibitors", "fix inhibitor", "factor ix inhibitor", "bethesda",
        "bethesda units",),
    Kind.ALT: ("alt", "alanine aminotransferase", "alanine transaminase", "sgpt", "gpt"),
    Kind.AST: ("ast", "aspartate aminotransferase", "aspartate transaminase", "sgot", "got"),
    Kind.AFP: ("afp", "alpha-fetoprotein", "alpha fetoprotein", "alphafetoprotein"),
    Kind.ANTIBODY: (
        "aav5", "aav5 antibody", "aav5 antibodies", "aav5 nab", "nab", "antibody", "antibody titre",
        "aav5 titre", "anti-aav5", "aav5 antibody titre",
    ),
    Kind.JOINT_SCORE: ("joint score", "hjhs", "hjhs total", "joint health score"),
    Kind.OBSERVED: ("observed", "diary kept", "days observed"),
    Kind.BLEED_COUNT: ("bleeds", "bleed count", "number of bleeds"),
    Kind.BACK_ON_PROPHYLAXIS: ("back on prophylaxis", "return to prophylaxis", "prophylaxis"),
}  # fmt: skip
"""Those that a row of a sheet can be."""

_ASSAYS: Final = {
    Assay.ONE_STAGE: ("one stage", "one-stage", "onestage", "one_stage", "osa", "aptt", "clotting"),
    Assay.CHROMOGENIC: ("chromogenic", "chrom", "csa"),
}
_BESIDE_A_TEST: Final = frozenset({"upper_limit", "unit", "reagent", "hours_since_factor"})
"""Other words behind a test's name are its own: the "assay" and "level" of factor IX."""
_STILL_ITSELF: Final = frozenset(
    {
        *("activity", "assay", "assays", "blood", "count", "level", "levels", "peak", "plasma"),
        *("result", "results", "score", "screen", "serum", "test", "titer", "titre", "total"),
        *("trough", "units", "value", "act", "nijmegen", "2.1"),
    }
)
"""What may stand behind a test's name. With another word it may be another test: factor IX antigen
is no activity, and the previous ALT is none of that day."""
_OTHER_IN_BRACKETS: Final = frozenset({"ag", "antigen", "dose", "previous", "ratio", "target"})
_IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


def plain(text: str) -> str:
    """Words to be compared: small letters, single spaces, no full stop or colon at the end."""
    return " ".join(text.lower().split()).strip(" .:*")


def field_called(text: str) -> str | None:
    """The record's field that a column of that name is for."""
    words = plain(_IN_BRACKETS.sub("", text))
    return next((field for field, names in COLUMN_WORDS.items() if words in names), None)


def kind_called(text: str) -> Kind | None:
    """What is called so: "ALT", "Factor IX (chromogenic)"."""
    if _OTHER_IN_BRACKETS & set(plain(in_brackets(text)).split()):
        return None
    words = plain(_IN_BRACKETS.sub("", text))
    if words in {kind.value for kind in KIND_WORDS}:
        return Kind(words)
    named = {name: kind for kind, names in KIND_WORDS.items() for name in names}
    if words in named:
        return named[words]
    # "FIX chromogenic", "ALT U/L": the longest name that it begins with.
    fits = [name for name in named if words.startswith(f"{name} ")]
    if not fits:
        return None
    name = max(fits, key=len)
    behind = [one for one in words.removeprefix(name).split() if one not in _STILL_ITSELF]
    unit = unit_meant(named[name], " ".join(behind))
    return named[name] if not behind or unit or assay_called(words) else None


def parted_heading(text: str) -> tuple[str | None, Kind | None]:
    """The field and the test of a heading that names both: "ALT ULN", "Unit of AST"."""
    words = plain(_IN_BRACKETS.sub(" ", text)).split()
    if " ".join(words) in {name for names in KIND_WORDS.values() for name in names}:
        return None, None
    for place in range(1, len(words)):
        left, right = " ".join(words[:place]), " ".join(words[place:])
        for test, field in ((left, right), (right.removeprefix("of "), left)):
            named, kind = field_called(field), kind_called(test)
            if named in _BESIDE_A_TEST and kind is not None:
                return named, kind
    return None, None


def assay_called(text: str) -> Assay | None:
    """Which assay the words say, anywhere in them."""
    words = plain(text)
    return next((one for one, names in _ASSAYS.items() if any(n in words for n in names)), None)


def in_brackets(text: str) -> str:
    """What stands in a heading's brackets: the unit of "ALT (U/L)"."""
    found = _IN_BRACKETS.search(text)
    return found[1].strip() if found else ""
