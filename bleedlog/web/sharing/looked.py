"""Who looked at a diary: every look of others, by day, in plain words."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.audit import RETENTION_YEARS
from bleedlog.models.moment import local_now, parse_moment
from bleedlog.services.emergency import put_away
from bleedlog.services.looks import get_looks
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.sharing.blueprint import blueprint
from bleedlog.web.sharing.visits import days_of


@blueprint.get("/looked")
@open_to(Audience.PATIENT)
def looked() -> ResponseReturnValue:
    """Who looked, newest first."""
    diary = current_diary()
    now = local_now(diary.zone)
    last = day_asked()
    found = get_looks(
        current_record(), by=current_viewer(), patient_id=diary.patient_id, last=last, now=now
    )
    whose = "your" if diary.is_own else f"{diary.name}’s"
    page = {
        "heading": "Who looked at my diary" if diary.is_own else f"Who looked at {whose} diary",
        "whose": whose,
        "is_own": diary.is_own,
        "days": days_of(found.days.events, zone=diary.zone, whose=whose, today=now.date()),
        "older": _older(found.days.older, diary),
        "is_first": last is None,
        "newest_href": f"/looked{diary.query}",
        "years": RETENTION_YEARS,
        "more_href": f"/more{diary.query}",
    }
    return render_template(
        "sharing/looked.html", page=page, back_href=page["more_href"], active="more"
    )


@blueprint.post("/looked/<uuid:look_id>/put-away")
@open_to(Audience.PATIENT)
def put_look_away(look_id: UUID) -> ResponseReturnValue:
    """Put the note about a look in an emergency away."""
    diary = current_diary()
    put_away(current_record(), by=current_viewer(), patient_id=diary.patient_id, look_id=look_id)
    return redirect(f"/{diary.query}", 303)


def day_asked() -> date | None:
    """The day up to which the address asks; None if it names none that there is."""
    try:
        return parse_moment(request.args.get("until", "")).day
    except ValueError:
        return None


def _older(day: date | None, diary: OpenDiary) -> str | None:
    if day is None:
        return None
    asked = {"until": day.isoformat()}
    if diary.one_of_several:
        asked["patient"] = str(diary.patient_id)
    return f"/looked?{urlencode(asked)}"
