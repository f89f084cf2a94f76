"""What a form tells the phone's outbox: which deed it is, about which entry, and in which words.

The phone keeps the answers as they were typed; the server reads them with the form's own code.
"""

from typing import Any

from bleedlog.models.vocabulary import Kind
from bleedlog.web.diary.kinds import LogKind
from bleedlog.web.diary.whose import OpenDiary

_NOUNS = {
    Kind.BLEED: "a bleed",
    Kind.BRUISE: "a bruise",
    Kind.JOINT_PAIN: "joint pain",
    Kind.INFUSION: "a factor dose",
}


def outbox(
    do: str, words: str, diary: OpenDiary, *, entry: Any = None, kind: LogKind | None = None
) -> dict[str, str]:
    """The attributes of a form that goes through the outbox.

    Args:
        do: the deed, as `POST /api/v1/sync` calls it.
        words: how the list of what waits calls it.
        diary: whose it is; named where there are several.
        entry: the entry that it is about, as it was seen.
        kind: of the form, if it has questions.
    """
    told = {
        "outbox": do,
        "words": f"{diary.name}: {words}" if diary.one_of_several else words,
    }
    if kind is not None:
        told |= {"kind": kind.path, "began": "a change" if entry else _NOUNS[kind.kind]}
    if entry is not None:
        told |= {"entry": str(entry.id), "revision": str(entry.revision)}
    # A browser that fills the hidden fields of a page of before into this one would name two
    # entries alike.
    return {"autocomplete": "off", **{f"data-{name}": value for name, value in told.items()}}
