"""Make a file (通知情報の出力, IMM-002): every 市町村通知 that was not put out yet, once, sealed for the liaison terminal alone.

There is no setting that leaves the sealing out. A message that no file may carry is kept as sent back, with the reason.
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import Any

import pyrage
from django.conf import settings
from django.db import connection

from daicho.business.movements.public import immigration_due
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Refused
from daicho.foundation.messages.public import check_body
from daicho.foundation.staff.public import check_may
from daicho.gateways.immigration.audit_types import FILE_MADE
from daicho.gateways.immigration.commands.writing import KIND, begun, body_of, kept, way
from daicho.gateways.immigration.domain.municipal import CLASSES
from daicho.gateways.immigration.domain.states import State, Way
from daicho.gateways.immigration.models import NoticeFile, Telling
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Unavailable

_ONE_AT_A_TIME = 4_571_001


def make_file(access: Access) -> NoticeFile | None:
    """The file of what may go today, in the order of the movements; None where there is nothing, and no file is made.

    `Conflict` in a town that has a line; `Unavailable` without the terminal's public key.
    """
    check_may(access, "immigration.tell")
    if way() is not Way.FILE:
        raise Conflict(
            "この市区町村は、回線で通知します。",
            why="市町村通知は、決裁のつど自動で送られます。",
            remedy="送付の一覧で状態を確かめてください。",
            code="immigration.by_line",
        )
    recipient = _recipient()
    with recorded(access, FILE_MADE) as note:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        taken, refused = _bodies()
        note.about(*(row.person for row, _ in taken))
        file = _write(access, taken, recipient) if taken else None
        note.count = len(taken)
        note.digest = file.digest if file else ""
        note.say(number=file.number if file else "", refused=refused)
    return file


def _bodies() -> tuple[list[tuple[Telling, dict[str, Any]]], int]:  # Any: a body is JSON
    """Those that go, with their bodies; and how many may not."""
    for due in immigration_due(business_today()):
        begun(due, by=Way.FILE)
    waiting = Telling.objects.select_for_update(of=("self",)).filter(
        way=Way.FILE.value, state=State.WAITING.value
    )
    found, refused = [], 0
    for row in waiting.order_by("place"):
        try:
            body = body_of(row, now=bool(row.rounds or row.typed))
        except Conflict as error:
            problems = kept(Refused.because(error).problems)
        else:
            problems = kept(check_body(KIND, body))
        if problems:
            row.state, row.problems = State.REFUSED.value, problems
            row.save(update_fields=["state", "problems"])
            refused += 1
        else:
            found.append((row, body))
    return found, refused


def _write(
    access: Access,
    taken: list[tuple[Telling, dict[str, Any]]],  # Any: a body is JSON
    recipient: pyrage.x25519.Recipient,
) -> NoticeFile:
    counts = Counter(CLASSES[row.message_class] for row, _ in taken)
    head = {"kind": KIND, "count": len(taken), "counts": counts}
    lines = [json.dumps(each, ensure_ascii=False) for each in (head, *(b for _, b in taken))]
    sealed: bytes = pyrage.encrypt("\n".join([*lines, ""]).encode(), [recipient])
    today = business_today()
    file = NoticeFile.objects.create(
        number=f"{today:%Y%m%d}-{NoticeFile.objects.count() + 1:05d}",
        made_at=business_now(),
        made_by=access.staff_key,
        made_by_name=access.name,
        count=len(taken),
        counts=dict(counts),
        digest=sha256(sealed).hexdigest(),
        sealed=sealed,
    )
    Telling.objects.filter(pk__in=[row.pk for row, _ in taken]).update(
        state=State.OUTPUT.value, file=file, problems=[]
    )
    return file


def _recipient() -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(settings.IMMIGRATION_RECIPIENT.strip())
    except pyrage.RecipientError as error:
        raise Unavailable(
            "通知のファイルを暗号化する公開鍵がありません。",
            why="市町村連携端末の公開鍵（age1…）が設定されていません。暗号化せずに出力することはできません。",
            remedy="管理担当に、公開鍵の設定を依頼してください。",
            code="immigration.recipient",
        ) from error
