"""A small mail server on loopback that keeps what it is given, and says no when told to."""

import base64
import re
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

SECONDS = 20
"""How long a mail may take on a busy machine."""


class Mailbox(socketserver.ThreadingTCPServer):
    """What arrived, in order."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, tls: ssl.SSLContext | None = None, login: str | None = None) -> None:
        """Listen on a free port. `login`: the "user:password" that it asks for."""
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.tls = tls
        self.login = login
        self._more = threading.Condition()
        self.empty()

    def empty(self) -> None:
        """Be as new: nothing arrived, everybody is served at once."""
        self.refuses: bytes | None = None
        """What it answers to every recipient, if it refuses them."""
        self.takes = 0.0
        """Seconds in which it thinks about every recipient."""
        self.heard: list[bytes] = []
        """Every line that was said to it."""
        self._mails: list[EmailMessage] = []

    @property
    def address(self) -> str:
        """`127.0.0.1:port`."""
        host, port = self.server_address[:2]
        return f"{host!s}:{port}"

    @property
    def url(self) -> str:
        """The setting that leads here."""
        return f"smtp://{self.address}"

    def keep(self, raw: bytes) -> None:
        """A mail arrived."""
        with self._more:
            self._mails.append(message_from_bytes(raw, policy=default))
            self._more.notify_all()

    def to(self, address: str) -> list[EmailMessage]:
        """What arrived for somebody so far."""
        with self._more:
            return [mail for mail in self._mails if mail["To"] == address]

    def wait_for(self, address: str, number: int = 1) -> EmailMessage:
        """The `number`-th mail to somebody, once it is there."""
        until = time.monotonic() + SECONDS
        with self._more:
            while True:
                found = [mail for mail in self._mails if mail["To"] == address]
                if len(found) >= number:
                    return found[number - 1]
                if not self._more.wait(until - time.monotonic()):
                    raise AssertionError(f"no mail {number} to {address}: {self._mails}")

    def verify_request(self, request: object, _client_address: object) -> bool:
        """Every client is welcome."""
        return request is not None


class _Conversation(socketserver.StreamRequestHandler):
    """What RFC 5321 has a client say, as far as it is said here."""

    server: Mailbox

    def setup(self) -> None:
        if self.server.tls is not None:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def handle(self) -> None:
        known = self.server.login is None
        self._say(b"220 ready")
        while line := self.rfile.readline().rstrip(b"\r\n"):
            self.server.heard.append(line)
            verb = line.split(b" ")[0].upper()
            if verb == b"QUIT":
                self._say(b"221 bye")
                return
            if verb == b"EHLO":
                self._say(b"250-here\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN")
            elif verb == b"AUTH":
                known = self._is_login(line.split(b" ")[-1])
                self._say(b"235 in" if known else b"535 no")
            elif not known:
                self._say(b"530 who are you")
            elif verb == b"RCPT":
                time.sleep(self.server.takes)
                self._say(self.server.refuses or b"250 ok")
            elif verb == b"DATA":
                self._say(b"354 go on")
                self.server.keep(self._read_mail().replace(b"\r\n", b"\n"))
                self._say(b"250 kept")
            else:
                self._say(b"250 ok")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def _is_login(self, told: bytes) -> bool:
        return base64.b64decode(told).decode().split("\0")[1:] == (self.server.login or "").split(
            ":"
        )

    def _read_mail(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


@contextmanager
def mailbox(*, tls: ssl.SSLContext | None = None, login: str | None = None) -> Iterator[Mailbox]:
    """A mail server for the length of a test."""
    with Mailbox(tls=tls, login=login) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def link_in(mail: EmailMessage) -> str:
    """The first link with a code that a mail holds."""
    found = re.search(r"https?://\S+#\w+", mail.get_content())
    assert found, mail.get_content()
    return found[0]


def code_in(mail: EmailMessage) -> str:
    """The code of that link."""
    return link_in(mail).rpartition("#")[2]
