"""Handing a diary over to the young person whose it is, from their sixteenth birthday on."""

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from bleedlog.models.moment import local_today
from bleedlog.services.children import (
    HANDED_OVER_AT,
    BirthUnknownError,
    TooYoungError,
    birthday,
    hand_over,
)
from bleedlog.services.sharing import get_sharing
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import current_post
from bleedlog.web.sharing.blueprint import blueprint
from bleedlog.web.sharing.forms import HandOverForm
from bleedlog.web.sharing.invite import show_link
from bleedlog.web.sharing.people import frame
from bleedlog.web.words import long_date


@blueprint.get("/sharing/hand-over")
@open_to(Audience.PATIENT)
def ask_hand_over() -> ResponseReturnValue:
    """The form, or from when on there is one."""
    diary = current_diary()
    return _show(HandOverForm(formdata=None, patient=str(diary.patient_id)), diary)


def _show(form: HandOverForm, diary: OpenDiary, problems: tuple[str, ...] = ()) -> str:
    found = get_sharing(current_record(), by=current_viewer(), patient_id=diary.patient_id)
    if not found.may_hand_over:
        abort(404)
    page: dict[str, Any] = {
        **frame(diary),
        "sends_mail": current_post().is_open,
        "asks_born": found.profile.born is None,
        "from": None,
        "age": HANDED_OVER_AT,
        "problems": problems,
    }
    if found.profile.born is not None:
        day = birthday(found.profile.born, HANDED_OVER_AT)
        page["from"] = long_date(day) if local_today(diary.zone) < day else None
    return render_template(
        "sharing/hand_over.html",
        form=form,
        page=page,
        back_href=f"/sharing{diary.query}",
        active="more",
        has_errors=bool(form.errors or problems),
    )


def _show_typed() -> ResponseReturnValue:
    return _show(HandOverForm(), current_diary(), (STALE_PAGE,))


@blueprint.post("/sharing/hand-over")
@open_to(Audience.PATIENT)
@redisplayed_by(_show_typed)
def make_hand_over() -> ResponseReturnValue:
    """Make the link by which the young person takes the diary over."""
    diary, form = current_diary(), HandOverForm()
    if not form.validate():
        return _show(form, diary)
    try:
        made = hand_over(
            current_record(),
            by=current_viewer(),
            patient_id=diary.patient_id,
            born=form.born.data,
            email=form.email.data or None,
        )
    except BirthUnknownError:
        form.born.errors = ["Enter the date of birth."]
        return _show(form, diary)
    except TooYoungError as error:
        form.born.errors = [f"That is possible from {long_date(error.old_enough_on)} on."]
        return _show(form, diary)
    may = "can take the diary over"
    return show_link(diary, made, name=diary.name, email=form.email.data, may=may)
