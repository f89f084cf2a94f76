"""Whose diaries somebody's digests are made of: never more than the viewer may look into."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, select

from bleedlog.models.clinic import Consent, Membership
from bleedlog.models.permissions import Permission, staff_that_may
from bleedlog.models.viewer import Viewer
from bleedlog.storage.standing import readable

_consent = Consent.__table__  # type: ignore[attr-defined]
_membership = Membership.__table__  # type: ignore[attr-defined]

SHARES_WITH_VIEWER = and_(
    _membership.c.clinic_id == _consent.c.clinic_id,
    _membership.c.user_id == bindparam("viewer_id"),
    _membership.c.ended_at.is_(None),
    _membership.c.role.in_(sorted(staff_that_may(Permission.SEE_WORKLIST))),
    _consent.c.withdrawn_at.is_(None),
)
"""Joins consents with the clinics of the user `:viewer_id` whose list they see."""
PEOPLE: BindParameter[Sequence[UUID]] = bindparam("people", expanding=True)


class Sight(StrEnum):
    """Which diaries: always such that a clinic may look into, since a digest is for its list."""

    LIST = "list"
    """Those on the list of the viewer's clinics."""
    DIARY = "diary"
    """One that the viewer may look into, as whoever keeps it or as staff."""
    EVERYTHING = "everything"
    """All: the console's."""


def seen(sight: Sight, patient: ColumnElement[UUID]) -> ColumnElement[bool]:
    """The condition that the diary of `patient` is in sight of `:viewer_id` at `:looked_at`."""
    shared = _consent.alias("shared").c
    some_clinic = exists().where(shared.patient_id == patient, shared.withdrawn_at.is_(None))
    if sight is Sight.EVERYTHING:
        return some_clinic
    if sight is Sight.DIARY:
        return and_(some_clinic, readable(patient))
    return exists().where(_consent.c.patient_id == patient, SHARES_WITH_VIEWER)


def keys_of(viewer: Viewer, people: Sequence[UUID]) -> dict[str, object]:
    """The values of what conditions on those people ask for.

    Some are named twice, so that there are few lengths: each is a statement to be prepared.
    """
    further = (1 << (len(people) - 1).bit_length()) - len(people) if people else 0
    named = [*people, *(people[0] for _ in range(further))]
    return {"people": named, "viewer_id": viewer.user_id, "looked_at": datetime.now(UTC)}


@lru_cache
def in_sight(sight: Sight) -> Select[Any]:
    """Who of `:people` is in sight: asked first, so that the database looks for their rows only."""
    patient = _consent.c.patient_id
    found = select(patient).where(patient.in_(PEOPLE)).distinct()
    if sight is Sight.LIST:
        return found.select_from(_consent.join(_membership, SHARES_WITH_VIEWER))
    found = found.where(_consent.c.withdrawn_at.is_(None))
    return found if sight is Sight.EVERYTHING else found.where(readable(patient))
