"""One entry: what it says, its history, withdraw and bring back, stopped and treated."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_now, local_today
from bleedlog.models.serious import is_serious
from bleedlog.models.vocabulary import BLEED_KINDS, Kind, Side
from bleedlog.services.entries import (
    EntryChangedMeanwhileError,
    EntryRefusedError,
    EntryTakenError,
    EntryWithHistory,
    get_entry,
    restore_entry,
    withdraw_entry,
)
from bleedlog.services.going import resume_bleed, stop_bleed, treat_bleed
from bleedlog.services.going_on import GOING_FOR
from bleedlog.services.other_side import OTHER, put_other_side
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.cards import EDITABLE, facts_of, facts_of_treatment, tag_of, when_words
from bleedlog.web.diary.forms import PhotoForm
from bleedlog.web.diary.history import history_of
from bleedlog.web.diary.outbox import outbox
from bleedlog.web.diary.photo_words import faults_told, photos_shown
from bleedlog.web.diary.same_bleed import asked_of, fact_of
from bleedlog.web.diary.serious import telephone_of
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import entry_title, place_words


@blueprint.get("/diary/entries/<uuid:entry_id>")
@open_to(Audience.PATIENT)
def entry(entry_id: UUID) -> ResponseReturnValue:
    """One entry with its history."""
    diary = current_diary()
    found = get_entry(
        current_record(), by=current_viewer(), patient_id=diary.patient_id, entry_id=entry_id
    )
    return _show(found, diary)


def _show(
    found: EntryWithHistory, diary: OpenDiary, problems: tuple[str, ...] = ()
) -> ResponseReturnValue:
    page = {**_page(found, diary), "problems": problems}
    return render_template(
        "diary/entry.html", page=page, back_href=page["diary_href"], active="diary"
    )


def _page(found: EntryWithHistory, diary: OpenDiary) -> dict[str, Any]:
    one = found.entry
    path = f"/diary/entries/{one.id}"
    editable = found.may_change and one.kind in EDITABLE and not one.withdrawn
    edit = f"{path}/change{diary.query}" if editable else None
    return {
        "id": one.id,
        "title": entry_title(one),
        "whose": diary.whose,
        "saved": "saved" in request.args and not one.withdrawn,
        **_photos(found, diary),
        **_seriousness(found, diary),
        "asked": asked_of(found, diary),
        "side": _side(one, diary) if editable else None,
        "other_side": _other_side(one, diary),
        "diary_words": f"{diary.name}’s diary" if diary.one_of_several else "your diary",
        "withdrawn": one.withdrawn,
        "check_time": one.check_time and found.may_change and not one.withdrawn,
        "when": when_words(one),
        "choose_href": f"{path}/choose{diary.query}"
        if found.in_two_places and found.may_change
        else None,
        "tag": tag_of(one),
        "facts": [
            *facts_of(one, private_notes=found.sees_private_notes, person=diary.person),
            *facts_of_treatment(found.doses, found.treats),
            *fact_of(found.same_bleed),
        ],
        "history": history_of(found.revisions, diary.zone, diary.person),
        "may_change": found.may_change,
        "edit_href": edit,
        "more_href": f"{path}/change?more=1{diary.also}#more" if edit else None,
        "unsaid": _unsaid(found) if edit else [],
        "withdraw": outbox("withdraw", f"Take out: {entry_title(one)}", diary, entry=one),
        "restore": outbox("restore", f"Bring back: {entry_title(one)}", diary, entry=one),
        "same": outbox("same-bleed", f"Same bleed? {entry_title(one)}", diary, entry=one),
        "month": f"{one.start_day:%B %Y}",
        "diary_href": f"/diary?month={one.start_day:%Y-%m}{diary.also}",
        "patient_id": diary.patient_id,
        "query": diary.query,
    }


UNSAID = {
    "dose_iu": "the dose",
    "product": "the product",
    "reason": "what it was for",
    "given_by": "who gave it",
    "batch": "the batch number",
    "size": "how big it is",
    "cause": "what caused it",
    "treated": "factor",
    "certainty": "how sure you are",
    "pain": "pain",
    "stiffness": "stiffness",
    "severity": "how bad it is",
}
"""What can be said of each kind, in the words of the saved card."""

_OF_ANY_BLEED = {"cause", "treated", "certainty", "pain"}
_ASKED = {
    Kind.BLEED: {*_OF_ANY_BLEED, "severity"},
    Kind.BRUISE: {*_OF_ANY_BLEED, "severity", "size"},
    Kind.JOINT_PAIN: {*_OF_ANY_BLEED, "stiffness"},
    Kind.INFUSION: {"dose_iu", "product", "reason", "given_by", "batch"},
}


def _unsaid(found: EntryWithHistory) -> list[str]:
    """What was not said of what was just saved, and can be added."""
    one = found.entry
    asked = [name for name in UNSAID if name in _ASKED[one.kind]]
    said = {"treated"} if found.doses else set()
    unsaid = [UNSAID[name] for name in asked if name not in said and getattr(one, name) is None]
    return unsaid + (["a photo"] if found.photos.may_add and not found.photos.listed else [])


def _side(one: Any, diary: OpenDiary) -> str | None:
    """Such as "your left", where there are two sides."""
    if one.side not in OTHER:
        return None
    whose = f"{diary.name}’s" if diary.one_of_several else "your"
    return f"{place_words(one.site, one.side)}: {whose} {one.side}."


def _other_side(one: Any, diary: OpenDiary) -> dict[str, Any] | None:
    """The side that one tap puts, and that tap as a deed that goes through the outbox."""
    other = OTHER.get(one.side)
    if other is None:
        return None
    words = f"Other side: {place_words(one.site, other)}"
    return {"side": other, "outbox": outbox("other-side", words, diary, entry=one)}


def _seriousness(found: EntryWithHistory, diary: OpenDiary) -> dict[str, Any]:
    """The red box: with what was just saved, and for as long as it goes on."""
    one = found.entry
    if one.kind not in BLEED_KINDS or one.withdrawn or not is_serious(one):
        return {"serious": None}
    saved = "saved" in request.args
    goes_on = one.end is None and one.start_day >= local_today(diary.zone) - GOING_FOR
    return {
        "serious": "alert" if saved else "shown" if goes_on else None,
        "centre": found.centre_name,
        "telephone": telephone_of(found.centre_phone),
    }


def _photos(found: EntryWithHistory, diary: OpenDiary) -> dict[str, Any]:
    path = f"/diary/entries/{found.entry.id}"
    shown = photos_shown(found.photos.listed, diary.zone, path, diary.query)
    refused, why = faults_told(request.args.getlist("photo"))
    return {
        "photos": [photo for photo in shown if not photo.is_out],
        "photos_out": [photo for photo in shown if photo.is_out],
        "photo_form": PhotoForm(formdata=None) if found.photos.may_add else None,
        "photo_outbox": outbox(
            "photos", f"Photos: {entry_title(found.entry)}", diary, entry=found.entry
        ),
        "photo_added": "added" in request.args,
        "photo_refused": refused,
        "photo_faults": why,
        "just_out": next((one for one in shown if one.id == request.args.get("out")), None),
    }


@blueprint.post("/diary/entries/<uuid:entry_id>/withdraw")
@open_to(Audience.PATIENT)
def withdraw(entry_id: UUID) -> ResponseReturnValue:
    """Take an entry out of the diary, or undo what was just noted."""
    diary = current_diary()
    withdraw_entry(
        current_record(), by=current_viewer(), patient_id=diary.patient_id, entry_id=entry_id
    )
    if "undo" in request.args:
        return redirect(f"/{diary.query}", 303)
    return redirect(f"/diary/entries/{entry_id}{diary.query}", 303)


@blueprint.post("/diary/entries/<uuid:entry_id>/restore")
@open_to(Audience.PATIENT)
def restore(entry_id: UUID) -> ResponseReturnValue:
    """Bring an entry back."""
    diary = current_diary()
    viewer, patient_id = current_viewer(), diary.patient_id
    try:
        restore_entry(current_record(), by=viewer, patient_id=patient_id, entry_id=entry_id)
    except EntryRefusedError as error:
        found = get_entry(current_record(), by=viewer, patient_id=patient_id, entry_id=entry_id)
        return _show(found, diary, tuple(fault.message for fault in error.faults))
    return redirect(f"/diary/entries/{entry_id}{diary.query}", 303)


def side_said(answers: Mapping[str, str]) -> Side | None:
    """The side that is meant, if one of the two is said."""
    return {side.value: side for side in OTHER}.get(answers.get("side", ""))


@blueprint.post("/diary/entries/<uuid:entry_id>/other-side")
@open_to(Audience.PATIENT)
def other_side(entry_id: UUID) -> ResponseReturnValue:
    """It was the right, not the left; once more puts it back."""
    diary = current_diary()
    path = f"/diary/entries/{entry_id}"
    try:
        put_other_side(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            entry_id=entry_id,
            side=side_said(request.form),
        )
    except EntryChangedMeanwhileError:
        return redirect(f"{path}{diary.query}", 303)
    return redirect(f"{path}?saved=1{diary.also}", 303)


@blueprint.post("/diary/entries/<uuid:entry_id>/stopped")
@open_to(Audience.PATIENT)
def stopped(entry_id: UUID) -> ResponseReturnValue:
    """The bleed has stopped now."""
    diary = current_diary()
    try:
        stop_bleed(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            entry_id=entry_id,
            now=local_now(diary.zone),
        )
    except EntryChangedMeanwhileError:
        return redirect(f"/diary/entries/{entry_id}{diary.query}", 303)
    return redirect(f"/?stopped={entry_id}{diary.also}", 303)


@blueprint.post("/diary/entries/<uuid:entry_id>/going")
@open_to(Audience.PATIENT)
def going(entry_id: UUID) -> ResponseReturnValue:
    """The bleed is still going on after all."""
    diary = current_diary()
    try:
        resume_bleed(
            current_record(), by=current_viewer(), patient_id=diary.patient_id, entry_id=entry_id
        )
    except EntryChangedMeanwhileError:
        return redirect(f"/diary/entries/{entry_id}{diary.query}", 303)
    return redirect(f"/{diary.query}", 303)


@blueprint.post("/diary/entries/<uuid:entry_id>/treated")
@open_to(Audience.PATIENT)
def treated(entry_id: UUID) -> ResponseReturnValue:
    """A dose was taken for the bleed now."""
    diary = current_diary()
    try:
        infusion_id = UUID(request.form.get("id", ""))
    except ValueError:
        abort(400)
    try:
        treat_bleed(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            entry_id=entry_id,
            infusion_id=infusion_id,
            now=local_now(diary.zone),
        )
    except EntryRefusedError:
        # There is no such bleed in this diary.
        abort(404)
    except EntryTakenError:
        # The same tap sent twice, a minute apart: the dose is there already.
        pass
    return redirect(f"/?noted={infusion_id}{diary.also}", 303)
