"""What stands on the one-page summary, ready to be set."""

from collections.abc import Mapping
from dataclasses import dataclass

from bleedlog.charts.chart import Chart
from bleedlog.web.clinic.joints import JointRow
from bleedlog.web.clinic.windows import RateCell


@dataclass(frozen=True, slots=True)
class SheetFact:
    """One fact: what it is about, what it is, what must be said beside it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One window of the table."""

    name: str
    span: str
    side: str
    """Before, after, or neither."""
    days: str
    share: str
    rates: tuple[RateCell, ...]
    silent: RateCell
    ratio: RateCell
    p: str
    """Nothing where a patient reads it."""
    remark: str
    """What must be said of all its figures."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the sheet says of the difference, in the words of its reader."""

    heading: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences in one paragraph."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's summary."""

    for_clinic: bool
    """Whether a clinic reads it: then windows have their clinical names, and p is told."""
    name: str
    particulars: tuple[str, ...]
    facts: tuple[SheetFact, ...]
    said: Said
    rows: tuple[SheetRow, ...]
    more_rows: int
    """Windows that are left out; so with the others."""
    charts: Mapping[str, Chart]
    """Those with a picture, by name."""
    joints: tuple[JointRow, ...]
    more_joints: int
    numbers_only: bool
    """Whether of some bleeds nothing but the number is known."""
    questions: tuple[str, ...]
    more_questions: int
    treated: bool
    counted: tuple[str, ...]
    """By which rule, and what was chosen to be counted."""
    made_on: str
