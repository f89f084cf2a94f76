"""A person's follow-up: what is due, what the team decides, and dates to confirm."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.exchange.typed import moment_typed
from bleedlog.models.entry_input import new_id
from bleedlog.models.follow_up import FollowUpTest
from bleedlog.models.moment import DEFAULT_ZONE, local_now
from bleedlog.services.entries import EntryRefusedError
from bleedlog.services.planning import confirm_week, note_done, set_risk, take_back
from bleedlog.services.schedule import RESULTS, Schedule, ScheduledTest, get_schedule
from bleedlog.statistics.schedule import State
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.schedule_words import (
    BY_TEAM,
    TAGS,
    TESTS,
    reason_words,
    state_words,
    steps_words,
    week_words,
)
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.due import TESTS as TESTS_FOR_PERSON
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import long_date

SCHEDULE = "/clinic/patients/<uuid:patient_id>/schedule"
DONE = {
    "confirmed": "Confirmed: the person sees it on their first page",
    "noted": "Noted",
    "taken-back": "Taken back",
    "risk": "Changed",
}


@blueprint.get(SCHEDULE)
@open_to(Audience.STAFF)
def schedule(patient_id: UUID) -> ResponseReturnValue:
    """The schedule."""
    return _show(patient_id)


def _show(patient_id: UUID, problems: tuple[str, ...] = (), fault: str = "") -> str:
    found = _found(patient_id)
    page = {
        "patient_id": patient_id,
        "name": found.profile.name,
        "treated_on": long_date(found.treated_on) if found.treated_on else None,
        "at_risk": found.profile.risk_flag,
        "reasons": [reason_words(one) for one in found.reasons],
        "tests": [_row(one, found) for one in found.tests],
        "noted": [
            {"id": one.id, "what": TESTS[one.test], "day": long_date(one.done_on)}
            for one in found.done_by_hand
        ],
        "fault": {"at": _field_sent(), "words": fault} if fault else None,
        "may_plan": found.may_plan,
        "today": found.today.isoformat(),
        "new_id": new_id(),
        "said": DONE.get(request.args.get("done", "")),
    }
    return render_template(
        "clinic/schedule.html",
        page=page,
        problems=problems,
        has_errors=bool(problems or fault),
        active="patients",
    )


def _found(patient_id: UUID) -> Schedule:
    return get_schedule(
        current_record(), by=current_viewer(), patient_id=patient_id, now=local_now(DEFAULT_ZONE)
    )


def _row(one: ScheduledTest, found: Schedule) -> dict[str, Any]:
    typed = request.form if request.form.get("test") == one.test else {}
    noting = _is_noting()
    week = one.standing.week
    offered = max(week, found.today) if week else found.today
    return {
        "test": one.test,
        "name": TESTS[one.test],
        "person": TESTS_FOR_PERSON[one.test],
        "tag": BY_TEAM if one.by_team else TAGS[one.standing.state],
        "said": state_words(one),
        "last": long_date(one.standing.last) if one.standing.last else "",
        "steps": steps_words(found.steps[one.test]),
        "own": one.test in found.own_steps,
        "confirmed": None
        if one.confirmed is None
        else {
            "id": one.confirmed.id,
            "week": week_words(one.confirmed.week),
            "clinic": one.confirmed.clinic_name,
        },
        "by_hand": not RESULTS[one.test],
        "can_be_confirmed": one.standing.state is not State.NOT_NEEDED,
        "day": typed.get("day", offered.isoformat()) if not noting else offered.isoformat(),
        "done_on": typed.get("day", "") if noting else "",
        "new_id": new_id(),
    }


def _is_noting() -> bool:
    return request.path.endswith("/done")


def _field_sent() -> str:
    """The id of the day that was sent."""
    return f"{'done' if _is_noting() else 'day'}-{request.form['test']}"


def _show_typed(patient_id: UUID) -> ResponseReturnValue:
    return _show(patient_id, (STALE_PAGE,))


@blueprint.post(f"{SCHEDULE}/confirm")
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def confirm_test(patient_id: UUID) -> ResponseReturnValue:
    """Confirm for which week a test is due: the person sees that."""
    return _keep(patient_id, confirm_week, "confirmed")


@blueprint.post(f"{SCHEDULE}/done")
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def note_test(patient_id: UUID) -> ResponseReturnValue:
    """Note that an ultrasound was done."""
    return _keep(patient_id, note_done, "noted")


def _keep(patient_id: UUID, keep: Callable[..., None], said: str) -> ResponseReturnValue:
    asked = _asked()
    if asked is None or (keep is note_done and RESULTS[asked[1]]):
        # Whose schedule they may not see, there is none.
        _found(patient_id)
        abort(400)
    follow_up_id, test = asked
    try:
        keep(
            current_record(),
            by=current_viewer(),
            patient_id=patient_id,
            follow_up_id=follow_up_id,
            test=test,
            day=_day_sent(),
            now=local_now(DEFAULT_ZONE),
        )
    except EntryRefusedError as error:
        return _show(patient_id, fault=error.faults[0].message)
    except ValueError as error:
        return _show(patient_id, fault=f"{error}.")
    return redirect(f"/clinic/patients/{patient_id}/schedule?done={said}", 303)


def _asked() -> tuple[UUID, FollowUpTest] | None:
    try:
        return UUID(request.form.get("id", "")), FollowUpTest(request.form.get("test", ""))
    except ValueError:
        return None


def _day_sent() -> date:
    return moment_typed(request.form.get("day", "")).day


@blueprint.post(f"{SCHEDULE}/<uuid:follow_up_id>/take-back")
@open_to(Audience.STAFF)
def take_test_back(patient_id: UUID, follow_up_id: UUID) -> ResponseReturnValue:
    """Let a confirmed week, or a noted test, hold no more."""
    take_back(
        current_record(), by=current_viewer(), patient_id=patient_id, follow_up_id=follow_up_id
    )
    return redirect(f"/clinic/patients/{patient_id}/schedule?done=taken-back", 303)


@blueprint.post(f"{SCHEDULE}/risk")
@open_to(Audience.STAFF)
def say_risk(patient_id: UUID) -> ResponseReturnValue:
    """Say whether ultrasound and AFP are followed up."""
    set_risk(
        current_record(),
        by=current_viewer(),
        patient_id=patient_id,
        at_risk=request.form.get("at_risk") == "yes",
    )
    return redirect(f"/clinic/patients/{patient_id}/schedule?done=risk", 303)
