"""Acquisition of nationality (国籍取得, 国籍法3条・17条, STD-4.5.4): as a 帰化, by notification instead of permission."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from daicho.business.movements.domain.nationality import nationality_sheet, plan_passage
from daicho.business.movements.domain.naturalization import ITEMS, PASSAGE, opens_japanese
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World

ACQUISITION: Final = replace(PASSAGE, kind="nationality_acquisition", words="職権消除（国籍取得）")

SHEET = nationality_sheet("国籍取得", "国籍を取得した日", ITEMS)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 国籍取得: the same 異動事由 as a 帰化 (職権消除・職権記載（帰化等）)."""
    return plan_passage(reader, world, ACQUISITION, opens_japanese)
