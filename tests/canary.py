"""What must not get out: people's own words, addresses, numbers and keys, in logs and addresses."""

import json
import re
from collections.abc import Collection, Iterable
from urllib.parse import unquote_plus, urlsplit

from sqlalchemy import text

from bleedlog.storage.engine import Database
from tests.people import A_TEST

PERSONAL = {
    "app_user": ("name", "email"),
    "patient": ("name", "nhs_number", "hospital_number"),
    "entry": ("note", "other_treatment"),
    "question": ("text",),
    "invitation": ("name", "email"),
    "emergency_look": ("reason",),
    "passkey": ("name",),
    "api_token": ("name",),
}
"""What people wrote, or are called, by table."""

SHORTEST = 4
"""Letters of a name that is looked for: shorter ones are in any text."""

# A log line may name a place in the program, never an address, a person, or a key.
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
LONG_KEY = re.compile(r"(?<![\w/.-])(?=[\w-]*\d)[A-Za-z0-9_-]{24,}(?![\w/.-])")
TO_OR_FROM_A_PROVIDER = {"/authorize", "/sign-in/provider/back"}
"""As OpenID Connect has it: what stands there is used up by the browser that brings it."""
ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


def personal_words(record: Database) -> set[str]:
    """All that people wrote, or are called, in a record."""
    found: set[str] = set()
    with record.reading(A_TEST) as connection:
        for table, columns in PERSONAL.items():
            for column in columns:
                rows = connection.execute(text(f'SELECT DISTINCT "{column}" FROM {table}'))  # noqa: S608 - names of the schema
                found.update(str(value) for value in rows.scalars() if value)
    return {word for word in found if len(word) >= SHORTEST}


def words_in(said: str, words: Iterable[str]) -> list[str]:
    """Those of the words that are said, whole."""
    # Looked for as it is first: a pattern for each word and line would take minutes to compile.
    there = (word for word in words if word in said)
    return [word for word in there if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said)]


def faults_of_log(log: str, words: Collection[str]) -> list[str]:
    """The lines of a server's log that tell something of somebody."""
    faults = []
    for line in log.splitlines():
        told = words_in(line, words) or ADDRESS.findall(line) or ID.findall(line)
        if line.startswith("{"):
            facts = json.loads(line)
            told = told or LONG_KEY.findall(json.dumps({**facts, "way": None}))
        if told:
            faults.append(f"{told}: {line[:200]}")
    return faults


def faults_of_address(url: str, words: Collection[str]) -> list[str]:
    """What an address tells of somebody, up to its fragment, which browsers send to nobody.

    A key in it would let others in.
    """
    parts = urlsplit(url)
    said = unquote_plus(f"{parts.path}?{parts.query}")
    told = [*words_in(said, words), *ADDRESS.findall(said)]
    if parts.path not in TO_OR_FROM_A_PROVIDER:
        told += LONG_KEY.findall(ID.sub("", unquote_plus(parts.query)))
    return [f"{told}: {said[:200]}"] if told else []
