"""The auditor's screens: found by person, time, actor and kind; personal fields hidden; looking is an entry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from types import ModuleType
from uuid import UUID, uuid4

import pyotp
import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import include, path

from daicho.foundation.audit import ports
from daicho.foundation.audit.domain.types import AuditType, Field, registry
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.public import recorded
from daicho.foundation.audit.selectors import analyses, search
from daicho.foundation.audit.selectors.analyses import Analysis, analyse
from daicho.foundation.audit.selectors.criteria import Criteria
from daicho.foundation.audit.selectors.search import export_trail, search_trail, view_entry
from daicho.foundation.audit.tests.conftest import ACT
from daicho.foundation.audit.web.urls import urlpatterns
from daicho.foundation.staff.commands.enrol_terminal import enrol_this_terminal
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.foundation.staff.public import system_access
from daicho.foundation.staff.terminals import COOKIE
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Invalid, Missing, Refused

pytestmark = pytest.mark.django_db
PASSWORD, SECRET = "kawasemi-no-tobu-asa", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOOKED = AuditType(
    "test.looked",
    "試験の照会",
    (Field("items", "項目"), Field("typed", "条件", personal=True)),
    reads=True,
)
PERSON = UUID(int=77)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person behind one 宛名番号, and types of the tests' own."""
    monkeypatch.setattr(ports, "resolve_subject", {"0000000019": PERSON}.get)
    monkeypatch.setitem(registry.by_code, ACT.code, ACT)
    monkeypatch.setitem(registry.by_code, LOOKED.code, LOOKED)


def look(access: Access, *persons: UUID, typed: str = "見本　太郎", items: str = "氏名") -> None:
    with recorded(access, LOOKED, subjects=persons) as note:
        note.say(items=[items], typed=typed)


@pytest.fixture
def browse(settings: object) -> Callable[..., Client]:
    """A signed-in browser on an enrolled terminal."""
    module = ModuleType("audit_test_urls")
    module.urlpatterns = [  # type: ignore[attr-defined]  # what Django reads
        path("", include("daicho.foundation.staff.web.urls")),
        path("audit/", include("daicho.foundation.audit.web.urls")),
    ]
    settings.ROOT_URLCONF = module  # type: ignore[attr-defined]  # pytest-django's wrapper

    def make(login: str, duty: Duty) -> Client:
        system = system_access(Purpose.ADMINISTRATION, job="test")
        register_staff(
            system,
            login=login,
            name=f"試験 {login}",
            office="架空課",
            password=PASSWORD,
            duties=[duty],
            totp_secret=SECRET,
            temporary=False,
        )
        browser = Client()
        key = enrol_this_terminal(system, name=f"本庁{login}", office="本庁")
        browser.cookies[COOKIE] = signing.dumps(str(key), salt="daicho.foundation.staff.terminal")
        browser.post("/sign-in/", {"login": login, "password": PASSWORD})
        cache.clear()
        browser.post("/sign-in/second/", {"code": pyotp.TOTP(SECRET).now()})
        return browser

    return make


@pytest.mark.proves("ACC-024")
def test_a_month_about_one_person_names_who_looked_and_the_looking_is_entered(
    auditor: Access, clerk: Access, approver: Access
) -> None:
    look(clerk, PERSON)
    look(approver, PERSON, uuid4())
    look(clerk, uuid4())
    found = analyse(auditor, Analysis.WHO_LOOKED, Criteria(atena="0000000019"))
    assert [(row[0], row[1]) for row in found.rows] == [("決裁1", 1), ("窓口1", 1)]
    assert [line.login for line in found.lines] == ["決裁1", "窓口1"]
    assert all(line.at for line in found.lines)
    last = Entry.objects.order_by("-seq")[0]
    assert (last.kind, last.login, last.subjects) == ("audit.analysed", "監査1", [PERSON])
    assert "0000000019" not in last.body


