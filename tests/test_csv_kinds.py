"""CSVのデータの取込 (STD-10.8): each of the four kinds of paper fills its screen, and nothing is recorded by reading."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from daicho.business.certificates.models import Issue
from daicho.business.movements.models import Case
from daicho.business.movements.tests.conftest import family, staff
from daicho.business.movements.tests.family import now
from daicho.business.movements.tests.test_papers import CERTIFICATE, MINE
from daicho.business.requests.models import Request
from daicho.business.requests.tests.test_applications import FILE
from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.kernel.access import Duty
from daicho.registers.residents.models import Version

__all__ = ["enrolled", "family", "register", "signed_in", "staff", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
CARD = f"""番号,氏名,旧氏,通称,生年月日,性別,住所,個人番号
1,見本　太郎,架空,,昭和60年4月1日,男,東京都架空区1番地,{MINE}
2,SAMPLE PERSON,,サンプル,1990-01-02,女,東京都架空区2番地,
"""


@pytest.fixture
def desk(register: Any, signed_in: Any, enrolled: Any) -> Client:
    client: Client = enrolled(signed_in(register("係1", Duty.COUNTER)), name="本庁係1")
    return client


def filled(client: Client, url: str, text: str, **more: str) -> str:
    """The screen to which the first paper of a file leads."""
    sent = SimpleUploadedFile("papers.csv", text.encode("utf-8-sig"), content_type="text/csv")
    page = client.post(url, {"file": sent, **more})
    assert page.status_code == 200, page.content.decode()
    link = re.search(r'href="([^"]+/(?:form|edit)/)"', page.content.decode())
    assert link, "no way to the screen"
    return str(client.get(link[1]).content.decode())


@pytest.mark.proves("STD-10.8/m1", "STD-10.8/m2")
def test_each_of_the_four_kinds_fills_its_screen(desk: Client, family: list[Any]) -> None:
    father = now(family[0])
    before, settled = Version.objects.count(), set(Case.objects.values_list("key", flat=True))
    papers = reverse("movements_papers")
    certificate = filled(desk, papers, CERTIFICATE, paper="certificate")
    for words in ("見本　太郎", "見本　花子", "東京都千代田区霞が関1番地", "S60.4.1"):
        assert words in certificate
    notification = filled(
        desk,
        papers,
        f"番号,異動の種類,宛名番号,異動日,届出日,届出人の資格\n7,転居,{father.atena_number},2026-11-01,2026-11-10,本人\n",
        paper="notification",
    )
    assert re.search(rf'name="selected\.{family[0]}"[^>]*checked', notification)
    assert "2026-11-10" in notification
    card = filled(desk, papers, CARD, paper="card")
    for words in ("見本　太郎", "架空", "昭和60年4月1日", "東京都架空区1番地"):
        assert words in card
    application = filled(desk, reverse("requests_applications"), FILE)
    assert 'value="見本　太郎"' in application
    assert '<option value="individual" selected' in application
    assert MINE not in certificate + card
    drafts = Case.objects.exclude(key__in=settled)
    assert [case.state for case in drafts] == ["draft"] * 4
    assert {row.state for row in Request.objects.all()} == {"received"}
    assert Version.objects.count() == before
    assert not Issue.objects.exists()
