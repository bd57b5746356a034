"""Acts (調査の記録): what is written of each step, and what must be there before a conclusion (REG-068)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from daicho.business.surveys.domain.states import Action
from daicho.kernel.errors import Problem

WORDS_LIMIT: Final = 2000


class Origin(StrEnum):
    """What set a survey off."""

    RETURNED_MAIL = "returned_mail"
    PETITION = "petition"
    DEPARTMENT = "department"
    MISMATCH = "mismatch"
    OWN = "own"

    @property
    def label(self) -> str:
        return _ORIGINS[self]


_ORIGINS: Final = {
    Origin.RETURNED_MAIL: "郵便物の返戻",
    Origin.PETITION: "申出（同居人・家主など）",
    Origin.DEPARTMENT: "他の課からの照会",
    Origin.MISMATCH: "庁内の住所との食い違い",
    Origin.OWN: "住民記録の担当による調査",
}


class Finding(StrEnum):
    """What a visit or an inquiry found."""

    LIVES = "lives"
    NOBODY_MET = "nobody_met"
    LIVES_NOT = "lives_not"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return _FINDINGS[self]


_FINDINGS: Final = {
    Finding.LIVES: "居住している",
    Finding.NOBODY_MET: "不在（会えない）",
    Finding.LIVES_NOT: "居住していない",
    Finding.UNKNOWN: "分からない",
}

METHODS: Final[dict[Action, tuple[tuple[str, str], ...]]] = {
    Action.INQUIRE: (
        ("family", "家族・親族への照会"),
        ("landlord", "家主・管理会社への照会"),
        ("office", "他の課・官公署への照会"),
        ("other", "その他の照会"),
    ),
    Action.DEMAND: (
        ("post", "郵送"),
        ("delivery", "配達記録の残る郵送"),
        ("visit", "現地で手渡し"),
    ),
    Action.POST: (
        ("board", "掲示場への掲示"),
        ("web", "ウェブサイトへの掲載"),
        ("both", "掲示とウェブ"),
    ),
}
"""How each step can be carried out; 公示 by the method that the town uses (practice.md §1 no. 17)."""

HAVE_FINDING: Final = frozenset({Action.VISIT, Action.INQUIRE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is written of one act; `until` ends the time that a demand or a posting gives."""

    action: Action
    done_on: date
    until: date | None = None
    method: str = ""
    finding: str = ""
    who: str = ""
    words: str = ""


def entry_problems(entry: Entry, *, opened_on: date, today: date) -> list[Problem]:
    """Everything wrong with what was typed."""
    found = []
    if not opened_on <= entry.done_on <= today:
        found.append(
            _problem(
                "done_on",
                "day",
                "行った日が正しくありません。",
                "調査を始めた日から今日までの日です。",
            )
        )
    if entry.action in HAVE_FINDING and entry.finding not in set(Finding):
        found.append(
            _problem("finding", "blank", "結果が選ばれていません。", "調査の結果を残します。")
        )
    if entry.action is Action.VISIT and not entry.who.strip():
        found.append(
            _problem(
                "who", "blank", "調査した人がありません。", "現地調査は、だれが行ったかを残します。"
            )
        )
    methods = {code for code, _ in METHODS.get(entry.action, ())}
    if methods and entry.method not in methods:
        found.append(_problem("method", "choice", "方法が選ばれていません。", "方法を残します。"))
    if entry.action in (Action.DEMAND, Action.POST) and (
        entry.until is None or entry.until < entry.done_on
    ):
        found.append(
            _problem(
                "until",
                "day",
                "期限が正しくありません。",
                "催告の期限・公示の終わりの日は、行った日より後です。",
            )
        )
    if entry.action is Action.WITHDRAW and not entry.words.strip():
        found.append(_problem("words", "blank", "取りやめる理由がありません。", "理由を残します。"))
    if len(entry.words) > WORDS_LIMIT or len(entry.who) > WORDS_LIMIT:
        found.append(_problem("words", "too_long", "入力が長すぎます。", "記録に収まりません。"))
    return found


def conclusion_problems(
    action: Action, done: Sequence[tuple[str, str, date | None]], *, today: date
) -> list[Problem]:
    """Why a survey cannot end so yet; `done` are (action, finding, until) of what was done.

    Nobody is removed without somebody having gone there, nor before the time of a demand or a posting is over.
    """
    if action is Action.CONFIRM:
        if any(finding == Finding.LIVES for _, finding, _ in done):
            return []
        return [
            _problem(
                "",
                "not_confirmed",
                "居住を確認した記録がありません。",
                "居住していることを、現地調査か照会で確かめます。",
            )
        ]
    if action is not Action.FIND_ABSENT:
        return []
    found = []
    if not any(kind == Action.VISIT for kind, _, _ in done):
        found.append(
            _problem(
                "",
                "not_visited",
                "現地調査の記録がありません。",
                "居住していないことは、現地で確かめてから結論とします（住基法34条）。",
            )
        )
    if any(until is not None and until >= today for _, _, until in done):
        found.append(
            _problem(
                "",
                "time_not_over",
                "催告か公示の期間が終わっていません。",
                "申し出る機会を残すため、期間の終わりを待ちます。",
            )
        )
    return found


def _problem(field: str, code: str, what: str, why: str) -> Problem:
    remedy = "入力を確かめてください。" if field else "調査を記録してから、やり直してください。"
    return Problem(f"survey.{code}", field, what, why, remedy)
