"""Notices that lead onward (転入地・本人・次の窓口へ): 成年被後見人の転出, 個人番号 without the number, 案内票."""

from __future__ import annotations

from typing import Final

from daicho.business.certificates.domain.composition import address_line
from daicho.business.certificates.domain.guidance import Counter, Visit
from daicho.business.certificates.domain.notice import Desk, Occasion, Subject, Timing
from daicho.business.certificates.domain.notice_subjects import to_destination, to_person
from daicho.business.certificates.domain.notice_texts import event_of, letter
from daicho.foundation.documents.sheets import Column, LetterSheet, Pair, Section, Table
from daicho.registers.residents.domain.case_acts import Effect

NUMBER_REASONS: Final = {
    "number_ex_officio_entry": "指定",
    "number_change_request": "変更",
    "number_ex_officio_correction": "修正",
}


def wards_gone(occasion: Occasion) -> tuple[Subject, ...]:
    """成年被後見人の転出通知書: each ward who moves to another municipality (STD-9.4)."""
    return tuple(
        Subject(
            key=str(effect.person),
            label=effect.after.printed_name,
            effects=(effect,),
            act=act,
            addressee=to_destination(
                effect.after.destination_planned_code, effect.after.destination_planned
            ),
        )
        for act in occasion.acts
        if act.reason == "removal_domestic_move_out"
        for effect in act.effects
        if effect.removes and effect.before is not None and effect.before.adult_ward
    )


def told_wards(_occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """To the municipality of destination: that whoever comes is an adult ward."""
    (effect,) = subject.effects
    items = effect.before or effect.after
    return letter(
        "成年被後見人の転出通知書",
        subject,
        desk,
        body=(
            "次の者は成年被後見人であり、貴市区町村への転出の届出がありましたので、通知します。",
        ),
        facts=(
            Section(
                "転出する成年被後見人",
                (
                    Pair("氏名", items.printed_name),
                    Pair("生年月日", items.birth_date.display()),
                    Pair("性別", items.sex.label),
                    Pair("本籍", items.domicile or "＊＊＊"),
                    Pair("転出前の住所", address_line(items)),
                    Pair("転出先の住所（予定）", effect.after.destination_planned),
                    Pair("転出の予定年月日", event_of(subject)),
                ),
            ),
        ),
    )


def numbered(occasion: Occasion) -> tuple[Subject, ...]:
    """個人番号の指定・変更のお知らせ: whoever got a number, or another one."""
    return tuple(
        Subject(
            key=str(effect.person),
            label=effect.after.printed_name,
            effects=(effect,),
            act=act,
            addressee=to_person(effect.after),
            timing=Timing.ASKED,
        )
        for act in occasion.acts
        if act.reason in NUMBER_REASONS
        for effect in act.effects
        if _renumbered(effect)
    )


def _renumbered(effect: Effect) -> bool:
    before = effect.before.individual_number_ref if effect.before else None
    now = effect.after.individual_number_ref
    return now is not None and now != before


def told_number(_occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """That there is one; which one is told by 個人番号通知書 alone (REG-061)."""
    (effect,) = subject.effects
    what = NUMBER_REASONS[subject.act.reason]
    return letter(
        f"個人番号の{what}のお知らせ",
        subject,
        desk,
        body=(
            f"あなたの個人番号を{what}しましたので、お知らせします。",
            "番号は、地方公共団体情報システム機構から転送不要の簡易書留で届く「個人番号通知書」で確かめてください。"
            "この通知には、番号を載せていません。",
        ),
        facts=(
            Section(
                f"個人番号の{what}",
                (
                    Pair("氏名", effect.after.printed_name),
                    Pair("住所", address_line(effect.after)),
                    Pair(f"{what}の年月日", event_of(subject)),
                ),
            ),
        ),
        closing=("前の番号の個人番号カードを持っている人は、窓口へ返してください。",)
        if what != "指定"
        else (),
    )


def guided(occasion: Occasion) -> tuple[Subject, ...]:
    """案内票: handed over where a movement sends anybody to another counter."""
    if not occasion.visits:
        return ()
    act = occasion.acts[0]
    return (
        Subject(
            key="",
            label="、".join(dict.fromkeys(n for v in occasion.visits for n in v.names)),
            effects=occasion.effects,
            act=act,
            addressee=None,
            timing=Timing.ASKED,
            detail=tuple(_short(visit, occasion) for visit in occasion.visits),
        ),
    )


def _counter(visit: Visit, occasion: Occasion) -> Counter:
    return occasion.counters.get(visit.code, Counter())


def _short(visit: Visit, occasion: Occasion) -> str:
    counter = _counter(visit, occasion)
    where = "　".join(part for part in (counter.name, counter.place) if part)
    return f"{visit.title}{f'（{where}）' if where else ''}: {'、'.join(visit.names)} {visit.why}"


def guidance(occasion: Occasion, _subject: Subject, desk: Desk) -> LetterSheet:
    """案内票: counter by counter, with a place to tick."""
    rows = []
    for visit in occasion.visits:
        counter = _counter(visit, occasion)
        where = "\n".join(part for part in (counter.name, counter.place, counter.phone) if part)
        where = where or "案内で聞いてください"
        errand = f"{visit.why}\n持ち物　{counter.bring}" if counter.bring else visit.why
        rows.append(("□", visit.title, where, "、".join(visit.names), errand))
    return LetterSheet(
        title="案内票（次に行く窓口）",
        issue=desk.issue,
        facts=(
            Section(
                "届出",
                (Pair("受付番号", occasion.number), Pair("手続", occasion.title)),
            ),
            Table(
                (
                    Column("済", 3),
                    Column("手続", 9),
                    Column("窓口", 10),
                    Column("対象の人", 11),
                    Column("すること", 15),
                ),
                tuple(rows),
                title="次に行く窓口",
                least=12.0,
            ),
        ),
        closing=(
            "届出の内容から案内しています。ほかにも手続が要ることがあります。分からないときは、職員に聞いてください。",
        ),
        enquiries=desk.enquiries,
        document_number=desk.document_number,
    )
