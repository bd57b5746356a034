"""Cancellation of a disappearance (失踪宣告の取消し, 民法32条): who was declared missing lives, and is recorded again."""

from __future__ import annotations

from daicho.business.movements.domain.disappearance import WORDS
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.restoration import plan_restoration, restoration_sheet
from daicho.business.movements.domain.world import World

SHEET = restoration_sheet("失踪宣告の取消し", "取消しの裁判が確定した日")


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 失踪宣告の取消し: only of those who were removed by a 失踪宣告."""
    for text in reader.keys("selected"):
        newest = next((h for h in world.holdings if str(h.person) == text), None)
        held = world.newest(newest.person) if newest else None
        if held is not None and held.particulars.removal_reason != WORDS:
            reader.note(
                f"selected.{text}",
                "not_declared_missing",
                "失踪宣告により消除された人ではありません。",
                "この処理は、失踪宣告による消除だけを回復します。",
                "ほかの消除の誤りは、職権回復か異動の取消しで入力してください。",
            )
    return plan_restoration(reader, world, kind="disappearance_cancel")
