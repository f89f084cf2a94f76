"""Log an entry of any kind, and change one: the same form, the same path."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from bleedlog.models.entry_input import EntryInput, new_id
from bleedlog.models.moment import local_now
from bleedlog.models.picture import PhotoFault
from bleedlog.models.vocabulary import Kind
from bleedlog.services.diary import LogPage
from bleedlog.services.entries import (
    EntryChangedMeanwhileError,
    EntryRefusedError,
    EntryTakenError,
    EntryWithHistory,
    get_entry,
    log_entry,
    revise_entry,
)
from bleedlog.services.entry_faults import faults_of_birth, faults_of_future
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.answers import answers_from, offer_what_stands
from bleedlog.web.diary.asking import log_page, offer_bleeds, show_form
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.cards import product_words
from bleedlog.web.diary.forms import EntryForm
from bleedlog.web.diary.kinds import BY_KIND, BY_PATH, LogKind
from bleedlog.web.diary.photo_words import said_of
from bleedlog.web.diary.photos import keep_photos
from bleedlog.web.diary.reading import blame, is_sent_twice, read_form, saved_path
from bleedlog.web.diary.when import ANOTHER_TIME, JUST_NOW
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.photo_requests import takes_photos

CHANGED_MEANWHILE = (
    "This entry was changed on another device while you were here. Nothing was saved now. "
    "Check what it says, then save again to keep your version."
)
LONGEST_NUMBER = 10
TAKEN = "This form was sent before with other answers. Open it again from the home page."


@blueprint.get("/log/<any(bleed, bruise, 'joint-pain', factor):path>")
@open_to(Audience.PATIENT)
def log_form(path: str) -> ResponseReturnValue:
    """An empty form with a new id, so that a double tap is one entry."""
    log_kind = BY_PATH[path]
    diary = current_diary()
    page = log_page(diary)
    day = request.args.get("date")
    given: dict[str, Any] = {}
    if log_kind.kind is Kind.INFUSION:
        usual = page.profile.product
        given = {
            "dose_iu": page.profile.usual_dose_iu,
            "product": product_words(usual) if usual else None,
        }
    form = log_kind.form(formdata=None, data={"when": JUST_NOW, **given})
    if day is not None:
        form.when.data = ANOTHER_TIME
        form.date.process(_OneDate(day))
    form.id.data = str(new_id())
    return show_form(form, log_kind, diary, page, day=day)


class _OneDate(dict[str, list[str]]):
    """A date from the address, read as if it had been typed."""

    def __init__(self, text: str) -> None:
        super().__init__(date=[text])

    def getlist(self, name: str) -> list[str]:
        """What was typed in that field."""
        return self.get(name, [])


def _show_typed(path: str) -> ResponseReturnValue:
    """A new entry's form again, as it was typed on a page that was open for too long."""
    log_kind, diary = BY_PATH[path], current_diary()
    return show_form(log_kind.form(), log_kind, diary, log_page(diary), problems=[STALE_PAGE])


@blueprint.post("/log/<any(bleed, bruise, 'joint-pain', factor):path>")
@open_to(Audience.PATIENT)
@takes_photos
@redisplayed_by(_show_typed)
def log(path: str) -> ResponseReturnValue:
    """Store a new entry."""
    log_kind = BY_PATH[path]
    diary = current_diary()
    page = log_page(diary)
    form = log_kind.form()
    offer_bleeds(form, page, treats=None)
    entry = _read(form, log_kind.kind, diary, page, entry_id=_uuid(form.id.data) or new_id())
    if entry is None:
        return show_form(form, log_kind, diary, page)
    try:
        log_entry(current_record(), by=current_viewer(), patient_id=diary.patient_id, entry=entry)
    except EntryRefusedError as error:
        blame(form, [(fault.field, fault.message) for fault in error.faults])
        return show_form(form, log_kind, diary, page)
    except EntryTakenError:
        if not is_sent_twice(diary, entry, by=current_viewer()):
            return show_form(form, log_kind, diary, page, problems=[TAKEN])
    return redirect(_saved(entry.id, diary, keep_photos(diary, entry.id)), 303)


