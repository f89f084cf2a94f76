"""What cannot be: entries in the future, and entries that name each other impossibly."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from bleedlog.models.entry_input import EntryInput, SpanInput
from bleedlog.models.moment import parse_moment, zone_of
from bleedlog.models.phone import CLOCK_SKEW
from bleedlog.models.vocabulary import BLEED_KINDS, Kind
from bleedlog.services.looking import OpenedDiary
from bleedlog.storage.entries import EntryRow, find_entry, list_gene_therapies, list_linked

FUTURE_MESSAGE = "This is in the future. Check the date and time."


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field, said for people."""

    field: str
    message: str
    recorded: UUID | None = None
    """The record that stands in the way, to be looked at."""


class EntryRefusedError(Exception):
    """An entry cannot be stored as it is; nothing was stored."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep the faults, one a field."""
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in faults))
        self.faults = faults


def faults_of_future(entry: EntryInput, now: datetime) -> list[Fault]:
    """Times of the entry that lie in the future, a minute of clock skew allowed.

    A span of whole days may run up to tomorrow's morning, since it is half-open.
    `now` is aware.
    """
    # In UTC: local time plus a minute is in the first pass of an hour that comes twice.
    latest = (now.astimezone(UTC) + CLOCK_SKEW).astimezone(zone_of(entry.zone))
    last_day = latest.date()
    faults = []
    for field in ("start", "end", "treated_from", "treated_until"):
        text = getattr(entry, field, None)
        if text is None:
            continue
        moment = parse_moment(text)
        if field == "end" and isinstance(entry, SpanInput):
            future = moment.day > last_day + timedelta(days=1)
        elif moment.clock is None:
            future = moment.day > last_day
        else:
            future = moment.minute(entry.zone) > int(latest.timestamp() // 60)
        if future:
            faults.append(Fault(field, FUTURE_MESSAGE))
    return faults


def faults_of_birth(entry: EntryInput, born: date | None) -> list[Fault]:
    """That the entry is of a day before the person was born, as far as that day is known."""
    if born is None or parse_moment(entry.start).day >= born:
        return []
    return [Fault("start", "This is before the date of birth. Check the year.")]


def refuse_impossible(diary: OpenedDiary, entry: EntryInput) -> None:
    """See that an entry of the record, and those that name it, can be.

    Raises:
        EntryRefusedError: with what cannot be.
    """
    faults = faults_of_links(diary, entry)
    if faults:
        raise EntryRefusedError(faults)


def faults_of_links(diary: OpenedDiary, entry: EntryInput, *, is_new: bool = False) -> list[Fault]:
    """Entries that this one names, or that name it, in a way that cannot be (counting rule 2).

    `is_new`: it is not in the record yet, so nothing there can name it and none is looked for.
    """
    faults = []
    same_as = getattr(entry, "same_as", None)
    if same_as is not None:
        named = _find(diary, same_as)
        faults += _faults_of_same_as(diary, entry, named)
    treats = getattr(entry, "treats", None)
    if treats is not None:
        bleed = _find(diary, treats)
        if bleed is None or bleed.kind not in BLEED_KINDS:
            faults.append(Fault("treats", "That bleed is not in this diary."))
        elif _before(entry, bleed):
            faults.append(Fault("start", "This dose is before the bleed began. Check the time."))
    about = getattr(entry, "about", None)
    if about is not None:
        settled = _find(diary, about)
        if settled is None or settled.kind not in BLEED_KINDS:
            faults.append(Fault("about", "That entry is not in this diary."))
    if entry.kind is Kind.GENE_THERAPY:
        given = list_gene_therapies(diary.connection, diary.by, diary.patient_id)
        if set(given) - {entry.id}:
            faults.append(Fault("start", "A gene therapy is noted already. It is given once."))
    if entry.kind in BLEED_KINDS and not is_new:
        faults += _faults_of_those_that_name(diary, entry)
    return faults


def _before(entry: EntryInput, bleed: EntryRow) -> bool:
    start = parse_moment(entry.start)
    return start.is_before(parse_moment(bleed.start), entry.zone, bleed.zone)


def _find(diary: OpenedDiary, entry_id: UUID) -> EntryRow | None:
    return find_entry(diary.connection, diary.by, diary.patient_id, entry_id)


def _faults_of_same_as(
    diary: OpenedDiary, entry: EntryInput, named: EntryRow | None
) -> list[Fault]:
    if named is None or named.kind not in BLEED_KINDS:
        return [Fault("same_as", "That bleed is not in this diary.")]
    if entry.kind is Kind.ADJUDICATION:
        return []
    if named.start_minute > parse_moment(entry.start).minute(entry.zone):
        return [Fault("same_as", "That bleed began later than this one.")]
    seen = {entry.id}
    while named is not None and named.same_as is not None:
        if named.id in seen:
            break
        seen.add(named.id)
        named = _find(diary, named.same_as)
    if named is not None and named.id == entry.id:
        return [Fault("same_as", "These bleeds name each other in a circle.")]
    return []


def _faults_of_those_that_name(diary: OpenedDiary, entry: EntryInput) -> list[Fault]:
    start = parse_moment(entry.start)
    minute = start.minute(entry.zone)
    for other in list_linked(diary.connection, diary.by, diary.patient_id, entry.id):
        if other.kind in BLEED_KINDS and other.start_minute < minute:
            message = "Another entry says it is the same bleed, and it began earlier."
            return [Fault("start", message)]
        if other.kind is Kind.INFUSION:
            dose = parse_moment(other.start)
            if dose.is_before(start, other.zone, entry.zone):
                message = "A dose for this bleed was before this time. Check the time."
                return [Fault("start", message)]
    return []
