"""交付申請書のデータ: a CSV of applications fills requests; nothing of a file with a wrong cell, nothing twice, nothing issued."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from daicho.business.certificates.models import Issue
from daicho.business.requests.commands.decide import grant
from daicho.business.requests.commands.identify import identify
from daicho.business.requests.commands.import_applications import (
    ImportedApplications,
    import_applications,
)
from daicho.business.requests.models import Request
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Invalid, Refused
from daicho.registers.residents.tests.factories import Resident

__all__ = ["enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]

FILE = """番号,受付の経路,請求者の区分,請求者の氏名・名称,請求者の住所・所在地,証明する人の氏名,証明する人の生年月日,証明書の種類,載せる事項,通数,請求の理由
A-1,窓口,本人,見本　太郎,福島市五老内町3番1号,見本　太郎,S60.4.1,住民票の写し（個人票）,世帯主・続柄、本籍・筆頭者,2,
A-2,郵送,同一世帯の人,見本　花子,福島市五老内町3番1号,見本　太郎,,住民票の写し（世帯連記式）,,1,年金の請求
"""


def taken(access: Access, text: str) -> ImportedApplications:
    return import_applications(access, name="applications.csv", content=text.encode("utf-8-sig"))


def test_each_line_waits_as_a_request_and_nothing_is_issued(desk: Access) -> None:
    done = taken(desk, FILE)
    assert [each.number for each in done.received] == ["A-1", "A-2"]
    assert all(each.reception.startswith("請2026-") for each in done.received)
    first, second = (Request.objects.get(key=each.request) for each in done.received)
    assert (first.channel, first.requester, first.form, first.copies) == (
        "counter",
        "self",
        "individual",
        2,
    )
    assert first.items == ["domicile", "relationship"]
    assert (second.channel, second.requester, second.ground) == ("post", "household", "年金の請求")
    for row in (first, second):
        assert (row.state, row.identified, row.documents, row.persons) == (
            "received",
            False,
            [],
            [],
        )
    assert not Issue.objects.exists()
    entry = Entry.objects.get(kind="requests.applications_imported")
    assert "見本" not in entry.body
    assert Entry.objects.filter(kind="requests.received").count() == 2


def test_what_was_read_is_decided_by_a_person_who_has_seen_documents(
    desk: Access, head: Resident
) -> None:
    key = taken(desk, FILE).received[0].request
    identify(desk, request=key, edition=1, records=[head.record], requester_record=head.record)
    with pytest.raises(Invalid) as caught:
        grant(desk, request=key, edition=Request.objects.get(key=key).edition)
    assert "本人確認" in " ".join(problem.what for problem in caught.value.problems)
    assert not Issue.objects.exists()


def test_a_line_that_was_read_before_is_told_whatever_the_file(desk: Access) -> None:
    first = taken(desk, FILE)
    again = taken(desk, FILE)
    assert again.received == ()
    assert again.known == first.received
    header, line, _ = FILE.splitlines()
    other = taken(desk, f"{header}\n{line}\nA-3{line[3:]}\n")
    assert [each.number for each in other.known] == ["A-1"]
    assert [each.number for each in other.received] == ["A-3"]
    assert Request.objects.count() == 3


WRONG = (
    (FILE.replace(",本人,", ",隣人,"), "2行目 請求者の区分"),
    (FILE.replace("住民票の写し（個人票）", "戸籍謄本"), "2行目 証明書の種類"),
    (FILE.replace("本籍・筆頭者", "年収"), "2行目 載せる事項"),
    (FILE.replace(",2,\n", ",二,\n"), "2行目 通数"),
    (FILE.replace(",2,\n", ",99,\n"), "2行目 通数"),
    (FILE.replace("A-2", "A-1"), "3行目 番号"),
    (FILE.replace("見本　花子,福島市五老内町3番1号", "見本　花子,"), "3行目 請求者の住所"),
    (
        FILE.replace("請求の理由", "本人確認書類").replace("年金の請求", "旅券"),
        "3行目 本人確認書類",
    ),
    (FILE.replace("請求の理由", "備考"), "3行目 備考"),
    (FILE.replace("A-2,郵送", "A-2,駅前"), "3行目 受付の経路"),
)


@pytest.mark.parametrize(("text", "named"), WRONG)
def test_nothing_is_received_of_a_file_with_a_wrong_cell(
    desk: Access, text: str, named: str
) -> None:
    with pytest.raises(Invalid) as caught:
        taken(desk, text)
    found = [problem for problem in caught.value.problems if problem.what.startswith(named)]
    assert found
    assert all(problem.why and problem.remedy for problem in found)
    assert not Request.objects.exists()


def test_whoever_has_not_the_duty_is_refused(auditor: Access) -> None:
    with pytest.raises(Refused):
        taken(auditor, FILE)
    assert not Request.objects.exists()


def test_the_screen_takes_a_file_and_leads_to_the_filled_form(
    register: Any, signed_in: Any, enrolled: Any
) -> None:
    browser: Client = enrolled(signed_in(register("係1", Duty.COUNTER)), name="本庁係1")
    url = reverse("requests_applications")
    assert "証明する人の氏名" in browser.get(url).content.decode()
    page = browser.post(url, {"file": SimpleUploadedFile("a.csv", FILE.encode())})
    keys = list(Request.objects.order_by("number").values_list("key", flat=True))
    assert len(keys) == 2
    form = reverse("requests_edit", args=(keys[0],))
    assert form in page.content.decode()
    filled = browser.get(form).content.decode()
    assert 'value="見本　太郎"' in filled
    assert '<option value="individual" selected' in filled
    again = browser.post(url, {"file": SimpleUploadedFile("a.csv", FILE.encode())})
    assert "前に取り込まれていたため" in again.content.decode()
    assert browser.post(url).status_code == 422
    assert Request.objects.count() == 2
