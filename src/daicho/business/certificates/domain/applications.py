"""Applications (届出書・請求書の様式): one table of the forms that people fill in, blank or with what is known.

The heading of each names its procedure (REG-091). A form is no paper of the town: it has no number and is not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.business.certificates.domain.composition import address_line
from daicho.foundation.documents.sheets import Column, FormSheet, Pair, Section, Table
from daicho.registers.residents.domain.particulars import Particulars

WRITING = 8.4
"""Height in mm of a row that somebody writes in by hand."""
A_DAY = "　　　年　　　月　　　日"


@dataclass(frozen=True, slots=True)
class Application:
    """One form: its procedure, law, what it asks besides who and where (label, and what is ticked or begun).

    `event` is the day that it asks for besides its own, if any; `moves` where an address changes; `people` how many it
    has room for.
    """

    code: str
    title: str
    law: str
    event: str = ""
    asks: tuple[tuple[str, str], ...] = ()
    moves: bool = False
    people: int = 4
    note: str = ""


APPLICATIONS: Final[dict[str, Application]] = {
    one.code: one
    for one in (
        Application(
            "move_in",
            "転入届",
            "住民基本台帳法第22条",
            "転入した日",
            (("前の住所の世帯主", ""), ("本籍", ""), ("筆頭者", "")),
            moves=True,
            note="転出証明書（特例転入では個人番号カード）を添えてください。住み始めた日から14日以内に届け出ます。",
        ),
        Application(
            "move_within",
            "転居届",
            "住民基本台帳法第23条",
            "転居した日",
            (("新しい住所の世帯主", ""),),
            moves=True,
            note="住み始めた日から14日以内に届け出ます。",
        ),
        Application(
            "move_out",
            "転出届",
            "住民基本台帳法第24条",
            "転出する（した）日",
            (
                ("転出先の世帯主", ""),
                ("転出証明書の受取", "□窓口　　□郵送　　□カードによる転出（特例）"),
            ),
            moves=True,
            note="あらかじめ届け出ます。国外へ行くときは、新しい住所に国名を書いてください。",
        ),
        Application(
            "household_change",
            "世帯変更届（分離・合併・変更）",
            "住民基本台帳法第25条",
            "変更した日",
            (("変更の種類", "□分離　　□合併　　□変更"), ("新しい世帯の世帯主", "")),
            note="変更した日から14日以内に届け出ます。",
        ),
        Application(
            "head_change",
            "世帯主変更届",
            "住民基本台帳法第25条",
            "変更した日",
            (("前の世帯主", ""), ("新しい世帯主", "")),
            note="変更した日から14日以内に届け出ます。",
        ),
        Application(
            "foreign_move_in",
            "中長期在留者等の住居地に係る届出書（法第30条の46）",
            "住民基本台帳法第30条の46",
            "住み始めた日",
            (("国籍・地域", ""), ("在留カード等の番号", "")),
            moves=True,
            note="在留カードなどを添えてください。住み始めた日から14日以内に届け出ます。",
        ),
        Application(
            "former_surname",
            "旧氏記載請求書（記載・変更・削除）",
            "住民基本台帳法施行令第30条の14",
            asks=(
                ("請求の種類", "□記載　　□変更　　□削除"),
                ("旧氏", ""),
                ("旧氏の振り仮名", ""),
            ),
            people=1,
            note="旧氏と旧氏の振り仮名を、組で記載します。旧氏の分かる戸籍を添えてください。",
        ),
        Application(
            "alias",
            "通称記載・削除申出書",
            "住民基本台帳法施行令第30条の16",
            asks=(
                ("申出の種類", "□記載　　□削除"),
                ("通称", ""),
                ("通称のフリガナ", ""),
                ("通称を使う理由", ""),
            ),
            people=1,
            note="通称を使っていることの分かる書類を添えてください。",
        ),
        Application(
            "code_change",
            "住民票コード変更請求書",
            "住民基本台帳法第30条の4",
            people=2,
            note="新しい住民票コードは、後で通知します。",
        ),
        Application(
            "number_change",
            "個人番号指定請求書（変更の請求）",
            "番号法第7条第2項",
            asks=(("変更を求める理由", ""),),
            people=2,
            note="個人番号は、この請求書に書かないでください。",
        ),
        Application(
            "copy_request",
            "住民票の写し等交付請求書",
            "住民基本台帳法第12条・第12条の3・第15条の4",
            asks=(
                (
                    "必要な証明と通数",
                    "□世帯全員　　通　□世帯の一部　　通　□除票・改製原　　通\n□記載事項証明書　　通　□その他（　　　　　　　　）　　通",
                ),
                (
                    "記載する項目",
                    "□世帯主・続柄　□本籍・筆頭者　□住民票コード　□個人番号\n□在留の項目　□履歴",
                ),
                ("使用目的・提出先", ""),
                ("必要な人との関係", "□本人　□同一世帯　□代理人　□使者　□その他（　　　　　　）"),
            ),
            note="代理人は委任状を、第三者は請求の理由を明らかにする資料を添えてください。",
        ),
        Application(
            "absence_request",
            "不在住証明書・廃棄済証明書交付申請書",
            "各市町村の条例・規則",
            asks=(
                ("証明の種類", "□不在住証明書　　□廃棄済証明書"),
                ("証明する住所", ""),
                ("証明する氏名", ""),
                ("消除された日", f"{A_DAY}（廃棄済証明書のとき）"),
                ("使用目的・提出先", ""),
            ),
            people=0,
        ),
        Application(
            "power_of_attorney",
            "委任状（住民異動届・証明書の請求）",
            "住民基本台帳法第27条・第12条",
            asks=(
                ("代理人の住所", ""),
                ("代理人の氏名", ""),
                ("代理人の生年月日", A_DAY),
                ("委任する手続", ""),
            ),
            people=2,
            note="委任する人が、すべて自分で書いてください。",
        ),
        Application(
            "support",
            "住民基本台帳事務における支援措置申出書",
            "住民基本台帳事務処理要領第5の10",
            asks=(
                ("加害者の氏名・住所", "（分かる範囲で）"),
                ("支援を求める事務", "□閲覧　□住民票の写し等　□除票の写し等　□戸籍の附票の写し等"),
                ("相談した機関", ""),
                ("連絡先", ""),
            ),
            note="申出書は、ほかの人に見えないところで受け取ります。",
        ),
        Application(
            "card",
            "個人番号カード交付申請書",
            "番号法第17条",
            asks=(
                ("点字の表記", "□希望する"),
                ("電子証明書", "発行しないもの　□署名用　□利用者証明用"),
                ("写真", "\n\n\n\n\n\n"),
            ),
            people=1,
            note="写真の欄に、縦45ミリメートル×横35ミリメートルの顔写真（6か月以内）を貼ってください。個人番号は書きません。",
        ),
        Application(
            "card_again",
            "個人番号カード再交付申請書",
            "番号法施行規則第28条",
            asks=(
                ("再交付の理由", "□紛失　□焼失　□損傷　□その他（　　　　　　　　　）"),
                ("紛失の届出", "警察署　　　　　　　　　受理番号"),
                ("写真", "\n\n\n\n\n\n"),
            ),
            people=1,
            note="写真の欄に、縦45ミリメートル×横35ミリメートルの顔写真（6か月以内）を貼ってください。個人番号は書きません。",
        ),
        Application(
            "third_party_notice",
            "本人通知登録申込書",
            "各市町村の要綱",
            asks=(("連絡先", ""),),
            people=2,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of those whom a form is for; nobody: the form stays blank."""

    people: tuple[Particulars, ...] = ()

    @property
    def first(self) -> Particulars | None:
        return self.people[0] if self.people else None


