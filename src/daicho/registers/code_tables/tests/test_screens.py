"""The screens: every table drawn, a row kept, corrected, undone and printed, a file refused, and who may."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access, Duty
from daicho.registers.code_tables import ports
from daicho.registers.code_tables.commands.writing import edition_of
from daicho.registers.code_tables.domain.tables import TABLES
from daicho.registers.code_tables.models import CodeRow
from daicho.registers.code_tables.public import SealKind, seal_on, search_buildings, value_on
from daicho.registers.code_tables.tests.keeping import GORONAI, SQUARE, building, keep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

Browse = Callable[..., Client]
TODAY = date(2026, 11, 20)
APRIL = date(2027, 4, 1)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]  # a test client's


def options(browser: Client, url: str, **query: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(text(browser.get(url, query)))["options"]
    return found


def test_every_table_has_its_list_its_form_its_paper(browse: Browse) -> None:
    browser = browse()
    listed = text(browser.get("/code-tables/"))
    for table in TABLES.values():
        assert table.title in listed
        for page in ("", "row/", "?print=1"):
            answer = browser.get(f"/code-tables/{table.code}/{page}")
            assert answer.status_code == 200
            assert table.title in text(answer)
    assert browser.get("/code-tables/no_such_table/").status_code == 404


def test_tables_kept_elsewhere_are_linked(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "neighbours", (("端末", "入力場所の端末", "terminal_list"),))
    assert 'href="/terminals/"' in text(browse().get("/code-tables/"))


@pytest.mark.proves("STD-1.3.4/m3")
def test_a_building_added_on_the_screen_is_offered_at_once(browse: Browse) -> None:
    browser = browse()
    form = {
        "act": "keep",
        "code": "B001",
        "town_code": GORONAI,
        "banchi": "３－１",
        "name": "見本ハイツ",
        "from_on": "R8.11.20",
        "edition": "0",
    }
    assert browser.post("/code-tables/buildings/row/", form).status_code == 302
    assert search_buildings(GORONAI, "3番1号", TODAY) == ("見本ハイツ",)
    lot = {"town_code": GORONAI, "banchi": "3-1"}
    assert [o["label"] for o in options(browser, "/code-tables/suggest/buildings/", **lot)] == [
        "見本ハイツ"
    ]
    listed = text(browser.get("/code-tables/buildings/", {"q": "ハイツ"}))
    assert "見本ハイツ" in listed
    assert "五老内町" in listed
    assert "見本ハイツ" not in text(browser.get("/code-tables/buildings/", {"q": "荘"}))


def test_a_building_typed_alone_leads_to_no_lot(browse: Browse, keeper: Access) -> None:
    building(keeper, "1", "見本ハイツ")
    browser = browse()
    assert options(browser, "/code-tables/suggest/buildings/", q="見本ハイツ") == []
    found = options(
        browser, "/code-tables/suggest/buildings/", q="見本", town_code=GORONAI, banchi="3-1"
    )
    assert [set(option) for option in found] == [{"value", "label", "note"}]
    assert "3番1号" not in json.dumps(found, ensure_ascii=False)


def test_a_row_is_changed_ahead_seen_in_the_history_and_undone(
    browse: Browse, keeper: Access
) -> None:
    keep(keeper, "offices", "001", {"name": "市民課", "kind": "main"})
    browser = browse()
    url = "/code-tables/offices/row/"
    seen = str(edition_of("offices", "001"))
    form = {
        "act": "keep",
        "code": "001",
        "name": "総合窓口課",
        "kind": "main",
        "from_on": "R9.4.1",
        "reason": "機構改革",
        "edition": seen,
    }
    assert browser.post(url, form).status_code == 302
    assert "総合窓口課" in text(browser.get("/code-tables/offices/", {"on": "R9.4.1"}))
    assert "これから効力の出る行" in text(browser.get("/code-tables/offices/"))
    assert browser.post(url, form).status_code == 409
    shown = text(browser.get(url, {"code": "001"}))
    assert "機構改革" in shown
    undo = {"act": "undo", "code": "001", "reason": "誤り"}
    undone = browser.post(url, undo | {"edition": str(edition_of("offices", "001"))})
    assert undone.status_code == 302
    assert value_on("offices", "001", APRIL) == {"name": "市民課", "kind": "main"}


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(browse: Browse) -> None:
    form = {"act": "keep", "code": "001", "name": "本庁 市民課", "from_on": "", "edition": "0"}
    answer = browse().post("/code-tables/offices/row/", form)
    assert answer.status_code == 422
    assert 'value="本庁 市民課"' in text(answer)
    assert "日付が入力されていません。" in text(answer)
    assert not CodeRow.objects.exists()


def test_a_seal_is_chosen_as_a_file_and_stays_when_none_is_chosen(browse: Browse) -> None:
    browser = browse()
    url = "/code-tables/seals/row/"
    file = SimpleUploadedFile("seal.svg", SQUARE.encode())
    form = {"act": "keep", "code": "mayor", "from_on": "R2.4.1", "edition": "0"}
    assert browser.post(url, form | {"picture": file}).status_code == 302
    again = form | {"remarks": "改刻の予定", "reason": "備考", "edition": "1"}
    assert browser.post(url, again).status_code == 302
    seal = seal_on(TODAY, SealKind.MAYOR)
    assert seal
    assert seal.svg == SQUARE
    assert "data:image/svg+xml;base64," in text(browser.get(url, {"code": "mayor"}))


def test_a_refused_file_comes_back_as_a_list(browse: Browse) -> None:
    browser = browse()
    content = "場所コード,名称,種類,適用を始める日,最後の日\n001,本庁,宮殿,R2.4.1,\n".encode()
    file = SimpleUploadedFile("offices.csv", content)
    url = "/code-tables/offices/import/"
    answer = browser.post(url, {"file": file, "reason": "試験"})
    assert answer.status_code == 422
    assert "受け付けられないところ" in text(answer)
    assert "種類" in text(answer)
    good = SimpleUploadedFile("offices.csv", content.replace("宮殿".encode(), "本庁".encode()))
    assert browser.post(url, {"file": good, "reason": "試験"}).status_code == 302
    assert value_on("offices", "001", TODAY) == {"name": "本庁", "kind": "main"}


@pytest.mark.proves("STD-1.3.1/m1")
def test_offices_are_shown_with_their_terminals(browse: Browse, keeper: Access) -> None:
    keep(keeper, "offices", "001", {"name": "本庁", "kind": "main"})
    keep(keeper, "offices", "002", {"name": "架空支所", "kind": "branch"})
    shown = text(browse().get("/code-tables/offices/"))
    assert "本庁: 本庁1" in shown
    assert "架空支所: （端末なし）" in shown
    assert "コード表にない場所" not in shown


def test_addresses_are_offered_in_stages(browse: Browse) -> None:
    browser = browse(Duty.COUNTER)
    url = "/code-tables/suggest/addresses/"
    assert options(browser, url)[6]["label"] == "福島県"
    cities = options(browser, url, q="福島県")
    assert cities[0] == {"value": "福島県福島市", "label": "福島県福島市", "more": True}
    found = options(browser, url, q="ト ヒ シ")
    place = next(option for option in found if option["label"] == "東京都日野市神明")
    assert place["postal_code"] == "1910016"


def test_only_those_who_keep_tables_see_them(browse: Browse) -> None:
    browser = browse(Duty.COUNTER)
    form = {"act": "keep", "code": "001", "name": "本庁", "kind": "main", "from_on": "R2.4.1"}
    for page in ("", "offices/", "offices/row/", "offices/import/"):
        assert browser.get(f"/code-tables/{page}").status_code == 403
    assert browser.post("/code-tables/offices/row/", form).status_code == 403
    assert not CodeRow.objects.exists()
    assert Entry.objects.latest("seq").outcome == "refused"
