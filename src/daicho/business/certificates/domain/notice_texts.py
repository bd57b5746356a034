"""What notices say (通知の文面): from a subject of a case to the plain data of a letter or certificate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from daicho.business.certificates.domain.composition import address_line
from daicho.business.certificates.domain.notice import Desk, Occasion, Subject
from daicho.business.certificates.domain.notice_subjects import late_move_out
from daicho.foundation.documents.sheets import (
    Column,
    LetterSheet,
    Pair,
    Section,
    Table,
)
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.case_acts import Effect
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Particulars


def head_changed(_occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """世帯主変更通知書 (STD-4.0.4, 4.0.5)."""
    head = next(e for e in subject.effects if e.becomes_head)
    return letter(
        "世帯主変更通知書",
        subject,
        desk,
        body=(
            f"{event_of(subject)}の異動により世帯主がいなくなったため、あなたの世帯の世帯主を、"
            "職権により次のとおり変更しましたので、通知します。",
        ),
        facts=(
            Section(
                "世帯",
                (
                    Pair("住所", address_line(head.after)),
                    Pair("新しい世帯主", head.after.printed_name),
                    Pair("変更の年月日", event_of(subject)),
                ),
            ),
            Table(
                (Column("氏名", 20), Column("新しい続柄", 14), Column("変更前の続柄", 14)),
                tuple(
                    (
                        e.after.printed_name,
                        e.after.relationship_to_head,
                        e.before.relationship_to_head if e.before else "",
                    )
                    for e in subject.effects
                ),
            ),
        ),
        closing=("記載に誤りがあるときは、問い合わせ先へ申し出てください。",),
    )


def head_wanted(_occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """世帯主変更依頼通知書 (STD-4.0.5)."""
    by = f"{format_wareki(desk.reply_by)}までに" if desk.reply_by else "速やかに"
    first = subject.members[0].particulars
    return letter(
        "世帯主変更依頼通知書",
        subject,
        desk,
        body=(
            f"あなたの世帯は、{event_of(subject)}から世帯主がいない状態になっています。",
            f"世帯主が変わったときは、住民基本台帳法第25条により届け出ることになっています。{by}、"
            "世帯主変更届を提出してください。届出がないときは、職権で世帯主を定めることがあります。",
        ),
        facts=(
            Section("世帯", (Pair("住所", address_line(first)),)),
            Table(
                (Column("氏名", 24), Column("前の世帯主との続柄", 24)),
                tuple(
                    (m.particulars.printed_name, m.particulars.relationship_to_head)
                    for m in subject.members
                ),
            ),
        ),
        closing=("届出には、届け出る人の本人確認書類が必要です。",),
    )


def accepted(occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """住民異動届受理通知 (STD-4.1.0.3): that it was accepted, and nothing of what the register now says."""
    act = subject.act
    stands_for = late_move_out(occasion, act) and act.reason == "removal_domestic_move_out"
    what = "転出証明書に準ずる証明書の交付" if stands_for else reason_label(act.reason)
    names = "、".join(e.after.printed_name for e in subject.effects)
    relation = f"（{occasion.notifier_relation}）" if occasion.notifier_relation else ""
    notifier = occasion.notifier or subject.effects[0].after.printed_name
    return letter(
        "住民異動届受理通知書",
        subject,
        desk,
        body=(
            "次の届出を受理しましたので、通知します。",
            "この届出に心当たりがないときは、すぐに問い合わせ先へ連絡してください。",
        ),
        facts=(
            Section(
                "受理した届出",
                (
                    Pair("届出日", day(occasion.notified_on)),
                    Pair("異動事由", what),
                    Pair("届出人の氏名", f"{notifier}{relation}"),
                    Pair("異動者の氏名", names),
                ),
            ),
        ),
    )


def ex_officio(occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """職権記録書 (STD-4.2.0.1): what is recorded ex officio, on what ground; it stays in the office."""
    act = subject.act
    return letter(
        "職権記録書",
        subject,
        desk,
        facts=(
            Section(
                "処理",
                (
                    Pair("受付番号", occasion.number),
                    Pair("異動の種類", occasion.title),
                    Pair("異動事由", reason_label(act.reason)),
                    Pair("区分", act.basis),
                    Pair("根拠条文", occasion.article),
                    Pair("根拠となった書類・事実", occasion.ground),
                    Pair("異動日", act.event_date.display()),
                    Pair("処理日", format_wareki(act.processed_at.date())),
                ),
            ),
            *(changed(e) for e in subject.effects),
        ),
    )


def told_ex_officio(_occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """職権記載等通知書 (令12条4項): to the person, what was done without a notification that was owed."""
    act = subject.act
    removes = all(e.removes for e in subject.effects)
    verb = "消除" if removes else "記載等を"
    return letter(
        "職権記載等通知書",
        subject,
        desk,
        body=(
            "住民基本台帳法による届出がないため、住民基本台帳法第8条及び同法施行令第12条により、"
            f"職権で住民票の{verb}しましたので、通知します。",
        ),
        facts=(
            Section(
                "職権による処理",
                (
                    Pair("異動事由", reason_label(act.reason)),
                    Pair("異動日", act.event_date.display()),
                    Pair("処理日", format_wareki(act.processed_at.date())),
                    Pair("対象の人", "、".join(e.after.printed_name for e in subject.effects)),
                    Pair("住所", address_line(_standing(subject.effects[0]))),
                ),
            ),
        ),
    )


def _standing(effect: Effect) -> Particulars:
    """What is told: the address now on the register, or that from which somebody was removed."""
    return effect.before if effect.removes and effect.before else effect.after


def delay(occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """届出期間経過通知書 (失期通知): to the 簡易裁判所 (住基法52条2項・53条, practice.md §2)."""
    return letter(
        "届出期間経過通知書",
        replace(subject, addressee=desk.court),
        desk,
        body=(
            "住民基本台帳法に定める期間を過ぎて、次のとおり届出がありましたので、同法第52条第2項に"
            "該当するものとして通知します。",
        ),
        facts=(Section("届出義務者", _liable(occasion, subject)), _overdue(occasion, subject)),
        closing=("届出人の理由書を添えます。",),
    )


def delay_reason(occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """届出期間経過理由書: to be filled in by whoever notified late."""
    return letter(
        "届出期間経過理由書",
        subject,
        desk,
        facts=(
            _overdue(occasion, subject),
            Section(
                "届出が遅れた理由",
                (Pair("理由", "\n" * 12), Pair("記入した日", "令和　　年　　月　　日")),
            ),
            Section("記入する人", (Pair("住所", "\n"), Pair("氏名", "\n"), Pair("電話番号", ""))),
        ),
    )


def _liable(occasion: Occasion, subject: Subject) -> tuple[Pair, ...]:
    items = subject.effects[0].after
    return (
        Pair("氏名", items.printed_name),
        Pair("生年月日", items.birth_date.display()),
        Pair("住所", address_line(items)),
        Pair("異動者の氏名", "、".join(e.after.printed_name for e in subject.effects)),
        Pair("届け出た人", occasion.notifier or items.printed_name),
    )


def _overdue(occasion: Occasion, subject: Subject) -> Section:
    days = 0
    if occasion.deadline and occasion.notified_on:
        days = (occasion.notified_on - occasion.deadline).days
    return Section(
        "届出",
        (
            Pair("届出の種類", f"{occasion.title}届（{occasion.article}）"),
            Pair("異動日", event_of(subject)),
            Pair("届出期間の末日", day(occasion.deadline)),
            Pair("届出日", day(occasion.notified_on)),
            Pair("経過日数", f"{days}日"),
        ),
    )


def from_immigration(occasion: Occasion, subject: Subject, desk: Desk) -> LetterSheet:
    """処理結果確認票 (STD-4.5.6): before and after what a notice changed; it stays in the office."""
    return letter(
        "処理結果確認票（出入国在留管理庁長官通知）",
        subject,
        desk,
        facts=(
            Section(
                "通知",
                (
                    Pair("受付番号", occasion.number),
                    Pair("通知日", day(subject.act.noticed_on)),
                    Pair("異動事由", reason_label(subject.act.reason)),
                    Pair("異動日", event_of(subject)),
                ),
            ),
            *(changed(e) for e in subject.effects),
        ),
    )


def letter(
    title: str,
    subject: Subject,
    desk: Desk,
    *,
    body: tuple[str, ...] = (),
    facts: tuple[Section | Table, ...],
    closing: tuple[str, ...] = (),
) -> LetterSheet:
    """A letter with what the office adds to each."""
    return LetterSheet(
        title=title,
        issue=desk.issue,
        body=body,
        facts=facts,
        closing=closing,
        instruction=desk.instruction,
        enquiries=desk.enquiries if subject.addressee else "",
        document_number=desk.document_number,
        addressee=desk.addressee or subject.addressee,
    )


def changed(effect: Effect) -> Section:
    """One person's items before and after; of a new record only after."""
    name = effect.after.printed_name or "（氏名空欄）"
    rows = effect.changes()
    if effect.before is None:
        pairs = tuple(Pair(label, after) for label, _, after in rows)
        return Section(f"{name}（新しい住民票）", pairs or (Pair("記載", ""),))
    pairs = tuple(Pair(label, after, before=before) for label, before, after in rows)
    return Section(name, pairs or (Pair("変更", "変わる項目はありません"),))


def event_of(subject: Subject) -> str:
    """異動日 in words, uncertain as it may be."""
    return subject.act.event_date.display()


def day(value: date | None) -> str:
    """A date in 和暦, blank where there is none."""
    return format_wareki(value) if value else ""
