"""What the server stands beside: the mail server, the proxy, its own address."""

import urllib.error
import urllib.request
from collections.abc import Iterator

from bleedlog.config import Settings
from bleedlog.outbound.mail import MailNotSentError, greet_server
from bleedlog.services.doctor.finding import Finding, good, look, wrong

SECONDS = 5
HEALTH = "/healthz"


def look_at_mail(settings: Settings) -> Iterator[Finding]:
    """Whether the mail server would take mail; none is sent."""
    if settings.smtp_url is None:
        yield look(
            "mail",
            "none is sent: forgotten passwords are for the administrator",
            "set BLEEDLOG_SMTP_URL and BLEEDLOG_MAIL_FROM",
        )
        return
    try:
        greet_server(settings.smtp_url, sender=settings.mail_from)
    except MailNotSentError as error:
        yield wrong(
            "mail",
            f"the mail server does not let us in ({error})",
            "see that BLEEDLOG_SMTP_URL has the right host, port, user and password",
        )
    else:
        yield good("mail", "the mail server lets us in")


def look_at_address(settings: Settings) -> Iterator[Finding]:
    """Whether people's address leads here, and whose word is taken for where they come from."""
    if settings.https and not settings.proxies:
        yield look(
            "proxy",
            "none is named, so that everybody seems to come from one address",
            "set BLEEDLOG_PROXIES to how many stand in front, or unset it",
        )
    elif settings.proxies and not settings.https:
        yield wrong(
            "proxy",
            "the address is http, and a proxy's word is taken for where people come from",
            "unset BLEEDLOG_PROXIES, or make BLEEDLOG_BASE_URL https",
        )
    else:
        yield good("proxy", f"{settings.proxies} in front" if settings.proxies else "none in front")
    try:
        # The settings allow http and https only.
        with urllib.request.urlopen(  # noqa: S310
            settings.base_url + HEALTH, timeout=SECONDS
        ) as answer:
            answers = answer.status == 200 and answer.read(3) == b"ok\n"
    except (urllib.error.URLError, OSError, ValueError):
        answers = False
    if answers:
        yield good("address", f"{settings.base_url} answers")
    else:
        yield look(
            "address",
            f"{settings.base_url} does not answer",
            "start the server (bleedlog serve) and the proxy, or mend BLEEDLOG_BASE_URL",
        )
