"""What was changed in two places: both states are kept, and a person chooses."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from tests.web.browser import Browser, hidden_fields
from tests.web.diary.pages import title, words
from tests.web.sync.phone import KNEE, ONE_DATABASE, Phone, outcomes


def bleed_of(phone: Phone) -> str:
    item = phone.log()
    phone.told(item)
    return str(item["id"])


def choose(ann: Browser, entry: str, keep: str) -> Any:
    page = ann.get(f"/diary/entries/{entry}/choose")
    fields = {name: values if isinstance(values, str) else values[0]
              for name, values in hidden_fields(page).items()}  # fmt: skip
    return ann.post(f"/diary/entries/{entry}/choose", fields | {"keep": keep})


def test_both_are_kept_until_somebody_chooses(ann: Browser, phone: Phone, elsewhere: Phone) -> None:
    entry = bleed_of(phone)
    offline = phone.change(entry, 1, [*KNEE, ("pain", "7"), ("note", "offline")])
    elsewhere.one(elsewhere.change(entry, 1, [*KNEE, ("pain", "2")]))

    told = phone.one(offline)

    assert told["outcome"] == "conflict"
    assert told["seen"] == f"/diary/entries/{entry}/choose"
    assert phone.said(entry)["pain"] == 2
    assert outcomes(phone.told(offline, offline)) == ["conflict", "conflict"]
    home = words(ann.get("/"))
    assert "Changed in two places" in home
    page = ann.get(f"/diary/entries/{entry}/choose")
    assert "2 of 10" in words(page)
    assert "7 of 10" in words(page)
    assert "offline" in words(page)


@pytest.mark.parametrize(("keep", "pain"), [("standing", 2), ("other", 7)])
def test_one_of_them_is_chosen(
    ann: Browser, phone: Phone, elsewhere: Phone, keep: str, pain: int
) -> None:
    entry = bleed_of(phone)
    offline = phone.change(entry, 1, [*KNEE, ("pain", "7")])
    elsewhere.one(elsewhere.change(entry, 1, [*KNEE, ("pain", "2")]))
    phone.one(offline)

    answer = choose(ann, entry, keep)

    assert answer.status_code == 303
    assert phone.said(entry)["pain"] == pain
    assert ann.get(f"/diary/entries/{entry}/choose").status_code == 404
    assert "Changed in two places" not in words(ann.get("/"))
    # It is told again: the choice stands.
    assert phone.one(offline)["outcome"] == "unchanged"
    assert phone.said(entry)["pain"] == pain


def test_taken_out_meanwhile(ann: Browser, phone: Phone, elsewhere: Phone) -> None:
    kept_out, brought_back = bleed_of(phone), bleed_of(phone)
    offline = [phone.change(one, 1, [*KNEE, ("pain", "7")]) for one in (kept_out, brought_back)]
    for one in (kept_out, brought_back):
        elsewhere.one(elsewhere.deed("withdraw", id=one, revision=1))

    assert outcomes(phone.told(*offline)) == ["conflict", "conflict"]
    assert "Taken out" in words(ann.get(f"/diary/entries/{kept_out}/choose"))
    choose(ann, kept_out, "standing")
    choose(ann, brought_back, "other")

    entries = phone.entries()
    assert entries[kept_out]["withdrawn"] is True
    assert entries[brought_back]["withdrawn"] is False
    assert entries[brought_back]["entry"]["pain"] == 7


def test_taken_out_on_the_phone_and_changed_elsewhere(
    ann: Browser, phone: Phone, elsewhere: Phone
) -> None:
    entry = bleed_of(phone)
    offline = phone.deed("withdraw", id=entry, revision=1)
    elsewhere.one(elsewhere.change(entry, 1, [*KNEE, ("pain", "2")]))

    assert phone.one(offline)["outcome"] == "conflict"
    assert phone.entries()[entry]["withdrawn"] is False
    choose(ann, entry, "other")

    assert phone.entries()[entry]["withdrawn"] is True


@time_machine.travel(datetime(2026, 11, 28, 12, 0, tzinfo=UTC), tick=False)
@pytest.mark.parametrize("do", ["stop", "earlier"])
def test_stopped_at_two_times(phone: Phone, elsewhere: Phone, do: str) -> None:
    start = [("when", "another_time"), ("date", phone.clock.date().isoformat()), ("time", "00:00")]
    item = phone.log([KNEE[0], *start])
    phone.told(item)
    entry = str(item["id"])
    offline = phone.deed(do, id=entry, revision=1, answers=[("hours", "1")])
    day = [("end_date", phone.clock.date().isoformat())]
    elsewhere.one(elsewhere.change(entry, 1, [KNEE[0], *start, *day, ("end_time", "23:59")]))
    ended = phone.said(entry).get("end")

    told = phone.one(offline)

    assert told["outcome"] == "conflict"
    assert phone.said(entry)["end"] == ended


def test_the_same_bleed_here_and_a_new_one_there(
    ann: Browser, phone: Phone, elsewhere: Phone
) -> None:
    earlier, entry = bleed_of(phone), bleed_of(phone)
    same = {"revision": 1, "answers": [("answer", "same"), ("earlier", earlier)]}
    offline = phone.deed("same-bleed", id=entry, **same)
    elsewhere.one(elsewhere.deed("same-bleed", id=entry, revision=1, answers=[("answer", "new")]))

    assert outcomes(phone.told(offline, offline)) == ["conflict"] * 2
    assert phone.said(entry)["new_bleed"] is True
    choose(ann, entry, "other")

    assert phone.said(entry)["same_as"] == earlier
    # Answered alike in both places it is no conflict; neither is an answer of which it was known.
    assert elsewhere.one(elsewhere.deed("same-bleed", id=entry, **same))["outcome"] == "unchanged"
    known = phone.entries()[entry]["revision"]
    later = {"revision": known, "answers": [("answer", "new")]}
    assert phone.one(phone.deed("same-bleed", id=entry, **later))["outcome"] == "accepted"


def test_what_does_not_touch_each_other_is_no_conflict(phone: Phone, elsewhere: Phone) -> None:
    """It has stopped here, more was told there."""
    entry = bleed_of(phone)
    offline = phone.deed("stop", id=entry, revision=1)
    elsewhere.one(elsewhere.change(entry, 1, [*KNEE, ("pain", "2")]))

    assert phone.one(offline)["outcome"] == "accepted"
    assert phone.said(entry)["pain"] == 2
    assert "end" in phone.said(entry)


@pytest.mark.parametrize("pain", ["2", None])
def test_the_same_change_twice_or_none_at_all(
    ann: Browser, phone: Phone, elsewhere: Phone, pain: str | None
) -> None:
    entry = bleed_of(phone)
    start = phone.said(entry)["start"]
    day, clock = start.split("T")
    when = [("when", "another_time"), ("date", day), ("time", clock)]
    same = [KNEE[0], KNEE[2], *when]
    offline = phone.change(entry, 1, [*same, *([("pain", pain)] if pain else [])])
    elsewhere.one(elsewhere.change(entry, 1, [*same, ("pain", "2")]))

    assert phone.one(offline)["outcome"] == "unchanged"
    assert phone.said(entry)["pain"] == 2
    assert ann.get(f"/diary/entries/{entry}/choose").status_code == 404


def test_done_and_undone_elsewhere_is_no_other_state(phone: Phone, elsewhere: Phone) -> None:
    entry = bleed_of(phone)
    offline = phone.change(entry, 1, [*KNEE, ("pain", "7")])
    elsewhere.told(
        elsewhere.deed("withdraw", id=entry, revision=1),
        elsewhere.deed("restore", id=entry, revision=2),
    )

    assert phone.one(offline)["outcome"] == "accepted"
    assert phone.said(entry)["pain"] == 7


def test_something_else_stands_by_the_time_of_the_choice(
    ann: Browser, phone: Phone, elsewhere: Phone
) -> None:
    entry = bleed_of(phone)
    offline = phone.change(entry, 1, [*KNEE, ("pain", "7")])
    elsewhere.one(elsewhere.change(entry, 1, [*KNEE, ("pain", "2")]))
    phone.one(offline)
    page = hidden_fields(ann.get(f"/diary/entries/{entry}/choose"))
    fields = {name: v if isinstance(v, str) else v[0] for name, v in page.items()}
    elsewhere.one(elsewhere.change(entry, 2, [*KNEE, ("pain", "3")]))

    answer = ann.post(f"/diary/entries/{entry}/choose", fields | {"keep": "other"})

    assert answer.status_code == 200
    assert title(answer).startswith("Error: ")
    assert "3 of 10" in words(answer)
    assert phone.said(entry)["pain"] == 3


def test_two_conflicts_are_chosen_one_by_one(ann: Browser, phone: Phone, elsewhere: Phone) -> None:
    entry = bleed_of(phone)
    offline = [phone.change(entry, 1, [*KNEE, ("pain", str(n))]) for n in (7, 8)]
    elsewhere.one(elsewhere.change(entry, 1, [*KNEE, ("pain", "2")]))

    assert outcomes(phone.told(*offline)) == ["conflict", "conflict"]
    first = choose(ann, entry, "other")
    assert first.location == f"/diary/entries/{entry}/choose"
    choose(ann, entry, "standing")

    assert phone.said(entry)["pain"] == 7
    assert ann.get(f"/diary/entries/{entry}/choose").status_code == 404


@ONE_DATABASE
@pytest.mark.parametrize("wrong", [{"keep": "both"}, {"keep": ""}, {"conflict": "x"}])
def test_a_choice_that_no_page_of_ours_offers(
    ann: Browser, phone: Phone, elsewhere: Phone, wrong: dict[str, str]
) -> None:
    entry = bleed_of(phone)
    offline = phone.change(entry, 1, [*KNEE, ("pain", "7")])
    elsewhere.one(elsewhere.change(entry, 1, [*KNEE, ("pain", "2")]))
    phone.one(offline)
    page = hidden_fields(ann.get(f"/diary/entries/{entry}/choose"))
    fields = {name: v if isinstance(v, str) else v[0] for name, v in page.items()}

    answer = ann.post(f"/diary/entries/{entry}/choose", fields | {"keep": "other"} | wrong)

    assert answer.status_code == 400
    assert phone.said(entry)["pain"] == 2
