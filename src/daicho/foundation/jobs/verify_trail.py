"""Verify the trail by a schedule (証跡の検証): the chain and the heads kept outside the database, as `daicho audit-verify`.

What is not proved is an abnormal end, so that it is told to whoever watches the machines. This program checks itself:
the auditor's own command, with a head and a key kept elsewhere, is not replaced by it.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db.models import Max

from daicho.foundation.audit.commands.anchor import anchor_path
from daicho.foundation.audit.commands.anchor_key import public_keys, public_path
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.public import recorded
from daicho.foundation.audit.selectors.anchored import read_heads
from daicho.foundation.audit.selectors.verify import Report, Verdict, verify_chain
from daicho.foundation.jobs.audit_types import TRAIL_VERIFIED
from daicho.foundation.jobs.domain.kinds import JobKind
from daicho.foundation.jobs.domain.run import JobRun
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Unavailable
from daicho.kernel.wareki import format_wareki


class _StopAsked(Exception):
    """Somebody asked to stop in the middle of the walk."""


def verify_trail(run: JobRun) -> None:
    """Walk the whole trail; `Conflict` when it was tampered with, `Unavailable` when it could not be proved."""
    try:
        report = _verified(run)
    except _StopAsked:
        run.say("途中で止めたため、証明していません。")
        return
    for sentence in report.sentences():
        run.say(sentence)
    run.keep("証跡の検証.txt", [_paper(report)], "text/plain; charset=utf-8")
    if report.verdict is Verdict.BROKEN:
        raise Conflict(
            "証跡に改ざんの跡があります。",
            why=report.sentences()[0],
            remedy="今の状態を保全し、監査の責任者に知らせてください。",
            code="audit.broken",
        )
    if report.verdict is Verdict.UNPROVED:
        raise Unavailable(
            "証跡を証明できませんでした。",
            why=report.sentences()[-1],
            remedy="外に控えた先端（heads）を確かめ、`daicho audit-verify --head` で検証してください。",
            code="audit.unproved",
        )


def _verified(run: JobRun) -> Report:
    read = 0
    total = Entry.objects.aggregate(last=Max("seq"))["last"] or 0

    def advance(count: int) -> None:
        nonlocal read
        read += count
        run.progress(read, max(read, total))
        if run.stopped:
            raise _StopAsked

    home = settings.HOME
    kept = anchor_path(home)
    with recorded(run.access, TRAIL_VERIFIED) as note:
        keys = public_keys(public_path(home))
        heads = read_heads((kept,) if kept.exists() else (), keys=keys, node=settings.NODE)
        report = verify_chain(heads=heads.heads, refused_heads=heads.refused, progress=advance)
        note.count = report.entries
        note.say(
            verdict=report.verdict.name.lower(),
            last=report.last_seq,
            heads=report.heads_agreed,
            breaks=len(report.breaks),
        )
    return report


def _paper(report: Report) -> bytes:
    now = business_now()
    head = f"証跡の検証　{format_wareki(now.date())} {now:%H:%M}"
    return "\n".join((head, *report.sentences(), "")).encode()


VERIFY_TRAIL: Final = JobKind("audit.verify", "証跡の検証", "audit.search", verify_trail)
