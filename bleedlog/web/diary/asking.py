"""A form as a page: its questions, what it offers to choose, which parts of it are open."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_now
from bleedlog.models.products import PRODUCTS
from bleedlog.models.serious import SERIOUS_PAIN
from bleedlog.services.diary import LogPage, get_log_page
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.answers import PLACES, offer_what_stands
from bleedlog.web.diary.forms import BleedLikeForm, EntryForm
from bleedlog.web.diary.kinds import LogKind
from bleedlog.web.diary.photo_words import CHOOSE_AGAIN
from bleedlog.web.diary.places import JOINTS
from bleedlog.web.diary.serious import serious_answers, telephone_of, weight_of_pain
from bleedlog.web.diary.whose import OpenDiary
from bleedlog.web.words import entry_title, since_words


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
) -> ResponseReturnValue:
    """The page with the form; `entry` is the one that it changes, if any."""
    if entry is not None:
        offer_what_stands(form, entry)
    offer_bleeds(form, page, treats=entry.treats if entry is not None else None)
    if "photos" in form and form["photos"].data:
        form["photos"].errors = [CHOOSE_AGAIN]
    form.patient.data = str(diary.patient_id)
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
        "problems": problems or [],
        "open_more": "more" in request.args or _says_more(form, log_kind),
        "recent": _recent_places(page),
        "products": [product.name for product in PRODUCTS],
        **_seriousness(form, log_kind, page),
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


def _seriousness(form: EntryForm, log_kind: LogKind, page: LogPage) -> dict[str, Any]:
    """What brings the red box, and what stands in it."""
    if not isinstance(form, BleedLikeForm):
        return {"serious": None}
    return {
        "serious": serious_answers(log_kind.kind, PLACES[log_kind.kind]),
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


def _recent_places(page: LogPage) -> list[str]:
    """The joints of the last bleeds, newest first, three at most."""
    values: list[str] = []
    for bleed in page.recent_bleeds:
        for place in JOINTS:
            if (place.site, place.side) == (bleed.site, bleed.side) and place.value not in values:
                values.append(place.value)
    return values[:3]