@pytest.mark.parametrize(
    ("criteria", "count"),
    [
        ({"login": "窓口1"}, 2),
        ({"kind": "test.act"}, 1),
        ({"outcome": "refused"}, 1),
        ({"atena": "0000000019"}, 1),
        ({"number_shown": True}, 1),
        ({"case": "R8-000001"}, 2),
        ({"terminal": "出張所"}, 0),
        ({"since": date(2099, 1, 1)}, 0),
        ({"until": date(2001, 1, 1)}, 0),
        ({"before": 1}, 0),
    ],
)
def test_each_condition_counts(
    auditor: Access, clerk: Access, approver: Access, criteria: dict[str, object], count: int
) -> None:
    numbered = AuditType("test.numbered", "試験", (Field("number", "受付番号"),))
    case = uuid4()
    with recorded(clerk, numbered) as note:
        note.case_ref, note.number_shown = case, True
        note.say(number="R8-000001")
    look(clerk, PERSON)
    with recorded(approver.on_case(case), ACT):
        pass
    with pytest.raises(Refused), recorded(approver, numbered):
        raise Refused("できません。")
    page = search_trail(auditor, Criteria(**criteria))  # type: ignore[arg-type]  # one condition
    assert len(page.lines) == count
    assert Entry.objects.order_by("-seq")[0].kind == "audit.searched"
    assert search_trail(auditor, Criteria(case=str(case))).lines[0].seq >= 1


