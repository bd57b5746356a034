"""Steps of specs/features/reconcile_country.feature (整合性確認, JUK-016)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.foundation.jobs.public import work_once
from daicho.foundation.messages.public import LAYOUTS
from daicho.foundation.reconciliation.models import Difference, Run
from daicho.foundation.reconciliation.tests.peer import Peer
from daicho.kernel import clock
from daicho.kernel.access import Duty
from daicho.kernel.wareki import parse_date
from daicho.nodes.municipal_cs.tests.scene import code_of
from daicho.nodes.municipal_cs.tests.test_reconcile import country

__all__ = ["country"]
scenarios(str(Path(__file__).parents[5] / "specs/features/reconcile_country.feature"))
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
URGED = "全国サーバの整合性確認を行ってください"


@pytest.fixture
def second(browse: Callable[..., Client]) -> Client:
    """Whoever may start it."""
    return browse("shinsa1", Duty.EXAMINE)


def compare(second: Client) -> None:
    assert second.post(reverse("reconcile_start", args=["nation"])).status_code == 302
    assert work_once(watched=False)


@given("市町村CSと全国の3人の本人確認情報が一致している")
def _(country: Peer) -> None:
    assert len(country.rows) == 3


@given(parsers.parse("全国サーバの一人の住所が「{address}」に変わっている"))
def _(country: Peer, address: str) -> None:
    country.rows[code_of(1)] = {**country.rows[code_of(1)], "11": address}


@given(parsers.parse("{day}に全国サーバとの整合性確認を行った"))
def _(second: Client, day: str) -> None:
    with clock.set_to(parse_date(day, field="day")):
        compare(second)


@when("全国サーバとの整合性確認を行う")
def _(second: Client) -> None:
    compare(second)


@then(parsers.parse("不一致は{count:d}件で、項目は「{item}」だけである"))
def _(count: int, item: str) -> None:
    run = Run.objects.get()
    found = Difference.objects.get(run=run)
    assert (run.differences, run.not_yet) == (count, 0)
    assert [LAYOUTS["identity-38"].by_number[n].title for n in found.items] == [item]


@then(parsers.parse("{day}の画面に催促はない"))
def _(second: Client, day: str) -> None:
    with clock.set_to(parse_date(day, field="day")):
        assert URGED not in second.get(reverse("reconcile")).content.decode()


@then(parsers.parse("{day}の画面に催促がある"))
def _(second: Client, day: str) -> None:
    with clock.set_to(parse_date(day, field="day")):
        assert URGED in second.get(reverse("reconcile")).content.decode()
