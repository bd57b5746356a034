"""The mail desk (郵送請求): 定額小為替 and what goes back, where a reply may go, how it is sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.kernel.errors import Problem
from daicho.kernel.periods import months_run_out_on

MOST_NOTES: Final = 30
METHODS: Final = (
    ("ordinary", "普通郵便"),
    ("express", "速達"),
    ("recorded", "特定記録"),
    ("simple_registered", "簡易書留"),
    ("letter_pack", "レターパック"),
    ("no_forwarding", "転送不要・簡易書留"),
)
TRACKED: Final = frozenset({"recorded", "simple_registered", "letter_pack", "no_forwarding"})
"""Ways of sending that give a tracking number (引受番号・追跡番号)."""
NUMBERED: Final = "no_forwarding"
"""How a paper with a 個人番号 or 住民票コード goes to the registered address."""
_NOTE_NUMBER: Final = re.compile(r"[0-9][0-9-]{3,18}[0-9]")


@dataclass(frozen=True, slots=True)
class Note:
    """One 定額小為替証書: its number as printed, its face in yen, the day of its issue."""

    number: str
    yen: int
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What came, what is due, and the notes that need not be kept.

    `short` or `over` is above zero, never both; `returnable` are notes whose return brings `over` as near to nothing
    as it can without leaving the fee uncovered; `change` is what remains to be given back in 定額小為替 of the town.
    """

    received: int
    due: int
    returnable: tuple[Note, ...] = ()

    @property
    def short(self) -> int:
        return max(self.due - self.received, 0)

    @property
    def over(self) -> int:
        return max(self.received - self.due, 0)

    @property
    def change(self) -> int:
        return self.over - sum(note.yen for note in self.returnable)


def reckon(notes: Sequence[Note], due: int) -> Reckoning:
    """Compare the notes with the fee: the notes to give back as they are, and the change that is left."""
    received = sum(note.yen for note in notes)
    over = received - due
    if over <= 0:
        return Reckoning(received, due)
    best: dict[int, tuple[Note, ...]] = {0: ()}
    for note in notes:
        for total, chosen in list(best.items()):
            bigger = total + note.yen
            if bigger <= over and (bigger not in best or len(best[bigger]) > len(chosen) + 1):
                best[bigger] = (*chosen, note)
    return Reckoning(received, due, best[max(best)])


def note_problems(
    notes: Sequence[Note],
    *,
    faces: Collection[int],
    months: int,
    today: date,
    known: Collection[str] = (),
) -> list[Problem]:
    """What is wrong with notes as they were typed; `known` are the numbers taken in before."""
    found: list[Problem] = []
    if not 1 <= len(notes) <= MOST_NOTES:
        return [
            _problem("notes", "小為替がありません。", f"1枚から{MOST_NOTES}枚まで受け入れます。")
        ]
    seen = set(known)
    for at, note in enumerate(notes, start=1):
        where = f"{at}行目の小為替"
        if not _NOTE_NUMBER.fullmatch(note.number):
            found.append(
                _problem("notes", f"{where}の番号が正しくありません。", "証書の記号番号です。")
            )
        elif note.number in seen:
            found.append(
                _problem(
                    "notes", f"{where}は、既に受け入れています。", "同じ番号の証書はありません。"
                )
            )
        seen.add(note.number)
        if note.yen not in faces:
            found.append(
                _problem(
                    "notes", f"{where}の額面が正しくありません。", "定額小為替にない額面です。"
                )
            )
        if note.issued_on is not None and not (
            note.issued_on <= today <= months_run_out_on(note.issued_on, months=months)
        ):
            found.append(
                _problem(
                    "notes",
                    f"{where}は、受け取れる期間の中にありません。",
                    f"発行の日から{months}か月を過ぎたか、今日より後の日付です。",
                )
            )
    return found


def check_sending(
    *, method: str, tracking: str, numbers: bool, to_registered: bool
) -> list[Problem]:
    """How a reply is sent: known, tracked where it can be, and to the registered address where numbers are on it."""
    found = []
    if method not in dict(METHODS):
        found.append(_problem("method", "発送の方法が選ばれていません。", "発送簿に残します。"))
    if method in TRACKED and not tracking.strip():
        found.append(
            _problem(
                "tracking", "引受番号がありません。", "追跡できる方法では、番号を発送簿に残します。"
            )
        )
    if numbers and not to_registered:
        found.append(
            _problem(
                "to_address",
                "番号を載せた証明書は、登録された住所にしか送れません。",
                "個人番号・住民票コードを載せたものは、本人の登録された住所へ送ります。",
            )
        )
    if numbers and method not in ("", NUMBERED):
        found.append(
            _problem(
                "method",
                "番号を載せた証明書は、転送不要の書留で送ります。",
                "本人の登録された住所で受け取られることを確かめるためです。",
            )
        )
    return found


def _problem(field: str, what: str, why: str) -> Problem:
    return Problem(f"post.{field}", field, what, why, "確かめて、入力し直してください。")
