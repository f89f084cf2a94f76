"""What slows down guessing at passwords and codes, and cannot be aimed at anybody.

Tries are counted under an account *and* an address, under an address (many accounts from one
place) and under an account (one account from many places). A device on which the account was
used before is counted by itself: whatever others do elsewhere, it gets in. Within a span of an
hour some tries are free; each further one makes the next wait twice as long.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from sqlalchemy import Connection

from bleedlog.storage.throttles import (
    Count,
    drop_stale_counts,
    forget_count,
    forgive_one,
    lock_counts,
    store_count,
)

SPAN = timedelta(hours=1)
"""Tries are forgotten when the first of them is that long ago and nothing waits."""
STALE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries are free within a span, and how long the next ones wait."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta

    def wait_after(self, tries: int) -> timedelta:
        """How long after the `tries`-th try the next has to wait."""
        beyond = tries - self.free
        if beyond < 0:
            return timedelta()
        doublings = min(beyond, 20)
        return min(self.first_wait * (1 << doublings), self.longest_wait)


HERE = Limit(5, timedelta(seconds=30), timedelta(minutes=15))
"""An account from an address, or on a device that it knows."""
ADDRESS = Limit(30, timedelta(minutes=1), timedelta(minutes=15))
"""All accounts from an address: a family, or a ward behind one router, stays below it."""
ACCOUNT = Limit(50, timedelta(seconds=5), timedelta(seconds=30))
"""An account from all unknown devices. One address alone cannot get there (`HERE` waits); a crowd
that does is slowed, and so is the owner on a new device, by half a minute at most."""
CODES = Limit(10, timedelta(seconds=30), timedelta(minutes=15))
"""The same for codes of six digits, of which three are right at a time: some 20 tries an hour are
one hit in two years. Only who has the password gets as far as this."""
PROGRAMS = Limit(1000, timedelta(minutes=1), timedelta(minutes=15))
"""Bad tokens from an address. Nobody guesses 32 random bytes: this bounds the work of refusing, and
a program that knocks with an ended token all day is told that for a long time."""


class Guessed(StrEnum):
    """What is guessed at; each has counts of its own."""

    PASSWORD = ""
    CODE = "code "
    MAIL = "mail "
    """Not guessed at: asked for, to be sent to an address that somebody typed in."""
    INVITATION = "invitation "
    """Nor is this: to be mailed to whom somebody asks for help, one count each."""
    EMERGENCY = "emergency "
    """Not guessed at either: a clinician who seeks people without their leave, one count each."""
    TOKEN = "token "  # noqa: S105 - a word
    """Of programs. Only bad ones are counted, and none is ever slowed down that is good."""


OF_ACCOUNT = {Guessed.PASSWORD: ACCOUNT, Guessed.CODE: CODES}
"""What many places together may. For mail there is no such limit, which somebody could use up."""


class Throttle:
    """The counts that one try to sign in belongs to."""

    def __init__(
        self,
        *,
        secret_key: str,
        email: str,
        address: str,
        known_device: str | None,
        guessed: Guessed = Guessed.PASSWORD,
    ) -> None:
        """Name the counts. `known_device`: the hash of a device that the account knows."""
        key = secret_key.encode()

        def name(what: str, *parts: str) -> str:
            told = "\x00".join((f"{guessed}{what}", *parts))
            return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()

        if known_device is not None:
            self._here = name("device", email, known_device)
            self._shared: dict[str, Limit] = {}
        else:
            place = network_of(address)
            self._here = name("here", email, place)
            self._shared = {name("address", place): ADDRESS}
            if guessed in OF_ACCOUNT:
                self._shared[name("account", email)] = OF_ACCOUNT[guessed]
        if guessed is Guessed.TOKEN:
            self._shared = {}
        here = PROGRAMS if guessed is Guessed.TOKEN else HERE
        self._limits = {self._here: here, **self._shared}

    def admit(self, connection: Connection, now: datetime) -> timedelta | None:
        """Count a try before its password is looked at; None, or how long it has to wait.

        Counted first, so that many tries at once do not slip through together. A try that has
        to wait is not counted.
        """
        counts = lock_counts(connection, self._limits.keys(), now)
        waits = [count.blocked_until - now for count in counts.values() if count.blocked_until]
        longest = max(waits, default=timedelta())
        if longest > timedelta():
            return longest
        for key, limit in self._limits.items():
            count = counts[key]
            is_over = now - count.since > SPAN
            failures = 1 if is_over else count.failures + 1
            wait = limit.wait_after(failures)
            store_count(
                connection,
                key,
                Count(
                    failures=failures,
                    since=now if is_over else count.since,
                    blocked_until=now + wait if wait else None,
                ),
            )
        return None

    def forgive(self, connection: Connection, now: datetime) -> None:
        """Take the try back that was let in and proved right."""
        # In the order in which `admit` locks them, so that two never wait for each other.
        for key in sorted(self._limits):
            if key == self._here:
                forget_count(connection, key)
            else:
                forgive_one(connection, key)
        drop_stale_counts(connection, now - STALE)


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 that an IPv6 household has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return parsed.packed[:8].hex()
    return str(parsed)
