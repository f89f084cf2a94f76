"""What stands in front of the application in production, as far as a browser sees it.

A connection stays open for the next request, which the application's own server does not offer.
"""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# What is between two neighbours only (RFC 9110, 7.6.1), and what is said anew here.
NOT_HANDED_ON = {"connection", "keep-alive", "transfer-encoding", "date", "server"}


@contextmanager
def in_front_of(url: str, also: dict[str, bytes]) -> Iterator[str]:
    """The address of a proxy in front of that one; `also`: pages that it has itself, by path."""
    behind = urlsplit(url).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path in also:
                self._answer(200, [("Content-Type", "text/html; charset=utf-8")], also[self.path])
                return
            connection = http.client.HTTPConnection(behind, timeout=30)
            headers = {name: value for name, value in self.headers.items() if name != "Connection"}
            connection.request("GET", self.path, headers=headers)
            answer = connection.getresponse()
            handed_on = [
                (name, value)
                for name, value in answer.getheaders()
                if name.lower() not in NOT_HANDED_ON | {"content-length"}
            ]
            self._answer(answer.status, handed_on, answer.read())
            connection.close()

        def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
