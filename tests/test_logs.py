"""Logs (アクセスログ管理, STD-10.2): what each act leaves behind, found again on the screens by those who may."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from daicho.business.movements.web import board_views
from daicho.foundation.audit.domain.logs import FACETS, Log
from daicho.foundation.audit.domain.types import registry
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.selectors.criteria import Criteria
from daicho.foundation.audit.selectors.logs import PER_PAGE, search_logs
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.foundation.system_log.domain.lines import LineKind
from daicho.kernel.access import Access, Duty, Purpose
from daicho.registers.residents.models import Version
from tests.test_screens import SignIn, couple, sign_in

__all__ = ["couple", "sign_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NAME = "見本　太郎"


def last(kind: str) -> dict[str, Any]:  # Any: whatever JSON holds
    found: dict[str, Any] = json.loads(Entry.objects.filter(kind=kind).latest("seq").body)
    return found


def page_of(client: Client, **conditions: str) -> str:
    answer = client.post(reverse("audit_logs"), conditions)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.proves("STD-10.2/m4")
def test_an_entry_says_who_where_on_which_screen_and_about_whom(
    sign_in: SignIn, couple: Version, auditor: Access
) -> None:
    client = sign_in("窓口1")
    client.get(reverse("residents_person", args=[couple.record_id]))
    said = last("residents.record_viewed")
    assert (said["login"], said["terminal"], said["office"]) == ("窓口1", "本庁1", "市民課")
    assert (said["function"], said["screen"]) == ("residents.view", "residents_person")
    assert said["subjects"] == [str(couple.person_id)]
    assert said["number_shown"] is False
    [line] = [
        one
        for one in search_logs(auditor, Criteria(log="inquiry", login="窓口1")).lines
        if one.title.startswith("住民票の照会")
    ]
    assert (line.function, line.screen, line.office) == (
        "住民票の照会",
        "residents_person",
        "市民課",
    )
    assert (line.persons, line.number_shown, line.reference) == (1, False, said["request"])
    client.post(reverse("screen_printed"), {"path": "/residents/", "title": "住民の検索"})
    [printed] = search_logs(auditor, Criteria(log="hardcopy")).lines
    assert (printed.files, printed.log) == ("/residents/", "画面ハードコピー")


@pytest.mark.proves("STD-10.2/m2")
def test_every_type_is_filed_and_every_log_of_the_standard_has_one() -> None:
    assert {registry.log_of(code) for code in registry.by_code} == set(Log)
    for facet in FACETS.values():
        assert registry.codes_of(facet), facet.label
    printing = registry.codes_of(FACETS["print"])
    assert {"certificates.issued", "screen.printed"} <= set(printing)
    assert "residents.record_viewed" not in printing


@pytest.mark.proves("STD-10.2/m1")
def test_whoever_administers_is_on_the_log_as_whoever_works(
    sign_in: SignIn, auditor: Access
) -> None:
    sign_in("窓口1")
    administrator = Access(
        staff_key=uuid4(),
        login="管理9",
        name="試験 管理",
        duties=frozenset({Duty.ADMINISTER}),
        purpose=Purpose.ADMINISTRATION,
        terminal="本庁1",
        office="情報課",
    )
    register_staff(
        administrator,
        login="新人1",
        name="架空 新人",
        office="市民課",
        password="kawasemi-no-tobu-asa",
        duties=[Duty.COUNTER],
        totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        temporary=False,
    )
    [setting] = search_logs(auditor, Criteria(log="setting", login="管理9")).lines
    assert (setting.title, setting.office) == ("職員の登録", "情報課")
    signed_in = search_logs(auditor, Criteria(log="sign_in", login="窓口1")).lines
    assert "ログイン" in {line.title for line in signed_in}


@pytest.mark.proves("STD-10.2/m10")
def test_the_reference_of_an_error_page_leads_to_the_line_and_to_the_entry(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_given: object) -> object:
        raise ValueError(f"{NAME} の記載を読めません")

    monkeypatch.setattr(board_views, "list_cases", broken)
    clerk = sign_in("窓口1")
    clerk.raise_request_exception = False
    failed = clerk.get(reverse("movements_list"))
    words = failed.content.decode()
    assert failed.status_code == 500
    assert NAME not in words
    reference = words.split("記録番号 ", 1)[1][:8]
    found = page_of(sign_in("監査1"), reference=reference)
    assert "エラーログ" in found
    assert "ValueError" in found
    assert "窓口1" in found
    assert "movements_list" in found
    assert NAME not in found
    partial = clerk.get(reverse("movements_list"), headers={"HX-Request": "true"})
    assert partial.status_code == 500
    assert "%E8%A8%98%E9%8C%B2%E7%95%AA%E5%8F%B7" in partial["X-Daicho-Message"]


@pytest.mark.proves("STD-10.2/m7")
def test_a_lost_database_is_told_in_the_log_of_communication(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_args: object, **_given: object) -> object:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(board_views, "list_cases", lost)
    clerk = sign_in("窓口1")
    clerk.raise_request_exception = False
    words = clerk.get(reverse("movements_list")).content.decode()
    reference = words.split("記録番号 ", 1)[1][:8]
    auditor = sign_in("監査1")
    told = page_of(auditor, reference=reference, log=LineKind.COMMUNICATION.value)
    assert "OperationalError" in told
    assert "該当するログはありません" in page_of(
        auditor, reference=reference, log=LineKind.ERROR.value
    )


@pytest.mark.proves("STD-10.2/m11")
def test_logs_are_searched_by_page_and_taken_as_a_file_where_the_town_allows_it(
    sign_in: SignIn, couple: Version, auditor: Access, settings: Any
) -> None:
    client = sign_in("窓口1")
    for _ in range(PER_PAGE + 5):
        client.get(reverse("residents_household", args=[couple.record_id]))
    first = search_logs(auditor, Criteria(log="inquiry", login="窓口1"))
    assert len(first.lines) == PER_PAGE
    assert first.next_seq is not None
    second = search_logs(
        auditor,
        Criteria(log="inquiry", login="窓口1", before=first.next_seq),
        place=first.next_place,
    )
    told = [line.seq for line in (*first.lines, *second.lines)]
    assert told == sorted(told, reverse=True, key=lambda seq: seq or 0)
    assert len(told) == len(set(told)) == PER_PAGE + 5
    browser = sign_in("監査1")
    file = browser.post(reverse("audit_logs_export"), {"log": "inquiry", "login": "窓口1"})
    mark, heads, *rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert "出力者 監査1" in mark[0]
    assert {"操作者", "機能・処理", "画面", "処理場所", "ファイル名", "番号の表示"} <= set(heads)
    assert len(rows) == PER_PAGE + 5
    assert NAME not in file.content.decode("utf-8-sig")
    entry = last("audit.logs_exported")
    assert (entry["count"], len(entry["digest"])) == (PER_PAGE + 5, 64)
    settings.LISTS_AS_FILES = False
    assert "CSVで書き出す" not in browser.get(reverse("audit_logs")).content.decode()
    assert browser.post(reverse("audit_logs_export")).status_code == 403


def test_whoever_administers_sees_the_machinery_and_not_the_trail(sign_in: SignIn) -> None:
    clerk = sign_in("窓口1")
    assert clerk.get(reverse("audit_logs")).status_code == 403
    access = Access(
        staff_key=uuid4(),
        login="管理9",
        name="試験 管理",
        duties=frozenset({Duty.ADMINISTER}),
        purpose=Purpose.AUDIT,
        terminal="",
        office="情報課",
    )
    seen = search_logs(access, Criteria())
    assert all(line.seq is None for line in seen.lines)
    assert not search_logs(access, Criteria(log="inquiry")).lines
    assert last("audit.logs_searched")["login"] == "管理9"


def test_a_search_that_cannot_be_read_says_why(sign_in: SignIn) -> None:
    browser = sign_in("監査1")
    wrong = browser.post(reverse("audit_logs"), {"since": "きのう"})
    assert wrong.status_code == 422
    assert "該当するログはありません" in page_of(browser, reference="ffffffff")
    assert page_of(browser, place="x:y", before="abc")
