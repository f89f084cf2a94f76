"""Keys for programs: made, shown once, listed, ended."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.api_token import Scope
from bleedlog.models.moment import local_today, zone_of
from bleedlog.models.permissions import Permission
from bleedlog.services.accounts import Refused, Throttled
from bleedlog.services.api_tokens import (
    TokenListed,
    TokenRefusedError,
    end_token,
    list_own_tokens,
    make_token,
)
from bleedlog.services.proof import is_fresh, prove_again
from bleedlog.web.account.browser_session import current_key
from bleedlog.web.account.device_cookie import current_place
from bleedlog.web.account.waiting import retry_after, too_many_tries
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import (
    current_account,
    current_record,
    current_settings,
    current_signed_in,
    current_viewer,
)
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.request_log import note_outcome
from bleedlog.web.rights.blueprint import blueprint
from bleedlog.web.rights.forms import TokenForm
from bleedlog.web.words import long_date

WRONG_PASSWORD = "That is not your password."  # noqa: S105 - a sentence
MAY = {
    frozenset({Scope.READ}): "can read the diary and the numbers",
    frozenset({Scope.LOG}): "can add entries",
    frozenset(Scope): "can read the diary and the numbers, and add entries",
}


@blueprint.get("/more/tokens")
@open_to(Audience.SIGNED_IN)
def tokens() -> ResponseReturnValue:
    """The list, and the form for another."""
    diaries = _diaries()
    first = str(diaries[0].patient_id) if diaries else ""
    return _show(TokenForm(formdata=None, patient=request.args.get("patient") or first))


def _show_typed() -> ResponseReturnValue:
    return _show(TokenForm(), problems=(STALE_PAGE,))


@blueprint.post("/more/tokens")
@open_to(Audience.SIGNED_IN)
@redisplayed_by(_show_typed)
def make() -> ResponseReturnValue:
    """Make a key and show it, once."""
    form = TokenForm()
    whose = [one for one in _diaries() if str(one.patient_id) == form.patient.data]
    if not whose:
        abort(404)
    if not form.validate():
        return _show(form)
    proof = prove_again(
        current_record(),
        key=current_key(),
        password=form.password.data or "",
        place=current_place(),
        secret_key=current_settings().secret_key,
        now=datetime.now(UTC),
    )
    if isinstance(proof, Throttled):
        note_outcome("throttled")
        form.password.errors = [too_many_tries(proof.wait)]
        return _show(form), 429, retry_after(proof.wait)
    if isinstance(proof, Refused):
        note_outcome("refused")
        form.password.errors = [WRONG_PASSWORD]
        return _show(form)
    try:
        made = make_token(
            current_record(),
            by=current_viewer(),
            user_id=current_account().user_id,
            patient_id=whose[0].patient_id,
            name=form.name.data or "",
            scopes=form.scopes,
        )
    except TokenRefusedError as error:
        return _show(form, problems=(str(error),))
    return render_template("rights/new_token.html", made=made, may=MAY[made.scopes])


@blueprint.post("/more/tokens/<uuid:token_id>/end")
@open_to(Audience.SIGNED_IN)
def end(token_id: UUID) -> ResponseReturnValue:
    """End a key at once."""
    by, user_id = current_viewer(), current_account().user_id
    if not end_token(current_record(), by=by, user_id=user_id, token_id=token_id):
        abort(404)
    return redirect("/more/tokens?done=ended", 303)


def _diaries() -> list[Any]:
    return [one for one in current_account().diaries if one.may(Permission.MAKE_TOKENS)]


def _show(form: TokenForm, problems: tuple[str, ...] = ()) -> str:
    user = current_signed_in()
    diaries = _diaries()
    listed = list_own_tokens(current_record(), by=current_viewer(), user_id=user.account.user_id)
    page = {
        "tokens": [_words(token, user.account.zone) for token in listed],
        "diaries": [
            {"id": str(one.patient_id), "name": "My diary" if one.is_own else f"{one.name}’s diary"}
            for one in diaries
        ],
        "asks_password": not is_fresh(user.since, datetime.now(UTC)),
        "problems": problems,
        "done": request.args.get("done"),
    }
    return render_template(
        "rights/tokens.html",
        form=form,
        page=page,
        email=user.account.email,
        has_errors=bool(form.errors or problems),
    )


def _words(token: TokenListed, zone: str) -> dict[str, Any]:
    if not token.opens:
        state = "Does nothing any more: you cannot open that diary now."
    elif token.used_at is None:
        state = "Never used."
    else:
        state = f"Last used {_day(token.used_at, zone)}."
    return {
        "id": token.id,
        "name": token.name,
        "may": MAY[token.scopes],
        "diary": "your diary" if token.is_own_diary else f"{token.patient_name}’s diary",
        "names_diary": token.opens and not token.is_own_diary,
        "made": _day(token.created_at, zone),
        "state": state,
    }


def _day(at: datetime, zone: str) -> str:
    day = at.astimezone(zone_of(zone)).date()
    return "today" if day == local_today(zone) else f"on {long_date(day)}"
