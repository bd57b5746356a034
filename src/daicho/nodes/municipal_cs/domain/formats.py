"""What the town adds to the form of an update (JUK-033, 037): its own layout and its own municipality.

That every item is one of the layout's and is written as it should be, the codec has seen before (foundation.messages).
"""

from __future__ import annotations

from daicho.foundation.messages.public import LAYOUTS
from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.domain.items import Items
from daicho.nodes.municipal_cs.domain.problems import item_problem


def town_problems(layout: str, items: Items, *, own_layout: str, own_code: str) -> list[Problem]:
    """Whether the update is written in the town's layout (DATA-002, DATA-013), about the town's own people."""
    if layout != own_layout:
        count = len(LAYOUTS[own_layout].by_number)
        why = f"この市区町村の本人確認情報は{count}項目（{own_layout}）です。項目数が違います。"
        remedy = "既存住基の設定（本人確認情報の項目）を確かめてください。"
        what = f"項目の並び「{layout}」の更新は受け付けません。"
        return [Problem("identity.layout", "layout", what, why, remedy)]
    if items[at.MUNICIPALITY] != own_code:
        what = "「市町村コード」がこの市区町村のものではありません。"
        why = "この市町村CSは、この市区町村の住民と消除者の情報だけを持ちます。"
        return [item_problem("municipality", at.MUNICIPALITY, what, why)]
    return []
