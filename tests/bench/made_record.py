"""A record on this machine's disk with invented diaries in it, and pages asked for as they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID
from wsgiref.types import StartResponse, WSGIApplication

from flask import Flask
from werkzeug.test import EnvironBuilder

from bleedlog.config import Settings
from bleedlog.models.bleed import BleedInput, BruiseInput, JointPainInput
from bleedlog.models.check_in import CheckInInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import InfusionInput
from bleedlog.models.vocabulary import (
    ActingAs,
    Answer,
    Cause,
    Certainty,
    InfusionReason,
    Manifestation,
    Side,
    Site,
    Treated,
)
from bleedlog.services.sessions import begin_session
from bleedlog.storage.engine import Database
from bleedlog.storage.entry_states import add_entries, next_seq
from bleedlog.storage.schema import upgrade
from bleedlog.web.account.browser_session import write_cookie

FOLDER = Path(__file__).parents[2] / ".bench"
BASE_URL = "http://127.0.0.1:8000"
SECRET = "a-secret-of-benches-0123456789-abcdefgh"
JOINTS = (Site.KNEE, Site.ANKLE, Site.ELBOW, Site.SHOULDER)
SIDES = (Side.LEFT, Side.RIGHT)


@contextmanager
def made_record() -> Iterator[tuple[Database, Settings]]:
    """A fresh SQLite record with the newest schema, removed afterwards.

    In this folder, not the system's temporary one, which may be memory and need no fsync.
    """
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=FOLDER) as folder:
        settings = Settings(f"sqlite:///{folder}/record.db", SECRET, base_url=BASE_URL)
        record = Database(settings.database_url)
        upgrade(record)
        yield record, settings
        record.dispose()


def entries_of_month(
    first: date, *, infusions: int, check_ins: int, bleeds: int, bruises: int, pains: int
) -> list[EntryInput]:
    """What somebody notes in the month that begins on `first`, spread over 27 days of it.

    The first infusions are each for one of the bleeds. Check-ins leave days between them.
    """
    told: list[EntryInput] = []
    for number, day in enumerate(_spread(first, bleeds)):
        told.append(
            BleedInput(
                start=f"{day}T14:30",
                end=f"{day + timedelta(1)}T09:00",
                manifestation=Manifestation.JOINT,
                site=JOINTS[(number + first.month) % len(JOINTS)],
                side=SIDES[number % len(SIDES)],
                cause=Cause.SPONTANEOUS if number % 2 else Cause.ACTIVITY,
                certainty=Certainty.CERTAIN,
                pain=4,
                treated=Treated.YES,
            )
        )
    told += [
        BruiseInput(start=f"{day}T08:15", site=Site.THIGH, side=Side.LEFT, note="On the stairs.")
        for day in _spread(first, bruises)
    ]
    told += [
        JointPainInput(
            start=f"{day}",
            site=Site.ANKLE,
            side=Side.RIGHT,
            certainty=Certainty.UNSURE if first.month % 6 == 0 else Certainty.CERTAIN,
            pain=3,
        )
        for day in _spread(first, pains)
    ]
    for number, day in enumerate(_spread(first, infusions)):
        treated = told[number] if number < bleeds else None
        told.append(
            InfusionInput(
                start=treated.start if treated else f"{day}T07:30",
                product="BeneFIX",
                dose_iu=4000,
                reason=InfusionReason.BLEED if treated else InfusionReason.PROPHYLAXIS,
                treats=treated.id if treated else None,
            )
        )
    length = timedelta(max(1, 27 // max(check_ins, 1) - 1))
    told += [
        CheckInInput(start=f"{day}", end=f"{day + length}", answer=Answer.NO_BLEEDS)
        for day in _spread(first, check_ins)
    ]
    return told


def _spread(first: date, number: int) -> list[date]:
    return [first + timedelta(27 * index // number) for index in range(number)]


def months_before(last: date, number: int) -> list[date]:
    """The first days of so many months up to that of `last`, oldest first."""
    months = last.year * 12 + last.month - 1
    return [
        date(month // 12, month % 12 + 1, 1) for month in range(months - number + 1, months + 1)
    ]


def log_all(record: Database, user: UUID, patient: UUID, entries: list[EntryInput]) -> None:
    """Store entries as that user's, in one transaction."""
    with record.transaction() as connection:
        add_entries(
            connection,
            patient_id=patient,
            entries=entries,
            first_seq=next_seq(connection, patient),
            at=datetime.now(UTC),
            by_user=user,
            entered_by=ActingAs.PATIENT,
            clinic_id=None,
        )


class Page:
    """A page that somebody signed in asks an application for, without a server between."""

    def __init__(self, app: Flask | WSGIApplication, path: str, cookie: str = "") -> None:
        """Make the request once; `cookie` is the header's text."""
        self._app = app.wsgi_app if isinstance(app, Flask) else app
        headers = [("Cookie", cookie)] if cookie else []
        self._environ = EnvironBuilder(path, BASE_URL, headers=headers).get_environ()

    def get(self) -> bytes:
        """Ask for it.

        Raises:
            RuntimeError: when it is not there.
        """
        found: list[str] = []

        def start(status: str, _headers: object, _exc_info: object = None) -> object:
            found.append(status)
            return None

        answering: StartResponse = start  # type: ignore[assignment]  # nothing is written early
        body = b"".join(self._app(dict(self._environ), answering))
        if found != ["200 OK"]:
            raise RuntimeError(f"{self._environ['PATH_INFO']} answered {found}")
        return body


def cookie_of(record: Database, user: UUID) -> str:
    """The header's text of a browser in which that user is signed in, on their own phone."""
    now = datetime.now(UTC)
    with record.transaction() as connection:
        key = begin_session(connection, user_id=user, keep=True, now=now, second_factor_at=now)
    return f"bleedlog={write_cookie(key, key.secret)}"
