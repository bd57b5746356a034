"""Grounds (閲覧のできる場合, 住基法11条・11条の2): one table of who may inspect, for what, and of what the report tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class GroundCode(StrEnum):
    """The rows of the table."""

    ORGAN = "organ"
    SURVEY = "survey"
    WELFARE = "welfare"
    RESIDENCE = "residence"
    COMMERCIAL = "commercial"


@dataclass(frozen=True, slots=True)
class Ground:
    """One row. `permitted` is False where no law lets anybody inspect; `published` where the yearly report tells of it.

    `organ`: a body of the state or of a local government asks, and names the law of its task; `outcome`: how the
    results are treated must be said.
    """

    code: GroundCode
    label: str
    article: str
    permitted: bool = True
    published: bool = True
    organ: bool = False
    outcome: bool = False


GROUNDS: Final[dict[str, Ground]] = {
    ground.code.value: ground
    for ground in (
        Ground(
            GroundCode.ORGAN,
            "国・地方公共団体の機関が、法令で定める事務のために行う",
            "住基法11条1項",
            organ=True,
        ),
        Ground(
            GroundCode.SURVEY,
            "統計調査・世論調査・学術研究などで、公益性が高い",
            "住基法11条の2第1項1号",
            outcome=True,
        ),
        Ground(
            GroundCode.WELFARE,
            "公共的団体の地域住民の福祉の向上に寄与する活動で、公益性が高い",
            "住基法11条の2第1項2号",
        ),
        Ground(
            GroundCode.RESIDENCE,
            "訴訟の提起など特別の事情による居住関係の確認（営利以外）",
            "住基法11条の2第1項3号",
            published=False,
        ),
        Ground(
            GroundCode.COMMERCIAL,
            "営利の目的（勧誘・ダイレクトメール・名簿の作成など）",
            "住基法11条の2第1項（どの号にも当たらない）",
            permitted=False,
        ),
    )
}


class Refusal(StrEnum):
    """Why an application is refused: the row that the notice names."""

    COMMERCIAL = "commercial"
    NO_PUBLIC_INTEREST = "no_public_interest"
    PURPOSE_UNCLEAR = "purpose_unclear"
    CUSTODY = "custody"
    IDENTITY = "identity"
    MISUSE = "misuse"
    TOO_WIDE = "too_wide"

    @property
    def label(self) -> str:
        return _REFUSALS[self][0]

    @property
    def article(self) -> str:
        return _REFUSALS[self][1]


_REFUSALS: Final = {
    Refusal.COMMERCIAL: ("営利を目的とする", "住基法11条の2第1項"),
    Refusal.NO_PUBLIC_INTEREST: ("公益性が高いと認められない", "住基法11条の2第1項1号・2号"),
    Refusal.PURPOSE_UNCLEAR: (
        "利用の目的・請求の事由が明らかでない",
        "住基法11条2項・11条の2第2項",
    ),
    Refusal.CUSTODY: ("管理の方法・成果の取扱いが十分でない", "住基法11条の2第2項"),
    Refusal.IDENTITY: ("閲覧者を確かめられない", "閲覧等省令（閲覧者の確認）"),
    Refusal.MISUSE: ("過去に目的外の利用・勧告・命令がある", "住基法11条の2第8項から第11項まで"),
    Refusal.TOO_WIDE: ("目的に必要な範囲を超える", "住基法11条の2第1項"),
}
