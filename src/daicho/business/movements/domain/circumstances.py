"""Circumstances (子・施設の事情): what a counter confirms beyond the items: children alone, one parent's word, institutions.

Ages and the grounds of 共同親権 (民法824条の2, from 2026-04-01) are dated law values.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.person import Entered
from daicho.business.movements.domain.reading import Reader
from daicho.foundation.law_values import in_force, value_on

CUSTODY_LAW: Final = "joint_custody"
CIRCUMSTANCES: Final = sheet.Section(
    "子・施設の事情",
    (
        sheet.FieldSpec(
            "custody",
            "親権の行使の確認",
            sheet.Input.CHOICE,
            law=CUSTODY_LAW,
            hint="未成年の子について、法定代理人である父母の一方が届け出たとき",
        ),
        sheet.FieldSpec("custody_evidence", "親権を確かめた書類", hint="例: 戸籍全部事項証明書"),
        sheet.FieldSpec(
            "minor_evidence",
            "15歳未満だけの世帯とする理由と、確かめた書類",
            hint="例: 児童養護施設に入所（措置決定通知書）",
        ),
        sheet.FieldSpec(
            "institution", "施設に入る", sheet.Input.CHECK, hint="施設の名を方書に入れます"
        ),
    ),
    folded=True,
)


def age_on(birth: date, day: date) -> int:
    """満年齢 on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def under(code: str, birth: date, day: date) -> bool:
    """Whether somebody is younger on a day than the age that the law names by `code`."""
    return age_on(birth, day) < int(value_on("ages", code, day).facts["years"])


def check_circumstances(
    reader: Reader, people: Sequence[Entered], day: date, *, household: str
) -> None:
    """Note what wants a confirmation; `household` is the existing one that they enter, empty for a new one."""
    births = [p.birth.sort_on for p in people if p.birth]
    check_custody(reader, births, day)
    _check_alone(reader, births, day, new=not household)
    _check_institution(reader, len(people), new=not household)


def check_custody(reader: Reader, births: Sequence[date], day: date) -> None:
    """One parent acts for a child: how it was found that one may (民法824条の2)."""
    grounds = {row.code for row in in_force(CUSTODY_LAW, reader.today)}
    minor = any(under("adult", birth, day) for birth in births)
    if not grounds or not minor or reader.raw("notifier_relation") != "legal_agent":
        return
    if reader.raw("custody") not in grounds:
        reader.alert(
            "custody",
            "custody_unclear",
            "子について、父母の一方だけの届出でよいかが確かめられていません。",
            "父母双方が親権者のときは、親権は共同して行います（民法824条の2）。",
            "戸籍などで確かめ、どれに当たるかを選んでください。",
        )
    elif not reader.has("custody_evidence"):
        reader.alert(
            "custody_evidence",
            "custody_without_evidence",
            "親権を確かめた書類が空欄です。",
            "何で確かめたかを、届出と一緒に残します。",
            "確かめた書類を入力してください。",
        )


def _check_alone(reader: Reader, births: Sequence[date], day: date, *, new: bool) -> None:
    alone = bool(births) and all(under("own_will", birth, day) for birth in births)
    if new and alone and not reader.has("minor_evidence"):
        reader.alert(
            "minor_evidence",
            "minors_alone",
            "15歳未満の人だけの世帯になります。",
            "誰が養育しているか、届け出る人にその資格があるかを確かめる必要があります。",
            "確かめた書類と理由を入力してください。",
        )


def _check_institution(reader: Reader, count: int, *, new: bool) -> None:
    if not reader.has("institution"):
        return
    if new and not reader.has("katagaki"):
        reader.note(
            "katagaki",
            "institution_without_name",
            "施設の名が、方書にありません。",
            "施設に入る人の住所には、方書として施設の名を記載します。",
            "方書に施設の名を入力してください。",
        )
    if count > 1 or not new:
        reader.alert(
            "institution",
            "institution_household",
            "施設に入る人が、ほかの人と同じ世帯になります。",
            "施設では、生計が別であるため一人ずつの世帯とするのが通例です。",
            "夫婦・親子などで生計が同じことを確かめてください。",
        )
