"""戸籍の通知: those that came, those that go out, and what a clerk does with those that wait."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.family_register.commands.place_told import drop_told, place_told
from daicho.gateways.family_register.commands.settle_notice import (
    dismiss_notice,
    draft_notice,
    enter_notice,
)
from daicho.gateways.family_register.domain.notices import Sending, Standing
from daicho.gateways.family_register.selectors.notices import (
    ALL,
    list_notices,
    list_told,
    view_notice,
)
from daicho.kernel.errors import Invalid

_IN_TABS: Final = (
    (Standing.HELD.value, "保留"),
    (Standing.DRAFTED.value, "下書きを作成"),
    (Standing.ENTERED.value, "附票に記載"),
    (Standing.MISMATCHED.value, "照合通知を送付"),
    (Standing.DISMISSED.value, "対象外"),
    (ALL, "すべて"),
)
_OUT_TABS: Final = (
    (Sending.UNPLACED.value, "保留"),
    (Sending.QUEUED.value, "送信待ち・応答待ち"),
    (Sending.HELD.value, "相手が確認中"),
    (Sending.ACCEPTED.value, "受理"),
    (Sending.REFUSED.value, "拒否"),
    (ALL, "すべて"),
)
KIND_LABELS: Final = {
    "family_register_amend": "戸籍修正",
    "name_kana": "振り仮名の記載・変更",
    "death": "死亡",
    "disappearance": "失踪",
}


@require_GET
@screen("family.notices")
def notices(request: StaffRequest) -> HttpResponse:
    """Those that came."""
    state = request.GET.get("state", Standing.HELD.value)
    found = list_notices(
        request.access, state=state, page=number_of(request.GET, "page", otherwise=1)
    )
    context = {"page": found.page, "lines": found.lines, "tabs": _tabs(_IN_TABS, state)}
    return render(request, "family_register/notices.html", context)


@require_GET
@screen("family.notices")
def told(request: StaffRequest) -> HttpResponse:
    """Those that go out."""
    state = request.GET.get("state", Sending.UNPLACED.value)
    return _told(request, state)


@require_GET
@screen("family.notices")
def notice(request: StaffRequest, notice: UUID) -> HttpResponse:
    """One that came."""
    return _notice(request, notice)


@require_POST
@screen("family.settle")
def draft(request: StaffRequest, notice: UUID) -> HttpResponse:
    """Say whom it is about, and open the draft."""
    try:
        case = draft_notice(
            request.access,
            notice=notice,
            atena_number=request.POST.get("atena_number", ""),
            kind=request.POST.get("kind", ""),
        )
    except Invalid as error:
        return _notice(request, notice, error)
    messages.success(request, "下書きを作りました。内容を確かめて仮登録してください。")
    return redirect("movements_case", case=case)


@require_POST
@screen("family.settle")
def enter(request: StaffRequest, notice: UUID) -> HttpResponse:
    """Enter it in our 附票."""
    enter_notice(request.access, notice=notice)
    messages.success(request, "附票に記載しました。")
    return redirect("family_notices")


@require_POST
@screen("family.settle")
def dismiss(request: StaffRequest, notice: UUID) -> HttpResponse:
    """Keep that nothing is to be done with it here."""
    try:
        dismiss_notice(request.access, notice=notice, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return _notice(request, notice, error)
    messages.success(request, "対象外として記録しました。")
    return redirect("family_notices")


@require_POST
@screen("family.settle")
def place(request: StaffRequest, told: UUID) -> HttpResponse:
    """Name the municipality of one that waits."""
    try:
        place_told(request.access, told=told, municipality=request.POST.get("municipality", ""))
    except Invalid as error:
        return _told(request, Sending.UNPLACED.value, error, acting=told)
    messages.success(request, "本籍地を決めました。")
    return redirect("family_told")


@require_POST
@screen("family.settle")
def drop(request: StaffRequest, told: UUID) -> HttpResponse:
    """Keep that nobody is told."""
    try:
        drop_told(request.access, told=told, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return _told(request, Sending.UNPLACED.value, error, acting=told)
    messages.success(request, "通知しないことを記録しました。")
    return redirect("family_told")


def _notice(request: StaffRequest, key: UUID, error: Invalid | None = None) -> HttpResponse:
    view = view_notice(request.access, notice=key)
    context = {
        "view": view,
        "problems": error.problems if error else (),
        "may_settle": may(request.access, "family.settle"),
        "kinds": [("", "選んでください"), *((k, KIND_LABELS[k]) for k in view.kinds)],
    }
    return render(request, "family_register/notice.html", context, status=422 if error else 200)


def _told(
    request: StaffRequest,
    state: str,
    error: Invalid | None = None,
    *,
    acting: UUID | None = None,
) -> HttpResponse:
    found = list_told(request.access, state=state, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "page": found.page,
        "lines": found.lines,
        "tabs": _tabs(_OUT_TABS, state),
        "problems": error.problems if error else (),
        "acting": acting,
        "typed": request.POST,
        "may_settle": may(request.access, "family.settle"),
    }
    return render(request, "family_register/told.html", context, status=422 if error else 200)


def _tabs(tabs: tuple[tuple[str, str], ...], state: str) -> list[dict[str, object]]:
    return [
        {"title": title, "url": f"?state={code}", "active": code == state} for code, title in tabs
    ]
