"""Told again after the answer was lost: as it was, with more answers, or of another bleed.

And several deeds about one entry, all done before the phone could see what the first one made.
"""

from datetime import timedelta
from typing import Any

import pytest

from tests.web.browser import Browser
from tests.web.diary.pages import words
from tests.web.sync.phone import DAY, KNEE, ONE_DATABASE, Phone, outcomes, stamp

pytestmark = ONE_DATABASE

ON_3_NOVEMBER = [KNEE[0], ("when", "another_time"), ("date", "2025-11-03"), KNEE[2]]


def saved_again(phone: Phone, item: dict[str, Any], **said: Any) -> dict[str, Any]:
    """The same form, opened again on the phone and saved a moment later."""
    return {**item, "at": stamp(phone.clock), **said}


def bleed_before(phone: Phone, ago: timedelta, **said: Any) -> dict[str, Any]:
    """A bleed logged that long ago; the deed has the entry's own id, as the phone numbers it."""
    item = phone.log(at=stamp(phone.clock - ago), **said)
    return {**item, "item": item["id"]}


@pytest.mark.parametrize("is_later", [True, False])
@pytest.mark.parametrize("more", [[*KNEE, ("pain", "5")], ON_3_NOVEMBER])
def test_what_was_added_before_the_answer_came_is_not_lost(
    phone: Phone, more: list[tuple[str, str]], is_later: bool
) -> None:
    """`is_later`: "When?" was answered anew; else the bleed keeps the time of its first tap."""
    first = bleed_before(phone, timedelta(minutes=10))
    phone.told(first)
    again = saved_again(phone, first, answers=more) if is_later else {**first, "answers": more}

    told = phone.one(again)

    assert (told["outcome"], told["revision"]) == ("accepted", 2)
    said = phone.said(first["id"])
    assert said.get("pain") == (5 if ("pain", "5") in more else None)
    assert said["start"].startswith("2025-11-03") == (more is ON_3_NOVEMBER)
    # However often either is told from now on, the newer answers stand.
    assert outcomes(phone.told(again, first, again)) == ["unchanged"] * 3
    assert phone.said(first["id"]) == said
    assert len(phone.entries()) == 1


def test_more_answers_do_not_undo_what_was_changed_elsewhere(
    phone: Phone, elsewhere: Phone
) -> None:
    first = bleed_before(phone, timedelta(minutes=10))
    phone.told(first)
    elsewhere.told(elsewhere.change(first["id"], 1, [*KNEE, ("pain", "2")]))

    told = phone.one(saved_again(phone, first, answers=[*KNEE, ("pain", "5")]))

    assert told["outcome"] == "conflict"
    assert phone.said(first["id"])["pain"] == 2


@pytest.mark.parametrize("more", [[*KNEE, ("pain", "5")], KNEE])
def test_a_change_that_is_opened_again_before_the_answer_came_is_not_lost(
    phone: Phone, more: list[tuple[str, str]]
) -> None:
    """It stopped first, which the form that stood open did not know of."""
    bleed = bleed_before(phone, timedelta(hours=2))
    stop = phone.deed("stop", id=bleed["id"], revision=1)
    at = phone.said(phone.one(bleed)["id"])["start"].split("T")
    when = [("when", "another_time"), ("date", at[0]), ("time", at[1])]
    first = phone.change(bleed["id"], 1, [KNEE[0], *when, KNEE[2], ("pain", "2")])
    assert outcomes(phone.told(stop, first)) == ["accepted"] * 2
    again = saved_again(phone, first, answers=[KNEE[0], *when, *more[2:]], after=[stop["item"]])

    told = phone.one(again)

    assert (told["outcome"], told["revision"]) == ("accepted", 4)
    said = phone.said(bleed["id"])
    assert said.get("pain") == (5 if ("pain", "5") in more else None)
    assert "end" in said
    assert outcomes(phone.told(again, first, stop, again)) == ["unchanged"] * 4
    assert phone.said(bleed["id"]) == said


def test_a_change_that_is_opened_again_does_not_undo_what_was_changed_elsewhere(
    phone: Phone, elsewhere: Phone
) -> None:
    bleed = bleed_before(phone, timedelta(minutes=10))
    phone.told(bleed)
    first = phone.change(bleed["id"], 1, [*KNEE, ("pain", "2")])
    phone.told(first)
    elsewhere.told(elsewhere.change(bleed["id"], 2, [*KNEE, ("pain", "3")]))
    assert phone.one(first)["outcome"] == "unchanged"

    again = saved_again(phone, first, answers=[*KNEE, ("pain", "5")])

    assert outcomes(phone.told(again, again)) == ["conflict"] * 2
    assert phone.said(bleed["id"])["pain"] == 3


