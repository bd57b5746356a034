"""The desk (交付の窓口): ask, look at the sheet, issue, open, spoil."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar
from urllib.parse import quote
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.certificates.commands.issue import Preview, issue, preview_request
from daicho.business.certificates.commands.print_note import file_name
from daicho.business.certificates.commands.spoil import spoil
from daicho.business.certificates.domain.composition import (
    FOREIGN_ITEMS,
    ONLY_STATED,
    Form,
    Item,
)
from daicho.business.certificates.domain.rights import ROWS, Proof, Requester
from daicho.business.certificates.domain.wish import Request
from daicho.business.certificates.selectors.desk import (
    DeskLine,
    issued_sheet,
    open_desk,
    preselected_items,
    record_of_person,
)
from daicho.business.certificates.selectors.history import Conditions, search_history
from daicho.foundation.law_values import in_force
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.confirmations import read_confirmations
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem

Chosen = TypeVar("Chosen", Form, Requester)


@require_GET
@screen("certificates.issue")
def start(request: StaffRequest) -> HttpResponse:
    """Where a request begins: with a person found, or with the look-up."""
    person = key_of(request.GET.get("person", ""))
    if person is None:
        return render(request, "certificates/start.html")
    record = record_of_person(request.access, person=person)
    return redirect("certificates_desk", record=record)


@require_http_methods(["GET", "POST"])
@screen("certificates.issue")
def desk(request: StaffRequest, record: UUID) -> HttpResponse:
    """The request for one household or record: GET opens it, POST shows the sheet or issues it."""
    people = open_desk(request.access, record=record)
    if request.method == "GET":
        form = people[0].form
        wish = _blank(form, [p.record for p in people] if form is Form.HOUSEHOLD else [record])
        return _draw(request, record, people, wish)
    wish = _read(request.POST)
    try:
        if request.POST.get("act") == "issue" and request.POST.get("seen") == fingerprint(wish):
            issue(request.access, request=wish)
            messages.success(request, "交付しました。印刷して、手渡す前に氏名を確かめてください。")
            return redirect("certificates_issued", request_key=wish.key)
        shown = preview_request(request.access, request=wish)
    except Invalid as error:
        return _draw(request, record, people, wish, problems=error.problems, status=422)
    if request.POST.get("act") == "issue":
        messages.warning(
            request, "確かめた後に内容が変わっています。もう一度確かめてから交付してください。"
        )
    return _draw(request, record, people, wish, preview=shown)


@require_GET
@screen("certificates.issue")
def issued(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """What a request has brought: every sheet to print, and the hand-over check."""
    wanted = Conditions(request_key=request_key)
    found = search_history(
        request.access, wanted=wanted, page=number_of(request.GET, "page", otherwise=1)
    )
    return render(request, "certificates/issued.html", {"found": found})


@require_GET
@screen("certificates.issue")
def sheet(request: StaffRequest, key: UUID) -> HttpResponse:
    """The PDF of an issued sheet."""
    number, pdf = issued_sheet(request.access, issue=key)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(file_name(number))}"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@screen("certificates.spoil")
def mark_spoiled(request: StaffRequest, key: UUID) -> HttpResponse:
    """書損じ."""
    spoil(request.access, issue=key, reason=request.POST.get("reason", ""))
    messages.success(request, "書損じとして記録しました。")
    return redirect("certificates_history")


def fingerprint(wish: Request) -> str:
    """What was looked at before issuing: a request that differs is shown again, never issued unseen."""
    parts = [
        wish.form.value,
        *(str(r) for r in wish.records),
        *sorted(wish.items),
        wish.requester.value,
        wish.requester_name.strip(),
        wish.ground.strip(),
        wish.stated_address.strip(),
        *sorted(wish.documents),
        *sorted(wish.proofs),
        *(text.strip() for text in (wish.form_number, wish.client, wish.submit_to)),
        f"{wish.copies}{wish.official}{wish.by_post}",
    ]
    return sha256("\n".join(parts).encode()).hexdigest()


def _blank(form: Form, records: Iterable[UUID]) -> Request:
    return Request(
        key=uuid4(),
        form=form,
        records=tuple(records),
        items=preselected_items(),
        requester=Requester.SELF,
        requester_name="",
        ground="",
        documents=(),
        copies=1,
        official=False,
        by_post=False,
    )


def _read(posted: QueryDict) -> Request:
    """The form as typed; anything that is not a choice counts as not chosen, nor an item of what proves one fact."""
    form = _choice(Form, posted.get("form", ""), Form.HOUSEHOLD)
    return Request(
        key=key_of(posted.get("key", "")) or uuid4(),
        form=form,
        records=tuple(r for r in map(key_of, posted.getlist("records")) if r is not None),
        items=frozenset(i for i in Item if posted.get(f"item.{i.value}") and not form.proves),
        requester=_choice(Requester, posted.get("requester", ""), Requester.SELF),
        requester_name=posted.get("requester_name", ""),
        ground=posted.get("ground", ""),
        documents=tuple(posted.getlist("documents")),
        copies=number_of(posted, "copies", otherwise=0),
        official=bool(posted.get("official")),
        by_post=bool(posted.get("by_post")),
        confirmed=frozenset(c.key for c in read_confirmations(posted)),
        stated_address=posted.get("stated_address", ""),
        proofs=frozenset(proof for proof in Proof if proof.value in posted.getlist("proofs")),
        form_number=posted.get("form_number", ""),
        client=posted.get("client", ""),
        submit_to=posted.get("submit_to", ""),
    )


def _choice(kind: type[Chosen], text: str, otherwise: Chosen) -> Chosen:
    return next((one for one in kind if one.value == text), otherwise)


def _draw(
    request: StaffRequest,
    record: UUID,
    people: tuple[DeskLine, ...],
    wish: Request,
    *,
    problems: Iterable[Problem] = (),
    preview: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "record": record,
        "people": people,
        "wish": wish,
        "problems": tuple(problems),
        "confirmed": read_confirmations(request.POST),
        "preview": preview,
        "seen": fingerprint(wish) if preview else "",
        "forms": [(f.value, f.label) for f in Form],
        "requesters": [(r.value, row.label) for r, row in ROWS.items()],
        "proofs": [(p.value, p.label, p in wish.proofs) for p in Proof],
        "for_client": any((wish.form_number, wish.client, wish.submit_to)),
        "stated_items": ONLY_STATED,
        "common_items": [i for i in Item if i not in (*FOREIGN_ITEMS, *ONLY_STATED)],
        "foreign_items": FOREIGN_ITEMS if any(p.foreign for p in people) else (),
        "documents": in_force("identity_documents", business_today()),
    }
    return render(request, "certificates/desk.html", context, status=status)
