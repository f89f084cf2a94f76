"""A record as somebody typed or pasted it, read: the entry that it means, or what is wrong with it.

One form of one record, a row of many, and a pasted row go through here alike.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from bleedlog.exchange.pasted_words import assay_called
from bleedlog.exchange.typed import moment_typed, number_typed, unit_apart
from bleedlog.models.clinic_record import UNITS
from bleedlog.models.entry_input import EntryInput, SpanInput
from bleedlog.models.infusion import DOSE_UNIT
from bleedlog.models.kinds import INPUTS
from bleedlog.models.moment import Moment
from bleedlog.models.result_units import Offer, offer_for, unit_meant
from bleedlog.models.vocabulary import Kind, Source
from bleedlog.services.entry_faults import Fault

NUMBERS = ("value", "upper_limit", "hours_since_factor", "weight_kg")
TEXTS = ("reagent", "lab", "product", "batch", "centre", "note")
MISSING = {
    "start": "Enter the date",
    "end": "Enter the last day",
    "value": "Enter the number",
    "unit": "Choose the unit",
}
TOO_FAR = {
    "value": "Enter a number that such a result can have",
    "upper_limit": "Enter an upper limit above 0",
    "weight_kg": "Enter a weight from 1 to 400 kg",
    "hours_since_factor": "Enter hours from 0 to 100,000",
    "end": "The end is before the start. Check both dates",
}
LONG = "Make this shorter"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read."""

    entry: EntryInput | None
    faults: tuple[Fault, ...] = ()
    offer: Offer | None = None
    """Its unit is another one: so the result would be, if somebody says so."""


@dataclass(slots=True)
class _State:
    """An entry's fields while they are read."""

    kind: Kind
    typed: Mapping[str, str]
    said: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.typed.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()

    def read(self, name: str, by: Callable[[str], Any]) -> Any:
        try:
            return by(self.text(name)) if self.text(name) else None
        except ValueError as error:
            self.faults.append(Fault(name, f"{error}"))
            return None

    def missing(self, name: str) -> None:
        if not any(fault.field == name for fault in self.faults):
            self.faults.append(Fault(name, MISSING[name]))


def read_record(
    kind: Kind, typed: Mapping[str, str], *, entry_id: UUID, zone: str, taken: str = ""
) -> Reading:
    """Read a record.

    Args:
        kind: What it is.
        typed: The text by field of the record; `end` is the last day of a span of whole days.
        entry_id: Its id.
        zone: IANA zone of its times.
        taken: The offer to write it in the usual unit that somebody took (`Offer.mark`).
    """
    state, fields = _State(kind, _with_unit_apart(kind, typed)), INPUTS[kind].model_fields
    _say_two_units(state)
    state.said = {"zone": zone, "source": Source.CLINIC, "id": entry_id}
    _read_when(state, fields)
    for name in NUMBERS:
        if name in fields:
            state.said[name] = state.read(name, number_typed)
    for name in TEXTS:
        if name in fields:
            state.said[name] = state.text(name) or None
    if "assay" in fields:
        state.said["assay"] = state.read("assay", _assay)
    if fields.get("value") is not None and fields["value"].is_required():
        if state.said["value"] is None:
            state.missing("value")
        elif kind is Kind.BLEED_COUNT and not state.said["value"].is_integer():
            state.faults.append(Fault("value", "Enter a whole number"))
    offer = _read_unit(state, taken) if "unit" in fields else None
    if state.faults or offer is not None:
        return Reading(None, tuple(state.faults), offer)
    return _entry(state)


def _say_two_units(state: _State) -> None:
    """Where result and field name different units: nobody knows which is right."""
    _, unit = unit_apart(state.text("value"))
    beside = state.text("unit")
    if unit and beside and unit_meant(state.kind, unit) and unit_meant(state.kind, beside):
        message = f"The result says {unit}, and the unit beside it {beside}. Which is right?"
        state.faults.append(Fault("value", message))


