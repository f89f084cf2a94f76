"""What a browser complains of while somebody uses the pages: none of it may happen."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.canary import faults_of_address

# Runs before every page. What the policy refuses is said aloud, wherever it happens.
SAY_VIOLATIONS = """addEventListener('securitypolicyviolation', event => console.error(
  `policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`))"""

LEFT_BEHIND = "net::ERR_ABORTED"
"""How a request ends whose page was left before its answer came."""


class Watch:
    """Notes every console error and warning, failure of a script, failed request and refusal."""

    def __init__(self) -> None:
        """Nothing was seen yet, and no error is expected."""
        self.complaints: list[str] = []
        self._expected: set[int] = set()

    def expect(self, *statuses: int) -> None:
        """Let pages answer with these statuses from now on."""
        self._expected.update(statuses)

    def over(self, context: BrowserContext) -> None:
        """Look over all pages of a browser."""
        context.add_init_script(SAY_VIOLATIONS)
        context.on("page", self._over_page)
        context.on("request", self._note_address)
        context.on("requestfailed", self._note_failure)
        context.on("response", self._note_status)

    def _over_page(self, page: Page) -> None:
        page.on("console", self._note_words)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _note_words(self, said: ConsoleMessage) -> None:
        # Chromium says each answer of 400 and above a second time, as an error of its own.
        if said.type in {"error", "warning"} and not self._is_about_status(said.text):
            self.complaints.append(f"{said.type}: {said.text}")

    def _is_about_status(self, text: str) -> bool:
        return any(f"responded with a status of {status} " in text for status in self._expected)

    def _note_address(self, request: Request) -> None:
        # An address is kept by browsers, proxies and logs: no email, no code stands in it.
        told = faults_of_address(request.url, ())
        self.complaints += [f"address: {fault}" for fault in told]

    def _note_failure(self, request: Request) -> None:
        if request.failure != LEFT_BEHIND:
            self.complaints.append(f"request: {_path(request.url)} {request.failure}")

    def _note_status(self, answer: Response) -> None:
        if answer.status >= 400 and answer.status not in self._expected:
            self.complaints.append(f"status: {answer.status} {_path(answer.url)}")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
