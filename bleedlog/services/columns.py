"""Entries to the columns that statistics read.

The one form between the two is `EntryReading`, a plain row of what statistics read. A file's
entries become one by `reading_of`; a database's rows are ones already, if the columns
`READ` of `entry` are selected, in that order, withdrawn entries left out (further columns may
stand behind them):

    select(*(entry.c[name] for name in READ)).where(entry.c.withdrawn.is_(False), ...)

Most of a long diary are spans of days and doses, of which little is read: they may be selected
apart, the columns `SPAN_READ` and `DOSE_READ` alone.

Ids (`patient_id`, `id`, `same_as`, `treats`, `about`) are only compared, so they may come as
UUIDs or as the database's own text, if all of them do; words may be plain text.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from datetime import date
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import Kind, Treated, Verdict
from bleedlog.services.column_codes import (
    CAUSE_CODES,
    CERTAINTY_CODES,
    JOINT_SITE_CODES,
    KIND_CODES,
    MANIFESTATION_CODES,
    SIDE_CODES,
    SITE_CODES,
    SPAN_CODES,
    VERDICT_CODES,
)
from bleedlog.services.column_table import Reading, Table
from bleedlog.statistics.codes import NO_DAY, NO_MINUTE, SAME_AS_CLOCK, SAME_AS_NEW
from bleedlog.statistics.columns import Bleeds, Days, Diaries, Infusions, Spans
from bleedlog.statistics.days import day_of


class EntryReading(NamedTuple):
    """What statistics read of one entry; the names are those of the table `entry`."""

    patient_id: Hashable
    id: Hashable
    kind: str
    start_day: date
    start_minute: int
    first_seq: int
    """In which order a person's entries were first entered."""
    end_day: date | None = None
    end_minute: int | None = None
    treated: str | None = None
    treated_from_minute: int | None = None
    treated_until_minute: int | None = None
    manifestation: str | None = None
    site: str | None = None
    side: str | None = None
    cause: str | None = None
    certainty: str | None = None
    new_bleed: bool | None = None
    same_as: Hashable = None
    treats: Hashable = None
    about: Hashable = None
    verdict: str | None = None
    answer: str | None = None
    value: float | None = None
    dose_iu: float | None = None


READ: Final = EntryReading._fields
"""The columns of `entry` that make a database row an `EntryReading`, in order."""

SPAN_KINDS: Final = frozenset(Kind(kind) for kind, _ in SPAN_CODES)
SPAN_READ: Final = ("patient_id", "kind", "start_day", "end_day", "answer", "value")
"""What statistics read of check-ins, of days observed, of a number of bleeds."""

DOSE_READ: Final = ("patient_id", "start_day", "start_minute", "treats", "dose_iu")
"""What statistics read of infusions."""

_PERSON, _ID, _KIND = READ.index("patient_id"), READ.index("id"), READ.index("kind")
_DAY, _ORDER = READ.index("start_day"), READ.index("first_seq")
_SAME_AS = READ.index("same_as")
_TREATS, _MINUTE = DOSE_READ.index("treats"), DOSE_READ.index("start_minute")
_ABOUT, _VERDICT = READ.index("about"), READ.index("verdict")
_as_span = itemgetter(*map(READ.index, SPAN_READ))
_as_dose = itemgetter(*map(READ.index, DOSE_READ))
_SAID = tuple(name for name in READ[_ORDER + 1 :] if not name.endswith(("_day", "_minute")))


def reading_of(person: Hashable, entry: EntryInput, order: int) -> EntryReading:
    """What statistics read of an entry of `person`, the `order`-th that they entered."""
    # Not getattr: asking a pydantic object for what its class does not have is slow.
    filled = vars(entry)
    said = {name: filled[name] for name in _SAID if name in filled}
    end = filled.get("end")
    if end is not None:
        moment = parse_moment(end)
        said |= {"end_day": moment.day, "end_minute": moment.minute(entry.zone)}
    for name in ("treated_from", "treated_until"):
        text = filled.get(name)
        if text is not None:
            said[f"{name}_minute"] = parse_moment(text).minute(entry.zone)
    start = parse_moment(entry.start)
    return EntryReading(
        person, entry.id, entry.kind, start.day, start.minute(entry.zone), order, **said
    )


