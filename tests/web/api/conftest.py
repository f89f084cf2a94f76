"""Ann with a diary and a program of hers."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from bleedlog.models.api_token import Scope
from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.api.program import Program, new_token


@dataclass(frozen=True)
class Ann:
    """Her sign-in and her diary."""

    user: UUID
    patient: UUID


@pytest.fixture
def ann(people: People) -> Ann:
    """Ann."""
    user, patient = people.user("Ann"), people.patient("Ann")
    people.access(user, patient, AccessRole.PATIENT)
    return Ann(user, patient)


@pytest.fixture
def program(app: Flask, people: People, ann: Ann) -> Callable[..., Program]:
    """Gives a program of Ann's with those scopes."""

    def make(*scopes: Scope) -> Program:
        return Program(app, new_token(people.record, ann.user, ann.patient, *scopes))

    return make


@pytest.fixture
def reader(program: Callable[..., Program]) -> Program:
    """A program that may read."""
    return program(Scope.READ)


@pytest.fixture
def logger(program: Callable[..., Program]) -> Program:
    """A program that may log."""
    return program(Scope.LOG)
