"""Queue an update (本人確認情報の一件): the fields of one person in the municipality's own layout, in the person's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.foundation.messages.public import derive, numbered
from daicho.gateways.jukinet.domain.identity import Act, Numbers, identity_fields
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.segments import Holding


def queue_update(held: Holding, act: Act, numbers: Numbers, *, matter: str = "") -> UUID:
    """Queue what is told of one person, and return the message; 更新順番号 is the place of the message on the line. `matter`: the case's key."""
    return queue(
        Outgoing(
            kind="identity.update",
            receiver=own_node("municipal_cs"),
            body=update_body(held, act, numbers),
            subject=held.person,
            matter=matter,
        )
    )


def update_body(
    held: Holding, act: Act, numbers: Numbers
) -> Callable[[int], Mapping[str, Any]]:  # Any: a body is JSON
    """The body of an update, by its place on the line."""
    fields = identity_fields(
        held.particulars,
        held.status,
        act,
        numbers,
        from_on=held.valid.start,
        today=business_today(),
    )
    layout = settings.PROFILE.jukinet.identity_layout
    told = derive(layout, fields)
    return lambda order: {
        "layout": layout,
        "items": numbered(layout, told | {"update_number": str(order)}),
    }
