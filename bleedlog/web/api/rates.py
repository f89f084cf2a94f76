"""A diary's figures for programs: `bleedlog.rates/1`."""

import json

from flask import Response
from flask.typing import ResponseReturnValue

from bleedlog.services.programs import rates_of_diary
from bleedlog.web.api.blueprint import blueprint
from bleedlog.web.api.bodies import RatesQuery
from bleedlog.web.api.reading import read_query
from bleedlog.web.bearer import asking
from bleedlog.web.current import current_record
from bleedlog.web.opening import Audience, open_to


@blueprint.get("/rates")
@open_to(Audience.PATIENT, Audience.READ_TOKEN)
def rates() -> ResponseReturnValue:
    """Bleeds a year by window, as the command `bleedlog rates` counts them in the diary's file."""
    whose = asking()
    query = read_query(RatesQuery)
    figures = rates_of_diary(
        current_record(),
        by=whose.by,
        patient_id=whose.patient_id,
        treated=query.treated,
        lead_in_months=query.lead_in_months,
        merge_hours=query.merge_hours,
        min_days=query.min_days,
        confidence=query.confidence,
        exclude_unsure=query.exclude_unsure,
        include_surgical=query.include_surgical,
        mid_p=query.mid_p,
        without=frozenset(query.without_source),
    )
    # Not Flask's own JSON, which sorts the keys.
    return Response(json.dumps(figures, allow_nan=False), mimetype="application/json")