def test_pages_are_cut_by_number(
    auditor: Access, clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PER_PAGE", 2)
    for _ in range(5):
        look(clerk)
    seen: list[int] = []
    before: int | None = None
    for _ in range(3):
        page = search_trail(auditor, Criteria(login="窓口1", before=before))
        seen += [line.seq for line in page.lines]
        before = page.next_before
    assert before is None
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5


def test_an_unknown_number_is_said_beside_its_field(auditor: Access) -> None:
    with pytest.raises(Invalid) as caught:
        search_trail(auditor, Criteria(atena="9999999999"))
    assert caught.value.problems[0].field == "atena"
    assert Entry.objects.get().outcome == "refused"


def test_personal_fields_are_hidden_until_shown_and_the_showing_is_entered(
    auditor: Access, clerk: Access
) -> None:
    look(clerk, PERSON)
    seq = Entry.objects.get().seq
    hidden = view_entry(auditor, seq=seq)
    assert "見本" not in hidden.line.sentence + hidden.body
    assert hidden.hides
    assert hidden.linked
    shown = view_entry(auditor, seq=seq, reveal=True)
    assert "見本" in shown.line.sentence
    assert shown.body == Entry.objects.get(seq=seq).body
    last = Entry.objects.order_by("-seq")[0]
    assert (last.kind, last.subjects) == ("audit.entry_revealed", [PERSON])
    with pytest.raises(Missing):
        view_entry(auditor, seq=10**9)


def test_fields_of_an_unknown_kind_are_all_hidden(
    auditor: Access, clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(clerk)
    monkeypatch.delitem(registry.by_code, LOOKED.code)
    view = view_entry(auditor, seq=Entry.objects.get().seq)
    assert "見本" not in view.body + view.line.sentence
    assert "氏名" not in view.body


@pytest.mark.parametrize("duty", [d for d in Duty if d not in (Duty.AUDIT, Duty.SYSTEM)])
def test_nobody_else_reads_the_trail(auditor: Access, duty: Duty) -> None:
    other = Access(
        staff_key=auditor.staff_key,
        login="他1",
        name="試験",
        duties=frozenset({duty}),
        purpose=Purpose.AUDIT,
        terminal="本庁1",
        office="",
    )
    for act in (
        lambda: search_trail(other, Criteria()),
        lambda: export_trail(other, Criteria()),
        lambda: view_entry(other, seq=1),
        lambda: analyse(other, Analysis.BY_LOGIN, Criteria()),
    ):
        with pytest.raises(Refused):
            act()


def test_a_file_says_who_took_it_and_runs_no_formula(auditor: Access, clerk: Access) -> None:
    look(clerk, PERSON)
    evil = Access(
        staff_key=UUID(int=0),
        login="=HYPERLINK(1)",
        name="",
        duties=frozenset(),
        purpose=Purpose.ADMINISTRATION,
        terminal="",
        office="",
    )
    look(evil)
    export = export_trail(auditor, Criteria())
    rows = list(csv.reader(io.StringIO(export.content.decode("utf-8-sig"))))
    assert "出力者 監査1" in rows[0][0]
    assert "取扱注意" in rows[0][0]
    assert [row[2] for row in rows[2:]] == ["'=HYPERLINK(1)", "窓口1"]
    assert "見本" not in export.content.decode()
    last = json.loads(Entry.objects.order_by("-seq")[0].body)
    assert (last["kind"], last["count"], len(last["digest"])) == ("audit.exported", 2, 64)


def test_too_long_a_file_is_refused(
    auditor: Access, clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "EXPORT_LIMIT", 1)
    look(clerk)
    look(clerk)
    with pytest.raises(Invalid, match="1 件まで"):
        export_trail(auditor, Criteria())


@pytest.mark.proves("STD-10.2/m13")
def test_the_five_analyses(
    auditor: Access, clerk: Access, approver: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyses, "MANY", 3)
    failed = AuditType("session.sign_in_failed", "ログインの失敗")
    signed_in = AuditType("session.signed_in", "ログイン")
    for kind in (failed, failed, signed_in):
        with recorded(clerk, kind):
            pass
    look(approver, uuid4(), uuid4())
    look(approver, uuid4(), items="宛名番号")
    look(clerk, uuid4())

    failures = analyse(auditor, Analysis.SIGN_IN_FAILURES, Criteria())
    assert [line.login for line in failures.lines] == ["窓口1", "窓口1"]
    mass = analyse(auditor, Analysis.MASS_LOOKUP, Criteria())
    assert [(row[0], row[2], row[3]) for row in mass.rows] == [("決裁1", 3, 2)]
    numbered = analyse(auditor, Analysis.BY_NUMBER, Criteria())
    assert [line.login for line in numbered.lines] == ["決裁1"]
    counted = {row[0]: row[1:4] for row in analyse(auditor, Analysis.BY_LOGIN, Criteria()).rows}
    assert counted["窓口1"] == (1, 2, 1)
    assert counted["決裁1"] == (0, 0, 2)


def test_the_screens(browse: Callable[..., Client], clerk: Access) -> None:
    look(clerk, PERSON)
    browser = browse("監査1", Duty.AUDIT)
    assert "証跡の検索" in browser.get("/audit/").content.decode()
    listed = browser.post("/audit/", {"atena": "0000000019"}).content.decode()
    assert "試験の照会" in listed
    assert "見本" not in listed
    seq = Entry.objects.get(kind="test.looked").seq
    page = browser.get(f"/audit/entries/{seq}/").content.decode()
    assert "連鎖は正常" in page
    assert "見本" not in page
    assert "見本" in browser.post(f"/audit/entries/{seq}/reveal/").content.decode()
    assert browser.get(f"/audit/entries/{seq}/reveal/").status_code == 405
    for analysis in Analysis:
        address = f"/audit/analysis/{analysis.value}/"
        assert analysis.label in browser.get(address).content.decode()
        assert browser.post(address, {"atena": "0000000019"}).status_code == 200
    assert browser.get("/audit/analysis/none/").status_code == 404
    wrong = browser.post("/audit/", {"since": "きのう", "until": "R8.13.1"})
    assert wrong.status_code == 422
    file = browser.post("/audit/export/", {"login": "窓口1"})
    assert file["Content-Type"].startswith("text/csv")
    assert "attachment" in file["Content-Disposition"]
    assert Entry.objects.filter(kind="audit.exported", login="監査1").count() == 1


def test_the_screens_are_closed_to_others_and_all_say_who_may(
    browse: Callable[..., Client], clerk: Access
) -> None:
    look(clerk, PERSON)
    browser = browse("窓口2", Duty.COUNTER)
    for response in (
        browser.get("/audit/"),
        browser.post("/audit/", {"atena": "0000000019"}),
        browser.post("/audit/export/"),
        browser.get("/audit/entries/1/"),
    ):
        assert response.status_code == 403
        assert "試験の照会" not in response.content.decode()
    for pattern in urlpatterns:
        assert getattr(pattern.callback, "operation", "").startswith(("audit.", "logs."))
