"""An entry as the typed columns that the database keeps and statistics read."""

from collections.abc import Mapping
from types import SimpleNamespace

from bleedlog.models.entry import ENTRY_FIELDS
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import parse_moment

BLANK: Mapping[str, object] = dict.fromkeys(
    name for base in ENTRY_FIELDS for name in base.model_fields if name != "kind"
)
"""The columns that a person fills in, as they are where nobody did."""
_UNSAID: Mapping[str, object] = {"new_bleed": False, "private": False}


def columns_of(entry: EntryInput) -> dict[str, object]:
    """What the entry says, and the instants of its times, by column of `entry`.

    Only of the columns that its kind has: the others are `BLANK`.
    """
    said = entry.model_dump(exclude={"id"})
    return {**_UNSAID, **said, **_instants(entry), "kind": entry.kind}


def _instants(entry: EntryInput) -> dict[str, object]:
    """The typed columns that statistics read, derived from the local texts."""
    start = parse_moment(entry.start)
    derived: dict[str, object] = {
        "start_day": start.day,
        "start_minute": start.minute(entry.zone),
        "end_day": None,
        "end_minute": None,
        "treated_from_minute": None,
        "treated_until_minute": None,
    }
    end = getattr(entry, "end", None)
    if end is not None:
        derived["end_day"] = parse_moment(end).day
        derived["end_minute"] = parse_moment(end).minute(entry.zone)
    for name in ("treated_from", "treated_until"):
        text = getattr(entry, name, None)
        if text is not None:
            derived[f"{name}_minute"] = parse_moment(text).minute(entry.zone)
    return derived


def as_row(entry: EntryInput) -> SimpleNamespace:
    """The entry as its row of `entry` would read, had it been stored."""
    return SimpleNamespace(id=entry.id, **{**BLANK, **columns_of(entry)})
