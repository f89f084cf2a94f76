"""A mail to whoever's way of signing in was changed: if it was not them, they hear of it."""

from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.post import current_post


def tell_owner(email: str, name: str, what: str) -> None:
    """Tell them afterwards. `what`: a sentence that says what was changed, and nobody's health."""
    post = current_post()
    do_afterwards(lambda: post.send("sign_in_changed", to=email, name=name, what=what))
