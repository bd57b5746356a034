"""Verification (電文の検証): an envelope with its three headers, proved without a line, as of the day it was made.

The file is what came over the line: the three headers, an empty line, and the very bytes of the envelope.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daicho.foundation.key_provider.public import verifies
from daicho.foundation.lines.domain.door import PREFIX, Reason, TurnedAway, signed_of
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Invalid, Problem, Refused
from daicho.operations.pki.judgement import Judged, Published
from daicho.operations.pki.uses import Use


@dataclass(frozen=True, slots=True)
class Verified:
    """What is proved of a message; nothing of its body. `cautions` are sentences."""

    sender: Party
    receiver: str
    kind: str
    id: str
    made_at: datetime
    serial: str
    cautions: tuple[str, ...]


def evidence_of(raw: bytes, headers: Mapping[str, str]) -> bytes:
    """The file that `read_evidence` reads."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return lines.encode("ascii") + b"\r\n" + raw


def read_evidence(content: bytes) -> tuple[bytes, dict[str, str]]:
    """The bytes of the envelope and the headers; `Invalid` when the file is of another form."""
    mark = min(
        ((content.find(each), each) for each in (b"\r\n\r\n", b"\n\n") if each in content),
        default=None,
    )
    if mark is None:
        raise _invalid("見出しと本文の間の空行がありません。")
    head, raw = content[: mark[0]], content[mark[0] + len(mark[1]) :]
    headers = {}
    for line in head.decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if not colon:
            raise _invalid("見出しの行に「:」がありません。")
        headers[name.strip()] = value.strip()
    return raw, headers


def verify_message(raw: bytes, headers: Mapping[str, str], *, by: Published) -> Verified:
    """Prove who signed these bytes, and that it was the sender, whose certificate counted on the day of the message.

    `Invalid` when it cannot be read, `Refused` with a code when it is not what it says.
    """
    try:
        signed = signed_of(raw, headers)
    except TurnedAway as error:
        if error.reason is Reason.HEADERS:
            raise _invalid("署名の三つの見出しが揃っていません。") from error
        raise _refused(
            "digest", "電文が書き換えられています。", "ダイジェストが合いません。"
        ) from error
    told = _envelope(raw)
    judged = by.judge(signed.certificate, use=Use.SIGNING, at=told.made_at)
    if not verifies(judged.key, signed.signature, PREFIX + raw):
        raise _refused("signature", "電文が書き換えられています。", "署名が本文と合いません。")
    if judged.party != told.sender:
        why = f"{judged.party} の署名で、{told.sender} のものではありません。"
        raise _refused("sender", "送り主の署名ではありません。", why)
    return Verified(
        sender=told.sender,
        receiver=told.receiver,
        kind=told.kind,
        id=told.id,
        made_at=told.made_at,
        serial=judged.serial,
        cautions=tuple(_cautions(judged, told.made_at)),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    sender: Party
    receiver: str
    kind: str
    id: str
    made_at: datetime


def _envelope(raw: bytes) -> _Told:
    try:
        told: dict[str, Any] = json.loads(raw)  # Any: what JSON holds
        sender, receiver = told["sender"], told["receiver"]
        made_at = datetime.fromisoformat(told["made_at"])
        if made_at.tzinfo is None:
            raise ValueError(told["made_at"])
        return _Told(
            sender=Party.parse(f"{sender['municipality']}:{sender['node']}"),
            receiver=f"{receiver['municipality']}:{receiver['node']}",
            kind=str(told["kind"]),
            id=str(told["id"]),
            made_at=made_at,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _invalid("本文が電文の封筒の形ではありません。") from error


def _cautions(judged: Judged, made_at: datetime) -> list[str]:
    found = []
    if judged.list_of < made_at:
        day = judged.list_of.astimezone(TOKYO)
        found.append(
            f"失効リストは電文より前 ({day:%Y-%m-%d %H:%M}) のものです。新しいリストでもう一度確かめてください。"
        )
    if judged.revoked_at is not None:
        day = judged.revoked_at.astimezone(TOKYO)
        found.append(
            f"証明書は電文の後、{day:%Y-%m-%d %H:%M} に失効しました。電文の日時は送り主の時計によるので、受信の記録と併せて判断してください。"
        )
    return found


def _invalid(why: str) -> Invalid:
    remedy = "三つの見出し、空行、受け取ったままの本文、の順のファイルにしてください。"
    what = "検証する電文を読み取れません。"
    return Invalid([Problem("pki.evidence_unreadable", "file", what, why, remedy)])


def _refused(code: str, what: str, why: str) -> Refused:
    return Refused(
        what, why=why, remedy="証拠にはなりません。経緯を調べてください。", code=f"message.{code}"
    )