def test_another_bleed_from_a_form_that_was_sent_is_not_taken_for_the_first(
    ann: Browser, phone: Phone
) -> None:
    """A browser that fills a page as it was left gives the form its old id, too."""
    first = bleed_before(phone, 3 * DAY)
    phone.told(first)
    before = phone.said(first["id"])

    told = phone.one(saved_again(phone, first))

    assert told["outcome"] == "conflict"
    assert phone.said(first["id"]) == before
    assert "Changed in two places" in words(ann.get("/"))


def test_the_same_answers_by_another_deed_are_the_same_bleed_only_at_the_same_time(
    phone: Phone,
) -> None:
    first = bleed_before(phone, 3 * DAY)
    phone.told(first)
    soon = phone.log(id=first["id"], at=stamp(phone.clock - 3 * DAY + timedelta(minutes=30)))
    later = phone.log(id=first["id"])

    assert outcomes(phone.told(soon, later)) == ["unchanged", "rejected"]


def test_several_deeds_about_one_entry_are_no_conflict_with_oneself(phone: Phone) -> None:
    """All of them were done with the one state that the phone had seen."""
    bleed = phone.log()
    entry = bleed["id"]
    phone.told(bleed)
    deeds = [
        phone.deed("stop", id=entry, revision=1),
        phone.change(entry, 1, [*KNEE, ("pain", "3")]),
        phone.change(entry, 1, [*KNEE, ("pain", "3"), ("severity", "major")]),
    ]
    withdrawn = phone.deed("withdraw", id=entry, revision=1)

    told = phone.told(*deeds)

    assert outcomes(told) == ["accepted"] * 3
    said = phone.said(entry)
    assert (said["pain"], said["severity"]) == (3, "major")
    assert said["end"] is not None
    assert outcomes(phone.told(*deeds, withdrawn)) == [*["unchanged"] * 3, "accepted"]
    assert phone.entries()[entry]["withdrawn"]


def test_what_came_from_elsewhere_in_between_is_still_a_conflict(
    phone: Phone, elsewhere: Phone
) -> None:
    bleed = phone.log()
    entry = bleed["id"]
    phone.told(bleed)
    elsewhere.told(elsewhere.change(entry, 1, [*KNEE, ("pain", "2")]))

    told = phone.told(
        phone.deed("stop", id=entry, revision=1), phone.change(entry, 1, [*KNEE, ("pain", "7")])
    )

    assert outcomes(told) == ["accepted", "conflict"]
    assert phone.said(entry)["pain"] == 2


def test_a_change_after_one_whose_answer_was_lost_is_no_conflict_with_oneself(
    phone: Phone, elsewhere: Phone
) -> None:
    """The first is settled by then, so it is not in the batch; the second names it."""
    bleed = phone.log()
    entry = bleed["id"]
    phone.told(bleed)
    lost = phone.change(entry, 1, [*KNEE, ("pain", "3")])
    phone.told(lost)

    again = phone.change(entry, 1, [*KNEE, ("pain", "4")], after=[lost["item"]])

    assert phone.one(again)["outcome"] == "accepted"
    elsewhere.told(elsewhere.change(entry, 3, [*KNEE, ("pain", "2")]))
    other = phone.change(entry, 1, [*KNEE, ("pain", "5")], after=[lost["item"], again["item"]])
    assert phone.one(other)["outcome"] == "conflict"


def test_what_was_taken_back_before_the_answer_came_is_out(phone: Phone) -> None:
    bleed = phone.log()
    bleed["item"] = bleed["id"]
    undone = phone.deed("withdraw", id=bleed["id"], revision=1, after=[bleed["item"]])

    assert outcomes(phone.told(bleed, undone)) == ["accepted"] * 2
    assert phone.entries()[bleed["id"]]["withdrawn"]
    # Days that were covered already made no entry: there is nothing to take out.
    never = phone.log()["id"]
    assert phone.one(phone.deed("withdraw", id=never, revision=1, after=[never]))["outcome"] == (
        "unchanged"
    )


def test_what_goes_with_something_refused_says_so(phone: Phone) -> None:
    """Nobody is told that they were shut out of their own diary."""
    bleed = phone.log([KNEE[1]])
    bleed["item"] = bleed["id"]
    stopped = phone.deed("stop", id=bleed["id"], revision=1)

    for told in (phone.told(bleed, stopped)[1], phone.one({**stopped, "after": [bleed["item"]]})):
        assert told["outcome"] == "rejected"
        assert [one["message"] for one in told["reasons"]] == [
            "This goes with something that was not saved. Look at that first."
        ]
