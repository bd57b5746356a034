"""Comparison (突合, JUK-004): the four items that were found beside what the card or the paper says, and the verdict."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.foundation.messages.public import day_words
from daicho.gateways.identity.domain.criteria import FOUR, LABELS, Criteria
from daicho.kernel.characters import search_fold_name

PRESENT: Final = "現存"
MOVED_OUT: Final = "転出"
_FIELDS: Final = {"name": "name", "birth_on": "birth_date", "sex": "sex", "address": "address"}
_FOLDED: Final = ("name", "address")


class Verdict(StrEnum):
    """How an identification ends. UNCONFIRMED (確認不可): whoever came is not identified by this card."""

    SAME = "same"
    DIFFERENT = "different"
    NOT_COMPARED = "not_compared"
    NOBODY = "nobody"
    UNCONFIRMED = "unconfirmed"

    @property
    def label(self) -> str:
        return {
            "same": "一致",
            "different": "相違あり",
            "not_compared": "突合せず",
            "nobody": "該当なし",
            "unconfirmed": "確認不可",
        }[self.value]


class CardState(StrEnum):
    """What the nation says of the certificate on the card; UNASKED where no card was shown."""

    UNASKED = ""
    VALID = "valid"
    REVOKED = "revoked"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Row:
    """One item: as the card or the paper says it, as it was found. What was not typed is not compared."""

    label: str
    typed: str
    found: str
    compared: bool
    same: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """The verdict with its reason, and the rows beside each other."""

    verdict: Verdict
    why: str
    rows: tuple[Row, ...]


def compare(asked: Criteria, found: Mapping[str, str]) -> tuple[Row, ...]:
    """The four items beside each other; `found` are the fields of one 本人確認情報."""
    return tuple(_row(name, getattr(asked, name), found.get(_FIELDS[name], "")) for name in FOUR)


def judge(
    asked: Criteria,
    found: Mapping[str, str] | None,
    *,
    card: CardState,
    standings: Collection[str],
) -> Compared:
    """The verdict on the one who was found; `standings` are the states of a record with which the purpose goes on."""
    if found is None:
        return Compared(Verdict.NOBODY, "条件に合う人がいません。", ())
    rows = compare(asked, found)
    if card is CardState.REVOKED:
        why = "カードの電子証明書が失効しています。このカードでは確認できません。"
        return Compared(Verdict.UNCONFIRMED, why, rows)
    standing = found.get("record_status", PRESENT)
    if standing not in standings:
        return Compared(Verdict.UNCONFIRMED, f"記録の状況が「{standing}」です。", rows)
    if not any(row.compared for row in rows):
        return Compared(Verdict.NOT_COMPARED, "比べる記載が入力されていません。", rows)
    different = [row.label for row in rows if row.compared and not row.same]
    if different:
        return Compared(Verdict.DIFFERENT, f"{'、'.join(different)}が違います。", rows)
    return Compared(Verdict.SAME, "入力した記載は、すべて一致しました。", rows)


def _row(name: str, typed: str, found: str) -> Row:
    folds = name in _FOLDED
    same = search_fold_name(typed) == search_fold_name(found) if folds else typed == found
    words = birth_words if name == "birth_on" else str
    return Row(LABELS[name], words(typed), words(found), bool(typed), same)


def birth_words(text: str) -> str:
    """`EYYYYMMDD` in words; what is not known is 不詳."""
    return day_words(text[1:])
