"""Application form (交付申請書・再交付申請書, STD-7.1.1.3): the person's items filled in, the rest for them to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.foundation.documents.public import FormSheet, Pair, Section
from daicho.kernel.wareki import format_wareki

FORMS: Final[Mapping[str, str]] = {
    "first": "個人番号カード交付申請書",
    "again": "個人番号カード再交付申請書",
}


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the form says of the person."""

    name: str
    kana: str
    birth: str
    sex: str
    postal_code: str
    address: str
    category: str = ""
    residence_until: str = ""
    roman: str = ""


def form_of(code: str, who: Applicant, *, municipality: str, day: date) -> FormSheet:
    """The sheet: what we know is printed; 個人番号, 申請書ID, the photograph and the signature are the applicant's."""
    parts = [
        Section("申請する人（住民票の記載）", _filled(who)),
        Section("申請する人が書く欄", _OWN, 9.5),
        *((_AGAIN,) if code == "again" else ()),
        _SIGNED,
    ]
    lead = f"地方公共団体情報システム機構 あて（{municipality}経由）　{format_wareki(day)}出力　印字された記載が違うときは、窓口に申し出てください。"
    return FormSheet(title=FORMS[code], made_on=day, sections=tuple(parts), lead=lead)


def _filled(who: Applicant) -> tuple[Pair, ...]:
    common = (
        Pair("氏名", who.name),
        Pair("氏名の振り仮名", who.kana),
        Pair("生年月日", who.birth),
        Pair("性別", who.sex),
        Pair("郵便番号", who.postal_code),
        Pair("住所", who.address),
    )
    if not who.category:
        return common
    return (
        *common,
        Pair("ローマ字氏名", who.roman),
        Pair("外国人住民の区分", who.category),
        Pair("在留期間等の満了日", who.residence_until or "定めなし"),
    )


_OWN: Final = (
    Pair("個人番号（申請する人が書く）", ""),
    Pair("申請書ID（分かるとき）", ""),
    Pair("電話番号", ""),
    Pair("外国語による表記の希望", "□ 希望する（ローマ字の氏名・旧氏・生年月日の西暦）"),
    Pair("点字", "□ 希望する"),
    Pair("電子証明書", "□ 署名用を希望しない　□ 利用者証明用を希望しない"),
    Pair("顔写真（縦4.5×横3.5センチ）", "申請の日の前6か月以内に撮ったものを裏面に貼る"),
)
_AGAIN: Final = Section(
    "再交付の理由",
    (
        Pair(
            "理由",
            "□ 紛失・焼失　□ 著しい損傷　□ 機能の損失　□ 追記欄の余白がない　□ 有効期限　□ その他",
        ),
        Pair("前のカード", "□ 返納する　□ 失った（届出済）"),
    ),
    9.5,
)
_SIGNED: Final = Section(
    "申請",
    (
        Pair("申請の日", "令和　　　年　　　月　　　日"),
        Pair("本人の署名または記名", ""),
        Pair("代理人の氏名・住所・本人との関係", ""),
    ),
    11.0,
)
