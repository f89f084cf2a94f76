"""The diary file, version 1: its columns, its kinds, and which columns a kind has.

A column of a kind is a field of the kind's input class, so a field is defined once.
"""

from typing import Final

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.kinds import INPUTS
from bleedlog.models.vocabulary import BLEED_KINDS, Kind, Verdict

COLUMNS: Final = (
    "patient",
    "kind",
    "id",
    "same_as",
    "treats",
    "start",
    "end",
    "manifestation",
    "site",
    "side",
    "cause",
    "certainty",
    "adjudication",
    "severity",
    "pain",
    "response",
    "symptoms",
    "size",
    "stiffness",
    "swelling",
    "other_treatment",
    "treated_from",
    "treated_until",
    "product",
    "dose_iu",
    "batch",
    "reason",
    "value",
    "unit",
    "assay",
    "reagent",
    "lab",
    "upper_limit",
    "hours_since_factor",
    "source",
    "precision",
    "private",
    "note",
    "zone",
)
"""Every column, in the order in which they are written."""

REQUIRED: Final = ("kind", "start")

FREE_TEXT: Final = frozenset({"note", "product", "batch", "unit", "reagent", "lab"})
"""Columns whose text is the person's own, kept to the last space."""

GUARDED: Final = FREE_TEXT | {"symptoms"}
"""Columns in which a cell could begin like a spreadsheet's formula."""

NUMBERS: Final = frozenset({"pain", "dose_iu", "value", "upper_limit", "hours_since_factor"})
ANSWERS: Final = frozenset({"swelling", "private"})

NO_BLEEDS: Final = "no_bleeds"
"""The kind of a check-in without bleeds; the record calls it a check-in."""

NEW: Final = "new"
"""`same_as` of a row that is a new bleed, whatever the clock says."""

VERDICTS: Final = {verdict.value: verdict for verdict in (Verdict.BLEED, Verdict.NOT_A_BLEED)}
"""Words of the column `adjudication`; "the same bleed as" has a column of its own."""

KINDS: Final[dict[str, Kind]] = {
    NO_BLEEDS: Kind.CHECK_IN,
    **{
        kind.value: kind
        for kind in Kind
        if kind not in {Kind.CHECK_IN, Kind.ADJUDICATION, Kind.REVIEW}
    },
}
"""The words of the column `kind`. Reviews do not travel; verdicts have a column."""

OF_EVERY_KIND: Final = frozenset({"patient", "kind", "id"})


def _columns_of(kind: Kind | None) -> frozenset[str]:
    fields = EntryInput.model_fields if kind is None else INPUTS[kind].model_fields
    own = OF_EVERY_KIND | (set(fields) & set(COLUMNS))
    return own | {"adjudication"} if kind in BLEED_KINDS else own


COLUMNS_OF: Final[dict[Kind | None, frozenset[str]]] = {
    kind: _columns_of(kind) for kind in (*KINDS.values(), None)
}
"""Which columns may be filled in a row of that kind; of None, an unknown one, in any row."""