@blueprint.get("/diary/entries/<uuid:entry_id>/change")
@open_to(Audience.PATIENT)
def change_form(entry_id: UUID) -> ResponseReturnValue:
    """The form of an entry as it is."""
    diary, log_kind, known = _to_change(entry_id)
    form = log_kind.form(formdata=None, data=answers_from(known.entry, is_own=diary.is_own))
    form.id.data = str(entry_id)
    form.revision.data = str(known.entry.revision)
    return show_form(form, log_kind, diary, log_page(diary), entry=known.entry)


def _show_typed_change(entry_id: UUID) -> ResponseReturnValue:
    """A change's form again, as it was typed on a page that was open for too long."""
    diary, log_kind, known = _to_change(entry_id)
    form = log_kind.form()
    return show_form(
        form, log_kind, diary, log_page(diary), entry=known.entry, problems=[STALE_PAGE]
    )


def _to_change(entry_id: UUID) -> tuple[OpenDiary, LogKind, EntryWithHistory]:
    diary = current_diary()
    known = get_entry(
        current_record(), by=current_viewer(), patient_id=diary.patient_id, entry_id=entry_id
    )
    log_kind = BY_KIND.get(known.entry.kind)
    if log_kind is None or known.entry.withdrawn or not known.may_change:
        abort(404)
    return diary, log_kind, known


@blueprint.post("/diary/entries/<uuid:entry_id>/change")
@open_to(Audience.PATIENT)
@takes_photos
@redisplayed_by(_show_typed_change)
def change(entry_id: UUID) -> ResponseReturnValue:
    """Store a new state of an entry."""
    diary, log_kind, known = _to_change(entry_id)
    page = log_page(diary)
    form = log_kind.form()
    offer_what_stands(form, known.entry)
    offer_bleeds(form, page, treats=known.entry.treats)
    before = known.revisions[-1].state
    entry = _read(form, log_kind.kind, diary, page, entry_id=entry_id, before=before)
    if entry is None:
        return show_form(form, log_kind, diary, page, entry=known.entry)
    try:
        revise_entry(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            entry=entry,
            opened_revision=_number(form.revision.data),
            # Whoever saves the form has seen the time in it.
            check_time=False,
        )
    except EntryRefusedError as error:
        blame(form, [(fault.field, fault.message) for fault in error.faults])
        return show_form(form, log_kind, diary, page, entry=known.entry)
    except EntryChangedMeanwhileError as error:
        form.revision.data = str(error.revision)
        return show_form(
            form, log_kind, diary, page, entry=known.entry, problems=[CHANGED_MEANWHILE]
        )
    return redirect(_saved(entry_id, diary, keep_photos(diary, entry_id)), 303)


def _read(
    form: EntryForm,
    kind: Kind,
    diary: OpenDiary,
    page: LogPage,
    *,
    entry_id: UUID,
    before: dict[str, Any] | None = None,
) -> EntryInput | None:
    """The entry that the form means now, or None with the faults written beside the fields."""
    now = local_now(diary.zone)
    entry = read_form(form, kind, diary, entry_id=entry_id, local_now=now, before=before)
    faults = []
    if entry is not None:
        faults = faults_of_future(entry, now) + faults_of_birth(entry, page.profile.born)
    blame(form, [(fault.field, fault.message) for fault in faults])
    return None if faults else entry


def _saved(entry_id: UUID, diary: OpenDiary, faults: list[PhotoFault]) -> str:
    return saved_path(entry_id, diary, said_of(faults) if faults else "")


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _number(text: str | None) -> int:
    # Python refuses to read a number of thousands of digits at all.
    return int(text) if text and text.isdecimal() and len(text) < LONGEST_NUMBER else 0
