"""From rows of a diary file to what each person recorded.

Readings chosen where the text is silent:

* The zone of a row is its `zone` cell, else the file's (`--zone`).
* Everybody named by any row is listed, even when they recorded nothing that counts.
* `same_as`, `treats` and `gene_therapy` are looked for among the same person's rows.
* The local date of an onset is the date as written, whatever the clock did that night.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.twin.clock import Moment, read_moment

Row = Mapping[str, str | None]

BLEED_KINDS = ("bleed", "bruise", "joint_pain")


@dataclass(frozen=True)
class Entry:
    """One row of kind bleed, bruise or joint pain. `number` is the order in which it was entered.

    `treatments` are all times of clotting factor: the typed first and last and those of linked
    infusions.
    """

    number: int
    id: str
    kind: str
    onset: Moment
    end: Moment | None
    treatments: tuple[Moment, ...]
    manifestation: str
    site: str
    side: str
    cause: str
    certainty: str
    adjudication: str
    same_as: str


@dataclass(frozen=True)
class BleedCount:
    """A number of bleeds for the days [start, end), when only the number is known."""

    start: date
    end: date
    number: int


@dataclass
class Diary:
    """What one person recorded, in the order of the file."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    counts: list[BleedCount] = field(default_factory=list)
    observed_spans: list[tuple[date, date]] = field(default_factory=list)
    treated_on: date | None = None


def cell(row: Row, column: str) -> str:
    """The cell's text; a missing column is a blank cell."""
    return (row.get(column) or "").strip()


def moment_in(row: Row, column: str, zone: str) -> Moment | None:
    """The cell's date or date-time, if it has one."""
    text = cell(row, column)
    return read_moment(text, cell(row, "zone") or zone) if text else None


def needed_moment(row: Row, column: str, zone: str) -> Moment:
    """The same, of a cell that must not be blank."""
    moment = moment_in(row, column, zone)
    if moment is None:
        raise ValueError(f"{column} is blank")
    return moment


def linked_infusions(rows: Sequence[Row], entry_id: str, zone: str) -> list[Moment]:
    """An infusion whose `treats` names a bleed is a treatment of that bleed."""
    if not entry_id:
        return []
    return [
        needed_moment(row, "start", zone)
        for row in rows
        if cell(row, "kind") == "infusion" and cell(row, "treats") == entry_id
    ]


def typed_treatments(row: Row, zone: str) -> list[Moment]:
    """`treated_from` alone stands for both the first and the last."""
    typed = (moment_in(row, "treated_from", zone), moment_in(row, "treated_until", zone))
    return [moment for moment in typed if moment is not None]


def read_entry(number: int, row: Row, rows: Sequence[Row], zone: str) -> Entry:
    """One bleed, bruise or joint pain with the treatments that belong to it."""
    treatments = typed_treatments(row, zone) + linked_infusions(rows, cell(row, "id"), zone)
    return Entry(
        number=number,
        id=cell(row, "id"),
        kind=cell(row, "kind"),
        onset=needed_moment(row, "start", zone),
        end=moment_in(row, "end", zone),
        treatments=tuple(treatments),
        manifestation=cell(row, "manifestation"),
        site=cell(row, "site"),
        side=cell(row, "side"),
        cause=cell(row, "cause"),
        certainty=cell(row, "certainty"),
        adjudication=cell(row, "adjudication"),
        same_as=cell(row, "same_as"),
    )


def read_span(row: Row) -> tuple[date, date]:
    """Spans are half-open in days and have no times."""
    return date.fromisoformat(cell(row, "start")), date.fromisoformat(cell(row, "end"))


def read_diary(name: str, rows: Sequence[Row], zone: str) -> Diary:
    """All rows of one person, sorted into what the rules speak of; other kinds change no figure."""
    diary = Diary(name)
    for number, row in enumerate(rows):
        kind = cell(row, "kind")
        if kind in BLEED_KINDS:
            diary.entries.append(read_entry(number, row, rows, zone))
        elif kind in ("no_bleeds", "observed"):
            diary.observed_spans.append(read_span(row))
        elif kind == "bleed_count":
            diary.counts.append(BleedCount(*read_span(row), int(float(cell(row, "value")))))
        elif kind == "gene_therapy":
            diary.treated_on = needed_moment(row, "start", zone).day
    return diary


def read_people(rows: Sequence[Row], zone: str) -> list[Diary]:
    """Everybody in the file, by name; a file without a patient column is about one `""`."""
    names = sorted({cell(row, "patient") for row in rows})
    return [
        read_diary(name, [row for row in rows if cell(row, "patient") == name], zone)
        for name in names
    ]
