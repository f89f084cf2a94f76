"""What an account is called, of those whose own diary does not say it: carers and staff."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from bleedlog.services.own_account import (
    NamedByDiaryError,
    OwnAccount,
    correct_own_name,
    get_own_account,
)
from bleedlog.web.account.join_forms import name_field
from bleedlog.web.csrf import STALE_PAGE, redisplayed_by
from bleedlog.web.current import current_account, current_record, current_viewer
from bleedlog.web.opening import Audience, open_to

blueprint = Blueprint("name", __name__)

OWN = "/more/name"


class NameForm(FlaskForm):
    """What somebody is called."""

    name = name_field()


@blueprint.get(OWN)
@open_to(Audience.SIGNED_IN)
def ask() -> ResponseReturnValue:
    """The form; whose diary says it goes there."""
    own = get_own_account(current_record(), by=current_viewer())
    if own.is_named_by_diary:
        return _to_diary()
    return _show(own, NameForm(formdata=None, name=own.name))


def _to_diary() -> ResponseReturnValue:
    own = next(diary.patient_id for diary in current_account().diaries if diary.is_own)
    return redirect(f"/more/about?patient={own}", 303)


def _show(own: OwnAccount, form: NameForm, problems: tuple[str, ...] = ()) -> str:
    return render_template(
        "account/name.html",
        own=own,
        is_staff=current_account().is_staff,
        form=form,
        problems=problems,
        has_errors=bool(problems or form.errors),
    )


def _show_typed() -> ResponseReturnValue:
    own = get_own_account(current_record(), by=current_viewer())
    return _show(own, NameForm(), (STALE_PAGE,))


@blueprint.post(OWN)
@open_to(Audience.SIGNED_IN)
@redisplayed_by(_show_typed)
def correct() -> ResponseReturnValue:
    """Let the account be called that."""
    form = NameForm()
    if not form.validate():
        return _show(get_own_account(current_record(), by=current_viewer()), form)
    try:
        correct_own_name(current_record(), by=current_viewer(), name=form.name.data or "")
    except NamedByDiaryError:
        return _to_diary()
    return redirect("/more?done=name", 303)
