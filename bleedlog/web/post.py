"""Mail to people: written from templates/mail/, sent when the answer is on its way.

A template's first line is "Subject: ...". No mail says anything about anybody's health, and links
in it lead to the settings' base URL, whatever address the request came by. What a server puts
off is tried again, a few times; what it refuses for good, or for too long, is in the log.
"""

import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import cast

from flask import Flask, current_app
from jinja2 import Environment

from bleedlog.config import Settings
from bleedlog.outbound.mail import Mail, MailNotSentError, send_mail
from bleedlog.services.account_codes import NewCode
from bleedlog.services.codes import in_groups, link_to
from bleedlog.web.afterwards import Afterwards, app_afterwards

logger = logging.getLogger("bleedlog.web")

HOUR = timedelta(hours=1)
WAITS = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))
"""Before each further try: a server that knows nobody yet asks for some minutes (greylisting)."""

NAMES = ("name", "inviter", "owner", "clinic")
"""What people call themselves and others: it goes to addresses that somebody typed in."""


@dataclass(frozen=True, slots=True)
class Post:
    """Writes and sends, or knows that this installation sends no mail."""

    settings: Settings
    templates: Environment
    afterwards: Afterwards
    waits: tuple[timedelta, ...] = WAITS

    @property
    def is_open(self) -> bool:
        """Whether mail is sent at all."""
        return self.settings.smtp_url is not None

    def link(self, path: str, code: str) -> str:
        """The link that brings a code to a page."""
        return link_to(self.settings.base_url, path, code)

    def send(self, template: str, *, to: str, **facts: object) -> None:
        """Write and send one mail now, or after a while if the server is not ready for it."""
        self._hand_in(template, self.write(template, to=to, **facts), self.waits)

    def _hand_in(self, template: str, mail: Mail, waits: tuple[timedelta, ...]) -> None:
        if self.settings.smtp_url is None:
            return
        try:
            send_mail(self.settings.smtp_url, sender=self.settings.mail_from, mail=mail)
        except MailNotSentError as error:
            is_planned = (
                error.passes
                and bool(waits)
                and self.afterwards.submit_later(
                    waits[0], partial(self._hand_in, template, mail, waits[1:])
                )
            )
            facts = {"template": template, "kind": str(error), "again": is_planned}
            logger.error("mail not sent", extra={"facts": facts})  # noqa: TRY400 - a trace would quote the server

    def send_code(self, template: str, *, to: str, path: str, code: str, **facts: object) -> None:
        """The same for a mail that brings a code to a page."""
        link = self.link(path, code)
        self.send(template, to=to, link=link, path=path, code=in_groups(code), **facts)

    def send_new_code(self, template: str, made: NewCode, *, path: str) -> None:
        """The same for a code to somebody who has an account."""
        self.send_code(
            template,
            to=made.email,
            path=path,
            code=made.code,
            name=made.name,
            lives=made.lives,
        )

    def write(self, template: str, *, to: str, **facts: object) -> Mail:
        """The mail as it is sent."""
        names = {name: without_links(str(facts[name])) for name in NAMES if name in facts}
        text = self.templates.get_template(f"mail/{template}.txt").render(
            base_url=self.settings.base_url, **(facts | names)
        )
        subject, _, body = text.partition("\n")
        return Mail(to, subject.removeprefix("Subject: "), body.strip() + "\n")


def without_links(name: str) -> str:
    """A name that no mail program turns into a link: "see evil.example/x" is no name of anybody."""
    return re.sub(r"(?<=\w)\.(?=\w)", ". ", re.sub(r"[/\\:@]+", " ", name))


def init_post(app: Flask, settings: Settings) -> None:
    """Make the post office of the application."""
    app.jinja_env.filters["time_span"] = time_span
    app.extensions["bleedlog.post"] = Post(settings, app.jinja_env, app_afterwards(app))


def current_post() -> Post:
    """The post office of the application; hand it to what is done afterwards."""
    return cast("Post", current_app.extensions["bleedlog.post"])


def time_span(span: timedelta) -> str:
    """Such as "1 hour" or "7 days"."""
    hours = round(span / HOUR)
    number, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
