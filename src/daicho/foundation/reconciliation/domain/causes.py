"""Causes (差異の理由): who is right, which message is missing, and what to do, from one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from daicho.foundation.reconciliation.domain.comparing import Finding, Side
from daicho.foundation.reconciliation.domain.files import Items


class Cause(StrEnum):
    """Why two sides differ about somebody."""

    ON_ITS_WAY = "on_its_way"
    AWAITS = "awaits"
    REFUSED = "refused"
    STOPPED = "stopped"
    NEVER_TOLD = "never_told"
    LOST = "lost"
    ALTERED = "altered"
    AHEAD = "ahead"
    REMOVED_HERE = "removed_here"
    UNKNOWN_HERE = "unknown_here"

    @property
    def comparable(self) -> bool:
        """Whether it is a difference; otherwise the two cannot be compared yet."""
        return self not in NOT_YET

    @property
    def words(self) -> Words:
        return WORDS[self]


NOT_YET: Final = (Cause.ON_ITS_WAY, Cause.AWAITS)


class Right(StrEnum):
    """Whose word holds."""

    OURS = "こちら"
    OPEN = "確かめてから決める"
    NOBODY_YET = "—"


@dataclass(frozen=True, slots=True)
class Words:
    """What a clerk reads; `{us}` and `{peer}` are the names of the two sides."""

    why: str
    right: Right
    remedy: str
    tells_again: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """The last message about somebody on the line: its state (as messages have it), its place and when it changed."""

    message: UUID
    state: str
    changed_at: datetime
    place: int

    @property
    def on_its_way(self) -> bool:
        return self.state in ("waiting", "held")


@dataclass(frozen=True, slots=True)
class Standing:
    """What this side knows of the person: whether they are known at all, and whether something of them waits elsewhere."""

    last: Last | None = None
    known: bool = True
    awaits: bool = False
    changing: bool = False


def cause_of(found: Finding, standing: Standing, *, asked_at: datetime) -> Cause:
    """Why they differ. `asked_at`: when the peer's rows were asked for; what moved since is not comparable."""
    last = standing.last
    if standing.awaits:
        return Cause.AWAITS
    if standing.changing or (last and (last.on_its_way or last.changed_at >= asked_at)):
        return Cause.ON_ITS_WAY
    if not standing.known:
        return Cause.UNKNOWN_HERE
    if found.side is Side.BOTH and _place(found, found.theirs) > _place(found, found.ours):
        return Cause.AHEAD
    if last and last.state == "refused":
        return Cause.REFUSED
    if last and last.state == "stopped":
        return Cause.STOPPED
    if found.side is Side.THEIRS:
        return Cause.REMOVED_HERE
    if last is None:
        return Cause.NEVER_TOLD
    if found.side is Side.OURS or found.file.sequence in found.items:
        return Cause.LOST
    return Cause.ALTERED


def _place(found: Finding, row: Items) -> int:
    text = row.get(found.file.sequence, "")
    return int(text) if text.isdecimal() else 0


WORDS: Final[dict[Cause, Words]] = {
    Cause.ON_ITS_WAY: Words(
        "この人の電文が送信待ちか処理中です。",
        Right.NOBODY_YET,
        "電文が{peer}に届いてから、もう一度確認してください。",
    ),
    Cause.AWAITS: Words(
        "個人番号が付くのを待っています。",
        Right.NOBODY_YET,
        "番号が届くと自動で送ります。その後に、もう一度確認してください。",
    ),
    Cause.REFUSED: Words(
        "この人の最後の電文を、{peer}が拒みました。",
        Right.OURS,
        "拒まれた理由を電文の画面で確かめ、記録を直してから送り直してください。",
        tells_again=True,
    ),
    Cause.STOPPED: Words(
        "この人の最後の電文は、送るのを中止しています。",
        Right.OURS,
        "中止したわけを確かめ、今の内容を送り直してください。",
        tells_again=True,
    ),
    Cause.NEVER_TOLD: Words(
        "この人のことを、{peer}に一度も送っていません。",
        Right.OURS,
        "今の内容を送ってください。",
        tells_again=True,
    ),
    Cause.LOST: Words(
        "{peer}は最後の電文を受領しましたが、その内容になっていません。",
        Right.OURS,
        "今の内容を送り直してください。",
        tells_again=True,
    ),
    Cause.ALTERED: Words(
        "更新順番号は同じで、項目だけが違います。電文によらずに、どちらかの内容が変わっています。",
        Right.OURS,
        "こちらの記載を住民票で確かめ、今の内容を送り直してください。",
        tells_again=True,
    ),
    Cause.AHEAD: Words(
        "{peer}の更新順番号の方が新しく、こちらにない更新が反映されています。",
        Right.OPEN,
        "{us}が古い控えから戻されていないかを確かめ、正しい内容を決めてから送り直してください。",
        tells_again=True,
    ),
    Cause.REMOVED_HERE: Words(
        "{us}では現存していない人が、{peer}では現存しています。消除の電文が反映されていません。",
        Right.OURS,
        "除かれた記録を確かめ、消除の内容を送り直してください。",
        tells_again=True,
    ),
    Cause.UNKNOWN_HERE: Words(
        "{peer}だけにいる人です。{us}には、この住民票コードの記録がありません。",
        Right.OPEN,
        "{peer}の記録がいつ、どの電文でできたかを調べてください。住民票コードの誤りもあり得ます。",
    ),
}
