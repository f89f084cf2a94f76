"""Passwords of tests are hashed at the least cost: in life it takes a tenth of a second each time.

A test of what hashing costs asks for `hashing_as_in_life`. Servers and commands that tests start
as programs of their own hash as in life anyway.
"""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from bleedlog.services import passwords
from tests.people import password_hash


@pytest.fixture(scope="session", autouse=True)
def _hashing_at_least_cost() -> Iterator[None]:
    least = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", least)
        patch.setattr(passwords, "_NOBODY", least.hash("of no password that anybody has"))
        yield


# As they are before any test runs.
_IN_LIFE = {name: getattr(passwords, name) for name in ("_hasher", "_NOBODY")}


@pytest.fixture
def hashing_as_in_life() -> Iterator[None]:
    """What a password costs in life, for one test."""
    password_hash.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in _IN_LIFE.items():
            patch.setattr(passwords, name, value)
        yield
    password_hash.cache_clear()
