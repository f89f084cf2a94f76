"""What is on this phone and not on the server yet: only the phone knows, so its script fills it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.web.current import current_account
from bleedlog.web.diary.whose import current_diary
from bleedlog.web.layout import phone_told
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.phone.blueprint import blueprint


@blueprint.get("/waiting")
@open_to(Audience.SIGNED_IN)
def waiting() -> ResponseReturnValue:
    """The page for it; nothing of it comes from the record.

    It is there for whoever has no diary any more, too: what they had logged may be nowhere else.
    """
    account = current_account()
    if account.diaries or request.args.get("patient"):
        current_diary()
    return render_template("phone/waiting.html", phone=phone_told(account))
