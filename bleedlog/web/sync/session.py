"""Who is signed in, whose diaries they open, and the token that goes with what they send."""

from flask import Response
from flask_wtf.csrf import generate_csrf

from bleedlog.models.permissions import Permission
from bleedlog.web.current import current_account
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.sync.blueprint import blueprint
from bleedlog.web.sync.bodies import DiaryOut, SessionOut


@blueprint.get("/session")
@open_to(Audience.SIGNED_IN)
def session() -> Response:
    """What a phone must know before it sends what it kept."""
    account = current_account()
    told = SessionOut(
        user=account.user_id,
        csrf_token=generate_csrf(),
        diaries=[
            DiaryOut(
                patient=one.patient_id,
                name=one.name,
                zone=one.zone,
                may_log=one.may(Permission.LOG),
            )
            for one in account.diaries
        ],
    )
    return Response(told.model_dump_json(), mimetype="application/json")
