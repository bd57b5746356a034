"""Asking (依頼の画面): which kind, with which parameters, when; what differs from the last time is marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from daicho.foundation.jobs import ports
from daicho.foundation.jobs.commands.ask_job import ask_job
from daicho.foundation.jobs.domain.kinds import (
    CHECKED,
    RELATIVE_DATES,
    JobField,
    JobKind,
    in_words,
    shown,
    typed,
)
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.selectors.jobs import last_of, seen_job
from daicho.foundation.jobs.selectors.visible import held_kinds, serving
from daicho.foundation.jobs.web.schedule_form import draw_schedule, read_schedule
from daicho.foundation.staff.public import StaffRequest, check_may, screen
from daicho.foundation.ui.fields import Field
from daicho.foundation.ui.posted import key_of
from daicho.foundation.ui.templatetags.daicho_ui import make_field
from daicho.kernel.errors import Invalid, Missing, Problem

_KINDS = {"text": "text", "date": "text", "number": "number", "choice": "select", "check": "radio"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A parameter on the form; `before` is the last time's value as the input would hold it."""

    field: Field
    label: str
    before: str | None
    changed: bool


@require_GET
@screen("jobs.ask")
def choose(request: StaffRequest) -> HttpResponse:
    """Which kind."""
    kinds = [kind for kind in held_kinds(request.access) if kind.by_hand]
    return render(request, "jobs/kinds.html", {"kinds": kinds})


@require_http_methods(["GET", "POST"])
@screen("jobs.ask")
def ask(request: StaffRequest, kind: str) -> HttpResponse:
    """The form of a kind, filled in as the last time; posted, the wish."""
    chosen = ports.kind_of(kind)
    check_may(serving(request.access, chosen), chosen.operation)
    source = key_of((request.POST if request.method == "POST" else request.GET).get("from", ""))
    before = _last_time(request, chosen, source)
    if request.method == "GET":
        start = (
            {f.name: typed(f, before.parameters.get(f.name, "")) for f in chosen.fields}
            if before
            else {}
        )
        return _draw(request, chosen, before, start)
    given = _given(request.POST, chosen, before)
    try:
        schedule = read_schedule(request.POST)
        made = ask_job(
            serving(request.access, chosen),
            kind=kind,
            parameters=given,
            schedule=schedule,
            key=key_of(request.POST.get("key", "")),
            again_of=before.key if before else None,
        )
    except Invalid as error:
        return _draw(request, chosen, before, given, error.problems)
    if schedule is not None:
        messages.success(request, "予約しました。時刻になると、自動で始まります。")
        return redirect("jobs_plan", plan=made)
    messages.success(request, "受け付けました。この画面を閉じても、処理は続きます。")
    return redirect("jobs_job", job=made)


def _last_time(request: StaffRequest, kind: JobKind, source: UUID | None) -> Job | None:
    if source is not None:
        return seen_job(request.access, source)
    if not kind.by_hand:
        raise Missing(
            "この処理は、ここからは依頼できません。",
            why="何について行うかを、別の画面で決める処理だからです。",
            remedy="その事務の画面から依頼するか、前の処理の画面から「この条件でもう一度」を選んでください。",
            code="jobs.not_by_hand",
        )
    return last_of(request.access, kind=kind)


def _given(posted: Mapping[str, str], kind: JobKind, before: Job | None) -> dict[str, str]:
    """What was typed; a job that another program asked for is repeated as it was."""
    if before is not None and not kind.by_hand:
        return dict(before.parameters)
    return {field.name: posted.get(f"p.{field.name}", "") for field in kind.fields}


def _draw(
    request: StaffRequest,
    kind: JobKind,
    before: Job | None,
    values: Mapping[str, str],
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    names = {field.name for field in kind.fields}
    found = tuple(
        Problem(p.code, f"p.{p.field}", p.what, p.why, p.remedy) if p.field in names else p
        for p in problems
    )
    asked = request.POST if request.method == "POST" else {}
    context = {
        "kind": kind,
        "key": key_of(asked.get("key", "")) or uuid4(),
        "before": before,
        "parameters": [
            _drawn(field, values, before, found) for field in kind.fields if kind.by_hand
        ],
        "repeated": shown(kind, before.parameters) if before and not kind.by_hand else (),
        "schedule": draw_schedule(asked, found),
        "dates": any(field.input == "date" for field in kind.fields),
        "words": "、".join(RELATIVE_DATES),
        "problems": found,
    }
    return render(request, "jobs/ask.html", context, status=422 if found else 200)


def _drawn(
    field: JobField, values: Mapping[str, str], before: Job | None, problems: tuple[Problem, ...]
) -> Drawn:
    value = values.get(field.name, "")
    kept = before.parameters.get(field.name, "") if before else None
    options: list[tuple[str, str]] = [("", "選んでください"), *field.choices]
    if field.input == "check":
        options = [(CHECKED, "はい"), ("", "いいえ")]
    hints = [] if kept is None else [f"前回: {in_words(field, kept) or '（空欄）'}"]
    hints += [field.hint] if field.hint else []
    drawn = make_field(
        f"p.{field.name}",
        label=field.label,
        kind=_KINDS[field.input],
        value=value,
        problems=problems,
        hint="　".join(hints),
        required=field.required and field.input != "check",
        options=options,
    )
    last = None if kept is None else typed(field, kept)
    return Drawn(drawn, field.label, last, last is not None and last != value)
