"""Errors of reconciling (整合性確認のエラー): each of one of the kernel's kinds, with a code of its own.

Missing     run_missing, difference_missing
Conflict    run_overtaken, run_over, told_already, outdated, on_its_way
Unavailable answer_wrong
"""

from __future__ import annotations

from daicho.kernel.errors import Conflict, Missing, Unavailable


def run_missing() -> Missing:
    return Missing(
        "この整合性確認はありません。",
        remedy="整合性確認の一覧から選び直してください。",
        code="reconcile.run_missing",
    )


def difference_missing() -> Missing:
    return Missing(
        "この差異はありません。",
        remedy="整合性確認の結果を開き直してください。",
        code="reconcile.difference_missing",
    )


def run_overtaken() -> Conflict:
    return Conflict(
        "この整合性確認は、ほかの処理が続けています。",
        why="同じ確認が、もう一度始められたためです。",
        remedy="整合性確認の画面で、今の進み具合を確かめてください。",
        code="reconcile.overtaken",
    )


def run_over() -> Conflict:
    return Conflict(
        "この整合性確認は、もう終わっています。",
        why="画面を開いている間に終わりました。",
        remedy="画面を開き直してください。",
        code="reconcile.over",
    )


def not_to_tell(why: str, remedy: str) -> Conflict:
    return Conflict("再送できません。", why=why, remedy=remedy, code="reconcile.not_to_tell")


def told_already() -> Conflict:
    return not_to_tell(
        "この差異は、既に再送しています。",
        "電文が届いてから、もう一度整合性確認を行ってください。",
    )


def outdated() -> Conflict:
    return not_to_tell(
        "この結果の後に、新しい整合性確認を行っています。",
        "いちばん新しい結果から再送してください。",
    )


def on_its_way() -> Conflict:
    return not_to_tell(
        "この人の電文が、送信待ちか処理中です。",
        "電文が届いてから、もう一度整合性確認を行ってください。",
    )


def answer_wrong(why: str) -> Unavailable:
    return Unavailable(
        "相手方の答えを使えません。",
        why=why,
        remedy="相手方のシステムの担当に知らせ、直ってからもう一度始めてください。",
        code="reconcile.answer_wrong",
    )
