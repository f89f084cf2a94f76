"""What a browser complains of while somebody uses the pages: none of it may happen."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

from tests.canary import faults_of_address

SAY_VIOLATIONS = """addEventListener('securitypolicyviolation', event => console.error(
  `policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`))"""

LEFT_BEHIND = "net::ERR_ABORTED"
"""How a request ends whose page was left before its answer came."""

NO_SCRIPTS = "csp"
"""How the request for a script ends in a browser that runs none. What the policy refuses is said by
the page, too (`SAY_VIOLATIONS`)."""

NO_WORKER = "Service Worker registration blocked by Playwright"
"""What Playwright says in browsers that get no service worker."""


WHO_IS_SIGNED_IN = (401, "/api/v1/session")
"""Nobody: an answer like any other to a page that asks while somebody signs out of it."""

KEPT_BEFOREHAND = re.compile(r"/diary/entries/[0-9a-f-]+/change|/log/[a-z-]+")
"""What scripts fetch for later: an entry may be taken out, a diary be closed to somebody, just then
(404)."""

SAID_TWICE = "Failed to load resource: the server responded with a status of"


def say_violations(context: BrowserContext) -> None:
    """Let all pages of a browser say what the policy refuses, before there are any."""
    context.add_init_script(SAY_VIOLATIONS)


class Watch:
    """Notes every console error and warning, failure of a script, failed request and refusal."""

    def __init__(self) -> None:
        """Nothing was seen yet, and no error is expected."""
        self.complaints: list[str] = []
        self._expected: set[int] = set()
        self._may_fail = False

    def expect_no_answer(self) -> None:
        """Let requests fail from now on: the server is down, or the phone is not online."""
        self._may_fail = True

    def expect(self, *statuses: int) -> None:
        """Let pages answer with these statuses from now on."""
        self._expected.update(statuses)

    def over(self, context: BrowserContext) -> None:
        """Look over all pages of a browser."""
        for what, note in self._notes().items():
            context.on(what, note)  # type: ignore[call-overload]  # one overload for each name

    def leave(self, context: BrowserContext) -> None:
        """Look over its pages no more; somebody else does from now on."""
        for what, note in self._notes().items():
            context.remove_listener(what, note)

    def _notes(self) -> dict[str, Callable[..., None]]:
        return {
            "console": self._note_words,
            "weberror": self._note_script,
            "request": self._note_address,
            "requestfailed": self._note_failure,
            "response": self._note_status,
        }

    def _note_script(self, failed: WebError) -> None:
        self.complaints.append(f"script: {failed.error}")

    def _note_words(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and not self._is_expected(said.text):
            self.complaints.append(f"{said.type}: {said.text}")

    def _is_expected(self, text: str) -> bool:
        if text.startswith(NO_WORKER):
            return True
        if self._may_fail and "net::ERR_" in text:
            return True
        # Chromium says each answer of 400 and above a second time, perhaps when the next test has
        # the page already: `_note_status` noted it when it came.
        return SAID_TWICE in text

    def _note_address(self, request: Request) -> None:
        # An address is kept by browsers, proxies and logs: no email, no code stands in it.
        told = faults_of_address(request.url, ())
        self.complaints += [f"address: {fault}" for fault in told]

    def _note_failure(self, request: Request) -> None:
        is_unwanted = request.failure == NO_SCRIPTS and request.resource_type == "script"
        if request.failure != LEFT_BEHIND and not is_unwanted and not self._may_fail:
            self.complaints.append(f"request: {_path(request.url)} {request.failure}")

    def _note_status(self, answer: Response) -> None:
        path = urlsplit(answer.url).path
        if (answer.status, path) == WHO_IS_SIGNED_IN:
            return
        is_fetched = answer.request.resource_type == "fetch"
        if answer.status == 404 and is_fetched and KEPT_BEFOREHAND.fullmatch(path):
            return
        if answer.status >= 400 and answer.status not in self._expected:
            self.complaints.append(f"status: {answer.status} {_path(answer.url)}")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
