"""Steps of specs/features/logs.feature (アクセスログ管理, STD-10.2)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
import structlog
from django.db import IntegrityError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.tests.correcting import cancelling, correcting
from daicho.business.movements.tests.paper import HEAD, WIFE, carry_through, move_in_paper, pool
from daicho.foundation.audit.commands.dispose_lines import dispose_lines
from daicho.foundation.audit.domain.logs import FACETS
from daicho.foundation.audit.domain.types import registry
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.selectors.criteria import Criteria
from daicho.foundation.audit.selectors.search import search_trail
from daicho.foundation.staff.public import system_access
from daicho.foundation.system_log.database.base import DatabaseWrapper
from daicho.foundation.system_log.domain.lines import Line
from daicho.foundation.system_log.middleware import RequestReference
from daicho.foundation.system_log.selectors.reading import Wanted, days_kept, lines
from daicho.foundation.system_log.writing import DayFiles, folder
from daicho.kernel import clock
from daicho.kernel.access import Access, Purpose
from daicho.kernel.wareki import parse_date
from daicho.registers.residents.writes import holdings

scenarios(str(Path(__file__).parents[2] / "specs/features/logs.feature"))

NAME, NUMBER = "見本　太郎", "123456789018"


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    """The business day of every scenario."""
    del db
    with clock.set_to(date(2026, 11, 20)):
        yield


@pytest.fixture
def staff(clerk: Access, examiner: Access, approver: Access) -> tuple[Access, Access, Access]:
    return clerk, examiner, approver


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home whose system log hears what this process says."""
    handler = DayFiles(str(tmp_path), "試験")
    logging.getLogger().addHandler(handler)
    yield tmp_path
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.fixture
def written(home: Path) -> Callable[[], list[Line]]:
    return lambda: [line for _, line in lines(home, Wanted())]


@when("窓口が転入を入力し、審査と決裁が終わる", target_fixture="case")
def _(staff: tuple[Access, Access, Access]) -> UUID:
    pool()
    paper = move_in_paper(HEAD, WIFE, event_date="2026-04-01", notified_on="2026-04-02")
    return carry_through(*staff, "move_in", paper)


@when("その転入の誤記修正が決裁まで終わる")
def _(staff: tuple[Access, Access, Access], case: UUID) -> None:
    wife = people_of(case)[1]
    paper = correcting(case, {wife: {"name": "見本　花枝"}})
    carry_through(*staff, "error_amend", paper)


@when("別の人の転入が決裁まで終わり、その取消しも決裁まで終わる")
def _(staff: tuple[Access, Access, Access]) -> None:
    alone = {**HEAD, "name": "架空　三郎", "name_kana": "カクウ　サブロウ"}
    paper = move_in_paper(alone, event_date="2026-05-01", notified_on="2026-05-02")
    case = carry_through(*staff, "move_in", paper)
    carry_through(*staff, "reversal", cancelling(case, people_of(case)))


def people_of(case: UUID) -> list[UUID]:
    entry = Entry.objects.filter(case_ref=case, kind="movements.case_approved").first()
    assert entry is not None
    held = holdings.on_day(entry.subjects, date(2026, 6, 1))
    first = {h.person: h.particulars.member_order or 0 for h in held}
    return sorted(first, key=lambda person: first[person])


@then("操作ログは次のとおり")
def _(auditor: Access, datatable: list[list[str]]) -> None:
    facets = {facet.label.removeprefix("操作ログ "): facet.code for facet in FACETS.values()}
    for words, who in datatable[1:]:
        found = search_trail(auditor, Criteria(log=facets[words])).lines
        assert sorted(line.login for line in found) == who.split("、"), words
        assert {line.log for line in found} == {words}


@when("裏方の処理が起動する")
def _(home: Path) -> None:
    assert home
    structlog.get_logger("daicho.config.worker").info("worker.started", version="1")


@when("データベースに接続する")
def _(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home
    connecting(monkeypatch, lambda: object())


@when("データベースとの接続が切れる")
def _(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home

    def refuse() -> object:
        raise psycopg.OperationalError(f"connection failed for {NAME}")

    with pytest.raises(psycopg.OperationalError):
        connecting(monkeypatch, refuse)


def connecting(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], object]) -> None:
    """Open a connection whose driver answers so."""
    parent = DatabaseWrapper.__mro__[1]
    monkeypatch.setattr(parent, "get_new_connection", lambda _self, _params: answer())
    DatabaseWrapper(connection.settings_dict).get_new_connection({"user": "app"})


@when("画面の応答が遅い")
def _(home: Path, settings: Any) -> None:  # Any: pytest-django's wrapper
    assert home
    settings.SLOW_SECONDS = 0.0
    request = HttpRequest()
    request.path = f"/residents/{NAME}/"
    RequestReference(lambda _request: HttpResponse())(request)


@when("氏名を含む誤りで処理が止まる")
def _(home: Path) -> None:
    assert home
    try:
        raise IntegrityError(f"({NAME}, {NUMBER})") from OperationalError(NAME)
    except IntegrityError:
        logging.getLogger("django.request").error("Internal Server Error: %s", NAME, exc_info=True)


@then(parsers.parse("{log}に1件残る"))
def _(written: Callable[[], list[Line]], log: str) -> None:
    assert [line.kind.label for line in written()] == [log]


@then("残った行に住民の氏名も番号もない")
def _(written: Callable[[], list[Line]]) -> None:
    [line] = written()
    assert NAME not in line.to_json()
    assert NUMBER not in line.to_json()


@given(parsers.parse("システムログの保管期間は{days:d}日である"))
def _(settings: Any, days: int) -> None:  # Any: pytest-django's wrapper
    settings.SYSTEM_LOG_KEEP_DAYS = days


@given(parsers.parse("{first}と{second}のシステムログがある"), target_fixture="kept_in")
def _(tmp_path: Path, first: str, second: str) -> Path:
    folder(tmp_path).mkdir(parents=True)
    for words in (first, second):
        (folder(tmp_path) / f"{parse_date(words, field='day').isoformat()}.jsonl").touch()
    return tmp_path


@when("裏方の処理が保管期間の過ぎたログを廃棄する")
def _(kept_in: Path) -> None:
    dispose_lines(system_access(Purpose.BATCH, job="dispose_lines"), home=kept_in)


@then(parsers.parse("残っているシステムログは{words}だけである"))
def _(kept_in: Path, words: str) -> None:
    assert [day for day, _ in days_kept(kept_in)] == [parse_date(words, field="day")]


@then(parsers.parse("証跡に「{title}」が{count:d}件ある"))
def _(title: str, count: int) -> None:
    kinds = [code for code, known in registry.by_code.items() if known.title == title]
    assert Entry.objects.filter(kind__in=kinds).count() == count
