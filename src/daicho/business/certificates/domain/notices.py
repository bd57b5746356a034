"""Notices (通知書の一覧): one table of what may be made, from which movement, to whom, and what it says.

There is none that tells the movers what their latest movement changed (STD-4.1.0.3 must not), and no 住民票コード確認票
(STD-4.3.3 must not). Nothing is printed by itself: what comes out in the flow of a movement waits on the case until
somebody has looked at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from daicho.business.certificates.domain import notice_numbers as numbers
from daicho.business.certificates.domain import notice_onward as onward
from daicho.business.certificates.domain import notice_subjects as subjects
from daicho.business.certificates.domain import notice_texts as texts
from daicho.business.certificates.domain.notice import Notice, Occasion, Shows, Subject

NOTICES: Final[dict[str, Notice]] = {
    notice.code: notice
    for notice in (
        Notice(
            "move_out_certificate",
            "転出証明書",
            "STD-4.1.3.0.3",
            "住基法24条、令23条・24条",
            "国内への転出届（特例転出では求めがあったとき）",
            "転出する人",
            subjects.moved_out,
            numbers.moved_out,
            certificate=True,
            shows=Shows.BOTH,
        ),
        Notice(
            "move_out_equivalent",
            "転出証明書に準ずる証明書",
            "STD-4.1.3.0.3",
            "住基法24条、令23条",
            "転出の日から14日を過ぎた届出、職権消除（求めがあったとき）",
            "転出した人",
            subjects.moved_out_late,
            numbers.moved_out_late,
            certificate=True,
            shows=Shows.BOTH,
        ),
        Notice(
            "head_change_notice",
            "世帯主変更通知書",
            "STD-4.0.5",
            "住基法25条、令12条",
            "職権で世帯主を定めた異動",
            "世帯主が消除される前の並び順で、残った人のうち最上位の人",
            subjects.head_changed,
            texts.head_changed,
            taught=True,
        ),
        Notice(
            "head_change_request",
            "世帯主変更依頼通知書",
            "STD-4.0.5",
            "住基法25条",
            "世帯主がいなくなり、職権で定めない世帯",
            "世帯主が消除される前の並び順で、残った人のうち最上位の人",
            subjects.head_wanted,
            texts.head_wanted,
        ),
        Notice(
            "acceptance_notice",
            "住民異動届受理通知",
            "STD-4.1.0.3",
            "住基法27条",
            "転入・転居・転出・世帯変更の届出、準ずる証明書の交付",
            "異動前住所の届出人（ないとき・適当でないときは異動後住所の異動者）",
            subjects.accepted,
            texts.accepted,
        ),
        Notice(
            "ex_officio_record",
            "職権記録書",
            "STD-4.2.0.1",
            "住基法8条、令12条",
            "届出によらない記載・消除・修正",
            "庁内に置く",
            subjects.ex_officio,
            texts.ex_officio,
            sealed=False,
        ),
        Notice(
            "ex_officio_notice",
            "職権記載等通知書",
            "STD-4.2.0.1",
            "住基法8条、令12条4項",
            "届け出るべきなのに届出がなく、職権で行った異動",
            "本人",
            subjects.told_ex_officio,
            texts.told_ex_officio,
            taught=True,
        ),
        Notice(
            "delay_notice",
            "届出期間経過通知書",
            "practice.md §2",
            "住基法52条2項・53条",
            "期間を過ぎた届出（失期）",
            "簡易裁判所",
            subjects.late,
            texts.delay,
        ),
        Notice(
            "delay_reason",
            "届出期間経過理由書",
            "practice.md §2",
            "住基法52条2項",
            "期間を過ぎた届出（失期）",
            "届出人が記入する",
            subjects.late,
            texts.delay_reason,
            sealed=False,
        ),
        Notice(
            "code_notice",
            "住民票コード通知票",
            "STD-4.3.3",
            "住基法30条の3",
            "住民票コードを新しく付けた異動",
            "本人",
            subjects.coded,
            numbers.coded,
            shows=Shows.CODE,
        ),
        Notice(
            "code_change_notice",
            "住民票コード変更通知票",
            "STD-4.3.3",
            "住基法30条の4",
            "請求による住民票コードの変更",
            "本人",
            subjects.code_changed,
            numbers.code_changed,
            shows=Shows.CODE,
        ),
        Notice(
            "code_correction_notice",
            "住民票コード修正通知票",
            "STD-4.3.3",
            "住基法30条の3",
            "住民票コードの修正",
            "本人",
            subjects.code_corrected,
            numbers.code_corrected,
            shows=Shows.CODE,
        ),
        Notice(
            "number_notice",
            "個人番号の指定・変更のお知らせ",
            "STD-4.4",
            "番号法7条1項・2項",
            "個人番号の指定・変更・修正",
            "本人",
            onward.numbered,
            onward.told_number,
        ),
        Notice(
            "ward_notice",
            "成年被後見人の転出通知書",
            "STD-9.4",
            "住民基本台帳事務処理要領",
            "成年被後見人の国内への転出",
            "転入地の市区町村長",
            onward.wards_gone,
            onward.told_wards,
        ),
        Notice(
            "guidance_slip",
            "案内票",
            "practice.md §2",
            "庁内の案内",
            "ほかの窓口での手続がある異動",
            "届け出た人に渡す",
            onward.guided,
            onward.guidance,
            sealed=False,
        ),
        Notice(
            "processing_result",
            "処理結果確認票",
            "STD-4.5.6",
            "住基法30条の50",
            "出入国在留管理庁長官の通知による修正・消除",
            "庁内に置く",
            subjects.from_immigration,
            texts.from_immigration,
            sealed=False,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Due:
    """One copy of one notice that a case gives rise to."""

    notice: Notice
    subject: Subject
    case: str

    @property
    def occasion(self) -> str:
        """What tells this copy from every other: issued once, and again only as 再交付."""
        return occasion_key(self.notice.code, self.case, self.subject.key)


def occasion_key(kind: str, case: object, subject: str) -> str:
    """One first issue for each of these; see `Due.occasion`."""
    return f"{kind}:{case}:{subject}"


def due_of(occasion: Occasion) -> tuple[Due, ...]:
    """Everything that may be made from a case, in the order of the table."""
    return tuple(
        Due(notice, subject, str(occasion.case))
        for notice in NOTICES.values()
        if occasion.acts
        for subject in notice.subjects(occasion)
    )
