"""What stands in front of the application in production, as far as a browser sees it.

A connection stays open for the next request, and pages come compressed: the application's own
server does neither.
"""

import gzip
import http.client
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# What is between two neighbours only (RFC 9110, 7.6.1), and what is said anew here.
NOT_HANDED_ON = {"connection", "keep-alive", "transfer-encoding", "date", "server"}
NOT_HANDED_ON |= {"content-length"}


@dataclass
class Front:
    """The running proxy."""

    url: str
    sent: dict[str, int] = field(default_factory=dict)
    """Bytes of the last answer's body, as it was sent, by path."""


@contextmanager
def in_front_of(url: str, also: Mapping[str, bytes] | None = None) -> Iterator[Front]:
    """A proxy in front of that address; `also`: pages that it has itself, by path."""
    behind = urlsplit(url).netloc
    own = also or {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._hand_on(None)

        def do_POST(self) -> None:
            self._hand_on(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def _hand_on(self, told: bytes | None) -> None:
            if self.path in own:
                page = [("Content-Type", "text/html; charset=utf-8")]
                self._answer(200, page, own[self.path])
                return
            connection = http.client.HTTPConnection(behind, timeout=30)
            headers = {name: value for name, value in self.headers.items() if name != "Connection"}
            connection.request(self.command, self.path, body=told, headers=headers)
            answer = connection.getresponse()
            handed_on = [
                (name, value)
                for name, value in answer.getheaders()
                if name.lower() not in NOT_HANDED_ON
            ]
            self._answer(answer.status, handed_on, answer.read())
            connection.close()

        def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            headers, body = _compressed(headers, body)
            self.send_response(status)
            for name, value in [*headers, ("Content-Length", str(len(body)))]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            front.sent[self.path] = len(body)

        def log_message(self, *_words: object) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_whose: object) -> None:
            """A browser that goes on before the answer came is no fault."""

    with Server(("127.0.0.1", 0), Handler) as server:
        front = Front(f"http://localhost:{server.server_port}")
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield front
        server.shutdown()


def _compressed(headers: list[tuple[str, str]], body: bytes) -> tuple[list[tuple[str, str]], bytes]:
    said = {name.lower(): value for name, value in headers}
    if "content-encoding" in said or not said.get("content-type", "").startswith("text/"):
        return headers, body
    return [*headers, ("Content-Encoding", "gzip")], gzip.compress(body)
