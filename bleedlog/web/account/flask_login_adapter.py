"""Flask-Login over the record's sessions: one query brings session, user and what they may open."""

from flask import Flask
from flask_login import LoginManager, login_user, logout_user

from bleedlog.services.accounts import SignedIn
from bleedlog.services.sessions import resume
from bleedlog.web.account.browser_session import browser_session
from bleedlog.web.account.signed_in import SignedInUser
from bleedlog.web.current import current_record


def init_login(app: Flask) -> None:
    """Let Flask-Login find users through the browser's session."""
    manager = LoginManager()
    # Its own protection ties a session to address and browser name, which change on a phone.
    manager.session_protection = None  # type: ignore[assignment]  # its own default is a word
    manager.user_loader(load_user)
    # Its context processor would ask the record even while an error page is drawn.
    manager.init_app(app, add_context_processor=False)


def load_user(user_id: str) -> SignedInUser | None:
    """The user whose session the browser holds, if it is still good."""
    browser = browser_session()
    if browser.key is None or browser.key.user_id.hex != user_id:
        return None
    resumed = resume(current_record(), key=browser.key)
    if resumed is None:
        return None
    if resumed.noted and resumed.kept:
        browser.keep(kept=True)
    return SignedInUser(
        resumed.account,
        kept=resumed.kept,
        since=resumed.since,
        second_factor_at=resumed.second_factor_at,
    )


def enter(signed_in: SignedIn) -> None:
    """Make this browser the signed-in one: a new key, whatever cookie it came with."""
    browser_session().begin(signed_in.key, kept=signed_in.kept)
    login_user(
        SignedInUser(
            signed_in.account,
            kept=signed_in.kept,
            since=signed_in.since,
            second_factor_at=signed_in.second_factor_at,
        )
    )


def leave() -> None:
    """Forget who was signed in."""
    logout_user()
    browser_session().end()
