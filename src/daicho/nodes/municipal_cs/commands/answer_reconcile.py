"""Answer the register's 整合性確認 (JUK-017): our digests of the blocks that differ, then their rows, a page at a time.

Runs within the transaction that receives the message; memory is one block's rows. 附票本人確認情報 is not kept here: what
is asked of it the prefecture answers.
"""

from __future__ import annotations

from typing import Any, Final

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Answering, Received, Reply
from daicho.foundation.messages.public import ROWS, digest_of
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.audit_types import DIGESTS_COMPARED, ROWS_TOLD
from daicho.nodes.municipal_cs.commands.relay import relay
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.selectors.reconcile import fill_blocks, rows_of_block

FILE: Final = "identity"
MOST_ROWS: Final = 1000


def answer_digests(received: Received) -> Reply:
    """The blocks of which we have other rows, with our digests of them."""
    body = received.body
    if body["file"] != FILE:
        return relay(received, parties.prefecture())
    with recorded(_access(), DIGESTS_COMPARED) as note:
        fill_blocks()
        differing = []
        for block in body["blocks"]:
            own = _digest(block["block"])
            if (own["count"], own["digest"]) != (block["count"], block["digest"]):
                differing.append(own)
        note.number_shown = True
        note.count = len(body["blocks"])
        note.say(run=body["run"], blocks=len(body["blocks"]), differing=len(differing))
    told = {"run": body["run"], "compared": len(body["blocks"]), "differing": differing}
    return Answering(told)


def answer_rows(received: Received) -> Reply:
    """The rows of one block after the last of the page before."""
    body = received.body
    if body["file"] != FILE:
        return relay(received, parties.prefecture())
    with recorded(_access(), ROWS_TOLD) as note:
        fill_blocks()
        after = body.get("after", "")
        rows = [own for own in rows_of_block(body["block"]) if own.items[at.CODE] > after]
        page = rows[:MOST_ROWS]
        note.number_shown = bool(page)
        note.count = len(page)
        note.say(run=body["run"], block=body["block"], count=len(page))
    return Answering(
        {
            "run": body["run"],
            "file": FILE,
            "block": body["block"],
            "layout": ROWS,
            "rows": [{"items": dict(own.items)} for own in page],
            "more": len(rows) > MOST_ROWS,
        }
    )


def _digest(block: str) -> dict[str, Any]:
    rows = rows_of_block(block)
    digest = digest_of({"items": dict(own.items)} for own in rows)
    return {"block": block, "count": len(rows), "digest": digest}


def _access() -> Access:
    return system_access(Purpose.INQUIRY, job="lines")
