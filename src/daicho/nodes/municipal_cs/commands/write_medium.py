"""Write a medium (電子記録媒体による提供, JUK-022, 023): encrypted for the card system alone, and on record before anything leaves.

There is no setting that leaves the encryption out, and no second way to a file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

import pyrage
from django.conf import settings
from django.db.models import Q

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem, Unavailable
from daicho.nodes.municipal_cs.audit_types import MEDIUM_WRITTEN
from daicho.nodes.municipal_cs.commands.provide import checked_content, provided
from daicho.nodes.municipal_cs.domain.dispatches import BASIS, State
from daicho.nodes.municipal_cs.models import Dispatch, MediumOutput

WHAT = "dispatch.information"
LONGEST_NUMBER = 40


def write_medium(access: Access, *, number: str, dispatches: Sequence[UUID]) -> bytes:
    """The encrypted file of the chosen 送付先情報; `number` is the medium's own, never the same twice."""
    check_may(access, "dispatch.medium")
    recipient = _recipient()
    with recorded(access, MEDIUM_WRITTEN) as note:
        _check(number, dispatches)
        rows = _rows(dispatches)
        texts = [text for row in rows if (text := checked_content(row)) is not None]
        if len(texts) < len(rows):
            raise Conflict(
                "内容が失われたか、受領した時と違う送付先情報があります。",
                why="そのままでは渡せません。",
                remedy="一覧を開き直し、残りを選んでください。",
                code="dispatch.altered",
            )
        sealed: bytes = pyrage.encrypt(_file(texts), [recipient])
        output = MediumOutput.objects.create(
            number=number.strip(),
            what=WHAT,
            basis=BASIS,
            at=business_now(),
            staff=access.staff_key,
            staff_name=access.name,
            terminal=access.terminal,
            households=sum(row.households for row in rows),
            people=sum(row.people for row in rows),
            digest=sha256(sealed).hexdigest(),
            dispatches=[str(row.key) for row in rows],
        )
        for row in rows:
            provided(row, way="medium")
        note.count, note.digest = output.people, output.digest
        note.say(number=output.number, households=output.households)
    return sealed


def _recipient() -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(settings.CARD_SYSTEM_RECIPIENT.strip())
    except pyrage.RecipientError as error:
        raise Unavailable(
            "媒体を暗号化する公開鍵がありません。",
            why="個人番号カード管理システムの公開鍵（age1…）が設定されていません。暗号化せずに出力することはできません。",
            remedy="管理担当に、公開鍵の設定を依頼してください。",
            code="dispatch.recipient",
        ) from error


def _check(number: str, dispatches: Sequence[UUID]) -> None:
    problems = []
    if not number.strip() or len(number.strip()) > LONGEST_NUMBER:
        problems.append(
            Problem(
                "medium.number",
                "number",
                "媒体番号が入力されていません。",
                f"どの媒体に出したかを残します（{LONGEST_NUMBER}文字まで）。",
                "媒体に付けた番号を入力してください。",
            )
        )
    elif MediumOutput.objects.filter(number=number.strip()).exists():
        problems.append(
            Problem(
                "medium.number_used",
                "number",
                "この媒体番号は使われています。",
                "出力ごとに別の番号を付けます。",
                "新しい番号を入力してください。",
            )
        )
    if not dispatches:
        problems.append(
            Problem(
                "medium.nothing",
                "dispatches",
                "送付先情報が選ばれていません。",
                "",
                "一覧で選んでください。",
            )
        )
    if problems:
        raise Invalid(problems)


def _rows(dispatches: Sequence[UUID]) -> list[Dispatch]:
    """The chosen ones that may go onto a medium: checked, or already given so and output once more."""
    given = Q(state=State.PROVIDED.value, way="medium", erased_at__isnull=True)
    rows = Dispatch.objects.select_for_update().filter(pk__in=dispatches).order_by("received_at")
    rows = rows.filter(Q(state=State.CHECKED.value) | given)
    found = list(rows)
    if len(found) < len(set(dispatches)):
        raise Conflict(
            "選んだ送付先情報の状態が変わっています。",
            why="ほかの人が先に送ったか、止まりました。",
            remedy="一覧を開き直して、選び直してください。",
            code="dispatch.overtaken",
        )
    return found


def _file(texts: Sequence[str]) -> bytes:
    head = json.dumps({"kind": WHAT, "basis": BASIS, "count": len(texts)}, ensure_ascii=False)
    return "\n".join([head, *texts, ""]).encode()
