"""A form as a page: its questions, what it offers to choose, which parts of it are open."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_now
from bleedlog.models.products import PRODUCTS
from bleedlog.models.serious import SERIOUS_PAIN
from bleedlog.services.children import birthday
from bleedlog.services.diary import LogPage, get_log_page
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.answers import AS_BEFORE, PLACES, offer_what_stands
from bleedlog.web.diary.forms import BleedLikeForm, EntryForm
from bleedlog.web.diary.kinds import LOG_KINDS, LogKind
from bleedlog.web.diary.outbox import outbox
from bleedlog.web.diary.photo_words import CHOOSE_AGAIN
from bleedlog.web.diary.places import Place
from bleedlog.web.diary.serious import (
    serious_answers,
    telephone_of,
    weight_of_pain,
    weight_of_place,
)
from bleedlog.web.diary.whose import OpenDiary
from bleedlog.web.words import KINDS, entry_title, since_words

CHILD_UNTIL = 12
"""The age up to which the body map is a child's."""

MOST_RECENT = 3


def log_page(diary: OpenDiary) -> LogPage:
    """What the form offers beside its questions."""
    return get_log_page(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        now=local_now(diary.zone),
    )


def show_form(
    form: EntryForm,
    log_kind: LogKind,
    diary: OpenDiary,
    page: LogPage,
    *,
    entry: Any = None,
    problems: list[str] | None = None,
    day: str | None = None,
) -> ResponseReturnValue:
    """The page with the form; `entry`: the one that it changes; `day`: for which it was opened."""
    if entry is not None:
        offer_what_stands(form, entry)
    offer_bleeds(form, page, treats=entry.treats if entry is not None else None)
    if "photos" in form and form["photos"].data:
        form["photos"].errors = [CHOOSE_AGAIN]
    form.patient.data = str(diary.patient_id)
    if not diary.is_own:
        form.ask_about(diary.name)
    back = "/" if entry is None else f"/diary/entries/{entry.id}"
    shown = {
        "title": log_kind.title if entry is None else _changing(entry),
        "fragment": log_kind.fragment,
        "back": "Home" if entry is None else "Back",
        "back_href": f"{back}{diary.query}",
        "kicker": " · ".join(part for part in (diary.whose, _changing(entry)) if part),
        "name": diary.name if diary.one_of_several else None,
        "save": f"Save for {diary.name}" if diary.one_of_several else "Save",
        "chosen": _chosen(diary),
        "asks_note": diary.is_own or entry is None or not entry.private,
        "asks_private": diary.is_own,
        "outbox": outbox(
            "log" if entry is None else "change",
            log_kind.noun if entry is None else _changing(entry),
            diary,
            entry=entry,
            kind=log_kind,
        ),
        "problems": problems or [],
        "others": _other_kinds(log_kind, day, diary) if day else [],
        "open_more": "more" in request.args or _says_more(form, log_kind),
        "recent": _recent_places(log_kind, page),
        "child": _is_child(page),
        "products": [product.name for product in PRODUCTS],
        **_seriousness(form, log_kind, page, entry),
    }
    has_errors = bool(form.errors or form.form_errors or problems)
    return render_template(
        "diary/log.html",
        form=form,
        page=shown,
        back_href=shown["back_href"],
        has_errors=has_errors,
    )


def _chosen(diary: OpenDiary) -> dict[str, str]:
    """What stands above Save behind a place that there is twice."""
    whose = f"{diary.name}’s" if diary.one_of_several else "your"
    return {side: f"{whose} {side}" for side in ("left", "right")}


def _other_kinds(log_kind: LogKind, day: str, diary: OpenDiary) -> list[tuple[str, str]]:
    """What else can be noted for a day of the calendar: words and address."""
    about = urlencode({"date": day})
    return [
        (KINDS[one.kind], f"/log/{one.path}?{about}{diary.also}")
        for one in LOG_KINDS
        if one is not log_kind
    ]


def _seriousness(form: EntryForm, log_kind: LogKind, page: LogPage, entry: Any) -> dict[str, Any]:
    """What brings the red box, and what stands in it."""
    if not isinstance(form, BleedLikeForm):
        return {"serious": None}
    place: Any = form["place"]
    (needed,) = place.validators
    answers = serious_answers(log_kind.kind, PLACES[log_kind.kind])
    if entry is not None:
        answers["place"][AS_BEFORE] = weight_of_place(log_kind.kind, entry) or ""
    return {
        "asks": f"{needed.message}: tap “Add more”.",
        "serious": answers,
        "serious_pain": SERIOUS_PAIN,
        "pain_weight": weight_of_pain(form.pain.data),
        "centre": page.profile.centre_name,
        "telephone": telephone_of(page.profile.centre_phone),
    }


def _changing(entry: Any) -> str:
    return "" if entry is None else f"Change: {entry_title(entry)}"


def _says_more(form: EntryForm, log_kind: LogKind) -> bool:
    """Whether something behind "Add more" is answered or at fault."""
    fields = [form[name] for name in log_kind.more if name in form]
    nothing: tuple[object, ...] = (None, "", [])
    return any(
        field.errors or not (field.data is False or field.data in nothing) for field in fields
    )


def offer_bleeds(form: EntryForm, page: LogPage, treats: UUID | None) -> None:
    """Offer the last bleeds to a dose that may be for one; `treats` is named already."""
    if "treats" not in form:
        return
    offered = {
        str(bleed.id): f"{entry_title(bleed)}, {since_words(bleed.start, page.today)}"
        for bleed in page.recent_bleeds
    }
    if treats is not None:
        offered.setdefault(str(treats), "The bleed it was for before")
    field: Any = form["treats"]
    field.choices = offered


def _recent_places(log_kind: LogKind, page: LogPage) -> list[str]:
    """The places of the last bleeds that the form offers, newest first, three at most."""
    offered = PLACES.get(log_kind.kind, ())
    found = dict.fromkeys(
        place.value for bleed in page.recent_bleeds for place in offered if _is_at(bleed, place)
    )
    return list(found)[:MOST_RECENT]


def _is_at(bleed: Any, place: Place) -> bool:
    if bleed.site is None:
        return place.site is None and place.manifestation == bleed.manifestation is not None
    return (place.site, place.side) == (bleed.site, bleed.side)


def _is_child(page: LogPage) -> bool:
    born: date | None = page.profile.born
    return born is not None and birthday(born, CHILD_UNTIL) > page.today
