"""The screens of 広域交付 as a clerk goes: the form, its paper, the record, and the list of what was asked of us."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.gateways.wide_area.handlers import wide_area_request
from daicho.gateways.wide_area.models import WideAreaCopy
from daicho.gateways.wide_area.tests.conftest import Residence, came
from daicho.gateways.wide_area.tests.test_requests import asked
from daicho.kernel.access import Duty

__all__ = ["enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier", "lines")]

PAPER = {
    "document": "individual_number_card",
    "code": "92128315677",
    "name": "架空　太郎",
    "birth_on": "S55.7.15",
    "scope": "person",
    "include": ["relationship"],
}


@pytest.fixture
def window(register: Any, signed_in: Any, enrolled: Any) -> Client:
    client: Client = enrolled(signed_in(register("係1", Duty.COUNTER)), name="本庁係1")
    return client


@pytest.mark.proves("JUK-031")
def test_the_form_answers_with_the_paper_once(window: Client, residence: Residence) -> None:
    form = window.get(reverse("wide_area_desk")).content.decode()
    assert "住所地に照会して写しを作る" in form
    assert "健康保険証" not in form
    paper = PAPER | {"key": str(uuid4())}
    response = window.post(reverse("wide_area_desk"), paper)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF")
    again = window.post(reverse("wide_area_desk"), paper)
    assert again.status_code == 409
    assert len(residence.asked) == 1
    row = WideAreaCopy.objects.get()
    page = window.get(reverse("wide_area_copies")).content.decode()
    assert row.number in page
    assert "埼玉県和光市" in page
    spoil = reverse("wide_area_spoil", args=[row.key])
    assert window.post(spoil, {"reason": ""}).status_code == 422
    assert window.post(spoil, {"reason": "紙詰まり"}).status_code == 302
    assert "紙詰まり" in window.get(reverse("wide_area_copies")).content.decode()


def test_what_is_wrong_stands_beside_its_field(window: Client, residence: Residence) -> None:
    response = window.post(reverse("wide_area_desk"), {"key": str(uuid4()), "birth_on": "30.2.31"})
    assert response.status_code == 422
    response = window.post(reverse("wide_area_desk"), {"key": str(uuid4())})
    assert response.status_code == 422
    words = response.content.decode()
    for what in (
        "本人確認書類が選ばれていません。",
        "氏名がありません。",
        "生年月日がありません。",
    ):
        assert what in words
    assert residence.asked == []


def test_the_list_of_requests_is_empty_or_shows_them(window: Client, family: list[UUID]) -> None:
    page = window.get(reverse("wide_area_requests")).content.decode()
    assert "該当する要求はありません" in page
    wide_area_request(came(asked(family[0], include=["relationship"])))
    wide_area_request(came(asked(family[0], name="見本　次郎")))
    page = window.get(reverse("wide_area_requests")).content.decode()
    for words in ("埼玉県和光市", "見本　太郎", "世帯主・続柄", "氏名・生年月日の不一致"):
        assert words in page
    refused = window.get(reverse("wide_area_requests") + "?outcome=refused").content.decode()
    assert "世帯主・続柄" not in refused
