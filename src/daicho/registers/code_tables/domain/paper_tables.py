"""Tables of what is issued (証明書・通知のコード表): the seals, what each paper carries, and parts of 発行番号 (STD-5.5, 5.6).

A seal belongs to an office-holder or to a kind of paper, never to a branch (支所・出張所): there is no column for one.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from daicho.kernel.errors import Problem
from daicho.registers.code_tables import ports
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.columns import Choices, Column, KeyRule, Kind
from daicho.registers.code_tables.domain.pictures import is_black
from daicho.registers.code_tables.domain.places import Values

BLACK, RED = "black", "red"
SEALED, UNSEALED = "sealed", "unsealed"
OFFICE_SEAL, CERTIFICATE_SEAL = "office", "certificate"
NOT_PRINTED: Final = ("附票通知", "規定により免除")
"""Words that no paper carries (STD-5.7)."""


class SealKind(StrEnum):
    """Whose seal, or for which papers (公印の種類, STD-5.6)."""

    MAYOR = "mayor"
    ACTING = "acting"
    CERTIFICATE = "certificate"
    CARD = "card"

    @property
    def label(self) -> str:
        return _SEALS[self]


_SEALS = {
    SealKind.MAYOR: "市区町村長の印",
    SealKind.ACTING: "職務代理者の印",
    SealKind.CERTIFICATE: "証明書専用の印",
    SealKind.CARD: "カード券面用の印",
}


class Signer(StrEnum):
    """In whose name a kind of paper goes out (職名・氏名)."""

    OF_THE_DAY = ""
    MAYOR = "mayor"
    ACTING = "acting"


def _problem(field: str, what: str, why: str) -> Problem:
    remedy = "確かめて入力し直してください。"
    return Problem(code="code_tables.row", field=field, what=what, why=why, remedy=remedy)


def _check_seal(code: str, values: Values) -> Iterable[Problem]:
    side = int(values.get("side_mm") or "24")
    if not 10 <= side <= 25:
        yield _problem(
            "side_mm", "印影の大きさを受け付けられません。", "10から25ミリメートルまでです。"
        )
    if values.get("color") == RED and code != SealKind.CARD:
        yield _problem(
            "color", "赤の公印は登録できません。", "赤を選べるのは、カード券面用の印だけです。"
        )
    if not is_black(values["picture"]):
        why = "印影は黒一色です（カード券面用の赤は「色」で選びます）。PNGはグレースケールに限ります。"
        yield _problem("picture", "この印影は登録できません。", why)


def _check_words(_code: str, values: Values) -> Iterable[Problem]:
    wrong = next((word for word in NOT_PRINTED if word in values.get("phrases", "")), "")
    if wrong:
        why = f"「{wrong}」は、証明書に表示しないことになっています。"
        yield _problem("phrases", "この固定文言は登録できません。", why)


def _papers() -> Choices:
    return ports.paper_kinds()


PAPER_TABLES: Final = (
    CodeTable(
        "seals",
        "公印",
        "証明書と通知に印字する印影。効力のある日の印影が印字される。本庁・支所ごとの登録はない。",
        "総務課",
        "STD-1.3.7、5.6",
        KeyRule("公印", choices=lambda: tuple((kind.value, kind.label) for kind in SealKind)),
        (
            Column(
                "picture",
                "印影",
                Kind.PICTURE,
                required=True,
                hint="図形だけの黒のSVG、または正方形でグレースケールのPNG。100キロバイトまで",
                listed=False,
            ),
            Column("side_mm", "1辺（ミリメートル）", Kind.NUMBER, hint="空欄は24。25まで"),
            Column(
                "color",
                "色",
                Kind.CHOICE,
                choices=((BLACK, "黒"), (RED, "赤（カード券面だけ）")),
                hint="空欄は黒",
            ),
            Column("remarks", "備考", limit=100),
        ),
        check=_check_seal,
    ),
    CodeTable(
        "paper_seals",
        "帳票の職名・公印",
        "帳票ごとに、だれの職名・氏名で、公印をどうするか。行のない帳票は、その日の認証者とその公印で出す。",
        "市民課",
        "STD-5.6",
        KeyRule("帳票", choices=_papers),
        (
            Column(
                "certifier",
                "職名・氏名",
                Kind.CHOICE,
                choices=((Signer.MAYOR, "市区町村長"), (Signer.ACTING, "職務代理者")),
                hint="空欄は、その日の認証者（職務代理の期間は職務代理者）",
            ),
            Column(
                "sealed",
                "公印の印字",
                Kind.CHOICE,
                required=True,
                choices=((SEALED, "印字する"), (UNSEALED, "省略する")),
            ),
            Column(
                "seal",
                "公印の種類",
                Kind.CHOICE,
                choices=(
                    (OFFICE_SEAL, "市区町村長・職務代理者の印"),
                    (CERTIFICATE_SEAL, "証明書専用の印"),
                ),
                hint="空欄は、市区町村長・職務代理者の印",
            ),
            Column(
                "phrases",
                "固定文言",
                limit=60,
                hint="空欄は「この印は黒色です」、省略するときは「公印省略」",
            ),
        ),
        check=_check_words,
    ),
    CodeTable(
        "issue_numbers",
        "発行番号の端末",
        "端末ごとに、発行番号に入れる発行プリンタ番号と、発行場所の番号。行のない端末は空欄にする。",
        "市民課",
        "STD-5.5",
        KeyRule("端末", r"\S.{0,63}", "端末の名称"),
        (
            Column("printer", "発行プリンタ番号", limit=20, hint="例: プリンタ001"),
            Column("place", "発行場所の番号", Kind.NUMBER, hint="数字。発行順の番号の前に付く"),
        ),
    ),
)
