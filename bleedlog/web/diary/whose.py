"""Whose diary a page is about: the person is named wherever there is more than one."""

from dataclasses import dataclass
from uuid import UUID

from bleedlog.models.account import Account, DiaryAccess
from bleedlog.web.current import current_account, current_patient


@dataclass(frozen=True, slots=True)
class OpenDiary:
    """The diary of this request, as its pages and links need it."""

    patient_id: UUID
    name: str
    """What the person is called here: the first name, if that tells the diaries apart."""
    zone: str
    is_own: bool
    """Whether it is the diary of whoever is signed in."""
    one_of_several: bool
    """Whether the account opens other diaries, too."""

    @property
    def whose(self) -> str:
        """The person's name where it must be said, else nothing."""
        return f"{self.name}’s diary" if self.one_of_several else ""

    @property
    def person(self) -> str:
        """What the person is called in the middle of a sentence: "you", or the name."""
        return "you" if self.is_own else self.name

    @property
    def possessive(self) -> str:
        """Such as "your", or "Sam’s" to whoever helps."""
        return "your" if self.is_own else f"{self.name}’s"

    @property
    def query(self) -> str:
        """What links carry, to stay in this diary: `?patient=...` or nothing."""
        return f"?patient={self.patient_id}" if self.one_of_several else ""

    @property
    def also(self) -> str:
        """`query` for a link that has a query already."""
        return self.query.replace("?", "&")


def current_diary() -> OpenDiary:
    """The diary that the request is about."""
    return _opened(current_patient(), current_account())


def diary_of(account: Account, patient_id: UUID) -> OpenDiary | None:
    """That diary, if the account opens it."""
    found = (diary for diary in account.diaries if diary.patient_id == patient_id)
    return next((_opened(diary, account) for diary in found), None)


def _opened(diary: DiaryAccess, account: Account) -> OpenDiary:
    # A carer of one child reads whose diary it is, too.
    return OpenDiary(
        diary.patient_id,
        _called(diary.name, account),
        diary.zone,
        is_own=diary.is_own,
        one_of_several=len(account.diaries) > 1 or not diary.is_own,
    )


def _called(name: str, account: Account) -> str:
    """The first name, which is short enough for buttons, unless two people share it."""
    first = _first(name)
    same = [one for one in account.diaries if _first(one.name) == first]
    return first if len(same) == 1 else name


def _first(name: str) -> str:
    return name.partition(" ")[0]


def other_diaries() -> list[OpenDiary]:
    """The other diaries that the account may open."""
    here, account = current_patient().patient_id, current_account()
    return [_opened(one, account) for one in account.diaries if one.patient_id != here]