def diaries_of(
    rows: Iterable[Reading],
    people: Sequence[Hashable],
    *,
    spans: Iterable[Reading] = (),
    doses: Iterable[Reading] = (),
    treated_on: date | None = None,
) -> Diaries:
    """Columns of those people's entries, withdrawn ones left out beforehand.

    Row i of `bleeds` is the i-th row handed over whose kind is bleed, bruise or joint_pain.
    Adjudications are applied: of those about one entry the latest entered alone, and its
    "same as" overrides the entry's own. Infusions count for the bleed that they treat;
    treated "yes" without any time was at the onset. Of a link to an entry that is not among
    the person's rows nothing is left: the clock decides, the infusion is for no bleed.

    Args:
        rows: In any order; every row's person is one of `people`.
        people: In the order of the columns' person numbers.
        spans: Rows of `SPAN_READ`, if none of their kinds is among `rows`.
        doses: Rows of `DOSE_READ`, if no infusion is among `rows`.
        treated_on: Day of everybody's gene therapy, instead of what the rows say.
    """
    groups: dict[str, list[Reading]] = {kind: [] for kind in Kind}
    bleeds = groups[Kind.BLEED]
    groups |= dict.fromkeys(KIND_CODES, bleeds)
    groups |= dict.fromkeys(SPAN_KINDS, groups[Kind.CHECK_IN])
    for row in rows:
        groups[row[_KIND]].append(row)
    spans = [*map(_as_span, groups[Kind.CHECK_IN]), *spans]
    doses = [*map(_as_dose, groups[Kind.INFUSION]), *doses]

    number = {person: index for index, person in enumerate(people)}
    treated_day = _first_days(groups[Kind.GENE_THERAPY], number)
    if treated_on is not None:
        treated_day[:] = day_of(treated_on)
    return Diaries(
        people=len(people),
        bleeds=_bleeds(bleeds, number, doses, groups[Kind.ADJUDICATION]),
        spans=spans_of(spans, number),
        infusions=_infusions(doses, number),
        treated_day=treated_day,
        back_on_prophylaxis_day=_first_days(
            groups[Kind.BACK_ON_PROPHYLAXIS], number, not_before=treated_day
        ),
        joint_sites=JOINT_SITE_CODES,
    )


def _first_days(
    rows: Iterable[Reading], number: Mapping[Hashable, int], *, not_before: Days | None = None
) -> Days:
    """The earliest day per person of those rows, or `NO_DAY`."""
    first = np.full(len(number), NO_DAY, dtype=np.int32)
    for row in rows:
        person, day = number[row[_PERSON]], day_of(row[_DAY])
        if not_before is not None and day < not_before[person]:
            continue
        if first[person] == NO_DAY or day < first[person]:
            first[person] = day
    return first


