"""Screens of 戸籍・附票: what waits is found, settled and looked at; nobody without the duty gets in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import HEAD
from daicho.gateways.family_register import handlers
from daicho.gateways.family_register.commands.open_annexes import open_annexes
from daicho.gateways.family_register.domain.event_paper import CELLS
from daicho.gateways.family_register.models import Annex, AnnexLine, Notice, Told
from daicho.gateways.family_register.tests.conftest import (
    ELSEWHERE,
    HERE,
    NOWHERE,
    Came,
    MovedIn,
    Sent,
    annex_notice,
)
from daicho.kernel.access import Access, Duty
from daicho.registers.protection.tests.conftest import (
    Browse,
    browse,
    enrolled,
    register,
    signed_in,
)

__all__ = ["browse", "enrolled", "register", "signed_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SCREENS = (
    "family_notices",
    "family_told",
    "family_annexes",
    "family_events",
    "family_reference",
    "family_handovers",
)


def test_every_screen_opens_for_the_counter_and_for_no_administrator(browse: Browse) -> None:
    counter, administrator = browse(Duty.COUNTER), browse(Duty.ADMINISTER)
    for name in SCREENS:
        assert counter.get(reverse(name)).status_code == 200, name
        assert administrator.get(reverse(name)).status_code == 403, name


def test_a_waiting_notice_is_read_and_entered(browse: Browse, came: Came) -> None:
    handlers.annex_notice(came("annex.notice", annex_notice()))
    row = Notice.objects.get()
    counter = browse(Duty.COUNTER)
    assert "AN-2026-900001" in counter.get(reverse("family_notices")).content.decode()
    page = counter.get(reverse("family_notice", args=[row.key])).content.decode()
    assert "当市に、この本籍の人が見つかりません。" in page
    assert "埼玉県和光市広沢1番5号" in page
    assert "92128315677" not in page
    refused = counter.post(reverse("family_dismiss", args=[row.key]), {"reason": ""})
    assert refused.status_code == 422
    assert Notice.objects.get().state == "held"
    counter.post(reverse("family_enter", args=[row.key]))
    annex = Annex.objects.get()
    history = counter.get(reverse("family_annex", args=[annex.key])).content.decode()
    assert "令和8年11月1日" in history
    assert "92128315677" not in history
    again = counter.post(reverse("family_enter", args=[row.key]))
    assert again.status_code == 409


def test_a_waiting_notice_becomes_the_draft_of_whom_the_clerk_names(
    browse: Browse, came: Came, moved_in: MovedIn
) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    told = {
        "notice_number": "RN-2026-900001",
        "event": "correction",
        "event_on": "20261115",
        "accepted_on": "20261116",
        "person": {"name": "見本　多郎", "birth_on": "319850401"},
        "family_register": {"municipality": "112291", "domicile": ELSEWHERE, "head": "見本　太郎"},
        "changes": {"name": "見本　多郎"},
    }
    handlers.register_notice(came("register.notice", told))
    row = Notice.objects.get()
    counter = browse(Duty.COUNTER)
    url = reverse("family_draft", args=[row.key])
    assert counter.post(url, {"atena_number": "1"}).status_code == 422
    atena = now(person).atena_number
    assert counter.post(url, {"atena_number": atena}).status_code == 422
    done = counter.post(url, {"atena_number": atena, "kind": "family_register_amend"})
    case = Case.objects.get(kind="family_register_amend")
    assert done["Location"] == reverse("movements_case", args=[case.key])
    assert case.payload[f"edit.{person}.name"] == "見本　多郎"


def test_a_domicile_is_placed_on_the_screen(browse: Browse, moved_in: MovedIn, sent: Sent) -> None:
    moved_in(NOWHERE, HEAD)
    sent()
    row = Told.objects.get()
    counter = browse(Duty.COUNTER)
    assert NOWHERE in counter.get(reverse("family_told")).content.decode()
    wrong = counter.post(reverse("family_place", args=[row.key]), {"municipality": "1"})
    assert wrong.status_code == 422
    counter.post(reverse("family_place", args=[row.key]), {"municipality": "132063"})
    assert len(sent("annex.notice")) == 1
    listed = counter.get(reverse("family_told"), {"state": "queued"}).content.decode()
    assert "東京都府中市" in listed


def test_an_event_is_typed_and_a_file_is_taken(
    browse: Browse, moved_in: MovedIn, staff: Staff
) -> None:
    moved_in(ELSEWHERE, HEAD)
    counter = browse(Duty.COUNTER)
    url = reverse("family_events")
    cells = {
        "number": "K-1",
        "event": "死亡",
        "event_on": "R8.11.15",
        "accepted_on": "R8.11.16",
        "name": "見本　太郎",
        "birth": "S60.4.1",
        "domicile": ELSEWHERE,
        "head": "見本　太郎",
    }
    refused = counter.post(url, cells | {"birth": "いつか"})
    assert refused.status_code == 422
    assert "いつか" in refused.content.decode()
    assert counter.post(url, cells, follow=True).status_code == 200
    assert Notice.objects.get().state == "drafted"
    lines = [",".join(c.label for c in CELLS), ",".join(cells.get(c.name, "") for c in CELLS)]
    file = SimpleUploadedFile("todoke.csv", "\r\n".join(lines).encode())
    told = counter.post(reverse("family_import"), {"file": file}, follow=True)
    assert "取込み済み 1件" in told.content.decode()
    assert counter.post(reverse("family_import"), {}).status_code == 422
    assert staff


def test_annexes_are_searched_closed_and_handed_over(
    browse: Browse, moved_in: MovedIn, system: Access
) -> None:
    moved_in(HERE, HEAD)
    list(open_annexes(system))
    annex = Annex.objects.get()
    counter, examiner = browse(Duty.COUNTER), browse(Duty.EXAMINE)
    found = counter.get(reverse("family_annexes"), {"name": "見本太郎"}).content.decode()
    assert AnnexLine.objects.get().record_number in found
    assert counter.post(reverse("family_remove", args=[annex.key])).status_code == 403
    assert examiner.post(reverse("family_remove", args=[annex.key])).status_code == 422
    examiner.post(reverse("family_rewrite", args=[annex.key]), {"reason": "様式の変更"})
    old = counter.get(reverse("family_annex", args=[annex.key])).content.decode()
    assert "令和158年11月20日まで" in old
    made = counter.post(reverse("family_handovers"), follow=True).content.decode()
    assert "3" in made
    (file,) = [p for p in made.split('"') if "/handovers/" in p and p.count("-") == 5]
    assert counter.get(file)["Content-Type"].startswith("text/csv")
    assert counter.post(reverse("family_handovers")).status_code == 409


def test_a_reference_shows_what_was_asked_for_and_no_number(
    browse: Browse, moved_in: MovedIn
) -> None:
    (person,) = moved_in(HERE, HEAD)
    counter = browse(Duty.COUNTER)
    url = reverse("family_reference")
    asked = {"register": "1", "domicile": HERE, "head": "見本　太郎"}
    assert now(person).atena_number in counter.post(url, asked).content.decode()
    one = {"person": "1", "atena_number": now(person).atena_number, "reason": "婚姻届 K-7"}
    shown = counter.post(url, one | {"items": "address"}).content.decode()
    assert "見本ハイツ101号" in shown
    assert counter.post(url, one).status_code == 422
    refused = counter.post(url, one | {"items": "individual_number"})
    assert refused.status_code == 403
