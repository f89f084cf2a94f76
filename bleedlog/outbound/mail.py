"""Plain-text mail by SMTP, over TLS unless the server is this machine."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

from bleedlog.config import LOOPBACK_HOSTS

SECONDS = 10
"""How long a mail server may take over one step."""

REFUSED_FOR_NOW = 4
"""The first digit of an answer that means: try again."""
_PORTS = {"smtp": 587, "smtps": 465}


class MailNotSentError(Exception):
    """The mail server did not take it. Says the kind of failure; no address, no word of it."""

    def __init__(self, kind: str, *, passes: bool) -> None:
        """Keep what went wrong, and whether it may go right a while later."""
        super().__init__(kind)
        self.passes = passes


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person. It never says anything about anybody's health."""

    to: str
    subject: str
    text: str


def send_mail(smtp_url: str, *, sender: str, mail: Mail) -> None:
    """Give a mail to the server that `smtp_url` names.

    Over `smtp://` the connection turns to TLS (STARTTLS) before anything is said; a server that
    does not offer it gets nothing, unless it is this machine. Certificates are checked.

    Raises:
        MailNotSentError: if the server cannot be reached, trusted, or does not take it.
    """
    with _let_in(smtp_url, sender) as server:
        server.send_message(_message(sender, _own_name(sender), mail))


def greet_server(smtp_url: str, *, sender: str) -> None:
    """See that the server lets us in, as for a mail; none is sent.

    Raises:
        MailNotSentError: if the server cannot be reached or trusted, or refuses who we are.
    """
    with _let_in(smtp_url, sender) as server:
        server.noop()


def _own_name(sender: str) -> str:
    # What this machine is called would be looked up on the network.
    return parseaddr(sender)[1].rpartition("@")[2]


@contextmanager
def _let_in(smtp_url: str, sender: str) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(smtp_url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    try:
        with _connect(parts.scheme, host, port, _own_name(sender)) as server:
            if parts.scheme == "smtp" and host not in LOOPBACK_HOSTS:
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            yield server
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # Their messages quote addresses and what the server said.
        raise MailNotSentError(type(error).__name__, passes=_passes(error)) from None


def _passes(error: Exception) -> bool:
    """Whether the same may be taken later: not what is refused for good (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(_is_for_now(code) for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return _is_for_now(error.smtp_code)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return True
    is_unreached = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    return is_unreached and not isinstance(error, ssl.SSLCertVerificationError)


def _is_for_now(code: int) -> bool:
    # A connection that is closed in place of an answer has the code -1.
    return code // 100 == REFUSED_FOR_NOW or code < 0


def _connect(scheme: str, host: str, port: int, own_name: str) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(
            host,
            port,
            local_hostname=own_name,
            timeout=SECONDS,
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(host, port, local_hostname=own_name, timeout=SECONDS)


def _message(sender: str, own_name: str, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=own_name)
    # Nobody's holiday reply is wanted.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message
