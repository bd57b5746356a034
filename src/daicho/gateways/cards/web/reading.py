"""Reading (送られた値): what a form of the card desk posts, as the commands take it."""

from __future__ import annotations

from datetime import date, time

from django.http import QueryDict

from daicho.gateways.cards.domain.details import CERTIFICATES, Certificate, Details
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import parse_date


def details_from(posted: QueryDict) -> Details:
    """What was entered beside an act. `Invalid` for a day that is none."""
    return Details(
        occurred_on=day_of(posted, "occurred_on") or business_today(),
        reason=posted.get("reason", ""),
        words=posted.get("words", ""),
        documents=tuple(posted.getlist("documents")),
        receiver=posted.get("receiver", "self"),
        agent_name=posted.get("agent_name", ""),
        agent_reason=posted.get("agent_reason", ""),
        agent_documents=tuple(posted.getlist("agent_documents")),
        old_card=posted.get("old_card", ""),
        pins_set=bool(posted.get("pins_set")),
        pin_checked=bool(posted.get("pin_checked")),
        face_room=bool(posted.get("face_room")),
        certificates=_certificates(posted),
        which=tuple(posted.getlist("which")),
        pins=tuple(posted.getlist("pins")),
        changes=tuple(posted.getlist("changes")),
        card_number=posted.get("card_number", "").strip().upper(),
        valid_until=day_of(posted, "valid_until"),
        application_number=posted.get("application_number", "").strip(),
        delivery=posted.get("delivery", ""),
        residence_card_number=posted.get("residence_card_number", "").strip().upper(),
    )


def _certificates(posted: QueryDict) -> tuple[Certificate, ...]:
    return tuple(
        Certificate(kind, serial, day_of(posted, f"{kind}_until"))
        for kind, _ in CERTIFICATES
        if (serial := posted.get(f"{kind}_serial", "").strip())
    )


def day_of(posted: QueryDict, name: str) -> date | None:
    """A day as people write it, or None for a blank."""
    text = posted.get(name, "")
    return parse_date(text, field=name) if text.strip() else None


def time_of(posted: QueryDict, name: str) -> time | None:
    """A time of day (9:00), or None for what is none."""
    hour, _, minute = posted.get(name, "").strip().partition(":")
    if hour.isascii() and hour.isdecimal() and minute.isascii() and minute.isdecimal():
        inside = int(hour) < 24 and int(minute) < 60
        return time(int(hour), int(minute)) if inside else None
    return None
