"""Invitations by mail: a handful goes out an hour; nobody fills strangers' mailboxes by us."""

from dataclasses import replace

from bleedlog import create_app
from bleedlog.config import Settings
from tests.mailbox import mailbox
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import send, words

FREE = 5


def test_after_a_handful_the_link_is_there_and_no_mail_goes(
    settings: Settings, people: People
) -> None:
    people.person("Ann")
    with mailbox() as box:
        mailing = replace(settings, smtp_url=box.url, mail_from="diary@example.org")
        app = create_app(mailing, people.record)
        ann = Browser(app, base_url=settings.base_url)
        ann.come_in("Ann")

        pages = [
            words(
                send(
                    ann,
                    "/sharing/invite",
                    {"name": "Gran", "role": "carer_read", "email": f"gran{n}@people.example"},
                )
            )
            for n in range(FREE + 2)
        ]

        assert ["On its way by email" in page for page in pages] == [True] * FREE + [False] * 2
        assert "We did not send an email" in pages[-1]
        assert "/join#" in pages[-1]
        app.extensions["bleedlog.afterwards"].submit(lambda: None).result()
        assert box.wait_for(f"gran{FREE - 1}@people.example")
        assert box.to(f"gran{FREE}@people.example") == []
