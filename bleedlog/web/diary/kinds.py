"""The registry of what a person can log: one row a kind, shared views for all."""

from dataclasses import dataclass

from bleedlog.models.vocabulary import Kind
from bleedlog.web.diary.forms import FORMS, EntryForm


@dataclass(frozen=True, slots=True)
class LogKind:
    """How one kind of entry is logged."""

    kind: Kind
    path: str
    """The last part of `/log/...`."""
    title: str
    noun: str
    """What it is called in a list."""
    fragment: str
    """The template with its questions."""
    more: tuple[str, ...]
    """Questions behind "Add more": it opens when one of them is answered or at fault."""

    @property
    def form(self) -> type[EntryForm]:
        """Its form."""
        return FORMS[self.kind]


_MORE = ("symptoms", "other_treatment", "end_date", "end_time", "note", "private")

LOG_KINDS = (
    LogKind(
        Kind.BLEED,
        "bleed",
        "Log a bleed",
        "Bleed",
        "diary/ask_bleed.html",
        ("pain", "severity", "photos", *_MORE),
    ),
    LogKind(
        Kind.BRUISE,
        "bruise",
        "Log a bruise",
        "Bruise",
        "diary/ask_bruise.html",
        ("pain", "severity", "photos", *_MORE),
    ),
    LogKind(
        Kind.JOINT_PAIN,
        "joint-pain",
        "Log joint pain",
        "Joint pain",
        "diary/ask_joint_pain.html",
        _MORE,
    ),
    LogKind(
        Kind.INFUSION,
        "factor",
        "Log factor IX",
        "Factor IX dose",
        "diary/ask_factor.html",
        ("given_by", "batch", "note", "private"),
    ),
)
BY_PATH = {one.path: one for one in LOG_KINDS}
BY_KIND = {one.kind: one for one in LOG_KINDS}
