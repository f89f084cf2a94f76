"""After signing in: on to where somebody wanted to go, with what they had typed there."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from bleedlog.services.accounts import SignedIn
from bleedlog.web.account.asking import typed_for
from bleedlog.web.account.device_cookie import set_device
from bleedlog.web.account.factor_asking import factor_path, show_second_factor
from bleedlog.web.account.flask_login_adapter import enter
from bleedlog.web.current import current_signed_in, home_path, owes_second_factor


def let_in(signed_in: SignedIn, *, onward: str | None, typed: str) -> ResponseReturnValue:
    """Make this browser the signed-in one and send it on.

    Args:
        signed_in: who is in.
        onward: a path of ours to go to, checked; None for where the account begins.
        typed: what was carried through signing in.
    """
    enter(signed_in)
    return set_device(_next_page(signed_in, onward, typed), signed_in.device)


def _next_page(signed_in: SignedIn, onward: str | None, typed: str) -> ResponseReturnValue:
    if owes_second_factor(current_signed_in()):
        if typed:
            return show_second_factor(onward=onward, typed=typed)
        return redirect(factor_path(onward), 303)
    pairs = typed_for(signed_in.account, typed)
    if pairs and onward:
        return render_template("account/carry_on.html", path=onward, typed=pairs)
    return redirect(onward or home_path(signed_in.account), 303)
