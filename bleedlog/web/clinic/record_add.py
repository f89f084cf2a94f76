"""One record: added, or corrected. Whatever seldom is gets asked about once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template
from flask.typing import ResponseReturnValue

from bleedlog.models.entry_input import new_id
from bleedlog.models.moment import local_now
from bleedlog.models.vocabulary import Kind
from bleedlog.services.entries import (
    EntryChangedMeanwhileError,
    EntryTakenError,
    EntryWithHistory,
    get_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record_checks import Doubt
from bleedlog.services.records import (
    RECORDED,
    NotRecordedError,
    Proposed,
    get_profile_to_record,
    record_entries,
)
from bleedlog.services.records import correct_record as give_new_state
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.record_forms import HEMGENIX, RecordForm, record_form
from bleedlog.web.clinic.record_reading import Reading, read_record, typed_of
from bleedlog.web.clinic.record_words import NAMES, SLUGS, value_words
from bleedlog.web.clinic.records import RECORDS
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to

ADD = f"{RECORDS}/add/<any({', '.join(repr(slug) for slug in SLUGS)}):what>"
CHANGE = f"{RECORDS}/<uuid:record_id>/change"
LONGEST_NUMBER = 10
TAKEN = "Another record was stored from this page already. Open the page anew to add one more."
CHANGED = (
    "Somebody changed this record since you opened it, to {now}."
    " Save again to put what you typed in its place."
)
TAKEN_OUT = (
    "Somebody took this record out since you opened it. Nothing is saved yet."
    " Open the list of records in another tab, bring it back there, then save here again."
)


@blueprint.get(ADD)
@open_to(Audience.STAFF)
def ask_record(patient_id: UUID, what: str) -> ResponseReturnValue:
    """The form of a new record."""
    kind = SLUGS[what]
    typed = {"id": str(new_id())}
    if kind is Kind.GENE_THERAPY:
        typed["product"] = HEMGENIX
    return _show(patient_id, kind, record_form(kind, typed))


def _show(patient_id: UUID, kind: Kind, form: RecordForm, **more: Any) -> str:
    profile = get_profile_to_record(current_record(), by=current_viewer(), patient_id=patient_id)
    problems = more.get("problems", ())
    page = {
        "patient_id": patient_id,
        "name": profile.name,
        "kind": kind,
        "title": f"{'Correct' if 'entry_id' in more else 'Add'}: {NAMES[kind]}",
        "today": local_now(profile.zone).date().isoformat(),
        "born": profile.born,
        "fields": form.asked(kind),
        "entry_id": None,
        "doubts": (),
        "offer": None,
        "recorded": None,
    }
    return render_template(
        "clinic/record_form.html",
        page=page | more,
        form=form,
        problems=problems,
        has_errors=bool(form.errors or problems),
        active="patients",
    )


def _show_typed(patient_id: UUID, what: str) -> ResponseReturnValue:
    kind = SLUGS[what]
    return _show(patient_id, kind, record_form(kind), problems=(STALE_PAGE,))


@blueprint.post(ADD)
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def add_record(patient_id: UUID, what: str) -> ResponseReturnValue:
    """Store a new record."""
    kind = SLUGS[what]
    profile = get_profile_to_record(current_record(), by=current_viewer(), patient_id=patient_id)
    form = record_form(kind)
    entry_id = _id_sent(form)

    def store(proposed: Proposed) -> None:
        record_entries(
            current_record(),
            by=current_viewer(),
            patient_id=patient_id,
            proposed=[proposed],
            now=local_now(profile.zone),
        )

    shown = _stored(patient_id, kind, form, _read(form, kind, entry_id, profile.zone), store)
    return shown or redirect(f"/clinic/patients/{patient_id}/records?saved={entry_id}", 303)


def _id_sent(form: RecordForm) -> UUID:
    try:
        return UUID(form.id.data or "")
    except ValueError:
        abort(400)


def _read(form: RecordForm, kind: Kind, entry_id: UUID, zone: str) -> Reading:
    taken = form.taken.data or ""
    return read_record(kind, form.typed(), entry_id=entry_id, zone=zone, taken=taken)


def _stored(
    patient_id: UUID,
    kind: Kind,
    form: RecordForm,
    reading: Reading,
    store: Callable[[Proposed], None],
    **more: Any,
) -> str | None:
    """Store what was read; gives the page that asks again if it was not stored."""
    problems = form.tell(reading.faults, kind)
    doubts: tuple[Doubt, ...] = ()
    recorded: UUID | None = None
    if reading.entry is not None:
        try:
            store(Proposed(reading.entry, form.sure.data or ""))
        except NotRecordedError as error:
            checked = error.checked[0]
            problems, doubts = form.tell(checked.faults, kind), checked.doubts
            recorded = next((one.recorded for one in checked.faults if one.recorded), None)
            form.sure.data = checked.mark
        except EntryTakenError:
            problems = (TAKEN,)
        else:
            return None
    more |= {"doubts": doubts, "offer": reading.offer, "recorded": recorded}
    return _show(patient_id, kind, form, problems=problems, **more)


@blueprint.get(CHANGE)
@open_to(Audience.STAFF)
def ask_correction(patient_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """The form of a record that there is."""
    row = _found(patient_id, record_id).entry
    if row.withdrawn:
        raise NoSuchDiaryError
    typed = typed_of(row) | {"id": str(record_id), "revision": str(row.revision)}
    return _show(patient_id, row.kind, record_form(row.kind, typed), entry_id=record_id)


def _found(patient_id: UUID, record_id: UUID) -> EntryWithHistory:
    found = get_entry(
        current_record(), by=current_viewer(), patient_id=patient_id, entry_id=record_id
    )
    if found.entry.kind not in RECORDED or not found.may_change:
        raise NoSuchDiaryError
    return found


def _show_corrected(patient_id: UUID, record_id: UUID) -> ResponseReturnValue:
    kind = _found(patient_id, record_id).entry.kind
    return _show(patient_id, kind, record_form(kind), entry_id=record_id, problems=(STALE_PAGE,))


@blueprint.post(CHANGE)
@open_to(Audience.STAFF)
@redisplayed_by(_show_corrected)
def correct_record(patient_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Give a record a new state; what it said before stays in its history."""
    row = _found(patient_id, record_id).entry
    form = record_form(row.kind)
    revision = form.revision.data or ""
    if not (revision.isdigit() and revision.isascii() and len(revision) < LONGEST_NUMBER):
        abort(400)
    if row.withdrawn:
        # As what was typed would be lost on a page that is not found.
        return _show(patient_id, row.kind, form, entry_id=record_id, problems=(TAKEN_OUT,))

    def store(proposed: Proposed) -> None:
        give_new_state(
            current_record(),
            by=current_viewer(),
            patient_id=patient_id,
            proposed=proposed,
            opened_revision=int(revision),
            now=local_now(row.zone),
        )

    reading = _read(form, row.kind, record_id, row.zone)
    try:
        shown = _stored(patient_id, row.kind, form, reading, store, entry_id=record_id)
    except EntryChangedMeanwhileError as error:
        form.revision.data = str(error.revision)
        problem = CHANGED.format(now=value_words(row))
        return _show(patient_id, row.kind, form, entry_id=record_id, problems=(problem,))
    return shown or redirect(f"/clinic/patients/{patient_id}/records/{record_id}?saved=1", 303)
