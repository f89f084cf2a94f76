"""The person's own pages: home, logging, the diary, My numbers."""

from bleedlog.web.diary import (
    appointment,
    choose,
    entry,
    gaps,
    home,
    log,
    month,
    numbers,
    photos,
    questions,
    same_bleed,
    undoing,
    wishes,
)
from bleedlog.web.diary.blueprint import blueprint

__all__ = [
    "appointment",
    "blueprint",
    "choose",
    "entry",
    "gaps",
    "home",
    "log",
    "month",
    "numbers",
    "photos",
    "questions",
    "same_bleed",
    "undoing",
    "wishes",
]
