"""Errors of lines (回線の誤り).

Missing      message_missing, line_missing
Conflict     moved_on, earlier_waits, not_again_by_hand, overtaken, unmakeable
Unavailable  no_lines, peer_away, unanswered
Refusal      a question that the peer refused, with its problems (a Conflict)
"""

from __future__ import annotations

from collections.abc import Iterable

from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import Conflict, Missing, Problem, Unavailable


class Refusal(Conflict):
    """The peer refused what was asked of it; `problems` are its own words."""

    code = "lines.refused"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0] if self.problems else Problem("", "", "相手方が拒否しました。")
        super().__init__(first.what, why=first.why, remedy=first.remedy, code=first.code)


def message_missing() -> Missing:
    return Missing(
        "この電文は見つかりません。",
        remedy="電文の一覧から開き直してください。",
        code="lines.message_missing",
    )


def line_missing(party: Party | str) -> Missing:
    return Missing(
        f"{party} への回線はありません。",
        why="回線の設定に、この相手方がありません。",
        remedy="回線の画面で相手方を確かめてください。",
        code="lines.line_missing",
    )


def moved_on() -> Conflict:
    return Conflict(
        "この電文には、もうその操作はできません。",
        why="画面を開いている間に、届いたか、中止されました。",
        remedy="画面を開き直して、今の状態を確かめてください。",
        code="lines.moved_on",
    )


def earlier_waits() -> Conflict:
    return Conflict(
        "先に送る電文が残っています。",
        why="同じ人の電文は、異動の順に送ります。",
        remedy="先の電文を送るか、中止してから行ってください。",
        code="lines.earlier_waits",
    )


def not_again_by_hand() -> Conflict:
    return Conflict(
        "転出証明書情報は、手で送り直せません。",
        why="届くまで自動で送り直します。",
        remedy="回線の状態を確かめて、お待ちください。",
        code="lines.not_again_by_hand",
    )


def overtaken() -> Conflict:
    return Conflict(
        "この電文は作り直せません。",
        why="同じ人の後の電文が、送信待ちか、相手方に届いています。",
        remedy="後の電文の結果を確かめ、食い違いが残るときは整合性確認をしてください。",
        code="lines.overtaken",
    )


def unmakeable() -> Conflict:
    return Conflict(
        "この種類の電文は、ここから作り直せません。",
        why="元の届出や記録から、その手続で作る電文です。",
        remedy="元の手続の画面で、もう一度行ってください。",
        code="lines.unmakeable",
    )


def no_lines() -> Unavailable:
    return Unavailable(
        "回線が設定されていません。",
        why="この環境には、他のシステムとの回線の設定がありません。",
        remedy="管理担当に、回線の設定を頼んでください。",
        code="lines.none",
    )


def peer_away(party: Party, why: str) -> Unavailable:
    return Unavailable(
        f"{party.label}につながりません。",
        why=why,
        remedy="しばらくしてから、もう一度行ってください。続くときは管理担当に知らせてください。",
        code="lines.peer_away",
    )
