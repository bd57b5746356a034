"""Screens of bulk movements (一括処理): the list, the form, one case with its progress, and its lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.movements.commands.bulk_approve import approve_bulk
from daicho.business.movements.commands.bulk_close import close_bulk
from daicho.business.movements.commands.bulk_discard import discard_bulk
from daicho.business.movements.commands.bulk_examine import examine_bulk
from daicho.business.movements.commands.bulk_prepare import Upload, prepare_bulk
from daicho.business.movements.commands.bulk_resume import resume_bulk
from daicho.business.movements.commands.bulk_return import return_bulk
from daicho.business.movements.commands.bulk_stop import stop_bulk
from daicho.business.movements.commands.bulk_submit import submit_bulk
from daicho.business.movements.commands.bulk_undo import undo_bulk
from daicho.business.movements.domain.bulk import BULK_TABLE, BulkAction, LineState
from daicho.business.movements.domain.bulk_uses import USES, Use
from daicho.business.movements.selectors.bulk import (
    bulk_people,
    bulk_progress,
    list_bulk,
    view_bulk,
    wrong_lines,
)
from daicho.business.movements.web.drawing import draw_sections
from daicho.business.movements.web.payloads import names_of
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import format_wareki_short

STEPS: Final[dict[str, tuple[Callable[..., int], str]]] = {
    BulkAction.EXAMINE: (examine_bulk, "審査を終えました。決裁を待ちます。"),
    BulkAction.APPROVE: (approve_bulk, "決裁しました。実施日から本処理を行います。"),
    BulkAction.RETURN: (return_bulk, "差し戻しました。"),
    BulkAction.DISCARD: (discard_bulk, "破棄しました。台帳には何も記録していません。"),
    BulkAction.STOP: (stop_bulk, "中断しました。書いた分はそのままです。"),
    BulkAction.RESUME: (resume_bulk, "再開しました。残りから続けます。"),
    BulkAction.CLOSE: (close_bulk, "残りを行わずに終えました。"),
}


@require_GET
@screen("bulk.list")
def bulk_list(request: StaffRequest) -> HttpResponse:
    """Every bulk case, newest first."""
    found = list_bulk(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "page": found.page,
        "lines": found.lines,
        "may_prepare": may(request.access, "bulk.prepare"),
    }
    return render(request, "movements/bulk_list.html", context)


@require_GET
@screen("bulk.prepare")
def bulk_choose(request: StaffRequest) -> HttpResponse:
    """Which use."""
    return render(request, "movements/bulk_uses.html", {"uses": USES.values()})


@require_http_methods(["GET", "POST"])
@screen("bulk.prepare")
def bulk_form(request: StaffRequest, use: str) -> HttpResponse:
    """The form of a use: settings, and a file where the use wants one."""
    chosen = _use(use)
    if request.method == "GET":
        return _draw(request, chosen, _initial(chosen), uuid4())
    names = names_of(chosen.sections)
    settings = {n: str(v) for n, v in request.POST.items() if n in names and str(v).strip()}
    case = key_of(request.POST.get("case", "")) or uuid4()
    sent = request.FILES.get("file")
    upload = Upload(sent.name or "", sent.file) if sent and sent.file else None
    try:
        prepare_bulk(request.access, case=case, use=use, settings=settings, upload=upload)
    except Invalid as error:
        return _draw(request, chosen, settings, case, error.problems)
    messages.success(request, "受け付けました。対象者の抽出（仮処理）を始めます。")
    return redirect("movements_bulk_case", case=case)


@require_GET
@screen("bulk.list")
def bulk_case(request: StaffRequest, case: UUID) -> HttpResponse:
    """One bulk case."""
    return _case_page(request, case)


@require_GET
@screen("bulk.list")
def bulk_counts(request: StaffRequest, case: UUID) -> HttpResponse:
    """The counts alone (HTMX), asked for every two seconds while the machine works; then the page is drawn anew."""
    view = bulk_progress(request.access, case=case)
    response = render(request, "movements/bulk_progress.html", {"view": view})
    if not view.at_work:
        response["HX-Refresh"] = "true"
    return response


@require_GET
@screen("bulk.list")
def bulk_lines(request: StaffRequest, case: UUID) -> HttpResponse:
    """Everybody, before and after (処理結果一覧)."""
    state = request.GET.get("state", "")
    page = number_of(request.GET, "page", otherwise=1)
    found = bulk_people(request.access, case=case, state=state, page=page)
    tabs = [
        {"title": "全員", "url": "?", "active": state not in set(LineState)},
        *(
            {"title": s.label, "url": f"?state={s.value}", "active": state == s.value}
            for s in LineState
        ),
    ]
    context = {"case": case, "found": found, "page": found.page, "tabs": tabs}
    return render(request, "movements/bulk_lines.html", context)


@require_GET
@screen("bulk.list")
def bulk_errors(request: StaffRequest, case: UUID) -> HttpResponse:
    """The lines of the file that are wrong (エラーリスト)."""
    found = wrong_lines(request.access, case=case, page=number_of(request.GET, "page", otherwise=1))
    context = {"case": case, "found": found, "page": found.page}
    return render(request, "movements/bulk_errors.html", context)


@require_POST
@screen("bulk.list")
def bulk_take(request: StaffRequest, case: UUID, action: str) -> HttpResponse:
    """Take a step; the command checks the right, the state, the person and the page."""
    edition = number_of(request.POST, "edition", otherwise=0)
    remark = request.POST.get("remark", "")
    try:
        if action == BulkAction.UNDO:
            made = undo_bulk(request.access, case=case, edition=edition, remark=remark)
            messages.success(request, "取消しの案件を作りました。対象者の抽出を始めます。")
            return redirect("movements_bulk_case", case=made)
        words = _take(request, case, action, edition, remark)
    except Invalid as error:
        return _case_page(request, case, error.problems)
    messages.success(request, words)
    return redirect("movements_bulk_case", case=case)


def _take(request: StaffRequest, case: UUID, action: str, edition: int, remark: str) -> str:
    if action == BulkAction.SUBMIT:
        submit_bulk(
            request.access,
            case=case,
            edition=edition,
            remark=remark,
            only_right=bool(request.POST.get("only_right")),
        )
        return "審査に回しました。ほかの職員の審査を待ちます。"
    if action not in STEPS:
        raise Missing(
            "この操作はありません。",
            remedy="一括処理の画面から選び直してください。",
            code="bulk.action",
        )
    command, words = STEPS[action]
    command(request.access, case=case, edition=edition, remark=remark)
    return words


def _case_page(request: StaffRequest, case: UUID, problems: Iterable[Problem] = ()) -> HttpResponse:
    view = view_bulk(request.access, case=case)
    told = tuple(problems)
    context: Mapping[str, object] = {
        "view": view,
        "actions": [
            {"code": a.value, "label": a.label, "danger": BULK_TABLE[a].danger}
            for a in view.actions
        ],
        "problems": told,
        "asks_lines": bool(view.wrong_rows) and BulkAction.SUBMIT in view.actions,
    }
    return render(request, "movements/bulk_case.html", context, status=422 if told else 200)


def _use(code: str) -> Use:
    if code not in USES:
        raise Missing(
            "この種類の一括処理はありません。",
            remedy="一覧から選び直してください。",
            code="bulk.use",
        )
    return USES[code]


def _initial(use: Use) -> dict[str, str]:
    today = format_wareki_short(business_today())
    return {
        spec.name: today if spec.initial == "today" else spec.initial
        for section in use.sections
        for spec in section.fields
        if spec.initial
    }


def _draw(
    request: StaffRequest,
    use: Use,
    settings: Mapping[str, str],
    case: UUID,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    told = tuple(problems)
    context = {
        "use": use,
        "case": case,
        "problems": told,
        "sections": draw_sections(use.sections, settings, told),
        "layouts": use.layouts,
        "file_problems": [p for p in told if p.field == "file"],
    }
    return render(request, "movements/bulk_form.html", context, status=422 if told else 200)
