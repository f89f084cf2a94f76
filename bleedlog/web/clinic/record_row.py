"""One row of several records: what was typed in it, and its verdict."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from flask import abort, request

from bleedlog.exchange.pasted import LONGEST_CELL, MOST_ROWS, PastedRow
from bleedlog.exchange.pasted_words import kind_called
from bleedlog.exchange.typed import BESIDE_A_NUMBER, LIMITS
from bleedlog.models.entry_input import EntryInput, new_id
from bleedlog.models.kinds import INPUTS
from bleedlog.models.result_units import Offer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.entry_faults import Fault
from bleedlog.services.record_checks import Checked
from bleedlog.web.clinic.record_reading import read_record
from bleedlog.web.clinic.record_words import IN_ROWS, NAMES

COLUMNS = (
    "start", "end", "kind", "value", "unit", "upper_limit", "assay", "reagent", "lab",
    "hours_since_factor",
)  # fmt: skip
HEADINGS = {
    "start": "Date",
    "end": "Last day",
    "value": "Result",
    "unit": "Unit",
    "upper_limit": "Upper limit",
    "assay": "Assay",
    "reagent": "Reagent",
    "lab": "Laboratory",
    "hours_since_factor": "Hours after factor",
}


@dataclass(slots=True)
class Row:
    """A row, and what there is to say about it."""

    id: UUID
    typed: dict[str, str]
    sure: str = ""
    """The doubts that somebody answered."""
    taken: str = ""
    """The offer that somebody took."""
    odd: str = ""
    """Why the row did not fit its sheet."""
    seen: bool = False
    """Whether somebody looked at that."""
    note: str = ""
    """What the laboratory wrote, where that is no number: a row has no note to write it in."""
    is_out: bool = False
    """Left out: not to be stored."""
    entry: EntryInput | None = None
    faults: list[Fault] = field(default_factory=list)
    offer: Offer | None = None
    checked: Checked = field(default_factory=Checked)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is in it."""
        return not any(self.typed.values())

    @property
    def asks(self) -> bool:
        """Whether somebody has to say that it is right."""
        return not self.is_out and (self._is_odd or self.offer is not None or self._doubts)

    @property
    def _is_odd(self) -> bool:
        return bool(self.odd) and not self.seen

    @property
    def _doubts(self) -> bool:
        return self.entry is not None and bool(self.checked.doubts) and not self.answered

    @property
    def answered(self) -> bool:
        """Whether the doubts were answered."""
        return self.sure == self.checked.mark

    @property
    def is_ready(self) -> bool:
        """Whether it can be stored."""
        return self.entry is not None and not self.faults and not self.asks

    def wrong(self, name: str) -> bool:
        """Whether that field has a fault."""
        return any(fault.field == name for fault in self.faults)

    def read(self, zone: str) -> None:
        """Find the entry that was typed, or what is wrong with it."""
        if self.is_blank or self.is_out:
            return
        kind = _kind(self.typed.get("kind", ""))
        if kind is None:
            written = self.typed.get("kind", "")
            said = f"“{written}” is not taken here. " if written else ""
            self.faults = [Fault("kind", f"{said}Choose what it is.")]
            return
        self.typed["kind"] = kind.value
        value, unit = (self.typed.get(name, "") for name in ("value", "unit"))
        if value and value[0] in LIMITS:
            self.note = f"The laboratory wrote {value} {unit}".rstrip() + "."
        typed = self.typed | {"note": self.note}
        reading = read_record(kind, typed, entry_id=self.id, zone=zone, taken=self.taken)
        self.entry, self.offer = reading.entry, reading.offer
        self.faults = [
            *(
                Fault(one.field, one.message.removesuffix(BESIDE_A_NUMBER))
                for one in reading.faults
            ),
            *self._needless(kind),
        ]
        if self.faults:
            self.entry = None

    def _needless(self, kind: Kind) -> Iterable[Fault]:
        # Else it would be lost without a word.
        for name, words in HEADINGS.items():
            if name not in INPUTS[kind].model_fields and self.typed.get(name):
                yield Fault(name, f"A record of this kind has no “{words}”: {NAMES[kind]}")

    def take_in(self, checked: Checked) -> None:
        """Take what the service says of its entry."""
        self.checked = checked
        self.faults += checked.faults


def _kind(word: str) -> Kind | None:
    with suppress(ValueError):
        return Kind(word) if Kind(word) in IN_ROWS else None
    kind = kind_called(word)
    return kind if kind in IN_ROWS else None


def new_rows(count: int) -> list[Row]:
    """Empty rows."""
    return [Row(new_id(), {}) for _ in range(count)]


def pasted_row(pasted: PastedRow) -> Row:
    """A row of a pasted sheet."""
    cells = {name: text for name, text in pasted.cells.items() if name in COLUMNS}
    return Row(new_id(), cells, odd=pasted.fault or "")


def rows_sent() -> list[Row]:
    """The rows of the form that was sent; 400 for what no page of ours sends."""
    rows = []
    for number, said in enumerate(request.form.getlist("row")):
        if number >= MOST_ROWS:
            abort(400)
        try:
            row_id = UUID(said)
        except ValueError:
            abort(400)
        rows.append(_row_sent(number, row_id))
    return rows or new_rows(1)


def _row_sent(number: int, row_id: UUID) -> Row:
    def sent(name: str) -> str:
        return request.form.get(f"row-{number}-{name}", "").replace("\x00", "").strip()

    return Row(
        row_id,
        {name: sent(name)[:LONGEST_CELL] for name in COLUMNS if sent(name)},
        sure=sent("sure"),
        taken=sent("taken"),
        odd=sent("odd")[:LONGEST_CELL],
        seen=sent("seen") == "yes",
        note=sent("note")[:LONGEST_CELL],
        is_out=sent("out") == "yes",
    )
