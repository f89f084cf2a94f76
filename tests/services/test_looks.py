"""Who looked: what others did, told to the person, by whole days; and how long it is kept."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import insert, select
from sqlmodel import SQLModel

from bleedlog.models.audit import AccountEvent, Action, DiaryEvent
from bleedlog.models.entry_input import new_id
from bleedlog.models.safeguard import LegalHold
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, ActingAs, StaffRole
from bleedlog.services import looks
from bleedlog.services.clinic import get_patient_page
from bleedlog.services.entries import log_entry
from bleedlog.services.home import get_home
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.looks import get_looks, prune_events
from bleedlog.services.travel import export_diary
from bleedlog.statistics.rule import Rule
from tests.people import A_TEST, People
from tests.services.ada import Ada, bleed

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def seen(ada: Ada, by: Viewer | None = None, last: date | None = None) -> list[str]:
    """Who did what, newest first, as somebody reads it."""
    found = get_looks(ada.record, by=by or ada.viewer, patient_id=ada.patient, last=last, now=NOON)
    return [
        " ".join(filter(None, (event.user_name, event.clinic_name, event.action, event.detail)))
        for event in found.days.events
    ]


def add(ada: Ada, at: Sequence[datetime], by: UUID | None = None) -> None:
    """Looks by a carer, or by the console."""
    rows = [
        {
            "patient_id": ada.patient,
            "id": new_id(),
            "at": moment,
            "action": Action.LOOKED,
            "acting_as": ActingAs.CARER,
            "by_user": by,
        }
        for moment in at
    ]
    with ada.record.transaction(A_TEST) as connection:
        connection.execute(insert(DiaryEvent.__table__), rows)  # type: ignore[attr-defined]


@time_machine.travel(NOON, tick=False)
def test_everything_that_others_do_is_told_and_nothing_of_ones_own(
    ada: Ada, people: People
) -> None:
    leeds = people.clinic("Leeds")
    people.consent(ada.patient, leeds)
    doctor, carer = Viewer(people.staff("Nia", leeds)), Viewer(people.user("Cara"))
    assert carer.user_id is not None
    people.access(carer.user_id, ada.patient, AccessRole.CARER_LOG)
    ada.log(bleed(start="2026-03-01"))
    get_home(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON)
    get_home(ada.record, by=carer, patient_id=ada.patient, now=NOON)
    get_patient_page(ada.record, by=doctor, patient_id=ada.patient, rule=Rule(), now=NOON)
    log_entry(ada.record, by=carer, patient_id=ada.patient, entry=bleed(start="2026-03-02"))
    export_diary(ada.record, by=console("moving house"), patient_id=ada.patient)
    assert sorted(seen(ada)) == [
        "Cara logged bleed",
        "Cara looked home",
        "Nia Leeds looked patient",
        "exported diary file",
    ]


def test_a_carer_who_manages_sees_it_and_is_seen(ada: Ada, people: People) -> None:
    parent = people.user("Pat")
    people.access(parent, ada.patient, AccessRole.CARER_MANAGE)
    add(ada, [NOON], people.user("Cara"))
    assert seen(ada, Viewer(parent)) == ["Cara looked"]
    # Not as a line of their own, but the person sees that they looked.
    assert seen(ada, Viewer(parent)) == ["Cara looked"]
    assert seen(ada, last=date(2099, 1, 1)) == ["Pat looked looks"] * 2 + ["Cara looked"]


@pytest.mark.parametrize("role", [AccessRole.CARER_READ, AccessRole.CARER_LOG])
def test_other_carers_do_not(ada: Ada, people: People, role: AccessRole) -> None:
    cara = people.user("Cara")
    people.access(cara, ada.patient, role)
    with pytest.raises(NoSuchDiaryError):
        seen(ada, Viewer(cara))


@pytest.mark.parametrize("role", StaffRole)
def test_nor_do_staff(ada: Ada, people: People, role: StaffRole) -> None:
    leeds = people.clinic()
    people.consent(ada.patient, leeds)
    with pytest.raises(NoSuchDiaryError):
        seen(ada, Viewer(people.staff("Nia", leeds, role)))


def test_pages_end_between_two_days_and_lead_on(ada: Ada, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "MOST", 3)
    # In London it is summer time from the 29th on: 23:30 UTC of the 29th is the 30th there.
    moments = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (1, 1, 1, 5, 5, 28)]
    add(ada, [*moments, datetime(2026, 3, 29, 23, 30, tzinfo=UTC)])

    def page(last: date | None) -> tuple[list[str], date | None]:
        found = get_looks(
            ada.record,
            by=ada.viewer,
            patient_id=ada.patient,
            last=last,
            now=datetime(2026, 4, 1, tzinfo=UTC),
        )
        return [f"{event.at:%d}" for event in found.days.events], found.days.older

    assert page(None) == (["29", "28"], date(2026, 3, 5))
    assert page(date(2026, 3, 5)) == (["05", "05"], date(2026, 3, 1))
    assert page(date(2026, 3, 1)) == (["01", "01", "01"], None)
    assert page(date(2026, 3, 29))[0] == ["28", "05", "05"]
    assert page(date(2026, 2, 1)) == ([], None)


def test_a_day_with_more_than_a_page_is_shown_whole(
    ada: Ada, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "MOST", 4)
    add(ada, [NOON + timedelta(minutes=number) for number in range(9)])
    add(ada, [NOON - timedelta(days=3)])
    found = get_looks(ada.record, by=ada.viewer, patient_id=ada.patient, last=None, now=NOON)
    assert len(found.days.events) == 9
    assert found.days.older == date(2026, 3, 17)


class TestRetention:
    """Events are kept for eight years at least."""

    def test_older_ones_go_and_no_others(self, ada: Ada) -> None:
        # The database looks at its own clock.
        now = datetime.now(UTC).replace(microsecond=0)
        # Two days less than eight years, which have two leap days.
        kept = now - timedelta(days=8 * 365)
        add(ada, [kept - timedelta(days=40), kept, now])
        self._add_account_events(ada, [kept - timedelta(days=40), kept])
        assert prune_events(ada.record, by=console("retention"), now=now) == 2
        assert self._left(ada) == [kept, now]
        assert self._left(ada, AccountEvent) == [kept]

    def test_a_leap_day_shortens_nothing(self, ada: Ada) -> None:
        add(ada, [datetime(2016, 3, 1, tzinfo=UTC), datetime(2016, 2, 27, tzinfo=UTC)])
        now = datetime(2024, 3, 1, tzinfo=UTC)
        assert prune_events(ada.record, by=console("retention"), now=now) == 1
        assert self._left(ada) == [datetime(2016, 3, 1, tzinfo=UTC)]

    def test_a_legal_hold_keeps_a_diarys_events(self, ada: Ada) -> None:
        add(ada, [datetime(2010, 1, 1, tzinfo=UTC)])
        hold = {"patient_id": ada.patient, "id": new_id(), "reason": "An inquiry.", "since": NOON}
        with ada.record.transaction(A_TEST) as connection:
            connection.execute(insert(LegalHold.__table__), hold)  # type: ignore[attr-defined]
        assert prune_events(ada.record, by=console("retention"), now=NOON) == 0

    def test_nobody_but_the_console_does_it(self, ada: Ada) -> None:
        with pytest.raises(ValueError, match="console"):
            prune_events(ada.record, by=ada.viewer, now=NOON)

    @staticmethod
    def _left(ada: Ada, table: type[SQLModel] = DiaryEvent) -> list[datetime]:
        at = table.__table__.c.at  # type: ignore[attr-defined]
        with ada.record.reading(A_TEST) as connection:
            return list(connection.execute(select(at).order_by(at)).scalars())

    @staticmethod
    def _add_account_events(ada: Ada, at: Sequence[datetime]) -> None:
        rows = [
            {"user_id": ada.user, "id": new_id(), "at": moment, "action": Action.SIGNED_IN}
            for moment in at
        ]
        with ada.record.transaction(A_TEST) as connection:
            connection.execute(insert(AccountEvent.__table__), rows)  # type: ignore[attr-defined]
