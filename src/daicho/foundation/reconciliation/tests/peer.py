"""A peer in tests (試験の相手方): it answers as specs/messages/README.md says, with nothing of our own code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from daicho.foundation.lines.public import Answer, Outgoing
from daicho.kernel.access import Access
from daicho.kernel.errors import Unavailable

PAGE = 3


class Killed(BaseException):
    """The machine dies."""


@dataclass(slots=True)
class Peer:
    """What a peer keeps, by 住民票コード, or of the 附票 by the number of the record; we die at the message whose number is `dies_at`, and it is `away` at some."""

    rows: dict[str, Mapping[str, str]]
    asked: list[str] = field(default_factory=list)
    dies_at: int = 0
    most: int = PAGE
    away: Collection[int] = ()
    annex: bool = False

    def ask(self, _access: Access, outgoing: Outgoing) -> Answer:
        assert not callable(outgoing.body)
        self.asked.append(outgoing.kind)
        if len(self.asked) == self.dies_at:
            raise Killed
        if len(self.asked) in self.away:
            raise Unavailable("相手方につながりません。", code="lines.peer_away")
        assert outgoing.body["file"] == ("annex" if self.annex else "identity")
        take = {"reconcile.digests": self._digests, "reconcile.rows": self._rows}[outgoing.kind]
        return Answer(
            kind=f"{outgoing.kind}.answer", body=take(outgoing.body), id=uuid4(), thread=uuid4()
        )

    def _digests(self, body: Mapping[str, Any]) -> dict[str, Any]:
        named = [block["block"] for block in body["blocks"]]
        assert all(len(name) == body["width"] for name in named)
        assert named == sorted(set(named))
        own = [self._digest(name) for name in named]
        told = zip(own, body["blocks"], strict=True)
        differing = [mine for mine, yours in told if mine != yours]
        return {"run": body["run"], "compared": len(named), "differing": differing}

    def _rows(self, body: Mapping[str, Any]) -> dict[str, Any]:
        found = [c for c in self._of(body["block"]) if c > body.get("after", "")]
        told = {
            "run": body["run"],
            "file": body["file"],
            "block": body["block"],
            "rows": [self._row(key) for key in found[: self.most]],
            "more": len(found) > self.most,
        }
        return told if self.annex else told | {"layout": "identity-38"}

    def _row(self, key: str) -> dict[str, Any]:
        own = dict(self.rows[key])
        return own if self.annex else {"items": own}

    def _digest(self, block: str) -> dict[str, Any]:
        digest, codes = hashlib.sha256(), self._of(block)
        for code in codes:
            text = json.dumps(
                self._row(code), ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            digest.update(text.encode() + b"\n")
        return {"block": block, "count": len(codes), "digest": digest.hexdigest()}

    def _of(self, block: str) -> list[str]:
        codes = {key: row.get("code", "") if self.annex else key for key, row in self.rows.items()}
        zeros = not block.strip("0")
        return sorted(k for k, c in codes.items() if (c.startswith(block) if c else zeros))
