"""Screens of statistics: opened by their duties, every report on the screen, on paper and as files; nobody is named."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from daicho.business.statistics.selectors.reports import REPORTS
from daicho.foundation.audit.models import Entry
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.models import Person, Version
from daicho.registers.residents.tests.factories import (
    enter,
    foreigner,
    individual_number,
    make_resident,
    remove,
)
from tests.test_screens import SignIn, sign_in

__all__ = ["sign_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DAY = "as_of=R8.11.20&since=R8.11.1"
WHOLE = [spec.code for spec in REPORTS.values() if spec.whole]


@pytest.fixture
def people() -> None:
    """A few people, one of them alone in her 町字, some of them gone; one with a number."""
    _, ref = individual_number()
    make_resident(individual_number_ref=ref, birth_date=LegalDate.of_day(date(1950, 3, 1)))
    for _ in range(4):
        make_resident()
    enter(foreigner(town_code="001000"))
    remove(make_resident(name="例示　花子"), on=date(2026, 11, 10))


def address(code: str, query: str = DAY) -> str:
    return f"{reverse('statistics_report', args=[code])}?{query}"


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("code", list(REPORTS))
def test_every_report_on_the_screen_and_on_paper(sign_in: SignIn, code: str) -> None:
    client = sign_in("審査1")
    form = client.get(reverse("statistics_report", args=[code]))
    assert form.status_code == 200
    before = Entry.objects.count()
    for query in (DAY, f"{DAY}&print=1"):
        answer = client.get(address(code, query))
        assert answer.status_code == 200, answer.content.decode()[:500]
        assert "作成日時" in answer.content.decode()
    kinds = [e.kind for e in Entry.objects.order_by("seq")[before:]]
    assert kinds == ["statistics.made", "statistics.made"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("code", list(REPORTS))
@pytest.mark.proves("REG-086")
def test_no_output_names_anybody(sign_in: SignIn, code: str) -> None:
    client = sign_in("審査1")
    outputs = [client.get(address(code)).content.decode()]
    outputs.append(body(client, code, "csv").decode())
    outputs.append("\n".join(" ".join(map(str, row)) for row in cells(body(client, code, "xlsx"))))
    texts = Version.objects.values_list("name", "name_kana", "name_alphabet", "alias", "address")
    private = {text for row in texts for text in row if text}
    private |= set(Person.objects.values_list("atena_number", flat=True))
    private |= set(Version.objects.values_list("household_number", flat=True))
    private |= {str(key) for key in Person.objects.values_list("key", flat=True)}
    for output in outputs:
        # 職員 and the town's own address stand on every page; no resident does.
        assert not {text for text in private if text in output}


@pytest.mark.parametrize("login", ["窓口1", "審査1", "決裁1", "監査1"])
def test_who_may_count_and_who_may_see_small_numbers(sign_in: SignIn, login: str) -> None:
    client = sign_in(login)
    allowed = login != "監査1"
    exact = login in ("審査1", "決裁1")
    assert client.get(reverse("statistics_index")).status_code == (200 if allowed else 403)
    assert client.get(address("area")).status_code == (200 if allowed else 403)
    for query in (address("area", f"{DAY}&exact=on"), *(address(code) for code in WHOLE)):
        assert client.get(query).status_code == (200 if exact else 403)


@pytest.mark.usefixtures("people")
@pytest.mark.proves("REG-086")
def test_small_numbers_are_hidden_by_the_setting(sign_in: SignIn, settings: Settings) -> None:
    client = sign_in("窓口1")
    hidden = body(client, "area", "csv").decode()
    assert "Ｘ" in hidden
    assert "小さい数" in hidden
    shown = {row[0]: row[5:7] for row in csv.reader(io.StringIO(hidden)) if len(row) > 6}
    assert "1" not in [cell for cells in shown.values() for cell in cells]
    settings.STATISTICS_HIDE_BELOW = 0
    assert "Ｘ" not in body(client, "area", "csv").decode()


def test_what_cannot_be_read_is_said_beside_its_field(sign_in: SignIn) -> None:
    client = sign_in("窓口1")
    before = Entry.objects.count()
    answer = client.get(address("area", "as_of=R8.13.1"))
    assert answer.status_code == 422
    assert "field-as_of" in answer.content.decode()
    assert Entry.objects.count() == before
    future = client.get(address("area", "as_of=R9.1.1"))
    assert "集計できるのは今日までです" in future.content.decode()
    assert (
        client.get(reverse("statistics_file", args=["area", "csv"]) + "?as_of=R8.13.1").status_code
        == 422
    )
    assert client.get(reverse("statistics_file", args=["area", "pdf"])).status_code == 404
    assert client.get(address("nothing")).status_code == 404


@pytest.mark.usefixtures("people")
def test_a_file_carries_its_conditions_and_a_byte_order_mark(sign_in: SignIn) -> None:
    client = sign_in("窓口1")
    content = body(client, "age", "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    head = content.decode("utf-8-sig").splitlines()[:6]
    assert head[0] == "年齢別人口"
    assert head[1] == "基準日,令和8年11月20日現在"
    assert any(line.startswith("作成日時,") for line in head + content.decode().splitlines()[:12])
    rows = cells(body(client, "age", "xlsx"))
    assert ["基準日", "令和8年11月20日現在"] in rows
    name = client.get(f"{reverse('statistics_file', args=['age', 'xlsx'])}?{DAY}")
    assert "20261120.xlsx" in name["Content-Disposition"]


def test_a_nationality_is_no_formula(sign_in: SignIn) -> None:
    for _ in range(3):
        enter(foreigner(nationality="=HYPERLINK(1)"))
    client = sign_in("窓口1")
    assert "\r\n'=HYPERLINK(1),3" in body(client, "nationality", "csv").decode()
    formulas = re.compile(rb"<f>")
    with zipfile.ZipFile(io.BytesIO(body(client, "nationality", "xlsx"))) as book:
        assert not any(formulas.search(book.read(name)) for name in book.namelist())


def body(client: Client, code: str, kind: str) -> bytes:
    """A file as it arrives."""
    answer = client.get(f"{reverse('statistics_file', args=[code, kind])}?{DAY}")
    assert answer.status_code == 200
    return answer.getvalue()


def cells(book: bytes) -> list[list[str]]:
    """Every row of every sheet of a workbook, read back."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = []
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        strings = [
            "".join(t.text or "" for t in item.iter(f"{space}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        for name in sorted(n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")):
            for row in ElementTree.fromstring(archive.read(name)).iter(f"{space}row"):
                values = [(c.get("t"), c.findtext(f"{space}v")) for c in row]
                found.append([strings[int(v)] if t == "s" else v for t, v in values if v])
    return found