def _bleeds(
    rows: Sequence[Reading],
    number: Mapping[Hashable, int],
    doses: Sequence[Reading],
    verdicts: Sequence[Reading],
) -> Bleeds:
    table = Table(rows, READ)
    treating = [
        (dose[0], dose[_TREATS], dose[_MINUTE]) for dose in doses if dose[_TREATS] is not None
    ]
    find = _Finder(rows, {dose[:2] for dose in treating}, verdicts)

    last_treatment = np.maximum(
        table.minutes("treated_from_minute"), table.minutes("treated_until_minute")
    )
    treated = np.array([word == Treated.YES for word in table.column["treated"]], dtype=np.bool_)
    treated |= last_treatment != NO_MINUTE
    for person, treats, minute in treating:
        row = find(person, treats)
        if row is not None:
            treated[row] = True
            last_treatment[row] = max(last_treatment[row], minute)
    onset = table.whole("start_minute")
    timeless = treated & (last_treatment == NO_MINUTE)
    last_treatment[timeless] = onset[timeless]

    same_as = [
        SAME_AS_NEW if new else SAME_AS_CLOCK if named is None else _row_or_clock(find, row)
        for row, new, named in zip(
            rows, table.column["new_bleed"], table.column["same_as"], strict=True
        )
    ]
    adjudication = np.zeros(len(rows), dtype=np.int8)
    for row, verdict in _ruling(find, verdicts).items():
        adjudication[row] = VERDICT_CODES[verdict[_VERDICT]]
        if verdict[_VERDICT] == Verdict.SAME_AS:
            same_as[row] = _row_or_clock(find, verdict)
    return Bleeds(
        person=table.people(number),
        onset=onset,
        onset_day=table.days("start_day"),
        end=table.minutes("end_minute"),
        last_treatment=last_treatment,
        treated=treated,
        order=table.whole("first_seq"),
        kind=table.codes("kind", KIND_CODES),
        manifestation=table.codes("manifestation", MANIFESTATION_CODES),
        site=table.codes("site", SITE_CODES),
        side=table.codes("side", SIDE_CODES),
        cause=table.codes("cause", CAUSE_CODES),
        certainty=table.codes("certainty", CERTAINTY_CODES),
        adjudication=adjudication,
        same_as=np.array(same_as, dtype=np.int64),
    )


class _Finder:
    """Finds the row of the bleed that a row names; only named bleeds are looked up."""

    def __init__(
        self,
        rows: Sequence[Reading],
        treated: Set[tuple[Hashable, Hashable]],
        verdicts: Sequence[Reading],
    ) -> None:
        wanted = set(treated)
        wanted |= {(row[_PERSON], row[_SAME_AS]) for row in rows if row[_SAME_AS] is not None}
        wanted |= {(row[_PERSON], row[_ABOUT]) for row in verdicts}
        wanted |= {(row[_PERSON], row[_SAME_AS]) for row in verdicts}
        self._rows = {
            key: index
            for index, row in enumerate(rows)
            if wanted and (key := (row[_PERSON], row[_ID])) in wanted
        }

    def __call__(self, person: Hashable, named: Hashable) -> int | None:
        """The row of `Bleeds` that is the person's entry of that id, or None."""
        return self._rows.get((person, named))


def _row_or_clock(find: _Finder, row: Reading) -> int:
    named = find(row[_PERSON], row[_SAME_AS])
    return SAME_AS_CLOCK if named is None else named


def _ruling(find: _Finder, verdicts: Sequence[Reading]) -> dict[int, Reading]:
    """The latest entered verdict about each row of `Bleeds` that has one."""
    ruling: dict[int, Reading] = {}
    for verdict in sorted(verdicts, key=lambda row: int(row[_ORDER])):
        about = find(verdict[_PERSON], verdict[_ABOUT])
        if about is not None:
            ruling[about] = verdict
    return ruling


def spans_of(rows: Sequence[Reading], number: Mapping[Hashable, int]) -> Spans:
    """Columns of rows of `SPAN_READ`; `number`: of each person in the columns."""
    table = Table(rows, SPAN_READ)
    column = table.column
    kinds = [SPAN_CODES[said] for said in zip(column["kind"], column["answer"], strict=True)]
    return Spans(
        person=table.people(number),
        first=table.days("start_day"),
        end=table.days("end_day"),
        kind=np.array(kinds, dtype=np.int8),
        count=np.array([int(value or 0) for value in column["value"]], dtype=np.int64),
    )


def _infusions(rows: Sequence[Reading], number: Mapping[Hashable, int]) -> Infusions:
    table = Table(rows, DOSE_READ)
    units: NDArray[np.float64] = np.array(table.column["dose_iu"], dtype=np.float64)
    return Infusions(person=table.people(number), day=table.days("start_day"), units=units)
