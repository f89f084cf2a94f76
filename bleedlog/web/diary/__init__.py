"""The person's own pages: home, logging, the diary, My numbers."""

from bleedlog.web.diary import choose, entry, home, log, month, numbers, photos, same_bleed
from bleedlog.web.diary.blueprint import blueprint

__all__ = [
    "blueprint",
    "choose",
    "entry",
    "home",
    "log",
    "month",
    "numbers",
    "photos",
    "same_bleed",
]
