"""Screens of 一括帳票 and 文字超過リスト: opened by their duties; what is asked for there is made by the worker's job."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.models import Batch, Issue
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.public import work_once
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.registers.residents.models import Version
from tests.test_screens import SignIn, couple, sign_in

__all__ = ["couple", "sign_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
COUNTER, EXAMINE, DECIDE, AUDIT = "窓口1", "審査1", "決裁1", "監査1"
PAGES = (
    ("certificates_batches", (COUNTER,)),
    ("certificates_batch_new", (COUNTER,)),
    ("certificates_overflows", (COUNTER, EXAMINE, DECIDE)),
    ("certificates_overflows_pdf", (COUNTER, EXAMINE, DECIDE)),
)


@pytest.fixture(autouse=True)
def certifier() -> None:
    access = system_access(Purpose.ADMINISTRATION, job="test")
    set_certifier(access, valid_from=date(2020, 4, 1), title="見本市長", name="台帳　守")


@pytest.mark.parametrize("login", [COUNTER, EXAMINE, DECIDE, AUDIT])
def test_each_duty_opens_its_screens_and_no_other(sign_in: SignIn, login: str) -> None:
    client = sign_in(login)
    for name, duties in PAGES:
        before = Entry.objects.count()
        answer = client.get(reverse(name))
        outcomes = [e.outcome for e in Entry.objects.order_by("seq")[before:]]
        assert answer.status_code == (200 if login in duties else 403), name
        assert outcomes in (([], ["done"]) if login in duties else (["refused"],)), name


def test_from_the_form_to_the_files(sign_in: SignIn, couple: Version) -> None:
    client = sign_in(COUNTER)
    page = client.get(reverse("certificates_batch_new")).content.decode()
    assert "五老内町" in page
    wish = {
        "key": "7d4f3f0e-3f5b-4c61-9a5e-1f1a0f8d2b11",
        "paper": "household",
        "source": "numbers",
        "order": "post",
        "per_file": "10",
        "numbers": couple.person.atena_number,
        "requester_name": "",
        "ground": "国民年金法108条",
        "proven": "on",
    }
    wrong = client.post(reverse("certificates_batch_new"), wish)
    assert wrong.status_code == 422
    assert "請求した機関の名称がありません" in wrong.content.decode()
    assert couple.person.atena_number in wrong.content.decode()
    done = client.post(
        reverse("certificates_batch_new"), wish | {"requester_name": "架空年金事務所"}
    )
    assert done.status_code == 302
    assert work_once(watched=False)
    (batch,) = Batch.objects.all()
    assert batch.finished_at is not None
    shown = client.get(done["Location"]).content.decode()
    for words in ("作成済", "001_000001-000001.pdf", Issue.objects.get().number):
        assert words in shown
    files = client.get(reverse("jobs_job", args=[batch.job])).content.decode()
    assert "管理票.pdf" in files
    assert batch.asked_by_name in client.get(reverse("certificates_batches")).content.decode()


def test_a_day_that_is_none_is_said_beside_its_field(sign_in: SignIn) -> None:
    answer = sign_in(COUNTER).get(f"{reverse('certificates_overflows')}?since=R8.13.1")
    assert answer.status_code == 422
