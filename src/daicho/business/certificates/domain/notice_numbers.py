"""Notices that carry numbers (番号を載せる通知): 転出証明書, what stands in its place, and 住民票コード通知票."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from daicho.business.certificates.domain.composition import Item, Numbers, address_line, person
from daicho.business.certificates.domain.notice import Desk, Occasion, Subject
from daicho.business.certificates.domain.notice_subjects import SPECIAL_MOVE_OUT
from daicho.business.certificates.domain.notice_texts import day, event_of, letter
from daicho.foundation.documents.sheets import Leaver, LetterSheet, MoveOutSheet, Pair, Section
from daicho.registers.residents.domain.case_acts import Effect
from daicho.registers.residents.domain.particulars import Particulars

ALL_ITEMS: Final = frozenset(Item) - {Item.HISTORY}
CERTIFIES = "上記のとおり転出の届出があったことを証明します。"
STANDS_FOR = (
    "転出の日から14日を過ぎて届出があったため、転出証明書に代えて交付します。"
    "転入届に添える書類として証明します。"
)
STANDS_FOR_REMOVED = (
    "職権により消除した住民票に基づき、転出証明書に代えて交付します。"
    "転入届に添える書類として証明します。"
)
SEAL_OMITTED = "公印省略"
SPECIAL_MARK = "特例による転出処理済"


def moved_out(occasion: Occasion, subject: Subject, desk: Desk) -> MoveOutSheet:
    """転出証明書 (令23条); of a 特例転出 with its mark."""
    special = occasion.kind == SPECIAL_MOVE_OUT
    marks = (SPECIAL_MARK,) if special else ()
    return _leaving(occasion, subject, desk, "転出証明書", CERTIFIES, marks)


def moved_out_late(occasion: Occasion, subject: Subject, desk: Desk) -> MoveOutSheet:
    """転出証明書に準ずる証明書: a paper to go with the 転入届 (STD-4.1.3.0.3)."""
    removed = subject.act.reason == "removal_ex_officio"
    words = STANDS_FOR_REMOVED if removed else STANDS_FOR
    return _leaving(occasion, subject, desk, "転出証明書に準ずる証明書", words, ())


def _leaving(
    occasion: Occasion,
    subject: Subject,
    desk: Desk,
    title: str,
    sentence: str,
    marks: tuple[str, ...],
) -> MoveOutSheet:
    items = subject.effects[0].before or subject.effects[0].after
    after = subject.effects[0].after
    return MoveOutSheet(
        title=title,
        address=address_line(items),
        head=items.head_name,
        destination=after.destination_planned,
        destination_head=occasion.destination_head,
        leaves_on=event_of(subject),
        notified_on=day(occasion.notified_on),
        leavers=tuple(_leaver(e, desk) for e in subject.effects),
        issue=replace(
            desk.issue,
            sentence=sentence,
            marks=marks,
            phrases=desk.issue.phrases if desk.issue.seal else (SEAL_OMITTED,),
        ),
    )


def _leaver(effect: Effect, desk: Desk) -> Leaver:
    items = effect.before or effect.after
    numbers = desk.numbers.get(effect.person) or Numbers()
    told = person(items, items=ALL_ITEMS, numbers=numbers)
    return Leaver(
        # Somebody without a number has none: nothing is left out here.
        person=replace(told, individual_number=numbers.individual, resident_code=numbers.code),
        health_insurance=_insured(items.nhi_insured, items.nhi_acquired_on, items.nhi_lost_on),
        late_elderly=_insured(
            items.late_elderly_insured, items.late_elderly_acquired_on, items.late_elderly_lost_on
        ),
        care_insurance=_insured(items.ltc_insured, items.ltc_acquired_on, items.ltc_lost_on),
        pension=_pension(items),
        child_allowance=_allowance(items),
    )


def _insured(insured: bool | None, acquired: date | None, lost: date | None) -> str:
    """該当 with its days; blank for somebody who is not insured."""
    if not insured:
        return ""
    days = [f"取得 {day(acquired)}"] if acquired else []
    days += [f"喪失 {day(lost)}"] if lost else []
    return "　".join(["該当", *days])


def _pension(items: Particulars) -> str:
    words = _insured(items.pension_insured, items.pension_acquired_on, items.pension_lost_on)
    if not words:
        return ""
    number = f"基礎年金番号 {items.basic_pension_number}" if items.basic_pension_number else ""
    return "　".join(part for part in (words, items.pension_type, number) if part)


def _allowance(items: Particulars) -> str:
    if not items.child_allowance_start_month:
        return ""
    return f"{items.child_allowance_start_month}から{items.child_allowance_end_month}"


def coded(_occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """住民票コード通知票 (住基法30条の3)."""
    return _code_letter(
        "住民票コード通知票",
        "あなたの住民票に、次の住民票コードを記載しましたので、住民基本台帳法第30条の3により通知します。",
        subject,
        desk,
    )


def code_changed(_occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """住民票コード変更通知票 (住基法30条の4)."""
    return _code_letter(
        "住民票コード変更通知票",
        "請求により、あなたの住民票コードを次のとおり変更しましたので、住民基本台帳法第30条の4により通知します。",
        subject,
        desk,
    )


def code_corrected(_occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """住民票コード修正通知票."""
    return _code_letter(
        "住民票コード修正通知票",
        "あなたの住民票に記載した住民票コードを、次のとおり修正しましたので、通知します。",
        subject,
        desk,
    )


def _code_letter(title: str, words: str, subject: Subject, desk: Desk) -> LetterSheet:
    (effect,) = subject.effects
    numbers = desk.numbers.get(effect.person)
    return letter(
        title,
        subject,
        desk,
        body=(words,),
        facts=(Section("住民票コード", (Pair("住民票コード", numbers.code if numbers else ""),)),),
        closing=(
            "住民票コードは、国や地方公共団体などの法律で定められた事務のほかには使えません。"
            "他人に知らせないでください。",
        ),
    )
