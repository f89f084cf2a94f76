"""The people whose diaries one signs in to: one patient, and a carer's two sons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bleedlog.models.bleed import BleedInput, BruiseInput
from bleedlog.models.check_in import CheckInInput
from bleedlog.models.clinic_record import AdjudicationInput, ResultInput, ReviewInput
from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import (
    ActingAs,
    Answer,
    Cause,
    Certainty,
    Manifestation,
    Side,
    Site,
    Size,
    Source,
    Verdict,
)
from bleedlog.services.demo.bleeding import Onset
from bleedlog.services.demo.cohort import weekday
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Joint, Life, Place, Told, moment
from bleedlog.services.demo.lives import live
from bleedlog.services.demo.person import Person

PATIENT = ("Alex Larkspur-Wren", 34)
"""Name and age."""
CARER = "Nia Hollybrook"


@dataclass(frozen=True, slots=True)
class Child:
    """A boy on prophylaxis, whose diary his mother keeps; gene therapy is for adults."""

    name: str
    age: int
    days: int
    """Since the diary was begun."""
    bleeds: float
    """A year."""
    joint: Joint
    silent_for: int
    """Days since the last answer, about."""


CHILDREN = (
    Child("Sam Hollybrook", 11, 480, 4.6, (Site.ANKLE, Side.LEFT), 5),
    Child("Jude Hollybrook", 6, 270, 3.4, (Site.KNEE, Side.RIGHT), 2),
)

_SINCE_INFUSION = 609
"""Days: twenty months."""
_LEAD_IN = 280
SINCE_FIRST_DAY = _SINCE_INFUSION + _LEAD_IN

_KNEE = Place(Manifestation.JOINT, Site.KNEE, Side.LEFT)
_ANKLE = Place(Manifestation.JOINT, Site.ANKLE, Side.RIGHT)
_ELBOW = Place(Manifestation.JOINT, Site.ELBOW, Side.RIGHT)
_CALF = Place(Manifestation.MUSCLE, Site.CALF, Side.LEFT)
_HAND = Place(Manifestation.OTHER, Site.HAND, Side.RIGHT)
_NOSE = Place(Manifestation.NOSE)

# Days from the infusion on. The left knee becomes a target joint and calms down.
_STORY = (
    (-262, 7, _KNEE, Cause.SPONTANEOUS, True),
    (-231, 19, _ELBOW, Cause.ACTIVITY, True),
    (-204, 8, _KNEE, Cause.SPONTANEOUS, True),
    (-187, 21, _NOSE, Cause.SPONTANEOUS, False),
    (-151, 14, _KNEE, Cause.SPONTANEOUS, True),
    (-118, 18, _ANKLE, Cause.TRAUMATIC, True),
    (-84, 9, _KNEE, Cause.SPONTANEOUS, True),
    (-49, 17, _CALF, Cause.ACTIVITY, True),
    (-21, 12, _ELBOW, Cause.TRAUMATIC, True),
    (34, 10, _KNEE, Cause.ACTIVITY, True),
    (129, 20, _NOSE, Cause.SPONTANEOUS, False),
    (301, 16, _HAND, Cause.TRAUMATIC, False),
)
_HOLIDAY = (402, 455)
_STILL_GOING_SINCE = 17 * 60 + 40
_REVIEWED_AGO = 12
"""Days."""
_NOT_DRAWN = 120
"""Days for which no blood was taken."""


def patient_life(person: Person, today: date) -> Life:
    """Twenty months after the infusion, with many bleeds before and few since."""
    infused_on = weekday(today - timedelta(days=_SINCE_INFUSION))
    first, end = (infused_on + timedelta(days=days) for days in _HOLIDAY)
    return Life(
        person=person,
        today=today,
        first_day=infused_on - timedelta(days=_LEAD_IN),
        told_until=today,
        infused_on=infused_on,
        doubts=False,
        level=41.0,
        favourite_joints=((Site.KNEE, Side.LEFT),),
        silences=((first, end),),
        alt_rise=38,
        steroids_for=63,
    )


def tell_patient(life: Life, dice: Dice) -> list[Told]:
    """The story above, and a review; since yesterday a bleed is going on, today is answered."""
    infused_on = life.infused_on or life.today
    bleeds = [
        Onset(infused_on + timedelta(days=day), hour * 60, place, cause, treated)
        for day, hour, place, cause, treated in _STORY
    ]
    told = live(life, dice, bleeds=bleeds, retell=_up_to_today)
    told = [one for one in told if not _still_to_be_drawn(life, one)]
    # By the dice after all the rest, which they would move otherwise.
    return sorted([*told, *_of_late(life, dice)], key=lambda one: one.at)


def _up_to_today(life: Life, dice: Dice, told: list[Told]) -> list[Told]:
    yesterday = life.today - timedelta(days=1)
    at = life.instant(yesterday, _STILL_GOING_SINCE + 20)
    bleed = BleedInput(
        id=dice.id_at(at),
        start=moment(yesterday, _STILL_GOING_SINCE),
        manifestation=_ANKLE.manifestation,
        site=_ANKLE.site,
        side=_ANKLE.side,
        cause=Cause.TRAUMATIC,
        pain=5,
        symptoms="swelling warmth",
        note="Twisted it on the stairs.",
    )
    spans = [one.entry for one in told if isinstance(one.entry, CheckInInput)]
    last = max(date.fromisoformat(span.end) for span in spans)
    # One minute past midnight: whenever the demo is made, that was before.
    answered = life.instant(life.today, 1)
    answer = CheckInInput(
        id=dice.id_at(answered),
        start=moment(last - timedelta(days=1)),
        end=moment(life.today + timedelta(days=1)),
        answer=Answer.NO_BLEEDS,
    )
    return [*told, Told(bleed, at, life.told_by), Told(answer, answered, life.told_by)]


def _still_to_be_drawn(life: Life, one: Told) -> bool:
    """Whether it is a result of month 18, for which the centre confirms a week only now."""
    day = parse_moment(one.entry.start).day
    return isinstance(one.entry, ResultInput) and day >= life.today - timedelta(days=_NOT_DRAWN)


def _of_late(life: Life, dice: Dice) -> Iterator[Told]:
    """A bruise that nobody was sure of, and the review at which it was settled."""
    reviewed = weekday(life.today - timedelta(days=_REVIEWED_AGO))
    noticed = reviewed - timedelta(days=4)
    at = life.instant(noticed, 19 * 60)
    bruise = BruiseInput(
        id=dice.id_at(at),
        start=moment(noticed, 18 * 60 + 30),
        site=Site.THIGH,
        side=Side.LEFT,
        size=Size.PALM,
        cause=Cause.TRAUMATIC,
        certainty=Certainty.UNSURE,
        note="Bumped into the table.",
    )
    yield Told(bruise, at, life.told_by)
    desk = {"start": moment(reviewed), "source": Source.CLINIC}
    for minute, kind, said in (
        (
            15 * 60,
            AdjudicationInput,
            {
                "about": bruise.id,
                "verdict": Verdict.NOT_A_BLEED,
                "note": "A bruise in the skin, not in the muscle.",
            },
        ),
        (
            15 * 60 + 20,
            ReviewInput,
            {"note": "Your knee is calm. Please go on with the diary as you do."},
        ),
    ):
        instant = life.instant(reviewed, minute)
        entry = kind.model_validate({"id": dice.id_at(instant), **desk, **said})
        yield Told(entry, instant, ActingAs.CLINIC)


def child_life(person: Person, child: Child, today: date) -> Life:
    """A boy's life without gene therapy."""
    return Life(
        person=person,
        today=today,
        first_day=today - timedelta(days=child.days),
        told_until=today - timedelta(days=child.silent_for),
        bleeds_before=child.bleeds,
        steady=True,
        favourite_joints=(child.joint,),
        told_by=ActingAs.CARER,
    )
