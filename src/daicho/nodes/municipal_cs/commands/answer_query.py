"""Answer a query (本人確認情報照会): of the register, from the file here; who is not here is asked of the nation (JUK-004, 015)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Answering, Received, Reply
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.audit_types import IDENTITY_SEARCHED
from daicho.nodes.municipal_cs.commands.relay import relay
from daicho.nodes.municipal_cs.domain.criteria import Criteria, check_criteria, criteria_of
from daicho.nodes.municipal_cs.models import Identity
from daicho.nodes.municipal_cs.numbers import items_in_full
from daicho.nodes.municipal_cs.selectors.found import MOST, found_by


def answer_query(received: Received) -> Reply:
    """Those who are found here; nobody here, or asked so: what the nation says. Fewer conditions than allowed are refused (JUK-014).

    The entry is written last: nobody waits for the trail while the nation is asked.
    """
    asked = criteria_of(received.body)
    check_criteria(asked, settings.PROFILE.jukinet.search_pairs)
    beyond = bool(received.body.get("nation"))
    rows = [] if beyond else list(found_by(asked)[: MOST + 1])
    reply = _found(rows) if rows else relay(received, parties.nation())
    _enter(received, asked, rows[:MOST], reply)
    return reply


def _found(rows: list[Identity]) -> Answering:
    return Answering(
        {
            "layout": settings.PROFILE.jukinet.identity_layout,
            "found": [{"items": items_in_full(row)} for row in rows[:MOST]],
            "more": len(rows) > MOST,
        }
    )


def _enter(received: Received, asked: Criteria, rows: list[Identity], reply: Answering) -> None:
    body: dict[str, Any] = dict(reply.body)
    with recorded(system_access(Purpose.INQUIRY, job="lines"), IDENTITY_SEARCHED) as note:
        note.about(*(row.key for row in rows))
        note.number_shown = bool(rows)
        note.say(
            items="・".join(asked.kinds),
            count=len(body["found"]),
            sender=str(received.sender),
            place="市町村CS" if rows else "機構",
            words=str(received.body.get("purpose", "")),
        )
