"""整合性確認: the asker's blocks are compared with what is kept of his municipality; only those that differ come back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from outside import codec
from outside.codec import Envelope
from outside.desk import Answering, Desk, Reply

LAYOUT = "identity-38"
MOST_ROWS = 1000


def take_digests(desk: Desk, envelope: Envelope) -> Reply:
    """Compare the digests of some blocks; answer with those that differ, and our own digests of them."""
    body = envelope.body
    differing = []
    for block in body["blocks"]:
        own = _digest(desk, envelope, block["block"])
        if (own["count"], own["digest"]) != (block["count"], block["digest"]):
            differing.append(own)
    return Answering({"run": body["run"], "compared": len(body["blocks"]), "differing": differing})


def take_rows(desk: Desk, envelope: Envelope) -> Reply:
    """Answer with the rows of a block, a page at a time."""
    body = envelope.body
    rows = list(_rows(desk, envelope, body["block"], after=body.get("after"), most=MOST_ROWS + 1))
    page = rows[:MOST_ROWS]
    told = {"run": body["run"], "file": body["file"], "block": body["block"]}
    if body["file"] == "identity":
        told["layout"] = LAYOUT
    return Answering({**told, "rows": page, "more": len(rows) > MOST_ROWS})


def _digest(desk: Desk, envelope: Envelope, block: str) -> dict[str, Any]:
    """The count of a block's rows, and SHA-256 over each row's bytes, each ended by a newline, in order of their key."""
    digest, count = hashlib.sha256(), 0
    for row in _rows(desk, envelope, block):
        digest.update(codec.canonical(row) + b"\n")
        count += 1
    return {"block": block, "count": count, "digest": digest.hexdigest()}


def _rows(
    desk: Desk, envelope: Envelope, block: str, *, after: str | None = None, most: int | None = None
) -> Iterator[Mapping[str, Any]]:
    query = _IDENTITY if envelope.body["file"] == "identity" else _ANNEX
    values = {
        "party": str(desk.party),
        "town": envelope.sender.municipality,
        "after": after or "",
        "begin": f"{block}%",
        "zeros": set(block) == {"0"},
        "most": most,
    }
    with desk.connection.cursor(name="reconcile") as cursor:
        cursor.itersize = 2000
        for row in cursor.execute(query, values):
            yield row["row"]


# Whoever is 現存 in the asker's municipality; a block holds those whose 住民票コード begins with it.
_IDENTITY = """
SELECT jsonb_build_object('items', items) AS row FROM identity
 WHERE party = %(party)s AND municipality = %(town)s AND status = '現存'
   AND code LIKE %(begin)s AND code COLLATE "C" > %(after)s
 ORDER BY code COLLATE "C" LIMIT %(most)s
"""
# A row of the 附票 without a 住民票コード is of the block of zeros.
_ANNEX = """
SELECT body AS row FROM annex
 WHERE party = %(party)s AND municipality = %(town)s AND body ->> 'record_status' = '現存'
   AND (body ->> 'code' LIKE %(begin)s OR (%(zeros)s AND NOT body ? 'code'))
   AND record_number COLLATE "C" > %(after)s
 ORDER BY record_number COLLATE "C" LIMIT %(most)s
"""
