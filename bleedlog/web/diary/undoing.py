"""What was just noted, as the address of a page says, with the way back and "Earlier?"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_now
from bleedlog.models.vocabulary import Answer, Kind
from bleedlog.services.earlier import HOURS_AGO, hours_ago_of, put_earlier
from bleedlog.services.entries import (
    EntryChangedMeanwhileError,
    EntryRefusedError,
    get_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.outbox import outbox
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import entry_title, span_words


@dataclass(frozen=True, slots=True)
class Undo:
    """Something just noted, and where to take it back."""

    words: str
    action: str
    outbox: dict[str, str]
    fields: dict[str, str]
    earlier: str | None = None
    """Where to say that it was some hours ago."""
    hours: tuple[int, ...] = ()
    earlier_outbox: dict[str, str] = field(default_factory=dict)
    """The same as a deed that goes through the outbox."""
    other_time: str | None = None
    """Where to say any time."""


def undos(diary: OpenDiary) -> list[Undo]:
    """What the address says was just noted, with the way back; nothing if it is not there."""
    found = []
    for name in ("noted", "stopped"):
        try:
            entry_id = UUID(request.args.get(name, ""))
            entry = get_entry(
                current_record(),
                by=current_viewer(),
                patient_id=diary.patient_id,
                entry_id=entry_id,
            ).entry
        except (ValueError, NoSuchDiaryError):
            continue
        if entry.withdrawn:
            continue
        path = f"/diary/entries/{entry_id}"
        fields = {"patient": str(diary.patient_id)}
        deed = outbox("withdraw", f"Undo: {_noted_words(entry)}", diary, entry=entry)
        undo = {**fields, "undo": "1"}
        if name == "stopped" and entry.end is not None:
            words = f"Noted: {entry_title(entry)} has stopped."
            other = f"{path}/change?more=1{diary.also}#end_date"
            deed = outbox("resume", f"It goes on: {entry_title(entry)}", diary, entry=entry)
            earlier_at = _earlier(entry, diary)
            found.append(Undo(words, f"{path}/going", deed, fields, *earlier_at, other))
        elif name == "noted" and entry.kind is Kind.INFUSION:
            words = f"Noted: {entry_title(entry)}."
            other = f"{path}/change{diary.query}#when"
            way = f"{path}/withdraw?undo=1"
            found.append(Undo(words, way, deed, undo, *_earlier(entry, diary), other))
        elif name == "noted":
            words = f"Noted: {_noted_words(entry)}."
            found.append(Undo(words, f"{path}/withdraw?undo=1", deed, undo))
    return found


def _earlier(entry: Any, diary: OpenDiary) -> tuple[str, tuple[int, ...], dict[str, str]]:
    hours = hours_ago_of(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        entry=entry,
        now=local_now(diary.zone),
    )
    is_dose = entry.kind is Kind.INFUSION
    words = f"{'Taken' if is_dose else 'Stopped'} earlier: {entry_title(entry)}"
    deed = outbox("earlier", words, diary, entry=entry)
    return f"/diary/entries/{entry.id}/earlier", hours, deed


SAID: Mapping[Answer | None, str] = {
    Answer.NO_BLEEDS: "no bleeds",
    Answer.HAD_BLEEDS: "there was a bleed",
    None: "you don’t remember",
}

NO_OTHER_BLEEDS = "no other bleeds"
"""What "No others" says, where one of the days is logged."""


def _noted_words(entry: Any) -> str:
    if entry.kind is Kind.CHECK_IN:
        is_but_those = entry.answer is Answer.NO_BLEEDS and "others" in request.args
        said = NO_OTHER_BLEEDS if is_but_those else SAID[entry.answer]
        return f"{said}, {span_words(entry.start_day, entry.end_day)}"
    return entry_title(entry)


def hours_said(answers: Mapping[str, str]) -> int | None:
    """How many hours ago it was, if it is one of those that are offered; 0 takes them back."""
    return {str(hours): hours for hours in (0, *HOURS_AGO)}.get(answers.get("hours", ""))


@blueprint.post("/diary/entries/<uuid:entry_id>/earlier")
@open_to(Audience.PATIENT)
def earlier(entry_id: UUID) -> ResponseReturnValue:
    """It stopped, or the dose was taken, some hours ago."""
    diary = current_diary()
    hours = hours_said(request.form)
    if hours is None:
        abort(400)
    try:
        put = put_earlier(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            entry_id=entry_id,
            hours=hours,
            now=local_now(diary.zone),
        )
    except (EntryChangedMeanwhileError, EntryRefusedError):
        return redirect(f"/diary/entries/{entry_id}{diary.query}", 303)
    return redirect(put_earlier_path(put.kind, entry_id, diary), 303)


def put_earlier_path(kind: Kind, entry_id: UUID, diary: OpenDiary) -> str:
    """Where somebody reads that it was earlier, with the way back."""
    name = "noted" if kind is Kind.INFUSION else "stopped"
    return f"/?{name}={entry_id}{diary.also}"
