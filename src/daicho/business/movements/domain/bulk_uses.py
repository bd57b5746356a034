"""Uses of bulk (一括処理の種類): every one of them, with its form, its file and how its settings are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from daicho.business.movements.domain import (
    bulk_address,
    bulk_domicile,
    bulk_insurance,
    bulk_kana,
)
from daicho.business.movements.domain.bulk_file import Layout
from daicho.business.movements.domain.bulk_units import Row, Task
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import Section
from daicho.business.movements.domain.world import Town

REVERSAL = "bulk_reversal"
REVERSAL_TITLE = "一括の異動の取消し"


@dataclass(frozen=True, slots=True)
class Use:
    """One use: its code (the `kind` of the changes it makes), its name, its article, its form.

    `layouts` are the files it knows; `layout` gives the one that the settings want, or None; `read` the task that they
    describe.
    """

    code: str
    title: str
    article: str
    explanation: str
    sections: tuple[Section, ...]
    layouts: tuple[Layout, ...]
    layout: Callable[[Mapping[str, str]], Layout | None]
    read: Callable[[Reader, Town, Sequence[Row]], Task | None]


USES: dict[str, Use] = {
    use.code: use
    for use in (
        Use(
            "bulk_address_change",
            "住所一括変更",
            "住基法8条、施行令12条",
            "町名変更・住居表示・区画整理・合併",
            bulk_address.SECTIONS,
            tuple(bulk_address.LAYOUTS.values()),
            bulk_address.layout,
            bulk_address.read,
        ),
        Use(
            "bulk_domicile_change",
            "本籍一括変更",
            "住基法8条、施行令12条",
            "町名などが変わった本籍の表示",
            bulk_domicile.SECTIONS,
            (bulk_domicile.LIST,),
            bulk_domicile.layout,
            bulk_domicile.read,
        ),
        Use(
            "bulk_individual_matters",
            "個別事項の取込み",
            "住基法7条、施行令12条",
            "国保・後期・介護・年金・児童手当・選挙のファイル",
            bulk_insurance.SECTIONS,
            tuple(bulk_insurance.LAYOUTS.values()),
            bulk_insurance.layout,
            bulk_insurance.read,
        ),
        Use(
            "bulk_name_reading",
            "振り仮名の職権記載",
            "住基法7条1号の2、施行令12条",
            "届出のなかった人の振り仮名を、地区や生まれた年ごとに",
            bulk_kana.SECTIONS,
            (),
            bulk_kana.layout,
            bulk_kana.read,
        ),
    )
}


def use_title(code: str) -> str:
    """The name of a use, the reversal too."""
    return REVERSAL_TITLE if code == REVERSAL else USES[code].title


def use_article(code: str) -> str:
    """The article that a use rests on."""
    return "住基法8条、施行令12条" if code == REVERSAL else USES[code].article
