"""What programs read of a diary: its entries in the diary's own order, and its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bleedlog.exchange.diary_file_writer import write_diary
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Source
from bleedlog.services.looking import looking
from bleedlog.services.rates import figures_of_text, rates_of_figures
from bleedlog.services.record import Record
from bleedlog.storage.entries import list_entries
from bleedlog.storage.entry_states import list_states_after

PRIVATE = ("note", "private")
"""What is left out for whoever may not see private notes."""


@dataclass(frozen=True, slots=True)
class EntryState:
    """An entry as it is now."""

    row: Any
    """With id, kind, revision, seq, withdrawn, entered_at, received_at, entered_by."""
    said: dict[str, Any] | None
    """Its content as an input class takes it; None once it is withdrawn."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some of a diary's entries, in the order of their last change."""

    entries: Sequence[EntryState]
    cursor: int
    """What to ask for next: everything up to here was told."""
    more: bool
    """Whether there is something beyond the cursor already."""


def read_page(
    record: Record, *, by: Viewer, patient_id: UUID, cursor: int, limit: int
) -> EntryPage:
    """Entries that were added or changed after `cursor` (0: all), `limit` of them at most.

    An entry that is changed again moves to the end, so that whoever goes on from the last cursor
    misses nothing. Withdrawn entries come without their content.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="program") as diary:
        rows = list_states_after(diary.connection, by, patient_id, after=cursor, most=limit + 1)
        sees_private = diary.standing.may(Permission.SEE_PRIVATE_NOTES)
    told = rows[:limit]
    return EntryPage(
        entries=[EntryState(row, _said(row, sees_private=sees_private)) for row in told],
        cursor=told[-1].seq if told else cursor,
        more=len(rows) > limit,
    )


def _said(row: Any, *, sees_private: bool) -> dict[str, Any] | None:
    if row.withdrawn:
        return None
    hidden = () if sees_private or not row.state.get("private") else PRIVATE
    said = {name: value for name, value in row.state.items() if name not in hidden}
    return {"id": str(row.id), **said}


def rates_of_diary(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    treated: date | None = None,
    lead_in_months: int | None = None,
    merge_hours: float = 72,
    min_days: int = 90,
    confidence: float = 0.95,
    exclude_unsure: bool = False,
    include_surgical: bool = False,
    mid_p: bool = False,
    without: frozenset[Source] = frozenset(),
) -> dict[str, Any]:
    """The object `bleedlog.rates/1` of a diary: what `bleedlog rates` gives for its file.

    The diary is written as a file and that is counted, so that no figure can ever differ.

    Args:
        record: The open record.
        by: Who looks.
        patient_id: Whose diary.
        treated: Day of the gene therapy, instead of the diary's.
        lead_in_months: Months of the lead-in; all observed time before treatment if None.
        merge_hours: Within which a new onset at the same place is the same bleed.
        min_days: Observed days under which no rate is given.
        confidence: Of every interval, between 0 and 1.
        exclude_unsure: Leave out bleeds that nobody is sure of.
        include_surgical: Count surgical bleeds.
        mid_p: Give the ratios mid-P intervals.
        without: Sources to leave out of what is counted.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="program numbers") as diary:
        rows = list_entries(diary.connection, by, patient_id)
    entered = sorted(rows, key=lambda row: row.first_seq)
    figures = figures_of_text(
        write_diary(entered, private_notes=False),
        treated=treated,
        lead_in_months=lead_in_months,
        merge_hours=merge_hours,
        min_days=min_days,
        confidence=confidence,
        exclude_unsure=exclude_unsure,
        include_surgical=include_surgical,
        mid_p=mid_p,
        without=without,
    )
    return rates_of_figures(figures)
