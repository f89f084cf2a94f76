"""An admin's help for a colleague who lost what makes their codes."""

from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.services.factor_reset import (
    NotTheirStaffError,
    find_own_staff,
    reset_factor_of_staff,
)
from bleedlog.web.account.telling_owner import tell_owner
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.post import current_post

PATH = "/clinic/<uuid:clinic_id>/staff/<uuid:user_id>/second-factor"
RESET = "An admin of your clinic took your second step of signing in off your account."


@blueprint.get(PATH)
@open_to(Audience.STAFF)
def ask_to_reset_factor(clinic_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """What it means, before it is done."""
    try:
        found = find_own_staff(
            current_record(), by=current_viewer(), clinic_id=clinic_id, user_id=user_id
        )
    except NotTheirStaffError:
        abort(404)
    return render_template(
        "clinic/factor_reset.html",
        person=found,
        sends_mail=current_post().is_open,
        done=request.args.get("done"),
        active="staff",
    )


@blueprint.post(PATH)
@open_to(Audience.STAFF)
def reset_factor(clinic_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Take the second factor off, and tell whose it was."""
    try:
        found = reset_factor_of_staff(
            current_record(), by=current_viewer(), clinic_id=clinic_id, user_id=user_id
        )
    except NotTheirStaffError:
        abort(404)
    tell_owner(found.email, found.name, RESET)
    return redirect(f"{request.path}?done=reset", 303)
