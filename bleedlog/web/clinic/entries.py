"""A person's entries for the clinic, and what it settles about them, in place."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.entry_input import new_id
from bleedlog.models.fields import NOTE_LIMIT
from bleedlog.models.moment import Moment, local_now
from bleedlog.models.vocabulary import BLEED_KINDS, Source, Verdict
from bleedlog.services.entries import (
    EntryRefusedError,
    EntryTakenError,
    restore_entry,
    withdraw_entry,
)
from bleedlog.services.settling import (
    EntriesPage,
    SettledEntry,
    get_entries,
    get_entry_to_settle,
    settle,
)
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.ruling_words import ruling_words
from bleedlog.web.clinic.windows import window_name
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.cards import SPANS, Card, card_of, facts_of, tag_of
from bleedlog.web.diary.history import history_of
from bleedlog.web.diary.photo_words import photos_shown
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import entry_title, long_date, moment_words, verdict_words

ENTRIES = "/clinic/patients/<uuid:patient_id>/entries"
ENTRY = f"{ENTRIES}/<uuid:entry_id>"
RULING = f"{ENTRY}/verdict/<uuid:verdict_id>"
WHY = "Say why. The person can read it."
WHICH = "Choose which bleed it is a part of."
WHAT = "Say what it is."
GONE = "The person took this entry out since you opened it. It counts nowhere."
LONG = f"Make the reason {NOTE_LIMIT:,} characters or fewer."
YEAR_DIGITS = 4


@blueprint.get(ENTRIES)
@open_to(Audience.STAFF)
def entries(patient_id: UUID) -> ResponseReturnValue:
    """A year of entries, after those that wait to be settled."""
    year = request.args.get("year", "")
    if year and not (year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS):
        abort(404)
    found = get_entries(
        current_record(),
        by=current_viewer(),
        patient_id=patient_id,
        year=int(year) if year else None,
    )
    return render_template("clinic/entries.html", page=_page(found), active="patients")


def _page(found: EntriesPage) -> dict[str, Any]:
    everything = request.args.get("show") == "all"
    rows = [row for row in found.rows if everything or row.kind in BLEED_KINDS]
    return {
        "patient_id": found.profile.id,
        "name": found.profile.name,
        "year": found.year,
        "years": found.years,
        "everything": everything,
        "query": "&show=all" if everything else "",
        "rows": [_row(row, found) for row in rows],
        "to_settle": [_open(row, found.near[row.id]) for row in found.to_settle],
        "may_settle": found.may_settle,
        "counts": [(window_name(one.window), one.settled, one.noted) for one in found.counts],
        "undo": _undo(found),
    }


def _row(row: Any, found: EntriesPage) -> dict[str, Any]:
    ruling = found.rulings.get(row.id)
    named = None if ruling is None else found.named.get(ruling.same_as)
    card = card_of(row, "")
    return {
        "id": row.id,
        "when": moment_words(row.start),
        "title": card.title,
        # Which days an answer covers; the date beside it is the first alone.
        "line": " · ".join(part for part in (_days(row, card), card.line) if part),
        "tag": tag_of(row),
        "ruling": None if ruling is None else verdict_words(ruling, named),
    }


def _days(row: Any, card: Card) -> str:
    return card.when if row.kind in SPANS else ""


def _open(row: Any, near: tuple[Any, ...]) -> dict[str, Any]:
    """An entry with its verdict form."""
    return {
        "id": row.id,
        "new_id": new_id(),
        "title": entry_title(row),
        "when": moment_words(row.start),
        "line": card_of(row, "").line,
        "near": [(one.id, f"{entry_title(one)}, {moment_words(one.start)}") for one in near],
        "reason": "",
        "chosen": "",
        "fault": None,
    }


def _undo(found: EntriesPage) -> dict[str, str] | None:
    """What was just settled, and the way back."""
    said = request.args.get("settled")
    for about, ruling in found.rulings.items():
        if str(ruling.id) == said:
            words = verdict_words(ruling, found.named.get(ruling.same_as))
            path = f"/clinic/patients/{found.profile.id}/entries/{about}/verdict/{ruling.id}"
            return {"words": f"Settled: {words}.", "action": f"{path}/take-back"}
    return None


@blueprint.get(ENTRY)
@open_to(Audience.STAFF)
def one_entry(patient_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """One entry as the person wrote it, with what is settled about it."""
    return _show(_found(patient_id, entry_id))


def _found(patient_id: UUID, entry_id: UUID) -> SettledEntry:
    return get_entry_to_settle(
        current_record(), by=current_viewer(), patient_id=patient_id, entry_id=entry_id
    )


def _show(
    found: SettledEntry, problems: tuple[str, ...] = (), fault: tuple[str, str] | None = None
) -> str:
    row, ruling = found.entry, found.ruling
    path = f"/clinic/patients/{found.profile.id}/entries/{row.id}"
    form = _open(row, found.near)
    if request.method == "POST":
        form |= {"reason": request.form.get("reason", ""), "chosen": request.form.get("same_as")}
        form["fault"] = fault
    back = request.args.get("taken-back")
    page = {
        "patient_id": found.profile.id,
        "name": found.profile.name,
        "path": path,
        "title": entry_title(row),
        "when": long_date(row.start_day),
        "withdrawn": row.withdrawn,
        "tag": tag_of(row),
        "facts": facts_of(row, private_notes=False),
        "photos": [
            photo
            for photo in photos_shown(found.photos, found.profile.zone, path)
            if not photo.is_out
        ],
        "history": history_of(found.revisions, found.profile.zone, "the person"),
        "ruling": None if ruling is None else ruling_words(ruling, found.named),
        "may_take_back": found.may_take_back,
        "form": form if found.may_settle and ruling is None else None,
        "bring_back": f"{path}/verdict/{back}/bring-back"
        if ruling is None and _is_id(back)
        else None,
    }
    return render_template(
        "clinic/entry.html",
        page=page,
        problems=problems,
        has_errors=bool(problems or fault),
        active="patients",
    )


def _is_id(text: str | None) -> bool:
    try:
        return text is not None and str(UUID(text)) == text
    except ValueError:
        return False


def _show_typed(patient_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    return _show(_found(patient_id, entry_id), (STALE_PAGE,))


@blueprint.post(f"{ENTRY}/verdict")
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def give_verdict(patient_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Settle what an entry is."""
    found = _found(patient_id, entry_id)
    reason = request.form.get("reason", "").replace("\x00", "").replace("\r\n", "\n").strip()
    if found.entry.withdrawn:
        return _show(found, (GONE, *_kept(reason)))
    if not found.may_settle:
        abort(404)
    fault = _fault(reason)
    if fault is not None:
        return _show(found, (fault[1],), fault if fault[0] else None)
    verdict = Verdict(request.form["verdict"])
    now = local_now(found.profile.zone)
    try:
        adjudication = AdjudicationInput.model_validate(
            {
                "id": request.form.get("id", ""),
                "start": Moment(now.date(), now.time().replace(second=0, microsecond=0)).text,
                "zone": found.profile.zone,
                "source": Source.CLINIC,
                "about": entry_id,
                "verdict": verdict,
                "same_as": request.form["same_as"] if verdict is Verdict.SAME_AS else None,
                "note": reason or None,
            }
        )
    except ValueError:
        abort(400)
    try:
        settle(
            current_record(), by=current_viewer(), patient_id=patient_id, adjudication=adjudication
        )
    except EntryRefusedError as error:
        found = _found(patient_id, entry_id)
        why = (fault.message for fault in error.faults)
        return _show(found, (*why, *(_kept(reason) if found.ruling is not None else ())))
    except EntryTakenError:
        # The same button pressed twice, a minute apart: it is settled already.
        pass
    return redirect(f"/clinic/patients/{patient_id}/entries?settled={adjudication.id}", 303)


