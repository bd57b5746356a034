"""Logs (ログの区分, STD-10.2): which log of the standard an entry of the trail belongs to, as an auditor chooses among them.

One trail holds 操作ログ, 認証ログ, 印刷ログ and 設定変更ログ; イベントログ, 通信ログ and エラーログ are the system log's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Log(StrEnum):
    """What kind of act a type of entry is; every type is filed under one."""

    INQUIRY = "inquiry"
    PAPER = "paper"
    ENTRY_DRAFT = "entry_draft"
    ENTRY_FINAL = "entry_final"
    BATCH_PAPER = "batch_paper"
    BATCH_DATA = "batch_data"
    HARDCOPY = "hardcopy"
    EXTRACTION = "extraction"
    SIGN_IN = "sign_in"
    SETTING = "setting"
    REFUSAL = "refusal"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    Log.INQUIRY: "照会",
    Log.PAPER: "帳票発行",
    Log.ENTRY_DRAFT: "異動入力 仮登録",
    Log.ENTRY_FINAL: "異動入力 本登録",
    Log.BATCH_PAPER: "バッチ処理（帳票作成）",
    Log.BATCH_DATA: "バッチ処理（データ更新）",
    Log.HARDCOPY: "画面ハードコピー",
    Log.EXTRACTION: "データ抽出（EUC）",
    Log.SIGN_IN: "認証ログ",
    Log.SETTING: "設定変更ログ",
    Log.REFUSAL: "操作の拒否",
    Log.OTHER: "そのほかの事務",
}


class Change(StrEnum):
    """What an entry of a movement does to the history (履歴): the word that stands in the entry's `change`."""

    ADD = "追加"
    CORRECT = "修正"
    DELETE = "削除"


CHANGE_FIELD: Final = "change"
# What every entry says of a sheet that was printed (印刷ログ, STD-10.2/m8).
PRINT_FIELDS: Final = frozenset({"title", "files", "pages", "output", "seal"})


@dataclass(frozen=True, slots=True)
class Facet:
    """One choice of the auditor: the types filed under `log`, or all that print; `change` narrows to what it says."""

    code: str
    label: str
    log: Log | None = None
    change: Change | None = None


def _entries(log: Log) -> tuple[Facet, ...]:
    stage = log.label.removeprefix("異動入力 ")
    return tuple(
        Facet(
            f"{log.value}_{change.name.lower()}",
            f"操作ログ 異動入力（履歴{change.value}） {stage}",
            log,
            change,
        )
        for change in Change
    )


def _operation(log: Log) -> Facet:
    return Facet(log.value, f"操作ログ {log.label}", log)


FACETS: Final[Mapping[str, Facet]] = {
    facet.code: facet
    for facet in (
        _operation(Log.INQUIRY),
        _operation(Log.PAPER),
        *_entries(Log.ENTRY_DRAFT),
        *_entries(Log.ENTRY_FINAL),
        _operation(Log.BATCH_PAPER),
        _operation(Log.BATCH_DATA),
        _operation(Log.HARDCOPY),
        _operation(Log.EXTRACTION),
        _operation(Log.OTHER),
        _operation(Log.REFUSAL),
        Facet(Log.SIGN_IN.value, Log.SIGN_IN.label, Log.SIGN_IN),
        Facet("print", "印刷ログ"),
        Facet(Log.SETTING.value, Log.SETTING.label, Log.SETTING),
    )
}


def filed_as(log: Log, detail: Mapping[str, Any]) -> str:  # Any: whatever JSON holds
    """The words for an entry's log: 「異動入力（履歴修正） 本登録」."""
    change = detail.get(CHANGE_FIELD)
    if log in (Log.ENTRY_DRAFT, Log.ENTRY_FINAL) and change:
        return log.label.replace("異動入力", f"異動入力（履歴{change}）")
    return log.label
