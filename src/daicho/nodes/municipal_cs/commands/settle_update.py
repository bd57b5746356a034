"""Settle an update (都道府県・全国の結果): what the prefecture said to an update; a refusal goes back to the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from daicho.foundation.lines.public import Accepted, Refused, Settled, settle_held
from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs.commands.take_update import list_rejection
from daicho.nodes.municipal_cs.commands.words import stored
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.models import IdentityVersion

# What the prefecture puts before the nation's own words (specs/messages).
NATION_REFUSED: Final = "nation.refused"


def settle_update(settled: Settled) -> None:
    """Keep the outcome, and tell the register what became of its own message; a refusal is on the 異常一覧."""
    version = IdentityVersion.objects.select_for_update().get(pk=settled.matter)
    version.told = settled.outcome
    version.told_problems = stored(settled.problems)
    version.save(update_fields=["told", "told_problems"])
    if settled.outcome == "accepted":
        settle_held(version.message, Accepted(settled.problems))
    elif settled.outcome in ("refused", "stopped"):
        problems = settled.problems or (_stopped(),)
        list_rejection(
            _whose(problems),
            message=version.message,
            thread=version.thread,
            identity=version.identity_id,
            sequence=version.sequence,
            reason=version.reason,
            event_on=version.items.get(at.EVENT_ON, ""),
            problems=problems,
        )
        settle_held(version.message, Refused(problems))


def _whose(problems: Sequence[Problem]) -> str:
    """Who refused: the prefecture, or the nation to which it had passed it on."""
    return "nation" if problems[0].code == NATION_REFUSED else "prefecture"


def _stopped() -> Problem:
    return Problem(
        "identity.stopped",
        "",
        "都道府県への送信が市町村CSで中止されました。",
        "市町村CSの本人確認情報は更新されています。",
        "市町村CSの担当に確かめてから、送り直してください。",
    )
