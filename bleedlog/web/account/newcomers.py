"""Where somebody goes on who is new here, or accepted an invitation."""

from functools import partial

from flask.typing import ResponseReturnValue

from bleedlog.models.account import Account
from bleedlog.models.invitation import InvitedAs
from bleedlog.services.accepting import Accepted, AcceptOutcome
from bleedlog.services.new_accounts import AccountBegun
from bleedlog.services.record import Record
from bleedlog.services.signing_up import ask_to_sign_up
from bleedlog.web.account.onward import let_in
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.post import Post, current_post

FINISH = "/sign-up/finish"


def send_sign_up(record: Record, post: Post, email: str, code: str | None = None) -> None:
    """Send the mail that somebody's wish for an account causes; afterwards."""
    asked = ask_to_sign_up(record, email=email, invitation_code=code)
    if asked is None:
        return
    if asked.taken:
        post.send("sign_up_taken", to=asked.email, invited=code is not None)
    else:
        post.send_code("sign_up", to=asked.email, path=FINISH, code=asked.code)


def path_after(accepted: AcceptOutcome | None, account: Account) -> str:
    """Where an invitation leads that was accepted; without one, to a diary of one's own.

    A clinic that invited somebody who has a diary already is one that they may share it with.
    """
    if accepted is None:
        return "/begin"
    if not isinstance(accepted, Accepted):
        return "/more?done=invitation-over"
    match accepted.invited_as:
        case InvitedAs.STAFF:
            return "/clinic"
        case InvitedAs.PATIENT:
            own = next((diary for diary in account.diaries if diary.is_own), None)
            return f"/sharing/clinics?patient={own.patient_id}" if own else "/begin"
        case InvitedAs.OWNER:
            # Whoever takes a diary over sees at once who else opens it.
            return f"/sharing?done=yours&patient={accepted.patient_id}"
        case _:
            return f"/?patient={accepted.patient_id}"


def tell_of_hand_over(accepted: AcceptOutcome | None, account: Account) -> None:
    """Write to those who kept a diary until it was taken over just now."""
    post = current_post()
    if not post.is_open or not isinstance(accepted, Accepted):
        return
    for one in accepted.gave_up:
        do_afterwards(
            partial(post.send, "handed_over", to=one.email, name=one.name, owner=account.name)
        )


def enter_new_account(begun: AccountBegun) -> ResponseReturnValue:
    """Make this browser the new account's, and go on."""
    onward = path_after(begun.accepted, begun.signed_in.account)
    tell_of_hand_over(begun.accepted, begun.signed_in.account)
    return let_in(begun.signed_in, onward=onward, typed="")
