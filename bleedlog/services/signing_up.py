"""A new account, alone or by an invitation.

Where mail is sent, an account begins with a link that only the address's owner gets: nobody can
take somebody's address, and nobody learns whose it is. Where none is sent, an account opens at once
with an address that nobody checked; the answer is the same for an address that has one already.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from bleedlog.models.audit import Action
from bleedlog.models.invitation import SignUp
from bleedlog.models.person_input import UserInput
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.account_codes import AGAIN_AFTER, CodeOver
from bleedlog.services.accounts import PasswordRefused, Place, normal_email
from bleedlog.services.codes import hash_of_code, new_code
from bleedlog.services.invitations import OpenInvitation, open_invitation
from bleedlog.services.new_accounts import (
    SIGN_UP,
    AccountBegun,
    add_account,
    begin_account,
    new_user,
)
from bleedlog.services.passwords import faults_of_password, is_password
from bleedlog.services.record import Record
from bleedlog.storage.accounts import add_account_event, find_login
from bleedlog.storage.invitations import find_by_code
from bleedlog.storage.sign_ups import (
    add_sign_up,
    drop_sign_ups,
    find_sign_up,
    take_sign_up,
    was_asked_since,
)

LIVES = timedelta(days=1)
"""How long the code that a mail brings works."""


@dataclass(frozen=True, slots=True)
class SignUpAsked:
    """Somebody wants an account; the mail that goes to the address, and to nobody else."""

    email: str
    code: str
    taken: bool
    """Whether somebody signs in with it already: then the mail says that, and brings no code."""


@dataclass(frozen=True, slots=True)
class OpenSignUp:
    """An account that can be begun: its address is known to be read."""

    email: str
    invitation: OpenInvitation | None
    """What they were invited to, if it can still be accepted."""


@dataclass(frozen=True, slots=True)
class SignUpTaken:
    """What was told was taken; whether it made an account, nobody is told."""


def ask_to_sign_up(
    record: Record, *, email: str, invitation_code: str | None = None
) -> SignUpAsked | None:
    """A code for somebody who wants an account with that address; None shortly after the last.

    What it gives says whether the address has an account: it is for the mail alone.
    """
    now, wanted = datetime.now(UTC), normal_email(email)
    invitation_hash = hash_of_code(invitation_code) if invitation_code else None
    with record.transaction() as connection:
        if was_asked_since(
            connection, email=wanted, invitation_hash=invitation_hash, since=now - AGAIN_AFTER
        ):
            return None
        code = new_code()
        add_sign_up(
            connection,
            SignUp(
                code_hash=hash_of_code(code),
                email=wanted,
                invitation_hash=invitation_hash,
                created_at=now,
                expires_at=now + LIVES,
            ),
        )
        taken = find_login(connection, wanted) is not None
    return SignUpAsked(wanted, code, taken)


def get_sign_up(record: Record, *, code: str) -> OpenSignUp | None:
    """The account that a code begins; None if it is unknown, used or over."""
    now = datetime.now(UTC)
    with record.reading() as connection:
        found = find_sign_up(connection, code_hash=hash_of_code(code), now=now)
        if found is None or find_login(connection, found.email) is not None:
            return None
        row = (
            find_by_code(connection, code_hash=found.invitation_hash, now=now)
            if found.invitation_hash
            else None
        )
    return OpenSignUp(found.email, None if row is None else open_invitation(row))


def finish_sign_up(
    record: Record,
    *,
    code: str,
    name: str,
    password: str,
    keep: bool,
    place: Place,
    carers_may: AccessRole | None = None,
) -> AccountBegun | PasswordRefused | CodeOver:
    """Begin the account for whoever got that code by mail, and accept what they came by.

    `carers_may`: of somebody who takes a diary over, what those who kept it may do from now on.

    Raises:
        ValueError: for a name that cannot be printed.
    """
    code_hash, now = hash_of_code(code), datetime.now(UTC)
    with record.reading() as connection:
        found = find_sign_up(connection, code_hash=code_hash, now=now)
    if found is None:
        return CodeOver()
    faults = faults_of_password(password, email=found.email, name=name)
    if faults:
        return PasswordRefused(faults)
    user = new_user(found.email, name, password, now, confirmed_at=now)
    try:
        with record.transaction() as connection:
            taken = take_sign_up(connection, code_hash=code_hash, now=now)
            if taken is None or find_login(connection, taken.email) is not None:
                return CodeOver()
            drop_sign_ups(connection, email=taken.email, now=now)
            return begin_account(
                connection,
                user,
                invitation_hash=taken.invitation_hash,
                keep=keep,
                place=place,
                now=now,
                carers_may=carers_may,
            )
    except IntegrityError:
        # Somebody else got the address in the meantime.
        return CodeOver()


def sign_up_by_mailed_invitation(
    record: Record,
    *,
    code: str,
    name: str,
    password: str,
    keep: bool,
    place: Place,
) -> AccountBegun | PasswordRefused | CodeOver:
    """Begin an account for whoever holds an invitation that only a mail brought them.

    They read mail at the invitation's address, which the account gets. One that has an account
    already accepts the invitation by signing in.

    Raises:
        ValueError: for a name that cannot be printed.
    """
    code_hash, now = hash_of_code(code), datetime.now(UTC)
    with record.reading() as connection:
        row = find_by_code(connection, code_hash=code_hash, now=now)
    if row is None or not row.only_mailed:
        return CodeOver()
    email = normal_email(row.email)
    faults = faults_of_password(password, email=email, name=name)
    if faults:
        return PasswordRefused(faults)
    user = new_user(email, name, password, now, confirmed_at=now)
    try:
        with record.transaction() as connection:
            if find_login(connection, email) is not None:
                return CodeOver()
            return begin_account(
                connection, user, invitation_hash=code_hash, keep=keep, place=place, now=now
            )
    except IntegrityError:
        return CodeOver()


def sign_up_at_once(
    record: Record,
    *,
    email: str,
    name: str,
    password: str,
) -> SignUpTaken | PasswordRefused:
    """Begin an account where no mail is sent: it opens by signing in.

    An address that has an account keeps it as it is; the answer and its time are the same. An
    invitation is accepted after signing in: used up here, it would tell the two apart.

    Raises:
        ValueError: for a name that cannot be printed, or an address that is none.
    """
    now = datetime.now(UTC)
    UserInput(email=email, name=name)
    wanted = normal_email(email)
    faults = faults_of_password(password, email=wanted, name=name)
    if faults:
        return PasswordRefused(faults)
    with record.reading() as connection:
        login = find_login(connection, wanted)
    if login is not None:
        is_password(login.password_hash, password)  # for its time alone
        with record.transaction() as connection:
            add_account_event(
                connection,
                user_id=login.user_id,
                action=Action.REFUSED,
                now=now,
                detail=SIGN_UP,
            )
        return SignUpTaken()
    user = new_user(wanted, name, password, now, confirmed_at=None)
    try:
        with record.transaction() as connection:
            add_account(connection, user, now)
    except IntegrityError:
        return SignUpTaken()
    return SignUpTaken()
