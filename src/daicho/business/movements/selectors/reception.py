"""Reception (受付の要点): what a case's page says of how it came, who brought it and why it waits."""

from __future__ import annotations

from datetime import date

from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.notification import (
    Channel,
    Relation,
    has_notifier,
    is_notified,
)
from daicho.business.movements.domain.reception import Occasion
from daicho.business.movements.domain.sheet import DOCUMENTS, PAPER_NUMBER
from daicho.business.movements.models import Case
from daicho.foundation.law_values import table
from daicho.kernel.wareki import format_wareki


def reception_of(row: Case) -> tuple[tuple[str, str], ...]:
    """(label, words) of what is known; blanks are left out."""
    pairs = [
        ("受付日", _day(row.received_on)),
        ("受付経路", Channel(row.channel).label if row.channel else ""),
        ("入手の契機", Occasion(row.occasion).label if row.occasion else ""),
        ("受付の扱い", "、".join(_ways(row))),
        *_notifier(row),
        ("保留の理由", row.held_reason),
        ("保留の期限", _day(row.held_until)),
    ]
    return tuple((label, words) for label, words in pairs if words)


def _ways(row: Case) -> list[str]:
    wanted = (
        (row.provisional_closed_day, "休日の仮受付"),
        (row.later_entry, "電算停止時の後日入力"),
        (row.survey is not None, "実態調査による"),
    )
    return [words for shown, words in wanted if shown]


def _notifier(row: Case) -> list[tuple[str, str]]:
    payload: dict[str, str] = row.payload
    if not has_notifier(KINDS[row.kind].sheet) or not is_notified(payload):
        return []
    relation = payload.get("notifier_relation", "")
    titles = {each.code: each.title for each in table("identity_documents")}
    shown = [titles.get(payload.get(name, ""), "") for name in DOCUMENTS]
    missing = "提示なし" if payload.get("identity_not_shown") else ""
    return [
        ("届出人", payload.get("notifier", "")),
        ("届出人の資格", Relation(relation).label if relation in set(Relation) else ""),
        ("本人確認書類", "、".join(s for s in shown if s) or missing),
        ("確認した職員", row.entered_by_name),
        ("代理権の確認", "確認済" if payload.get("authority_seen") else ""),
        ("個人番号の真正性", _number_check(payload)),
        ("届出が遅れた理由", payload.get("late_reason", "")),
    ]


def _number_check(payload: dict[str, str]) -> str:
    if payload.get(f"{PAPER_NUMBER}.lookup"):
        return "届出書の番号を台帳と照合"
    return payload.get("number_other_check", "")


def _day(on: date | None) -> str:
    return format_wareki(on) if on else ""
