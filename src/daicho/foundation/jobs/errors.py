"""Errors of jobs (バッチ処理の誤り).

Missing   job_missing, file_missing, plan_missing
Conflict  key_taken, over_already
"""

from __future__ import annotations

from daicho.kernel.errors import Conflict, Missing


def job_missing() -> Missing:
    return Missing(
        "このバッチ処理は見られません。",
        why="受付がないか、自分の依頼でも、自分の職務の処理でもありません。",
        remedy="バッチ処理の一覧から開き直してください。",
        code="jobs.missing",
    )


def plan_missing() -> Missing:
    return Missing(
        "この予約は見られません。",
        why="予約がないか、自分の予約でも、自分の職務の処理でもありません。",
        remedy="予約の一覧から開き直してください。",
        code="jobs.plan_missing",
    )


def file_missing() -> Missing:
    return Missing(
        "このファイルはもうありません。",
        why="保管の期限を過ぎて廃棄されたか、初めからありません。",
        remedy="要るときは、同じ条件でもう一度処理を行ってください。",
        code="jobs.file_missing",
    )


def key_taken() -> Conflict:
    return Conflict(
        "この依頼は受け付けられません。",
        why="同じ番号で、別の依頼が既に受け付けられています。",
        remedy="画面を開き直して、もう一度依頼してください。",
        code="jobs.key_taken",
    )


def over_already() -> Conflict:
    return Conflict(
        "もう終わっています。",
        why="画面を開いている間に、処理が終わったか、取りやめられました。",
        remedy="画面を開き直して、今の状態を確かめてください。",
        code="jobs.over_already",
    )
