"""Sealed texts open for whom and what they were sealed, and for nothing else."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from bleedlog.services.sealing import Sealed, seal, unseal

ANN, BOB = UUID(int=1), UUID(int=2)
KEY = "a-secret-of-tests-0123456789-abcdefghij"
TEXT = "JBSWY3DPEHPK3PXP"


def sealed() -> str:
    return seal(TEXT, purpose=Sealed.CODE_APP, holder=ANN, secret_key=KEY)


def test_a_sealed_text_comes_back_and_does_not_show() -> None:
    one, other = sealed(), sealed()

    assert unseal(one, purpose=Sealed.CODE_APP, holder=ANN, secret_key=KEY) == TEXT
    assert TEXT not in one
    assert one != other, "the same text is never sealed to the same letters"


def test_it_opens_for_nobody_and_nothing_else() -> None:
    text = sealed()

    assert unseal(text, purpose=Sealed.CODE_APP, holder=BOB, secret_key=KEY) is None
    assert unseal(text, purpose=Sealed.OFFER, holder=ANN, secret_key=KEY) is None
    assert unseal(text, purpose=Sealed.CODE_APP, holder=ANN, secret_key=KEY[::-1]) is None


def test_an_altered_one_does_not_open() -> None:
    text = sealed()
    for place in range(0, len(text), 7):
        other = "A" if text[place] != "A" else "B"
        changed = text[:place] + other + text[place + 1 :]
        assert unseal(changed, purpose=Sealed.CODE_APP, holder=ANN, secret_key=KEY) is None


@pytest.mark.parametrize("rubbish", ["", "x", "A" * 400, "é", "-", "\x00", "=" * 8])
def test_rubbish_does_not_open(rubbish: str) -> None:
    assert unseal(rubbish, purpose=Sealed.CODE_APP, holder=ANN, secret_key=KEY) is None


def test_it_opens_for_as_long_as_it_may() -> None:
    hour = timedelta(hours=1)
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        text = seal(TEXT, purpose=Sealed.OFFER, holder=ANN, secret_key=KEY)
        clock.shift(hour)
        assert unseal(text, purpose=Sealed.OFFER, holder=ANN, secret_key=KEY, within=hour) == TEXT
        clock.shift(timedelta(seconds=1))
        assert unseal(text, purpose=Sealed.OFFER, holder=ANN, secret_key=KEY, within=hour) is None
        assert unseal(text, purpose=Sealed.OFFER, holder=ANN, secret_key=KEY) == TEXT
