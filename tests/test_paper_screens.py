"""The screens of papers (帳票の画面): forms to fill in, 不在住証明, 在留満了, the slip on a case, and what the town preselects."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.models import Issue
from daicho.business.movements.tests.paper import HEAD, WIFE, carry_through, move_in_paper, pool
from daicho.business.requests.models import Request
from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.kernel.access import Access, Duty
from daicho.registers.code_tables.tests.keeping import keep
from daicho.registers.residents.tests.factories import enter, foreigner, make_resident
from tests.desk import take_in
from tests.test_protection_channels import connected

__all__ = ["connected", "enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "connected")]


@pytest.fixture
def counter(
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
    system: Access,
) -> Client:
    """A counter's browser on an enrolled terminal, in a town with a mayor."""
    set_certifier(system, valid_from=date(2020, 4, 1), title="見本市長", name="台帳　守")
    return enrolled(signed_in(register("窓口係", Duty.COUNTER)))


def text(answer: Any) -> str:  # Any: a test client's response
    return str(answer.content.decode())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def test_absence_is_looked_at_before_it_is_issued_and_a_change_is_shown_again(
    counter: Client,
) -> None:
    make_resident(name="見本　太郎")
    path = "/certificates/absence/"
    typed = {
        "lack": "absence_certificate",
        "name": "架空　無人",
        "address": "福島市五老内町3-1",
        "requester_name": "見本　司",
        "documents": "individual_number_card",
    }
    assert "申請書のとおりに台帳を探します" in text(counter.get(path))
    shown = text(counter.post(path, typed | {"act": "preview"}))
    assert "data:image/svg+xml" in shown
    seen = {"seen": hidden(shown, "seen"), "key": hidden(shown, "key"), "act": "issue"}
    other = counter.post(path, typed | seen | {"name": "架空　次郎"})
    assert other.status_code == 200
    assert not Issue.objects.exists()
    done = counter.post(path, typed | seen)
    assert done.status_code == 302
    assert "不在住証明書" in text(counter.get(done["Location"]))
    there = counter.post(path, typed | {"act": "preview", "name": "見本　太郎"})
    assert there.status_code == 422
    assert "お答えできる情報はありません" in text(there)
    wrong = counter.post(path, typed | {"act": "preview", "removed_on": "きのう"})
    assert wrong.status_code == 422
    assert "日付" in text(wrong)


def test_forms_are_printed_blank_and_for_somebody(counter: Client) -> None:
    who = make_resident(name="見本　太郎")
    page = text(counter.get("/certificates/forms/"))
    assert "転入届" in page
    assert "世帯全員" not in page
    person = text(counter.get(f"/residents/{who.record}/"))
    assert f"/certificates/forms/?record={who.record}" in person
    filled = text(counter.get(f"/certificates/forms/?record={who.record}"))
    assert "世帯全員" in filled
    answer = counter.get(f"/certificates/forms/move_within.pdf?record={who.record}")
    assert answer["Content-Type"] == "application/pdf"
    words = "".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    assert "転居届" in words
    assert "見本太郎" in words
    assert counter.get("/certificates/forms/nothing.pdf").status_code == 404


def test_whose_residence_ends_is_listed_and_written_to(counter: Client) -> None:
    assert "在留期間が満了する人はいません" in text(counter.get("/certificates/notices/residence/"))
    who = enter(foreigner(residence_status="留学", residence_until=date(2026, 12, 31)))
    page = text(counter.get("/certificates/notices/residence/"))
    assert "2026年12月31日" in page
    nobody = counter.post("/certificates/notices/residence/", {"key": hidden(page, "key")})
    assert nobody.status_code == 422
    chosen = {"key": hidden(page, "key"), "chosen": str(who.record)}
    assert counter.post("/certificates/notices/residence/", chosen).status_code == 302
    assert Issue.objects.get().kind == "residence_end"


def test_the_case_shows_the_next_counters(
    counter: Client, clerk: Access, examiner: Access, approver: Access, system: Access
) -> None:
    keep(system, "counters", "health", {"name": "保険年金課", "place": "1階 5番"})
    pool()
    case = carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD, WIFE))
    page = text(counter.get(f"/movements/{case}/"))
    assert "案内票" in page
    assert "国民健康保険（保険年金課　1階 5番）: 見本　太郎、見本　花子" in page


@pytest.mark.proves("STD-5.1/m4")
def test_the_desk_begins_with_what_the_town_has_settled(counter: Client, system: Access) -> None:
    who = make_resident()
    keep(system, "certificate_items", "relationship", {"default": "shown"})
    for begun in ("", f"?person={who.person}", "?channel=post"):
        page = text(counter.get(f"/requests/new/{begun}"))
        assert re.search(r'name="items" value="relationship" checked', page)
        assert not re.search(r'name="items" value="(domicile|individual_number)" checked', page)


def test_a_paper_that_proves_one_fact_is_asked_for_without_items(counter: Client) -> None:
    key = take_in(counter, form="standing", items=["relationship"])
    assert Request.objects.get(key=key).items == []


def test_from_the_desk_there_is_a_way_to_what_no_record_is_needed_for(counter: Client) -> None:
    page = text(counter.get("/requests/new/"))
    for path in ("/certificates/absence/", "/certificates/forms/"):
        assert f'href="{path}"' in page
        assert counter.get(path).status_code == 200


def test_who_does_not_work_at_the_counter_sees_none_of_it(
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
) -> None:
    auditor = enrolled(signed_in(register("監査係", Duty.AUDIT)))
    for path in ("absence/", "forms/", "forms/move_in.pdf", "notices/residence/"):
        assert auditor.get(f"/certificates/{path}").status_code == 403
