"""Terminals: enrolled by a one-time code or by 管理 sitting there, and revoked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from daicho.foundation.staff.commands.issue_enrolment_code import issue_enrolment_code
from daicho.foundation.staff.commands.revoke_terminal import revoke_terminal
from daicho.foundation.staff.models import EnrolmentCode, Terminal
from daicho.foundation.staff.tests.conftest import Person, kinds
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls("daicho.foundation.staff.web.urls")]

Register = Callable[..., Person]
SignIn = Callable[..., Client]
HOUR = timedelta(hours=1)


def test_code_enrols_one_browser_once(system: Access) -> None:
    code = issue_enrolment_code(system, name="本庁1", office="本庁", valid_for=HOUR)
    browser, other = Client(), Client()
    assert browser.get(f"/terminal/enrol/{code}/").status_code == 200
    assert Terminal.objects.count() == 0

    done = browser.post(f"/terminal/enrol/{code}/")
    again = other.post(f"/terminal/enrol/{code}/")

    cookie = done.cookies["daicho_terminal"]
    assert cookie["httponly"]
    assert cookie["max-age"] == 400 * 24 * 3600
    assert again.status_code == 403
    assert "daicho_terminal" not in again.cookies
    assert [t.name for t in Terminal.objects.all()] == ["本庁1"]
    assert kinds() == [
        ("terminal.code_issued", "done"),
        ("terminal.enrolled", "done"),
        ("terminal.enrolled", "refused"),
    ]


def test_code_is_kept_as_a_hash_and_forgives_spelling(system: Access) -> None:
    code = issue_enrolment_code(system, name="本庁1", office="本庁", valid_for=HOUR)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM staff_enrolmentcode t WHERE t::text LIKE %s", [f"%{code}%"]
        )
        assert cursor.fetchone() == (0,)
    assert Client().post(f"/terminal/enrol/{code.lower()[:8]}-{code[8:]}/").status_code == 302


def test_code_runs_out(system: Access) -> None:
    code = issue_enrolment_code(system, name="本庁1", office="本庁", valid_for=-HOUR)

    assert Client().post(f"/terminal/enrol/{code}/").status_code == 403
    assert EnrolmentCode.objects.get().used_at is None
    assert Client().post("/terminal/enrol/NOSUCHCODENOSUCH/").status_code == 403


@pytest.mark.parametrize("duty", [Duty.COUNTER, Duty.EXAMINE, Duty.DECIDE, Duty.AUDIT])
def test_only_administration_issues_codes(
    register: Register, access_of: Callable[..., Access], duty: Duty
) -> None:
    access = access_of(register("他1", duty), duty)

    with pytest.raises(Refused):
        issue_enrolment_code(access, name="本庁1", office="本庁", valid_for=HOUR)
    assert EnrolmentCode.objects.count() == 0


def test_administration_enrols_the_terminal_it_sits_at_and_revokes_it(
    register: Register, signed_in: SignIn
) -> None:
    keeper = register("管理1", Duty.ADMINISTER)
    browser = signed_in(keeper)
    assert "この端末を登録する" in browser.get("/terminals/").content.decode()

    browser.post("/terminals/this/", {"name": "本庁1", "office": "本庁"})

    assert "いま使っているのは「本庁1」" in browser.get("/terminals/").content.decode()
    taken = browser.post("/terminals/this/", {"name": "本庁1", "office": "本庁"})
    assert taken.status_code == 422
    shown = browser.post("/terminals/code/", {"code_name": "本庁2", "code_office": "本庁"})
    assert "/terminal/enrol/" in shown.content.decode()
    terminal = Terminal.objects.get(name="本庁1")
    missing = browser.post("/terminals/revoke/", {"terminal": terminal.key, "reason": ""})
    assert missing.status_code == 422
    browser.post("/terminals/revoke/", {"terminal": terminal.key, "reason": "廃棄"})
    assert "登録されていません" in browser.get("/terminals/").content.decode()
    assert kinds()[-1] == ("terminal.revoked", "done")


def test_name_is_free_again_once_revoked(system: Access) -> None:
    for _ in range(2):
        code = issue_enrolment_code(system, name="本庁1", office="本庁", valid_for=HOUR)
        assert Client().post(f"/terminal/enrol/{code}/").status_code == 302
        terminal = Terminal.objects.get(revoked_at__isnull=True)
        revoke_terminal(system, terminal_key=terminal.key, reason="交換")
    assert Terminal.objects.count() == 2