def application_sheet(form: Application, known: Known, *, town: str, day: date) -> FormSheet:
    """The form as it is handed over: never a 個人番号 or 住民票コード on it."""
    parts: list[Section | Table] = [_act(form, town), _places(form, known)]
    if form.people:
        parts.append(_people(known.people, room=form.people))
    if form.asks:
        pairs = tuple(Pair(label, words) for label, words in form.asks)
        parts.append(Section(f"{form.title}の内容", pairs, WRITING))
    parts += [_who_comes(), _office()]
    lead = f"（{form.law}）　「職員が書くところ」のほかを書いてください。{form.note}"
    return FormSheet(title=form.title, made_on=day, sections=tuple(parts), lead=lead)


def _act(form: Application, town: str) -> Section:
    days = [Pair("届出・請求の日", A_DAY)]
    if form.event:
        days.append(Pair(form.event, A_DAY))
    return Section(f"手続　{form.title}", (Pair("あて先", f"{town}長"), *days))


def _places(form: Application, known: Known) -> Section:
    items = known.first
    here = address_line(items) if items else ""
    head = items.head_name if items else ""
    pairs: tuple[Pair, ...]
    if not form.moves:
        pairs = (Pair("住所", here), Pair("世帯主", head))
    elif form.code in ("move_in", "foreign_move_in"):
        # Somebody who comes back: what the register last said is where they lived before, or left from.
        before = (items.destination_confirmed or items.destination_planned) if items else ""
        pairs = (Pair("新しい住所", ""), Pair("新しい世帯主", ""), Pair("前の住所", before))
    else:
        pairs = (Pair("新しい住所", ""), Pair("今までの住所", here), Pair("今までの世帯主", head))
    return Section("住所", pairs, WRITING)


def _people(people: Sequence[Particulars], *, room: int) -> Table:
    rows = [
        (
            f"{p.name_kana}\n{p.printed_name}" if p.name_kana else p.printed_name,
            p.birth_date.display(),
            p.sex.label,
            p.relationship_to_head,
            "□あり　□なし",
        )
        for p in people
    ]
    blank = room if not rows else int(room > len(rows))
    rows += [("", A_DAY, "男・女", "", "□あり　□なし")] * blank
    return Table(
        (
            Column("フリガナ・氏名", 17),
            Column("生年月日", 12),
            Column("性別", 5),
            Column("続柄", 6),
            Column("個人番号カード", 8),
        ),
        tuple(rows),
        title="対象の人",
        least=11.0,
    )


def _who_comes() -> Section:
    return Section(
        "窓口に来た人（届出人・請求者）",
        (
            Pair("氏名", ""),
            Pair(
                "本人との関係",
                "□本人　□世帯主　□世帯員　□代理人（　　　　　　　）　□その他（　　　　　　　）",
            ),
            Pair("住所", ""),
            Pair("電話番号", ""),
        ),
        WRITING,
    )


def _office() -> Section:
    return Section(
        "職員が書くところ",
        (
            Pair("受付", f"受付番号　　　　　　　　　　受付日{A_DAY}　担当"),
            Pair(
                "本人確認",
                "□1点（　　　　　　　　　　　　）　□2点（　　　　　　　　　　　　　　　）",
            ),
        ),
        WRITING,
    )
