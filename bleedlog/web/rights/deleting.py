"""Deleting an account: what goes and what stays is said first, then the password is asked for."""

from typing import Any
from uuid import UUID

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import Refused, Throttled
from bleedlog.services.erasing import (
    DiaryToGo,
    StillNeededError,
    WorksAtClinicError,
    delete_account,
    get_leaving,
)
from bleedlog.web.account.browser_session import current_key
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.flask_login_adapter import leave
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_account, current_record, current_settings
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.request_log import note_outcome
from bleedlog.web.rights.blueprint import blueprint
from bleedlog.web.rights.forms import DeleteForm

WRONG_PASSWORD = "That is not your password."  # noqa: S105 - a sentence
SIGN_IN_AGAIN = "Sign out and in again, then delete your account within ten minutes."
STILL_NEEDED = "Tick each child’s diary that goes, or let somebody else decide about it first."
WORKS = "You work at a clinic. Ask its admin to end that first."


@blueprint.get("/more/delete")
@open_to(Audience.SIGNED_IN)
def ask_to_delete() -> ResponseReturnValue:
    """What goes, what stays, and the question."""
    return _show(DeleteForm(formdata=None))


def _show_typed() -> ResponseReturnValue:
    return _show(DeleteForm(), problems=(STALE_PAGE,))


@blueprint.post("/more/delete")
@open_to(Audience.SIGNED_IN)
@redisplayed_by(_show_typed)
def delete() -> ResponseReturnValue:
    """Delete it, at once."""
    form = DeleteForm()
    if not form.validate():
        return _show(form)
    try:
        outcome = delete_account(
            current_record(),
            key=current_key(),
            password=form.password.data or "",
            also=_also(),
            place=current_place(),
            secret_key=current_settings().secret_key,
        )
    except StillNeededError:
        return _show(form, problems=(STILL_NEEDED,))
    except WorksAtClinicError:
        return _show(form, problems=(WORKS,))
    if isinstance(outcome, Throttled):
        note_outcome("throttled")
        form.password.errors = [too_many_tries(outcome.wait)]
        return _show(form), 429, retry_after(outcome.wait)
    if isinstance(outcome, Refused):
        note_outcome("refused")
        has_password = get_leaving(current_record(), key=current_key()).has_password
        form.password.errors = [WRONG_PASSWORD] if has_password else []
        return _show(form, problems=() if has_password else (SIGN_IN_AGAIN,))
    leave()
    return render_template("rights/deleted.html", held=outcome.held)


def _also() -> set[UUID]:
    try:
        return {UUID(one) for one in request.form.getlist("also")}
    except ValueError:
        abort(400)


def _show(form: DeleteForm, problems: tuple[str, ...] = ()) -> str:
    leaving = get_leaving(current_record(), key=current_key())
    page: dict[str, Any] = {
        "own": _words(leaving.own) if leaving.own else None,
        "alone": [_words(one) for one in leaving.alone],
        "chosen": set(request.form.getlist("also")),
        "stays": leaving.stays,
        "works": leaving.works_at_clinic,
        "has_password": leaving.has_password,
        "problems": problems,
    }
    return render_template(
        "rights/delete.html",
        form=form,
        page=page,
        email=current_account().email,
        has_errors=bool(form.errors or problems),
    )


def _words(diary: DiaryToGo) -> dict[str, Any]:
    return {
        "id": str(diary.patient_id),
        "name": diary.name,
        "held": diary.held,
        "kept": [
            f"{one.clinic} ({one.entries} {'record' if one.entries == 1 else 'records'})"
            for one in diary.kept
        ],
    }
