"""Records (受付記録の照会): a page of the ledger, for the town's own register and CS alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import TypeAdapter, ValidationError

from daicho.foundation.lines.domain.door import Reason, TurnedAway
from daicho.foundation.lines.domain.handing_on import Records, Wanted
from daicho.foundation.lines.domain.parties import Party
from daicho.nodes.jukinet_gateway.desk import Desk

_WANTED: Final = TypeAdapter(Wanted)
_RECORDS: Final = TypeAdapter(Records)


def tell_records(
    desk: Desk, raw: bytes, _headers: Mapping[str, str], peer: Party, address: str
) -> tuple[bytes, Mapping[str, str]]:
    """The page that is asked for, as JSON. `TurnedAway` (recorded) for anybody else."""
    if peer not in desk.lines.peers:
        found = TurnedAway(Reason.NO_PEER, claimed=peer)
        desk.ledger.turn_away(found, address)
        raise found
    try:
        wanted = _WANTED.validate_json(raw)
    except ValidationError as error:
        raise TurnedAway(Reason.UNREADABLE, claimed=peer, status=400) from error
    return _RECORDS.dump_json(desk.ledger.page(wanted)), {}
