"""整合性確認 at the CS: the register's digests and rows are answered, and prefecture and nation are compared (JUK-016, 017)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import work_once
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Answer, Outgoing
from daicho.foundation.messages.public import check_body
from daicho.foundation.reconciliation.commands import reconcile
from daicho.foundation.reconciliation.models import Difference, Run
from daicho.foundation.reconciliation.tests.peer import Peer
from daicho.foundation.vault.public import reveal
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_today, real_now
from daicho.nodes.municipal_cs import tasks
from daicho.nodes.municipal_cs.commands import relay
from daicho.nodes.municipal_cs.models import CodeBlock, Identity
from daicho.nodes.municipal_cs.tests.scene import (
    CORE,
    NEW_ADDRESS,
    PREFECTURE,
    WAKO_CS,
    Scene,
    code_of,
    codes,
    items,
    sent,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
COMPARED = {str(n) for n in (1, 2, 4, 5, 6, 7, 8, 10, 11, 12, 13, 21, 22, 24, 25, 29, 35, 37, 38)}
RUN = str(uuid4())


def row_of(**told: Any) -> dict[str, str]:
    """A person's row as every system keeps it."""
    return {n: v for n, v in items(**told).items() if n in COMPARED}


def digests(*rows: dict[str, str], width: int = 1) -> dict[str, Any]:
    """What a register says that has these rows."""
    blocks = []
    for name in (f"{n:0{width}}" for n in range(10**width)):
        own = sorted((r for r in rows if r["1"].startswith(name)), key=lambda r: r["1"])
        digest = hashlib.sha256()
        for row in own:
            told = json.dumps(
                {"items": row}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            digest.update(told.encode() + b"\n")
        blocks.append({"block": name, "count": len(own), "digest": digest.hexdigest()})
    return {"run": RUN, "file": "identity", "width": width, "blocks": blocks}


def told_to(country: Peer) -> None:
    """The prefecture and the nation take what the CS has queued for them."""
    for message in sent("identity.update"):
        told = {n: v for n, v in message.body["items"].items() if n in COMPARED}
        country.rows[told["1"]] = told
    SentMessage.objects.filter(state="waiting").update(state="accepted", settled_at=real_now())


@pytest.fixture
def country(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Peer:
    """Three people, whom the whole country knows."""
    for serial in (1, 2, 9_000_000_000):
        assert scene.update(serial=serial).body["outcome"] == "held"
    own = Peer({})
    told_to(own)
    monkeypatch.setattr(reconcile, "ask", own.ask)
    monkeypatch.setattr(reconcile, "PAUSES", ())
    return own


@pytest.mark.proves("STD-7.1.1.2/m1")
@pytest.mark.parametrize("width", [1, 2])
def test_the_register_hears_of_the_blocks_that_differ_alone(
    scene: Scene, country: Peer, width: int
) -> None:
    assert country
    same = [row_of(serial=s) for s in (1, 2, 9_000_000_000)]
    answer = scene.say(CORE, "reconcile.digests", digests(*same, width=width))
    assert not list(check_body(answer.kind, answer.body))
    assert answer.body == {"run": RUN, "compared": 10**width, "differing": []}
    other = [same[0], same[1], {**same[2], "11": NEW_ADDRESS}]
    answer = scene.say(CORE, "reconcile.digests", digests(*other, width=width))
    assert [(b["block"], b["count"]) for b in answer.body["differing"]] == [
        ("9" + "0" * (width - 1), 1)
    ]
    assert CodeBlock.objects.count() == 3


def test_the_rows_of_a_block_come_page_by_page(
    scene: Scene, country: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert country
    monkeypatch.setattr("daicho.nodes.municipal_cs.commands.answer_reconcile.MOST_ROWS", 1)
    body = {"run": RUN, "file": "identity", "block": "0"}
    first = scene.say(CORE, "reconcile.rows", body)
    assert not list(check_body(first.kind, first.body))
    assert first.body["rows"] == [{"items": row_of(serial=1)}]
    assert first.body["more"]
    second = scene.say(CORE, "reconcile.rows", {**body, "after": code_of(1)})
    assert [r["items"]["1"] for r in second.body["rows"]] == [code_of(2)]
    assert not second.body["more"]
    entry = Entry.objects.filter(kind="cs.rows_told").latest("seq")
    assert entry.number_shown


def test_who_left_is_in_no_block_and_a_new_code_has_its_own(scene: Scene, country: Peer) -> None:
    assert country
    scene.update(sequence=2, i21="死亡", i35="死亡")
    scene.update(
        serial=2,
        sequence=2,
        i21="住民票コードの変更請求",
        i1=code_of(7_000_000_000),
        i24=code_of(2),
        i25="20261120",
    )
    told = [r["items"]["1"] for block in "07" for r in _rows(scene, block)]
    assert told == [code_of(7_000_000_000)]


def _rows(scene: Scene, block: str) -> list[Any]:
    body = {"run": RUN, "file": "identity", "block": block}
    return list(scene.say(CORE, "reconcile.rows", body).body["rows"])


def test_of_the_annex_the_prefecture_answers(
    scene: Scene, country: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Outgoing] = []

    def ask(_access: Access, outgoing: Outgoing) -> Answer:
        asked.append(outgoing)
        told = {"run": RUN, "compared": 10, "differing": []}
        return Answer(kind="reconcile.digests.answer", body=told, id=uuid4(), thread=uuid4())

    assert country
    monkeypatch.setattr(relay, "ask", ask)
    body = {**digests(), "file": "annex"}
    assert scene.say(CORE, "reconcile.digests", body).body["compared"] == 10
    assert [(o.receiver, o.body) for o in asked] == [(PREFECTURE, body)]


def test_nobody_else_is_answered(scene: Scene, country: Peer) -> None:
    assert country
    for stranger in (PREFECTURE, WAKO_CS):
        assert codes(scene.say(stranger, "reconcile.digests", digests())) == [
            "sender.register_only"
        ]


@pytest.mark.proves("JUK-016")
def test_one_address_altered_at_the_nation_is_found_with_its_item(
    browse: Callable[..., Client], country: Peer
) -> None:
    second = browse("shinsa1", Duty.EXAMINE)
    assert second.post(reverse("reconcile_start", args=["nation"])).status_code == 302
    assert work_once(watched=False)
    assert Run.objects.get().differences == 0
    country.rows[code_of(2)] = {**country.rows[code_of(2)], "11": NEW_ADDRESS}
    second.post(reverse("reconcile_start", args=["nation"]))
    assert work_once(watched=False)
    run = Run.objects.latest("moved_at")
    assert (run.peer, run.differences, run.not_yet) == ("000000:nation", 1, 0)
    found = Difference.objects.get(run=run)
    assert found.subject is not None
    assert found.items == ["11"]
    assert reveal(Identity.objects.get(key=found.subject).code) == code_of(2)
    page = second.get(reverse("reconcile_run", args=[run.key])).content.decode()
    assert "住所" in page
    assert NEW_ADDRESS in page
    assert code_of(2) not in page
    assert "再送する" not in page


@pytest.mark.proves("JUK-016")
def test_after_a_year_the_screen_urges_and_the_worker_begins(
    browse: Callable[..., Client], country: Peer
) -> None:
    assert country
    second = browse("shinsa1", Duty.EXAMINE)
    words = "全国サーバの整合性確認を行ってください"
    assert words not in second.get(reverse("reconcile")).content.decode()
    tasks.hourly()
    assert not Job.objects.exists()
    second.post(reverse("reconcile_start", args=["nation"]))
    work_once(watched=False)
    first = business_today()
    with clock.set_to(first + timedelta(days=365)):
        assert words not in second.get(reverse("reconcile")).content.decode()
        tasks.hourly()
    assert Job.objects.count() == 1
    with clock.set_to(first + timedelta(days=366)):
        assert words in second.get(reverse("reconcile")).content.decode()
        assert "時期を過ぎた整合性確認" in second.get("/").content.decode()
        tasks.hourly()
        tasks.hourly()
        assert Job.objects.count() == 2
        work_once(watched=False)
        assert words not in second.get(reverse("reconcile")).content.decode()


def test_what_the_prefecture_has_not_answered_is_not_compared_yet(
    scene: Scene, country: Peer, browse: Callable[..., Client]
) -> None:
    assert country
    scene.update(sequence=2, i21="転居", i11=NEW_ADDRESS)
    second = browse("shinsa1", Duty.EXAMINE)
    second.post(reverse("reconcile_start", args=["prefecture"]))
    work_once(watched=False)
    run = Run.objects.get()
    assert (run.differences, run.not_yet) == (0, 1)
    url = reverse("reconcile_run", args=[run.key]) + "?show=not_yet"
    assert "送信待ちか処理中" in second.get(url).content.decode()
