"""The actors (役): what each party does with each kind of message that it takes."""

from __future__ import annotations

from collections.abc import Mapping

from outside.actors import (
    annex,
    card_system,
    immigration,
    nation,
    outcomes,
    prefecture,
    reconcile,
    towns,
)
from outside.desk import Handler

HANDLERS: Mapping[tuple[str, str], Handler] = {
    ("prefecture", "identity.update"): prefecture.take_update,
    ("prefecture", "annex.update"): annex.take_at_prefecture,
    ("prefecture", "reconcile.digests"): reconcile.take_digests,
    ("prefecture", "reconcile.rows"): reconcile.take_rows,
    ("nation", "identity.update"): nation.take_update,
    ("nation", "annex.update"): annex.take_at_nation,
    ("nation", "identity.query"): nation.take_query,
    ("nation", "number.request"): nation.take_number_request,
    ("nation", "symbol.request"): nation.take_symbol_request,
    ("nation", "serial.query"): card_system.take_serial_query,
    ("nation", "reconcile.digests"): reconcile.take_digests,
    ("nation", "reconcile.rows"): reconcile.take_rows,
    ("card_system", "dispatch.information"): card_system.take_dispatch,
    ("card_system", "card.event"): card_system.take_event,
    ("municipal_cs", "departure.request"): towns.take_departure_request,
    ("municipal_cs", "departure.certificate"): towns.take_departure_certificate,
    ("municipal_cs", "departure.cancelled"): towns.take_departure_cancelled,
    ("municipal_cs", "arrival.notice"): towns.take_arrival_notice,
    ("municipal_cs", "wide_area.request"): towns.take_wide_area_request,
    ("municipal_cs", "annex.notice"): towns.take_annex_notice,
    ("municipal_cs", "annex.mismatch"): towns.take_notice,
    ("municipal_cs", "register.notice"): towns.take_notice,
    ("municipal_cs", "domicile.moved"): towns.take_notice,
    ("immigration", "immigration.municipal"): immigration.take_municipal,
    **{
        (node, "outcome"): outcomes.take_outcome
        for node in ("prefecture", "nation", "card_system", "municipal_cs", "immigration")
    },
    **{
        (node, "line.status"): outcomes.take_status
        for node in ("prefecture", "nation", "card_system", "municipal_cs", "immigration")
    },
}
