"""How often a centre wants which test: its own intervals in place of the published ones."""

from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.account import ClinicWork
from bleedlog.models.follow_up import FollowUpTest, IntervalUnit, StepBase
from bleedlog.models.permissions import Permission
from bleedlog.services.clinic_schedule import get_clinic_schedule, set_clinic_schedule
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.roles import clinic_for, clinics_for
from bleedlog.web.clinic.schedule_words import TESTS, steps_words
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to

ROWS = 5
LONGEST = 60
LAST_MONTH = 600
MONTHS = f"Enter whole months from 0 to {LAST_MONTH}, and whole intervals from 1 to {LONGEST}."
ORDER = "Begin with month 0, then later months, each once."


@blueprint.get("/clinic/schedule")
@open_to(Audience.STAFF)
def intervals() -> ResponseReturnValue:
    """The centre's intervals."""
    return _show(clinic_for(Permission.SET_SCHEDULE))


def _show(
    clinic: ClinicWork,
    problems: tuple[str, ...] = (),
    fault: tuple[FollowUpTest, str] | None = None,
) -> str:
    found = get_clinic_schedule(current_record(), by=current_viewer(), clinic_id=clinic.clinic_id)
    sent = request.form.get("test") if problems or fault else None
    page = {
        "clinic": clinic,
        "others": [one for one in clinics_for(Permission.SET_SCHEDULE) if one != clinic],
        "tests": [
            {
                "test": test,
                "name": TESTS[test],
                "said": steps_words(found.steps[test]),
                "own": test in found.own,
                "fault": fault[1] if fault and fault[0] == test else "",
                "rows": _sent_rows() if sent == test else _rows(found.steps[test]),
            }
            for test in FollowUpTest
        ],
        "done": request.args.get("done"),
    }
    return render_template(
        "clinic/intervals.html",
        page=page,
        problems=problems,
        has_errors=bool(problems or fault),
        active="patients",
    )


def _rows(steps: Any) -> list[tuple[str, str, str]]:
    rows = [
        (
            str(step.from_month),
            str(step.every),
            str(IntervalUnit.MONTH if step.months else IntervalUnit.WEEK),
        )
        for step in sorted(steps, key=lambda one: one.from_month)
    ]
    return [*rows, *[("", "", "month")] * ROWS][: max(ROWS, len(rows))]


def _sent_rows() -> list[tuple[str, str, str]]:
    columns = (request.form.getlist(name) for name in ("from_month", "every", "unit"))
    return [(month, every, unit) for month, every, unit in zip(*columns, strict=False)]


def _show_typed() -> ResponseReturnValue:
    return _show(clinic_for(Permission.SET_SCHEDULE), (STALE_PAGE,))


@blueprint.post("/clinic/schedule")
@open_to(Audience.STAFF)
@redisplayed_by(_show_typed)
def set_intervals() -> ResponseReturnValue:
    """Set one test's intervals, or go back to the published ones."""
    clinic = clinic_for(Permission.SET_SCHEDULE)
    try:
        test = FollowUpTest(request.form.get("test", ""))
    except ValueError:
        abort(400)
    steps: list[StepBase] = []
    if request.form.get("do") != "published":
        try:
            steps = _steps_sent()
        except ValueError as error:
            return _show(clinic, fault=(test, str(error)))
    set_clinic_schedule(
        current_record(),
        by=current_viewer(),
        clinic_id=clinic.clinic_id,
        test=test,
        steps=steps,
    )
    return redirect(f"/clinic/schedule?clinic={clinic.clinic_id}&done={test}", 303)


def _steps_sent() -> list[StepBase]:
    filled = [row for row in _sent_rows() if row[0].strip() or row[1].strip()]
    steps = [
        StepBase(
            from_month=_whole(month, 0, LAST_MONTH),
            every=_whole(every, 1, LONGEST),
            unit=IntervalUnit(unit),
        )
        for month, every, unit in filled
    ]
    months = [step.from_month for step in steps]
    if not months or months[0] != 0 or months != sorted(set(months)):
        raise ValueError(ORDER)
    return steps


def _whole(text: str, low: int, high: int) -> int:
    words = text.strip()
    if not (words.isascii() and words.isdigit() and len(words) < len("10000")):
        raise ValueError(MONTHS)
    number = int(words)
    if not low <= number <= high:
        raise ValueError(MONTHS)
    return number
