"""Settings (設定): who this party is, its lines, and who hears what comes in, as the node's settings name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from daicho.foundation.lines.domain.configuration import LineSettings
from daicho.foundation.lines.domain.parties import CARRIER, Party, carried
from daicho.foundation.lines.domain.replies import Handler, Maker, Settler, Unheard
from daicho.foundation.lines.errors import no_lines
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose


def lines() -> LineSettings | None:
    """The lines of this installation, or None when none are set up."""
    found: LineSettings | None = settings.LINES
    return found


def has_lines() -> bool:
    """Whether this installation has lines to other systems."""
    return lines() is not None


def configured() -> LineSettings:
    """The lines; `Unavailable` in words when none are set up."""
    found = lines()
    if found is None:
        raise no_lines()
    return found


def me() -> Party:
    """This party; without lines it is known by the town and the node."""
    found = lines()
    return found.party if found else Party(settings.TOWN["code"], settings.NODE)


def own_node(node: str) -> Party:
    """A node of this municipality, whether or not there is a line to it: `own_node("municipal_cs")`."""
    return Party(settings.TOWN["code"], node)


def line_to(receiver: Party) -> Party:
    """On whose line a message goes: the receiver's own, or the carrier's to another municipality's CS."""
    found = lines()
    own = found is not None and receiver in found.peers
    return CARRIER if carried(me(), receiver) and not own else receiver


def handlers() -> Mapping[str, Handler]:
    return cast(Mapping[str, Handler], _named(settings.LINE_HANDLERS))


def settlers() -> Mapping[str, Settler]:
    return cast(Mapping[str, Settler], _named(settings.LINE_SETTLERS))


def makers() -> Mapping[str, Maker]:
    return cast(Mapping[str, Maker], _named(settings.LINE_MAKERS))


def unheard() -> Mapping[str, Unheard]:
    return cast(Mapping[str, Unheard], _named(settings.LINE_UNHEARD))


def machine() -> Access:
    """The access of the lines themselves: nobody sits at them."""
    return system_access(Purpose.MOVEMENT, job="lines")


def _named(value: str | Mapping[str, object]) -> Mapping[str, object]:
    if isinstance(value, str):
        return cast(Mapping[str, object], import_string(value)) if value else {}
    return value
