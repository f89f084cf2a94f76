"""What phones kept is taken in: each deed once, each with its outcome, none stopped by another."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import text

from bleedlog.models.entry_input import new_id
from bleedlog.storage.engine import Database
from tests.people import A_TEST
from tests.web.browser import Browser
from tests.web.diary.pages import words
from tests.web.sync.phone import KNEE, ONE_DATABASE, Phone, outcomes

FORMS: list[tuple[str, list[tuple[str, str]]]] = [
    ("bleed", [*KNEE, ("symptoms", "warmth"), ("symptoms", "stiffness"), ("note", "é\r\nx")]),
    ("bruise", [("place", "left-thigh"), ("when", "just_now"), ("size", "palm")]),
    ("joint-pain", [("place", "left-knee"), ("when", "just_now"), ("pain", "0")]),
    ("factor", [("dose_iu", "2,000"), ("when", "just_now"), ("reason", "prophylaxis")]),
]


def test_each_form_is_read_as_the_page_reads_it(ann: Browser, phone: Phone) -> None:
    kept = [phone.log(answers, kind) for kind, answers in FORMS]

    told = phone.told(*kept)

    assert outcomes(told) == ["accepted"] * 4
    assert [one["revision"] for one in told] == [1] * 4
    assert [one["seen"] for one in told] == [
        f"/diary/entries/{item['id']}?saved=1" for item in kept
    ]
    bleed, bruise, pain, dose = (phone.said(item["id"]) for item in kept)
    assert (bleed["site"], bleed["side"], bleed["cause"]) == ("knee", "left", "spontaneous")
    assert (bleed["symptoms"], bleed["note"]) == ("warmth stiffness", "é\nx")
    assert (bruise["size"], pain["pain"], dose["dose_iu"]) == ("palm", 0, 2000)
    assert "It is in your diary" in words(ann.get(told[0]["seen"]))


def test_sent_again_nothing_is_changed(phone: Phone) -> None:
    """The reply was lost after the commit."""
    kept = [phone.log(answers, kind) for kind, answers in FORMS]
    first = phone.told(*kept)
    before = phone.entries()

    again = phone.told(*kept)

    assert outcomes(again) == ["unchanged"] * 4
    assert [{**one, "outcome": ""} for one in again] == [{**one, "outcome": ""} for one in first]
    assert phone.entries() == before


def test_one_id_never_stands_for_two_entries(phone: Phone) -> None:
    kept = phone.log()
    phone.told(kept)

    other = phone.one(phone.log([("place", "right-knee"), ("when", "just_now")], id=kept["id"]))

    assert other["outcome"] == "rejected"
    assert other["reasons"] == [
        {"field": None, "message": "This was sent before with other answers."}
    ]
    assert phone.said(kept["id"])["side"] == "left"


def test_what_was_done_to_an_entry_in_its_order(ann: Browser, phone: Phone) -> None:
    bleed, dose = phone.log(), str(new_id())
    entry = bleed["id"]
    deeds = [
        bleed,
        phone.deed("treat", id=entry, answers=[("infusion", dose)]),
        phone.change(entry, 1, [("place", "left-ankle"), *KNEE[1:], ("pain", "3")]),
        phone.deed("stop", id=entry, revision=2),
        phone.deed("resume", id=entry, revision=3),
        phone.deed("stop", id=entry, revision=4),
        phone.deed("withdraw", id=entry, revision=5),
        phone.deed("restore", id=entry, revision=6),
    ]

    told = phone.told(*deeds)

    assert outcomes(told) == ["accepted"] * 8
    assert [one["revision"] for one in told] == [1, 1, 2, 3, 4, 5, 6, 7]
    assert told[1]["seen"] == f"/?noted={dose}"
    assert told[3]["seen"] == f"/?stopped={entry}"
    said = phone.said(entry)
    assert (said["site"], said["pain"]) == ("ankle", 3)
    assert said["end"] >= said["start"]
    assert phone.said(dose)["treats"] == entry
    assert outcomes(phone.told(*deeds)) == ["unchanged"] * 8
    assert phone.said(entry) == said
    assert "changed by you" in words(ann.get(f"/diary/entries/{entry}"))


def test_earlier_and_the_other_side_are_deeds_too(phone: Phone) -> None:
    """Half past four: it stopped at half past two, the dose was at half past three."""
    with time_machine.travel(datetime(2026, 11, 28, 10, 30, tzinfo=UTC), tick=False):
        bleed, dose = phone.log(), str(new_id())
        phone.told(bleed)
    entry = bleed["id"]
    with time_machine.travel(datetime(2026, 11, 28, 16, 30, tzinfo=UTC), tick=False):
        deeds = [
            phone.deed("stop", id=entry, revision=1),
            phone.deed("earlier", id=entry, revision=1, answers=[("hours", "2")]),
            phone.deed("treat", id=entry, answers=[("infusion", dose)]),
            phone.deed("earlier", id=dose, revision=1, answers=[("hours", "1")]),
            phone.deed("other-side", id=entry, revision=1, answers=[("side", "right")]),
        ]
    with time_machine.travel(datetime(2026, 11, 28, 20, 0, tzinfo=UTC), tick=False):
        told = phone.told(*deeds)
        again = phone.told(*deeds)
        # Before the bleed nothing stopped; what no page offers is refused, too.
        for hours in ("8", "3", ""):
            refused = phone.deed("earlier", id=entry, revision=4, answers=[("hours", hours)])
            refused["at"] = deeds[0]["at"]
            assert phone.one(refused)["outcome"] == "rejected"
        nowhere = phone.deed("other-side", id=entry, revision=4, answers=[("side", "middle")])
        assert phone.one(nowhere)["outcome"] == "rejected"

    assert outcomes(told) == ["accepted"] * 5
    assert (told[1]["seen"], told[3]["seen"]) == (f"/?stopped={entry}", f"/?noted={dose}")
    assert told[4]["seen"] == f"/diary/entries/{entry}?saved=1"
    assert outcomes(again) == ["unchanged"] * 5
    said = phone.said(entry)
    assert (said["end"], said["side"]) == ("2026-11-28T14:30", "right")
    assert phone.said(dose)["start"] == "2026-11-28T15:30"


def test_check_ins_and_same_bleeds(phone: Phone) -> None:
    today, tomorrow = phone.clock.date().isoformat(), (phone.clock.date()).toordinal() + 1
    end = type(phone.clock.date()).fromordinal(tomorrow).isoformat()
    days = [("first", today), ("end", end)]
    earlier, later = phone.log(), phone.log()
    phone.told(earlier, later)

    told = phone.told(
        phone.deed("check-in", id=str(new_id()), answers=[("answer", "no_bleeds"), *days]),
        phone.deed("check-in", id=str(new_id()), answers=[("answer", "no_bleeds"), *days]),
        phone.deed("check-in", id=str(new_id()), answers=[("answer", "had_bleeds"), *days]),
        phone.deed(
            "same-bleed", id=later["id"], answers=[("answer", "same"), ("earlier", earlier["id"])]
        ),
    )

    # Days that one "no bleeds" covers are said once; another bleed is noted once it is there.
    assert outcomes(told) == ["accepted", "unchanged", "unchanged", "accepted"]
    assert told[1]["id"] == told[0]["id"]
    assert told[0]["seen"] == f"/?noted={told[0]['id']}"
    assert told[2]["seen"] == "/log/bleed"
    assert phone.said(later["id"])["same_as"] == earlier["id"]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ([("when", "just_now")], "place", "Choose where the bleed is"),
        ([("place", "moon"), ("when", "just_now")], "place", "Choose one of these answers"),
        ([*KNEE, ("pain", "11")], "pain", "Enter a whole number from 0 (no pain) to 10"),
        ([KNEE[0], ("when", "another_time"), ("date", "2026-02-30")], "date", "Enter a date"),
        ([*KNEE, ("end_date", "2001-01-01")], "end_date", "It cannot stop before it started"),
        ([*KNEE, ("note", "x" * 2001)], "note", "Make the note 2,000 characters or fewer"),
    ],
)
def test_one_spoilt_among_ten(
    phone: Phone, answers: list[tuple[str, str]], field: str, message: str
) -> None:
    kept = [phone.log() for _ in range(10)]
    kept[4]["answers"] = answers

    told = phone.told(*kept)

    assert outcomes(told) == [*["accepted"] * 4, "rejected", *["accepted"] * 5]
    (reason,) = told[4]["reasons"]
    assert reason["field"] == field
    assert reason["message"].startswith(message)
    assert kept[4]["id"] not in phone.entries()


@ONE_DATABASE
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"do": "explode"}, "do"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-11-28T10:00:00"}, "at"),
        ({"at": "0001-01-01T00:00:00Z"}, "body"),
        ({"id": None}, "body"),
        ({"kind": None}, "body"),
        ({"zone": "a\x00b"}, "zone"),
        ({"answers": {"place": "left-knee"}}, "answers"),
        ({"answers": [["place"]]}, "answers.0.1"),
        ({"colour": "blue"}, "colour"),
        ({"do": "change"}, "body"),
        ({"entry": {"kind": "bleed"}}, "body"),
    ],
)
def test_what_cannot_be_read_holds_nothing_back(
    phone: Phone, said: dict[str, Any], field: str
) -> None:
    told = phone.told(phone.log(), {**phone.log(), **said}, phone.log())

    assert outcomes(told) == ["accepted", "rejected", "accepted"]
    assert [reason["field"] for reason in told[1]["reasons"]] == [field]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("do", "answers"),
    [
        ("treat", []),
        ("treat", [("infusion", "x")]),
        ("check-in", [("answer", "perhaps"), ("first", "2026-01-01"), ("end", "2026-01-02")]),
        ("check-in", [("answer", "no_bleeds"), ("first", "2020-01-01"), ("end", "2026-01-02")]),
        ("check-in", [("answer", "no_bleeds"), ("first", "2126-01-01"), ("end", "2126-01-02")]),
        ("check-in", [("answer", "no_bleeds")]),
        ("same-bleed", [("answer", "maybe")]),
        ("same-bleed", [("answer", "same")]),
        ("same-bleed", [("answer", "same"), ("earlier", str(uuid4()))]),
    ],
)
def test_a_tap_that_no_page_of_ours_offers(
    phone: Phone, do: str, answers: list[tuple[str, str]]
) -> None:
    bleed = phone.log()
    phone.told(bleed)
    before = phone.entries()
    about = str(new_id()) if do == "check-in" else bleed["id"]

    told = phone.one(phone.deed(do, id=about, answers=answers))

    assert told["outcome"] == "rejected"
    assert told["reasons"]
    assert phone.entries() == before


def test_a_dose_may_be_for_a_bleed_of_long_ago(phone: Phone) -> None:
    """The page offers the last weeks'; meanwhile the phone lay in a drawer."""
    bleed = phone.log([KNEE[0], ("when", "another_time"), ("date", "2026-01-05")])
    dose = [("dose_iu", "2000"), ("when", "just_now"), ("treats", bleed["id"])]

    told = phone.told(bleed, phone.log(dose, "factor"))

    assert outcomes(told) == ["accepted", "accepted"]
    assert phone.said(told[1]["id"])["treats"] == bleed["id"]


def test_a_fault_of_ours_in_one_deed_is_no_fault_of_the_others(
    phone: Phone, owner: Database
) -> None:
    """Something unheard-of is in the record."""
    bleed = phone.log()
    phone.told(bleed)
    with owner.transaction(A_TEST) as connection:
        connection.execute(text("UPDATE entry_revision SET state = '{}'"))

    told = phone.told(phone.log(), phone.deed("stop", id=bleed["id"], revision=1), phone.log())

    assert outcomes(told) == ["accepted", "rejected", "accepted"]
    assert told[1]["reasons"][0]["message"].startswith("Something went wrong on our side.")
