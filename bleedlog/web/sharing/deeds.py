"""What an event says was done, in the words of somebody who reads it about their own diary."""

from collections.abc import Mapping

from bleedlog.models.audit import Action
from bleedlog.models.profile import ProfileField
from bleedlog.models.vocabulary import Kind

THINGS: Mapping[str, str] = {
    Kind.BLEED: "a bleed",
    Kind.BRUISE: "a bruise",
    Kind.JOINT_PAIN: "joint pain",
    Kind.INFUSION: "a dose of factor",
    Kind.CHECK_IN: "an answer about bleeds",
    Kind.OBSERVED: "days that were noted",
    Kind.BLEED_COUNT: "a number of bleeds",
    Kind.GENE_THERAPY: "the gene therapy",
    Kind.FIX_ACTIVITY: "a factor IX level",
    Kind.INHIBITOR: "an inhibitor test",
    Kind.ALT: "an ALT test",
    Kind.AST: "an AST test",
    Kind.AFP: "an AFP test",
    Kind.ANTIBODY: "an antibody test",
    Kind.STEROID_COURSE: "a steroid course",
    Kind.JOINT_SCORE: "a joint score",
    Kind.BACK_ON_PROPHYLAXIS: "the return to regular factor",
    Kind.ADJUDICATION: "what counts as a bleed",
    Kind.REVIEW: "a review",
    "question": "a question",
}
"""What can be added, changed, taken out; anything else is "something"."""

PAGES: Mapping[str, str] = {
    "numbers": "looked at {whose} numbers",
    "patient": "looked at {whose} page",
    "records": "looked at {whose} test results",
    "entries": "looked at {whose} entries",
    "schedule": "looked at when {whose} tests are due",
    "ready": "looked at how ready {whose} diary is",
    "appointment": "looked at {whose} next appointment",
    "looks": "looked at who looked",
    "program": "looked at {whose} diary with a program",
    "program numbers": "looked at {whose} numbers with a program",
    "sharing": "looked at who shares the diary",
    "profile": "looked at {whose} details",
    "summary": "looked at {whose} summary",
}
"""Of looks at something else than the diary itself."""

DETAILS: Mapping[str, str] = {
    ProfileField.NAME: "name",
    ProfileField.BORN: "date of birth",
    ProfileField.NHS_NUMBER: "NHS number",
    ProfileField.HOSPITAL_NUMBER: "hospital number",
    ProfileField.SEVERITY: "severity",
    ProfileField.PRODUCT: "product",
    ProfileField.USUAL_DOSE_IU: "usual dose",
    ProfileField.ZONE: "time zone",
    ProfileField.CENTRE: "centre",
}
"""Of a profile, as its pages call them."""

_DEEDS: Mapping[Action, str] = {
    Action.LOOKED: "looked at {whose} diary",
    Action.EXPORTED: "took a copy of {whose} diary",
    Action.IMPORTED: "read a file into {whose} diary",
    Action.LOGGED: "added {thing}",
    Action.REVISED: "changed {thing}",
    Action.WITHDREW: "took out {thing}",
    Action.RESTORED: "brought back {thing}",
    Action.CREATED: "began {whose} diary",
    Action.INVITED: "invited somebody to share {whose} diary",
    Action.ACCEPTED: "began to help with {whose} diary",
    Action.GRANTED: "let a clinic look at {whose} diary",
    Action.REVOKED: "stopped sharing {whose} diary with somebody",
    Action.CHANGED: "changed {whose} details",
    Action.BROKE_GLASS: "opened {whose} diary in an emergency",
    Action.HANDED_OVER: "took {whose} diary over",
    Action.ERASED: "deleted {whose} diary",
    Action.HELD: "marked {whose} record as one that must be kept",
    Action.RELEASED: "ended that {whose} record must be kept",
    Action.CONFIRMED: "confirmed something about {whose} diary",
    Action.RESET: "reset something about {whose} diary",
    Action.REFUSED: "was kept out of {whose} diary",
    Action.SIGNED_IN: "signed in",
    Action.SIGNED_OUT: "signed out",
}

_FINER: Mapping[tuple[Action, str], str] = {
    (Action.GRANTED, "token"): "made a key for a program to {whose} diary",
    (Action.CHANGED, "carer"): "changed what somebody who helps may do",
    (Action.CONFIRMED, "follow_up"): "confirmed when a test is due",
    (Action.CONFIRMED, "test_done"): "noted that a test was done",
    (Action.REVOKED, "follow_up"): "took back when a test is due",
    (Action.CONFIRMED, "appointment"): "set {whose} next appointment",
    (Action.REVOKED, "appointment"): "took {whose} next appointment back",
    (Action.CONFIRMED, "question"): "noted that {whose} questions were talked about",
    (Action.REVOKED, "question"): "noted that a question is still open",
    (Action.CHANGED, "risk"): "changed which tests are looked after",
    (Action.REVOKED, "carer"): "ended somebody’s help with {whose} diary",
    (Action.REVOKED, "left"): "stopped helping with {whose} diary",
    (Action.REVOKED, "clinic"): "stopped sharing {whose} diary with a clinic",
    (Action.REVOKED, "invitation"): "took an invitation back",
    (Action.REVOKED, "emergency"): "ended the look in an emergency",
    (Action.CONFIRMED, "emergency"): "read that somebody had looked in an emergency",
    (Action.CONFIRMED, "kept"): "chose between two versions of an entry",
    (Action.CONFIRMED, "time"): "said that the time of an entry is right",
    (Action.EXPORTED, "summary"): "took {whose} summary along",
    (Action.LOGGED, "other"): "sent a change to an entry that was changed elsewhere, too",
}
"""By the first word of the event's detail."""


def deed_words(action: Action, detail: str | None, whose: str) -> str:
    """Such as "looked at your diary", "added a bleed". `whose` is "your" or "Sam’s"."""
    detail = detail or ""
    first, _, more = detail.partition(" ")
    words = _FINER.get((action, first), _DEEDS[action])
    if (action, first) == (Action.CHANGED, "profile"):
        words += f" ({', '.join(DETAILS[one] for one in more.split())})"
    if action is Action.LOOKED:
        words = PAGES.get(detail, words)
    return words.format(whose=whose, thing=THINGS.get(first, "something"))


def is_look(action: Action) -> bool:
    """Whether only reading was done: how often does not matter."""
    return action is Action.LOOKED
