"""Screens of retention and downtime: each opens for those who may, and what is gone says so where it used to be read."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from daicho.business.downtime.models import PaperSet
from daicho.business.movements.models import Case
from daicho.business.retention.models import Hold, Plan
from daicho.business.retention.selectors.erased import disposed_note
from daicho.business.retention.tests.scene import carried_out, old_case
from daicho.foundation.staff import ports as staff_ports
from daicho.kernel.access import Access, Duty
from daicho.registers.protection.tests.conftest import (
    Browse,
    browse,
    enrolled,
    register,
    signed_in,
    system,
)

__all__ = ["browse", "enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "home")]


def test_from_the_dry_run_to_the_receipt(
    browse: Browse, chief: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_ports, "disposed_note", disposed_note)
    case = old_case(date(2024, 6, 1))
    examiner, decider = browse(Duty.EXAMINE), browse(Duty.DECIDE)
    for name in ("retention", "retention_forecast", "retention_plans", "retention_new"):
        assert examiner.get(reverse(name)).status_code == 200, name
    nothing = examiner.post(reverse("retention_new"), {"key": str(uuid4())})
    assert nothing.status_code == 422
    made = examiner.post(reverse("retention_new"), {"key": str(uuid4()), "files": "cases"})
    plan = Plan.objects.get()
    assert made["Location"] == reverse("retention_plan", args=[plan.key])
    own = examiner.get(made["Location"]).content.decode()
    assert "承認を待っています" in own
    assert "令和6年度 1件" in own
    assert Case.objects.exists()
    assert "承認して1件を廃棄する" in decider.get(made["Location"]).content.decode()
    decider.post(reverse("retention_approve", args=[plan.key]), {"edition": "1"})
    plan.refresh_from_db()
    assert plan.state == "approved"
    carried_out(chief, plan)
    items = reverse("retention_items", args=[plan.key, "cases"])
    assert "廃棄済" in examiner.get(items).content.decode()
    found = examiner.get(reverse("retention_erased"), {"number": case.number})
    assert plan.number in found.content.decode()
    paper = examiner.get(reverse("retention_paper", args=[plan.key]))
    assert paper.content.startswith(b"%PDF")
    gone = examiner.get(reverse("movements_case", args=[case.key]))
    assert gone.status_code == 404
    assert "令和8年11月20日に廃棄しました" in gone.content.decode()
    never = examiner.get(reverse("movements_case", args=[uuid4()]))
    assert "廃棄" not in never.content.decode().split("<main")[1]


def test_a_hold_is_set_and_ended(browse: Browse) -> None:
    examiner = browse(Duty.EXAMINE)
    url = reverse("retention_holds")
    assert examiner.post(url, {"key": str(uuid4())}).status_code == 422
    assert examiner.post(url, {"key": str(uuid4()), "reason": "争訟"}).status_code == 302
    hold = Hold.objects.get()
    assert "すべての文書" in examiner.get(url).content.decode()
    end = reverse("retention_end_hold", args=[hold.key])
    assert examiner.post(end, {"end_reason": ""}).status_code == 422
    assert examiner.post(end, {"end_reason": "終わり"}).status_code == 302


def test_whoever_looks_after_the_machine_erases_nothing(browse: Browse) -> None:
    old_case(date(2024, 6, 1))
    keeper = browse(Duty.ADMINISTER)
    assert keeper.post(reverse("retention_new"), {"files": "cases"}).status_code == 403
    for name in ("retention_approve", "retention_resume", "retention_withdraw"):
        assert keeper.post(reverse(name, args=[uuid4()])).status_code == 403
    assert not Plan.objects.exists()
    assert Case.objects.count() == 1


def test_a_paper_set_is_made_and_compared(browse: Browse) -> None:
    clerk = browse(Duty.COUNTER)
    url = reverse("downtime")
    assert clerk.get(url).status_code == 200
    assert clerk.post(url, {"receptions": "0", "issues": "1", "copies": "1"}).status_code == 422
    made = clerk.post(url, {"receptions": "2", "issues": "1", "copies": "1"})
    row = PaperSet.objects.get()
    assert made["Location"] == reverse("downtime_set", args=[row.key])
    assert f"{row.number}-受002" in clerk.get(made["Location"]).content.decode()
    settle = reverse("downtime_settle", args=[row.key])
    assert clerk.post(settle, {"slip": f"{row.number}-受001", "edition": "1"}).status_code == 422
    clerk.post(reverse("downtime_rest", args=[row.key]), {"edition": "1"})
    clerk.post(reverse("downtime_close", args=[row.key]), {"edition": "2"})
    row.refresh_from_db()
    assert row.closed_at is not None
