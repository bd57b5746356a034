"""Making (抽出の実行): memory flat, the desk never kept waiting, and what is counted of the history of issues."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from daicho.business.certificates.models import Issue
from daicho.business.extraction.domain.whole import read_query
from daicho.business.extraction.jobs import EXTRACT_ITEMS
from daicho.business.extraction.models import OrderMember
from daicho.business.extraction.selectors import running
from daicho.business.extraction.selectors.preview import preview
from daicho.business.extraction.selectors.running import few_rows
from daicho.business.extraction.selectors.statement import Statement
from daicho.business.extraction.tests.conftest import (
    approved,
    extracted,
    lines_of,
    ordered,
)
from daicho.foundation.jobs.public import JobRun
from daicho.foundation.jobs.tests.running import Listening
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict
from daicho.registers.residents.tests.factories import make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 20)


@pytest.mark.proves("STD-10.1/m9")
def test_memory_is_flat_and_the_database_streams(composer: Access, chief: Access) -> None:
    someone = make_resident(name="見本　一")
    peaks = []
    for sheets in (3_000, 12_000):
        issue(someone.person, sheets)
        order = approved(chief, ordered(composer, "データ: 交付履歴\n項目: 宛名番号、発行番号"))
        desk = Measuring()
        tracemalloc.start()
        run = JobRun(access=composer, key=uuid4(), parameters={"order": str(order.key)}, desk=desk)
        EXTRACT_ITEMS.run(run)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert desk.cursors == 1
        assert (desk.timeout, desk.helpers) == ("30min", "0")
    assert OrderMember.objects.count() == 2
    assert peaks[1] < peaks[0] * 1.5


def test_whoever_waits_at_the_desk_does_not_wait_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_THE_DESK_MS", 50)
    with pytest.raises(Conflict, match="時間がかかりすぎる"), transaction.atomic():
        few_rows(Statement("SELECT pg_sleep(20)", {}))


@dataclass(slots=True)
class Measuring(Listening):
    """A desk that forgets the file, and looks at the database while it is made."""

    cursors: int = 0
    timeout: str = ""
    helpers: str = ""

    def keep(self, name: str, content: Iterable[bytes], media_type: str) -> None:
        assert name
        assert media_type
        for _ in content:
            if self.timeout:
                continue
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT (SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs%%'),"
                    " current_setting('statement_timeout'),"
                    " current_setting('max_parallel_workers_per_gather')"
                )
                ((self.cursors, self.timeout, self.helpers),) = cursor.fetchall()


def issue(person: UUID, until: int, *, on: date = TODAY) -> None:
    """So many sheets in the history of issues that somebody stands on."""
    now = business_now()
    Issue.objects.bulk_create(
        [
            Issue(
                request_key=uuid4(), copy=1, number=f"試{number:06d}", kind="household",
                issued_on=on, issued_at=now, issued_by=person, issued_by_name="試験",
                office="市民課", terminal="本庁1", persons=[person], requester="self",
                requester_name="", identity_documents=[], items=[], fee_yen=300, pages=1,
                template_version="1", pdf_sha256="", snapshot=b"", snapshot_key="",
            )
            for number in range(Issue.objects.count(), until)
        ],
        batch_size=1000,
    )  # fmt: skip


@pytest.mark.proves("STD-10.1/m3", "STD-10.1/m6")
def test_who_asked_for_three_copies_last_month(composer: Access, chief: Access) -> None:
    often, once = make_resident(name="見本　一"), make_resident(name="見本　二")
    issue(often.person, 3, on=date(2026, 10, 15))
    issue(once.person, 4, on=date(2026, 10, 15))
    issue(once.person, 9, on=date(2026, 11, 2))
    where = "条件: 件数(交付履歴, 交付日 ≧ 前月初 かつ 交付日 ≦ 前月末) ≧ 3"
    assert preview(composer, query=read_query(f"項目: 氏名\n{where}")).first == (("見本　一",),)
    assert lines_of(extracted(composer, chief, f"{where}\n集計: 人数")) == [["1", "1"]]
    assert extracted(composer, chief, f"項目: 氏名\n{where}", form="list").startswith(b"%PDF")


def test_what_is_stopped_leaves_nothing_behind(composer: Access, chief: Access) -> None:
    make_resident(name="見本　一")
    order = approved(chief, ordered(composer, "項目: 氏名"))
    desk = Listening(stopped=True)
    run = JobRun(access=composer, key=uuid4(), parameters={"order": str(order.key)}, desk=desk)
    EXTRACT_ITEMS.run(run)
    assert desk.files == {}
    assert "途中で止めました" in desk.said[0]
    assert not OrderMember.objects.exists()
    desk.stopped = False
    EXTRACT_ITEMS.run(run)
    assert list(desk.files) == [f"{order.number}.csv"]
