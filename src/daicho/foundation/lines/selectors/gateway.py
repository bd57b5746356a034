"""Gateway's records (住基ネットゲートウェイの受付記録): asked of the gateway over the line, beside our own digests (JUK-060)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from pydantic import TypeAdapter, ValidationError

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.adapters.client import Away, LineClient
from daicho.foundation.lines.audit_types import GATEWAY_SEEN
from daicho.foundation.lines.domain.configuration import Way
from daicho.foundation.lines.domain.door import Reason
from daicho.foundation.lines.domain.handing_on import (
    PATH,
    PER_PAGE,
    AtTheDoor,
    HandedOn,
    Records,
    Wanted,
)
from daicho.foundation.lines.domain.parties import NODES, Party
from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.foundation.lines.selectors.messages import party_label, title_of
from daicho.foundation.lines.settings import lines
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access

_WANTED: Final = TypeAdapter(Wanted)
_RECORDS: Final = TypeAdapter(Records)
_NOTHING: Final = Records(total=0, page=1, rows=(), kinds=(), turned_away=())


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record as the list shows it; `own_digest` is ours of the same message, empty where we have none."""

    record: HandedOn
    own_digest: str

    @property
    def title(self) -> str:
        return title_of(self.record.kind)

    @property
    def way(self) -> str:
        ends = (self.record.sender, self.record.receiver)
        return " → ".join(NODES[Party.parse(end).node] for end in ends)

    @property
    def same(self) -> tuple[str, str]:
        """Words and tone: whether what passed is what we have."""
        if not self.own_digest:
            return "こちらに記録なし", "warning"
        same = self.own_digest == self.record.digest
        return ("こちらと同じ内容", "good") if same else ("こちらと違う内容", "error")


@dataclass(frozen=True, slots=True)
class TurnedAwayLine:
    """Somebody who got nothing, in words."""

    row: AtTheDoor

    @property
    def reason(self) -> str:
        known = self.row.reason in set(Reason)
        return Reason(self.row.reason).label if known else self.row.reason

    @property
    def claimed(self) -> str:
        return party_label(self.row.claimed) if self.row.claimed else ""


@dataclass(frozen=True, slots=True)
class GatewayView:
    """A page of its records; `way` None where the town has no gateway, `away` why it does not answer."""

    way: Way | None
    away: str
    page: Page[int]
    rows: tuple[RecordLine, ...]
    kinds: tuple[tuple[str, str], ...]
    turned_away: tuple[TurnedAwayLine, ...]


def has_gateway() -> bool:
    """Whether a gateway stands between this town's register and its CS."""
    found = lines()
    return found is not None and found.gateway is not None


def view_gateway(access: Access, *, wanted: Wanted) -> GatewayView:
    """A page of the gateway's records. A gateway that is away is said so: messages wait at their sender meanwhile."""
    check_may(access, "lines.gateway")
    found = lines()
    way = found.gateway if found else None
    records, away = _asked(way, wanted) if way else (_NOTHING, "")
    with recorded(access, GATEWAY_SEEN) as note:
        note.count = records.total
        note.say(shown="・".join(filter(None, (wanted.outcome, wanted.kind, wanted.sender))))
    own = _own_digests(records)
    return GatewayView(
        way=way,
        away=away,
        page=Paginator(range(records.total), PER_PAGE).get_page(records.page),
        rows=tuple(RecordLine(row, own.get(row.message, "")) for row in records.rows),
        kinds=tuple((kind, title_of(kind)) for kind in records.kinds),
        turned_away=tuple(TurnedAwayLine(row) for row in records.turned_away),
    )


def _asked(way: Way, wanted: Wanted) -> tuple[Records, str]:
    """What the gateway says, or why it says nothing."""
    client = LineClient(settings.HOME, way.party, way.address)
    try:
        response = client.post(_WANTED.dump_json(wanted), {}, path=PATH)
        if response.status != 200:
            return _NOTHING, f"受付記録を渡しませんでした（{response.status}）。"
        return _RECORDS.validate_json(response.body), ""
    except Away as away:
        return _NOTHING, away.words
    except ValidationError:
        return _NOTHING, "応答を読み取れません。"
    finally:
        client.close()


def _own_digests(records: Records) -> Mapping[str, str]:
    keys = [UUID(row.message) for row in records.rows]
    found: dict[str, str] = {}
    for digests in (
        SentMessage.objects.filter(key__in=keys).values_list("key", "digest"),
        ReceivedMessage.objects.filter(key__in=keys).values_list("key", "digest"),
    ):
        found |= {str(key): digest for key, digest in digests}
    return found
