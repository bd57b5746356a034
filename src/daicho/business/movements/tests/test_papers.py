"""届出のデータ: a CSV of papers fills the forms; nothing is taken of a file with a wrong cell, and nothing twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from daicho.business.movements.commands.import_papers import ImportedPapers, import_papers
from daicho.business.movements.domain.paper_file import PaperKind
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.forms import open_form, stored_payload
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import codes, individual_number
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Invalid, Refused

__all__ = ["enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

MINE, CODE = individual_number(700), codes(4_000_000, 10)[0]
CERTIFICATE = f"""番号,転入前の市区町村コード,転入前住所,転入前の世帯主,住民種別,氏名,フリガナ,生年月日,性別,本籍,筆頭者,個人番号,住民票コード
TS-1,131016,東京都千代田区霞が関1番地,見本　太郎,日本人,見本　太郎,ミホン　タロウ,S60.4.1,男,福島県架空町1番地,見本　太郎,{MINE},{CODE}
TS-1,,,,日本人,見本　花子,ミホン　ハナコ,S62.5.6,女,福島県架空町1番地,見本　太郎,,
"""


def taken(access: Access, kind: PaperKind, text: str) -> ImportedPapers:
    return import_papers(access, kind=kind, name="papers.csv", content=text.encode("utf-8-sig"))


@pytest.mark.proves("STD-10.8/m1")
def test_a_departure_certificate_fills_the_form_of_a_move_in(staff: Staff) -> None:
    ((number, kind, case),) = taken(staff[0], PaperKind.CERTIFICATE, CERTIFICATE).drafts
    assert (number, kind) == ("TS-1", "move_in")
    row = Case.objects.get(key=case)
    assert (row.state, row.kind, row.entered_by) == ("draft", "move_in", staff[0].staff_key)
    stored = stored_payload(case)
    assert stored["previous_address"] == "東京都千代田区霞が関1番地"
    assert [stored[f"persons.{i}.name"] for i in (0, 1)] == ["見本　太郎", "見本　花子"]
    assert stored["quoted.persons.1.birth_date"] == "S62.5.6"
    assert stored["origin"] == "domestic_certificate"
    # Numbers are in the draft in their sealed form alone.
    assert not any(n in stored.values() for n in (MINE, CODE))
    assert stored["persons.0.individual_number.lookup"]
    view = open_form(staff[0], kind=kind, payload=stored, case=case)
    assert view.payload["persons.0.name_kana"] == "ミホン　タロウ"
    entry = Entry.objects.get(kind="movements.papers_imported")
    assert MINE not in entry.body


def test_the_same_file_makes_no_second_draft(staff: Staff) -> None:
    first = taken(staff[0], PaperKind.CERTIFICATE, CERTIFICATE)
    again = taken(staff[0], PaperKind.CERTIFICATE, CERTIFICATE)
    assert (again.drafts, again.known) == ((), ("TS-1",))
    assert [c.key for c in Case.objects.all()] == [first.drafts[0][2]]


def test_a_notification_of_people_who_are_here(staff: Staff, family: list[UUID]) -> None:
    father = now(family[0])
    text = (
        "番号,異動の種類,宛名番号,異動日,届出日,届出人の資格\n"
        f"7,転居,{father.atena_number},2026-11-01,2026-11-10,本人\n"
        f"7,転居,{now(family[1]).atena_number},,,\n"
    )
    ((_, code, case),) = taken(staff[0], PaperKind.NOTIFICATION, text).drafts
    stored = stored_payload(case)
    assert code == "move_within"
    assert {f"selected.{p}" for p in family[:2]} <= set(stored)
    assert stored["notified_on"] == "2026-11-10"
    assert stored["notifier_relation"] == "self"


def test_the_face_of_a_card(staff: Staff) -> None:
    text = (
        "番号,氏名,旧氏,通称,生年月日,性別,住所,個人番号\n"
        f"1,見本　太郎,架空,,昭和60年4月1日,男,東京都架空区1番地,{MINE}\n"
        "2,SAMPLE PERSON,,サンプル,1990-01-02,女,東京都架空区2番地,\n"
    )
    done = taken(staff[0], PaperKind.CARD, text)
    first, second = (stored_payload(case) for _, _, case in done.drafts)
    assert (first["persons.0.kind"], first["persons.0.former_surname"]) == ("japanese", "架空")
    assert first["previous_address"] == "東京都架空区1番地"
    assert first["persons.0.individual_number.sealed"]
    assert (second["persons.0.kind"], second["persons.0.name_alphabet"]) == (
        "foreign",
        "SAMPLE PERSON",
    )
    assert second["persons.0.sex"] == "female"


WRONG: tuple[tuple[PaperKind, str, str], ...] = (
    (PaperKind.CERTIFICATE, CERTIFICATE.replace(",男,", ",雄,"), "性別"),
    (PaperKind.CERTIFICATE, CERTIFICATE.replace(MINE, MINE[:-1] + "x"), ""),
    (PaperKind.CERTIFICATE, CERTIFICATE.replace("131016", "999999"), ""),
    (PaperKind.CERTIFICATE, CERTIFICATE.replace("番号,転", "番,転", 1), "見出し"),
    (PaperKind.NOTIFICATION, "番号,異動の種類\n1,引越\n", "異動の種類"),
    (PaperKind.NOTIFICATION, "番号,異動の種類,宛名番号\n1,転居,0000000000\n", "宛名番号"),
    (PaperKind.CARD, "番号,氏名,個人番号\n1,見本　太郎,123456789012\n", "個人番号"),
    (PaperKind.CARD, "番号,氏名\n", "一件もありません"),
)


@pytest.mark.parametrize(("kind", "text", "named"), WRONG)
def test_nothing_is_taken_of_a_file_with_a_wrong_cell(
    staff: Staff, kind: PaperKind, text: str, named: str
) -> None:
    with pytest.raises(Invalid) as caught:
        taken(staff[0], kind, text)
    told = " ".join(p.message for p in caught.value.problems)
    assert named in told
    assert MINE not in told
    assert not Case.objects.exists()


def test_bytes_that_are_no_utf8_and_people_without_the_duty(staff: Staff, auditor: Access) -> None:
    with pytest.raises(Invalid, match="UTF-8"):
        import_papers(
            staff[0], kind=PaperKind.CARD, name="x.csv", content="番号,氏名".encode("cp932")
        )
    with pytest.raises(Refused):
        taken(auditor, PaperKind.CERTIFICATE, CERTIFICATE)
    assert not Case.objects.exists()


def test_the_screen_takes_a_file_and_leads_to_the_form(
    register: Any, signed_in: Any, enrolled: Any, tmp_path: Any
) -> None:
    browser: Client = enrolled(signed_in(register("係1", Duty.COUNTER)), name="本庁係1")
    url = reverse("movements_papers")
    assert "転出証明書" in browser.get(url).content.decode()
    file = tmp_path / "papers.csv"
    file.write_text(CERTIFICATE, encoding="utf-8")
    with file.open("rb") as sent:
        page = browser.post(url, {"paper": "certificate", "file": sent})
    case = Case.objects.get()
    assert reverse("movements_edit", args=(case.key, "move_in")) in page.content.decode()
    refused = browser.post(url, {"paper": "certificate"})
    assert refused.status_code == 422
    assert Case.objects.count() == 1
