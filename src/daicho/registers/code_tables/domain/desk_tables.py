"""Tables of the counter (窓口のコード表): which items a 写し shows unless asked otherwise, and where the next counters are."""

from __future__ import annotations

from typing import Final

from daicho.registers.code_tables import ports
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.columns import Column, KeyRule, Kind

SHOWN, OMITTED = "shown", "omitted"
PRESELECTED: Final = (
    ("relationship", "世帯主・続柄"),
    ("domicile", "本籍・筆頭者"),
    ("nationality", "国籍・地域"),
    ("category", "法30条の45の区分"),
    ("status", "在留資格"),
    ("period", "在留期間等"),
    ("expires", "在留期間の満了の日"),
    ("card_number", "在留カード等の番号"),
    ("alias_history", "通称の記載及び削除に関する事項"),
)
"""What may be shown without being asked for: neither 個人番号 nor 住民票コード (住基法12条5項, REG-059)."""
DESK_TABLES: Final = (
    CodeTable(
        "certificate_items",
        "証明書の項目の既定",
        "請求書に特別の請求がないとき、写しに初めから記載する項目。行のない項目は省略する。",
        "市民課",
        "住基法12条5項、STD-5.1",
        KeyRule("項目", choices=lambda: PRESELECTED),
        (
            Column(
                "default",
                "既定",
                Kind.CHOICE,
                required=True,
                choices=((SHOWN, "記載する"), (OMITTED, "省略する")),
            ),
        ),
    ),
    CodeTable(
        "counters",
        "案内先の窓口",
        "異動の後に回る窓口。案内票に載る。行のない窓口は、名称だけを案内する。",
        "市民課",
        "案内票",
        KeyRule("手続", choices=lambda: ports.counters()),
        (
            Column("name", "窓口の名称", required=True, hint="例: 保険年金課"),
            Column("place", "場所", hint="例: 1階 5番"),
            Column("phone", "電話", limit=30),
            Column("bring", "持ち物"),
        ),
    ),
)