def _kept(reason: str) -> tuple[str, ...]:
    """What was typed, where there is no form any more in which it could stay."""
    return (f"Your reason is not saved: “{reason}”",) if reason else ()


def _fault(reason: str) -> tuple[str, str] | None:
    """What stops a verdict: the form's field ("" for the whole form), and why."""
    said = request.form.get("verdict", "")
    if said not in set(Verdict):
        return "", WHAT
    if said == Verdict.SAME_AS and not request.form.get("same_as"):
        return "same", WHICH
    if len(reason) > NOTE_LIMIT:
        return "reason", LONG
    return None if reason or said != Verdict.NOT_A_BLEED else ("reason", WHY)


@blueprint.post(f"{RULING}/take-back")
@open_to(Audience.STAFF)
def take_verdict_back(patient_id: UUID, entry_id: UUID, verdict_id: UUID) -> ResponseReturnValue:
    """Let a verdict count no more; it stays in the history."""
    _see_is_about(patient_id, entry_id, verdict_id)
    withdraw_entry(
        current_record(), by=current_viewer(), patient_id=patient_id, entry_id=verdict_id
    )
    path = f"/clinic/patients/{patient_id}/entries/{entry_id}"
    return redirect(f"{path}?taken-back={verdict_id}", 303)


def _see_is_about(patient_id: UUID, entry_id: UUID, verdict_id: UUID) -> None:
    ruling = _found(patient_id, entry_id).ruling
    if ruling is None or ruling.id != verdict_id:
        abort(404)


@blueprint.post(f"{RULING}/bring-back")
@open_to(Audience.STAFF)
def bring_verdict_back(patient_id: UUID, entry_id: UUID, verdict_id: UUID) -> ResponseReturnValue:
    """Let it count again after all."""
    found = _found(patient_id, entry_id)
    if found.ruling is not None:
        return redirect(f"/clinic/patients/{patient_id}/entries/{entry_id}", 303)
    try:
        restore_entry(
            current_record(), by=current_viewer(), patient_id=patient_id, entry_id=verdict_id
        )
    except EntryRefusedError as error:
        return _show(found, tuple(fault.message for fault in error.faults))
    return redirect(f"/clinic/patients/{patient_id}/entries/{entry_id}", 303)
