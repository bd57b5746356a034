"""Of the line itself: 受領, 結果, 稼働状況, 整合性確認."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from daicho.foundation.messages.bodies.family import AnnexRow
from daicho.foundation.messages.bodies.identity import Found
from daicho.foundation.messages.bodies.values import (
    Block,
    Body,
    Digest,
    ItemPath,
    MaybeText,
    ProblemCode,
    Reference,
    Text,
    Text200,
    Time,
    UuidText,
)

MOST_BLOCKS = 500
MOST_ROWS = 1000
MOST_PROBLEMS = 100


class ProblemText(Body):
    """One thing that is wrong, in words a clerk reads, with no personal data in them."""

    code: ProblemCode
    item: ItemPath
    what: Text
    why: MaybeText
    remedy: MaybeText


class Receipt(Body):
    """受領の応答."""

    outcome: Literal["accepted", "refused", "held"]
    problems: list[ProblemText] = Field(max_length=MOST_PROBLEMS)


class Outcome(Body):
    """結果: what became of a held message."""

    outcome: Literal["accepted", "refused"]
    problems: list[ProblemText] = Field(max_length=MOST_PROBLEMS)


class LineStatus(Body):
    """稼働状況の問い."""


class LineStatusAnswer(Body):
    """稼働状況."""

    state: Literal["running", "limited", "stopped"]
    since: Time | None = None
    words: Text200 | None = None


class BlockDigest(Body):
    """One block: how many rows, and the digest of them in order (specs/messages/README.md says of which bytes)."""

    block: Block
    count: int = Field(ge=0, le=1_000_000)
    digest: Digest


class ReconcileDigests(Body):
    """整合性確認: the asker's digests of some blocks; `width` digits of the 住民票コード name a block."""

    run: UuidText
    file: Literal["identity", "annex"]
    width: int = Field(ge=1, le=5)
    blocks: list[BlockDigest] = Field(min_length=1, max_length=MOST_BLOCKS)


class ReconcileDigestsAnswer(Body):
    """The blocks that differ, with the answerer's own digests."""

    run: UuidText
    compared: int = Field(ge=1, le=MOST_BLOCKS)
    differing: list[BlockDigest] = Field(max_length=MOST_BLOCKS)


class ReconcileRows(Body):
    """The rows of a block are wanted, those after the last of the page before."""

    run: UuidText
    file: Literal["identity", "annex"]
    block: Block
    after: Reference | None = None


class IdentityRows(Body):
    """Rows of 本人確認情報, in order of 住民票コード."""

    run: UuidText
    file: Literal["identity"]
    block: Block
    layout: Literal["identity-38"]
    rows: list[Found] = Field(max_length=MOST_ROWS)
    more: bool


class AnnexRows(Body):
    """Rows of 附票本人確認情報, in order of the record's number."""

    run: UuidText
    file: Literal["annex"]
    block: Block
    rows: list[AnnexRow] = Field(max_length=MOST_ROWS)
    more: bool


ReconcileRowsAnswer = Annotated[IdentityRows | AnnexRows, Field(discriminator="file")]