def _with_unit_apart(kind: Kind, typed: Mapping[str, str]) -> Mapping[str, str]:
    """A result that was typed with its unit, in the two fields that there are; 400 for "1:400".

    Where both fields name a unit, and not the same, the result is left as it is: no number.
    """
    written = typed.get("value", "").strip()
    if kind is Kind.ANTIBODY and written.startswith("1:"):
        return {**typed, "value": written[2:]}
    value, unit = unit_apart(written)
    meant, beside = unit_meant(kind, unit), typed.get("unit", "").strip()
    if not unit or meant is None or (beside and unit_meant(kind, beside) != meant):
        return typed
    return {**typed, "value": value, "unit": unit}


def _clock(text: str) -> time | None:
    try:
        return moment_typed(f"2024-01-01 {text}").clock
    except ValueError:
        message = "Enter a time like 14:30"
        raise ValueError(message) from None


def _assay(text: str) -> object:
    assay = assay_called(text)
    if assay is None:
        message = f"“{text[:40]}” is no assay known here. Choose one-stage or chromogenic"
        raise ValueError(message)
    return assay


def _read_when(state: _State, fields: Mapping[str, Any]) -> None:
    start = state.read("start", moment_typed)
    clock = state.read("time", _clock)
    if start is None:
        state.missing("start")
    elif issubclass(INPUTS[state.kind], SpanInput):
        state.said["start"] = start.day.isoformat()
    else:
        state.said["start"] = Moment(start.day, clock or start.clock).text
    if "end" not in fields:
        return
    end = state.read("end", moment_typed)
    if not issubclass(INPUTS[state.kind], SpanInput):
        state.said["end"] = None if end is None else end.text
    elif end is None:
        state.missing("end")
    else:
        # Half-open: a person names the last day, the record the day after.
        state.said["end"] = (end.day + timedelta(1)).isoformat()


def _read_unit(state: _State, taken: str) -> Offer | None:
    """The offer to be asked about, if the unit is another one and that was not answered yet."""
    kind, written = state.kind, state.text("unit")
    if kind is Kind.GENE_THERAPY:
        state.said["unit"] = DOSE_UNIT if state.said.get("value") is not None else None
        return None
    if kind not in UNITS:
        return None
    unit = unit_meant(kind, written)
    if unit is None:
        message = MISSING["unit"]
        if written:
            message = f"“{written[:20]}” is no unit known here. Choose {' or '.join(UNITS[kind])}"
        state.faults.append(Fault("unit", message))
        return None
    value, limit = state.said["value"], state.said.get("upper_limit")
    offer = None if value is None else offer_for(kind, value, unit, limit)
    if offer is None:
        state.said["unit"] = unit
        return None
    if offer.mark != taken:
        return offer
    state.said |= {"value": offer.value, "unit": offer.unit, "upper_limit": offer.upper_limit}
    trace = f"The laboratory wrote {offer.written}."
    note = state.said.get("note")
    state.said["note"] = trace if not note else note if trace in note else f"{note}\n{trace}"
    return None


def _entry(state: _State) -> Reading:
    try:
        return Reading(INPUTS[state.kind].model_validate(state.said))
    except ValidationError as error:
        faults: dict[str, Fault] = {}
        for one in error.errors():
            name = str(one["loc"][0]) if one["loc"] else "start"
            message = LONG if one["type"] == "string_too_long" else TOO_FAR.get(name)
            if name == "end" and issubclass(INPUTS[state.kind], SpanInput):
                message = "The last day is before the first. Check both dates"
            faults.setdefault(name, Fault(name, message or "Check this"))
        return Reading(None, tuple(faults.values()))


def typed_of(entry: Any) -> dict[str, str]:
    """What somebody would have typed for a record that is stored."""
    typed = {}
    start, _, clock = entry.start.partition("T")
    typed["start"] = start
    if clock:
        typed["time"] = clock
    if entry.end is not None:
        typed["end"] = entry.end
        with suppress(ValueError):
            day = moment_typed(entry.end).day
            if issubclass(INPUTS[entry.kind], SpanInput):
                typed["end"] = (day - timedelta(1)).isoformat()
    for name in NUMBERS:
        value = getattr(entry, name)
        if value is not None:
            typed[name] = f"{value:.15g}"
    for name in (*TEXTS, "unit", "assay"):
        value = getattr(entry, name)
        if value is not None:
            typed[name] = str(value)
    return typed
