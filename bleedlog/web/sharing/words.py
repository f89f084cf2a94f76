"""What people who help may do with a diary, and whose it is, in words."""

from collections.abc import Mapping

from bleedlog.models.vocabulary import AccessRole
from bleedlog.web.diary.whose import OpenDiary

MAY: Mapping[AccessRole, str] = {
    AccessRole.CARER_READ: "can look",
    AccessRole.CARER_LOG: "can look, add and change entries",
    AccessRole.CARER_MANAGE: "can look, add and change entries, and decide who sees the diary",
}
"""After a name: "Gran can look"."""

ROLE_CHOICES = {
    AccessRole.CARER_READ.value: "Look only",
    AccessRole.CARER_LOG.value: "Look, add and change entries",
    AccessRole.CARER_MANAGE.value: "All that, and decide who sees it",
}


def whose_words(diary: OpenDiary) -> str:
    """Whose diary it is: "your", or "Sam’s"."""
    return "your" if diary.is_own else f"{diary.name}’s"
