"""Papers of retention (廃棄の受領書): what was erased, by whose word, how and when, for the archive of the town."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from daicho.business.retention.audit_types import PLAN_PRINTED
from daicho.business.retention.commands.erase import METHOD
from daicho.business.retention.commands.steps import describe
from daicho.business.retention.domain.states import State
from daicho.business.retention.selectors.plans import FileLine, PlanView, plan_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.public import Column, FormSheet, Pair, Section, Table
from daicho.foundation.staff.public import check_may
from daicho.foundation.ui.formats import moment
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki


def print_plan(access: Access, *, plan: UUID) -> bytes:
    """The PDF of a plan: the draft to be approved, or the receipt when it is done. One entry."""
    check_may(access, "retention.view")
    with recorded(access, PLAN_PRINTED) as note:
        view = plan_of(plan, access)
        describe(note, view.row)
        return printer().render(_sheet(view)).pdf


def _sheet(view: PlanView) -> FormSheet:
    done = view.state is State.DONE
    parts: list[Section | Table] = [Section("計画", _acts(view))]
    parts += [_years(view, done=done), _rules(view), _digests(view)]
    town = municipality_of(settings.TOWN["code"]).name
    lead = (
        f"{town}　保存期間を過ぎた次の文書を、法令と文書取扱規程により廃棄した。個人を特定できる事項は、この書面にない。"
        if done
        else f"{town}　保存期間を過ぎた次の文書の廃棄を計画した。承認されるまで、何も消えない。"
    )
    return FormSheet(
        title="廃棄の受領書" if done else f"廃棄の計画（{view.state.label}）",
        made_on=business_today(),
        sections=tuple(parts),
        lead=lead,
    )


def _acts(view: PlanView) -> tuple[Pair, ...]:
    row = view.row
    pairs = [
        Pair("番号", row.number),
        Pair("基準日", format_wareki(row.as_of)),
        Pair("試算", f"{row.drafted_by_name}　{moment(row.drafted_at)}"),
    ]
    if row.approved_at:
        pairs.append(Pair("承認", f"{row.approved_by_name}　{moment(row.approved_at)}"))
    if row.ended_at and view.state is State.DONE:
        pairs += [
            Pair("廃棄を終えた日時", moment(row.ended_at)),
            Pair("廃棄の方法", METHOD),
        ]
    gone = "廃棄した件数" if view.state is State.DONE else "廃棄する件数"
    pairs += [
        Pair(gone, f"{view.erased if view.state is State.DONE else view.due}件"),
        Pair("残した件数", f"{view.kept_back}件"),
    ]
    return tuple(pairs)


def _years(view: PlanView, *, done: bool) -> Table:
    rows = tuple(
        (
            file.title if at == 0 else "",
            line.words,
            f"{(line.gone if done else line.goes):,}",
            f"{line.stays:,}" if line.stays else "",
        )
        for file in view.files
        for at, line in enumerate(file.years)
    )
    return Table(
        (
            Column("文書の種類", 22),
            Column("終わった年度", 10),
            Column("廃棄した件数" if done else "廃棄する件数", 8, numeric=True),
            Column("残した件数" if done else "残す件数", 8, numeric=True),
        ),
        rows,
        title="件数",
    )


def _rules(view: PlanView) -> Section:
    return Section("保存期間と範囲", tuple(Pair(file.title, _rule(file)) for file in view.files))


def _rule(file: FileLine) -> str:
    kept = "、".join(f"{words} {count}件" for words, count in file.reasons)
    begun = f"{file.period}（{file.source}）。{format_wareki(file.before)}より前に終わったもの"
    return f"{begun}。残す理由: {kept}" if kept else begun


def _digests(view: PlanView) -> Section:
    pairs = [Pair(file.title, file.digest) for file in view.files]
    return Section("対象の識別子の指紋（SHA-256）", (*pairs, Pair("全体", view.row.digest)))
