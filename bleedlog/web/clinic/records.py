"""A person's records for the clinic: the list, one with its history, taken out and brought back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.entries import (
    EntryRefusedError,
    EntryWithHistory,
    get_entry,
    restore_entry,
    withdraw_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.records import RECORDED, RecordsPage, get_records
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.record_words import (
    GROUPS,
    NAMES,
    SLUGS,
    detail_words,
    kind_name,
    recorder_words,
    value_words,
    when_recorded,
)
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.cards import SPANS, facts_of
from bleedlog.web.diary.history import history_of
from bleedlog.web.opening import Audience, open_to

RECORDS = "/clinic/patients/<uuid:patient_id>/records"
SLUG_OF = {kind: slug for slug, kind in SLUGS.items()}


@blueprint.get(RECORDS)
@open_to(Audience.STAFF)
def records(patient_id: UUID) -> ResponseReturnValue:
    """All that clinics recorded of somebody."""
    found = get_records(current_record(), by=current_viewer(), patient_id=patient_id)
    return render_template("clinic/records.html", page=_page(found), active="patients")


def _page(found: RecordsPage) -> dict[str, Any]:
    return {
        "patient_id": found.profile.id,
        "name": found.profile.name,
        "may_record": found.may_record,
        "groups": [_group(title, kinds, found) for title, kinds in GROUPS],
        "saved": next((_saved(row) for row in found.rows if _is_saved(row)), None),
        "many": _many(),
    }


def _is_saved(row: Any) -> bool:
    return str(row.id) == request.args.get("saved") and not row.withdrawn


def _saved(row: Any) -> dict[str, str]:
    return {"words": f"Saved: {kind_name(row.kind)}, {value_words(row)}.", "id": str(row.id)}


def _many() -> int | None:
    said = request.args.get("many", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else None


def _group(title: str, kinds: Sequence[Any], found: RecordsPage) -> dict[str, Any]:
    rows = [row for row in found.rows if row.kind in kinds]
    return {
        "title": title,
        "rows": [_row(row, named=len(kinds) > 1) for row in rows],
        "add": [(NAMES[kind], SLUG_OF[kind]) for kind in kinds],
    }


def _row(row: Any, *, named: bool) -> dict[str, Any]:
    said = value_words(row)
    return {
        "id": row.id,
        "when": when_recorded(row),
        "value": f"{kind_name(row.kind)}{':' if row.kind in SPANS else ''} {said}"
        if named
        else said,
        "detail": detail_words(row),
        "note": row.note if not row.private else None,
        "recorder": recorder_words(row),
        "changed": row.revision > 1,
        "withdrawn": row.withdrawn,
    }


@blueprint.get(f"{RECORDS}/<uuid:record_id>")
@open_to(Audience.STAFF)
def one_record(patient_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """One record, and every state that it had."""
    return _show_one(patient_id, record_id)


def _show_one(patient_id: UUID, record_id: UUID, problems: tuple[str, ...] = ()) -> str:
    found = get_entry(
        current_record(), by=current_viewer(), patient_id=patient_id, entry_id=record_id
    )
    if found.entry.kind not in RECORDED:
        raise NoSuchDiaryError
    return render_template(
        "clinic/record.html",
        page=_one(patient_id, found),
        problems=problems,
        has_errors=bool(problems),
        active="patients",
    )


def _one(patient_id: UUID, found: EntryWithHistory) -> dict[str, Any]:
    row = found.entry
    return {
        "patient_id": patient_id,
        "id": row.id,
        "name": found.patient_name,
        "title": kind_name(row.kind),
        "value": value_words(row),
        "when": when_recorded(row),
        "withdrawn": row.withdrawn,
        "saved": "saved" in request.args and not row.withdrawn,
        "may_change": found.may_change,
        "facts": facts_of(row, private_notes=found.sees_private_notes),
        "history": history_of(found.revisions, row.zone, "the person"),
    }


@blueprint.post(f"{RECORDS}/<uuid:record_id>/withdraw")
@open_to(Audience.STAFF)
def withdraw_record(patient_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Take a record out of every count and list; its history stays."""
    withdraw_entry(current_record(), by=current_viewer(), patient_id=patient_id, entry_id=record_id)
    return redirect(f"/clinic/patients/{patient_id}/records/{record_id}", 303)


@blueprint.post(f"{RECORDS}/<uuid:record_id>/restore")
@open_to(Audience.STAFF)
def restore_record(patient_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Bring a record back."""
    try:
        restore_entry(
            current_record(), by=current_viewer(), patient_id=patient_id, entry_id=record_id
        )
    except EntryRefusedError as error:
        return _show_one(patient_id, record_id, tuple(fault.message for fault in error.faults))
    return redirect(f"/clinic/patients/{patient_id}/records/{record_id}", 303)
