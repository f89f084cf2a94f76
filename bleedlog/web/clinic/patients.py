"""A clinic's worklist: its patients, who needs it most first, filtered, searched, by pages."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from bleedlog.models.account import ClinicWork
from bleedlog.models.moment import DEFAULT_ZONE, local_now
from bleedlog.models.nhs_number import plain_nhs_number
from bleedlog.models.permissions import Permission
from bleedlog.services.freshening import freshen_list
from bleedlog.services.worklist import (
    ROWS,
    ListedPatient,
    Phase,
    Worklist,
    find_patients,
    get_worklist,
)
from bleedlog.web.afterwards import do_afterwards
from bleedlog.web.clinic.blueprint import blueprint
from bleedlog.web.clinic.need_words import ORDER, SaidReason, said_reason
from bleedlog.web.clinic.roles import clinics_for
from bleedlog.web.csrf import redisplayed_by
from bleedlog.web.current import current_account, current_record, current_viewer, home_path
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.rights.about_forms import nhs_fault_words
from bleedlog.web.words import nhs_number_words, short_date

PHASES = {
    Phase.PREPARING: "Preparing",
    Phase.LEAD_IN: "Lead-in",
    Phase.FIRST_MONTHS: "Months 0 to 6",
    Phase.AFTER: "After month 6",
}
PHASE_CHOICES = {
    Phase.PREPARING: "Preparing: no day noted yet",
    Phase.LEAD_IN: "Lead-in: diary begun, infusion not yet",
    Phase.FIRST_MONTHS: "Months 0 to 6",
    Phase.AFTER: "After month 6",
}
LONGEST_SEARCH = 120
FEWEST_DIGITS = 7
"""From so many digits on a search that finds nobody is looked at as an NHS number."""
MOST_PAGES = 10_000
PATIENCE = timedelta(milliseconds=50)
"""How long the list waits for diaries that changed: to show it takes three times as long."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the list the address asks for."""

    clinic: ClinicWork | None
    phase: Phase | None
    page: int

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anybody out."""
        return self.clinic is not None or self.phase is not None

    def address(self, page: int = 1) -> str:
        """Of another page of the same."""
        said = {
            "clinic": str(self.clinic.clinic_id) if self.clinic else "",
            "phase": str(self.phase or ""),
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"/clinic?{query}" if query else "/clinic"


@blueprint.get("/clinic")
@open_to(Audience.STAFF)
def patients() -> ResponseReturnValue:
    """Who lets this clinic look."""
    if not clinics_for(Permission.SEE_WORKLIST):
        return redirect(home_path(current_account()), 303)
    return _show("")


def _show_found() -> ResponseReturnValue:
    if not clinics_for(Permission.SEE_WORKLIST):
        abort(404)
    return _show(request.form.get("search", "")[:LONGEST_SEARCH].replace("\x00", "").strip())


@blueprint.post("/clinic")
@open_to(Audience.STAFF)
@redisplayed_by(_show_found)
def find() -> ResponseReturnValue:
    """Those whom a name or a number fits: sent as a form, since no address holds a name.

    The scripts send what is typed so far in the same way.
    """
    return _show_found()


def _asked() -> Asked:
    """What the address asks for; 404 for what there is not."""
    clinic, phase, page = (request.args.get(name, "") for name in ("clinic", "phase", "page"))
    clinics = [one for one in clinics_for(Permission.SEE_WORKLIST) if str(one.clinic_id) == clinic]
    sound = (
        (not clinic or clinics)
        and (not phase or phase in set(Phase))
        and (not page or (page.isascii() and page.isdigit() and 0 < int(page[:6]) <= MOST_PAGES))
    )
    if not sound:
        abort(404)
    return Asked(
        clinics[0] if clinic else None, Phase(phase) if phase else None, int(page[:6] or 1)
    )


def _show(search: str) -> str:
    asked, record, by, now = _asked(), current_record(), current_viewer(), local_now(DEFAULT_ZONE)
    if search:
        found = find_patients(record, by=by, now=now, search=search, patience=PATIENCE)
    else:
        found = get_worklist(
            record,
            by=by,
            now=now,
            clinic_id=asked.clinic.clinic_id if asked.clinic else None,
            phase=asked.phase,
            first=(asked.page - 1) * ROWS,
            patience=PATIENCE,
        )
        if not found.rows and asked.page > 1:
            abort(404)
    if found.behind:
        do_afterwards(lambda: freshen_list(record, by=by, now=now))
    fault = _fault_of(search) if search and not found.rows else None
    clinics = clinics_for(Permission.SEE_WORKLIST)
    page = {
        "search": search,
        "found": found,
        "count": _count_words(found, search, asked),
        "behind": _behind_words(found.behind),
        "again": asked.address(asked.page) if not search else None,
        "rows": [_row(one, with_clinic=len(clinics) > 1) for one in found.rows],
        "fault": fault,
        "nobody": "" if found.rows else _nobody_words(found, search, asked, fault),
        "asked": asked,
        "clinics": clinics if len(clinics) > 1 else [],
        "phases": PHASE_CHOICES,
        "order": ORDER.values(),
        "may_invite": bool(clinics_for(Permission.INVITE_PATIENT)),
        "first": found.first + 1,
        "last": found.first + len(found.rows),
        "newer": asked.address(asked.page - 1) if asked.page > 1 and not search else None,
        "older": asked.address(asked.page + 1)
        if found.first + ROWS < found.found and not search
        else None,
    }
    return render_template(
        "clinic/patients.html", page=page, active="patients", has_errors=bool(fault)
    )


def _fault_of(search: str) -> str | None:
    """What is wrong with an NHS number that was searched for, if it looks like one."""
    return nhs_fault_words(plain_nhs_number(search)) if _is_long_number(search) else None


def _is_long_number(search: str) -> bool:
    number = plain_nhs_number(search)
    return number.isascii() and number.isdigit() and len(number) >= FEWEST_DIGITS


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _count_words(found: Worklist, search: str, asked: Asked) -> str:
    if search:
        return f"{found.found:,} found for “{search}”"
    if not found.found:
        return ""
    if asked.is_filtered:
        said = f"{_people(found.found)} of {found.sharing:,}"
    else:
        said = f"{_people(found.found)} {'shares' if found.found == 1 else 'share'} with you"
    return f"{said}, {found.waiting:,} {'needs' if found.waiting == 1 else 'need'} something"


def _behind_words(number: int) -> str:
    if not number:
        return ""
    if number == 1:
        return "1 diary is still being read. Its row shows what was known before."
    return f"{number:,} diaries are still being read. Their rows show what was known before."


def _nobody_words(found: Worklist, search: str, asked: Asked, fault: str | None) -> str:
    if search and (fault or _is_long_number(search)):
        what = "fits" if fault else "has that number"
        return f"Nobody who shares their diary with you {what}."
    if search:
        return (
            "Nobody who shares their diary with you fits. Check the spelling, or search by NHS"
            " number or hospital number."
        )
    if asked.is_filtered and found.sharing:
        return "Nobody who shares their diary with you is there now."
    return (
        "Nobody shares their diary with your clinic yet. A person gives you leave in their own"
        " settings. Then they stand here, with what they need of you."
    )


def _row(listed: ListedPatient, *, with_clinic: bool) -> dict[str, Any]:
    profile = listed.profile
    particulars = [
        f"born {short_date(profile.born)}" if profile.born else "",
        str(profile.severity or ""),
    ]
    numbers = [nhs_number_words(profile.nhs_number), profile.hospital_number or ""]
    return {
        "href": f"/clinic/patients/{profile.id}",
        "name": profile.name,
        "particulars": " · ".join(filter(None, particulars)),
        "numbers": " · ".join(filter(None, numbers)),
        "reasons": [said_reason(one) for one in listed.reasons] + _being_read(listed),
        "phase": PHASES[listed.phase] if listed.phase else "",
        "infusion": f"Infusion {short_date(listed.treated_on)}" if listed.treated_on else "",
        "noted": _noted_words(listed),
        "clinics": ", ".join(listed.clinics) if with_clinic else "",
    }


def _being_read(listed: ListedPatient) -> list[SaidReason]:
    if not listed.is_behind:
        return []
    known = "What stands here was known before." if listed.phase else "Nothing is known yet."
    return [SaidReason("Being read", "plain", known)]


def _noted_words(listed: ListedPatient) -> str:
    if listed.last_noted:
        return f"Last noted {short_date(listed.last_noted)}"
    return "Nothing noted yet" if listed.phase else ""
