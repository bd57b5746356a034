"""The screens of bulk cases: from the form and the file to the finished case, by three people in their browsers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from daicho.business.movements.domain.bulk_uses import USES
from daicho.business.movements.models import BulkCase
from daicho.business.movements.tests.bulk_paper import (
    RENAMED,
    carried_out,
    couple,
    upload,
    work,
)
from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access
from daicho.registers.residents.models import Version
from tests.test_screens import SignIn, sign_in

__all__ = ["sign_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
COUNTER, EXAMINE, DECIDE, AUDIT = "窓口1", "審査1", "決裁1", "監査1"
NHI = "宛名番号,国民健康保険の被保険者,国民健康保険の資格取得年月日,国民健康保険の資格喪失年月日"


def text(response: Any) -> str:  # Any: a test client's response
    return str(response.content.decode())


def page_of(case: UUID) -> str:
    return reverse("movements_bulk_case", args=[case])


def take(client: Client, case: UUID, action: str, **typed: str) -> Any:  # Any: a response
    edition = BulkCase.objects.get(key=case).edition
    address = reverse("movements_bulk_take", args=[case, action])
    return client.post(address, {"edition": edition, **typed}, follow=True)


def made() -> UUID:
    return BulkCase.objects.latest("made_at").key


def test_a_town_is_renamed_by_three_people(sign_in: SignIn) -> None:
    head, wife = couple()
    counter, examiner, decider = sign_in(COUNTER), sign_in(EXAMINE), sign_in(DECIDE)
    assert "一括処理はまだありません" in text(counter.get(reverse("movements_bulk")))
    assert "住所一括変更" in text(counter.get(reverse("movements_bulk_new")))
    form = reverse("movements_bulk_form", args=["bulk_address_change"])
    wrong = counter.post(form, RENAMED | {"to_town": ""})
    assert wrong.status_code == 422
    assert "変更後の町字名が空欄です" in text(wrong)
    shown = counter.post(form, RENAMED, follow=True)
    case = made()
    assert "抽出しています" in text(shown)
    assert 'hx-trigger="every 2s"' in text(shown)
    work()
    entries = Entry.objects.count()
    counts = counter.get(reverse("movements_bulk_counts", args=[case]))
    assert "更新する" in text(counts)
    assert "<html" not in text(counts)
    assert counts["HX-Refresh"] == "true"
    assert Entry.objects.count() == entries
    people = text(counter.get(reverse("movements_bulk_lines", args=[case])))
    for words in (head.items.name, wife.items.name, "福島市五老内町3番1号", "福島市架空町3番1号"):
        assert words in people
    assert "審査に回しました" in text(take(counter, case, "submit"))
    assert "審査を待つ一括処理" in text(examiner.get("/"))
    assert "審査を待つ一括処理" not in text(counter.get("/"))
    assert "審査を終えました" in text(take(examiner, case, "examine"))
    assert "決裁しました" in text(take(decider, case, "approve"))
    work()
    done = text(decider.get(page_of(case)))
    assert "本処理済" in done
    assert Version.objects.filter(town="架空町", recorded__endswith=None).count() == 2
    history = text(counter.get(reverse("residents_history", args=[head.record])))
    assert "軽微な修正" in history
    assert page_of(case) in history
    assert f"case={case}" not in history
    undone = take(counter, case, "undo")
    assert "取消しの案件を作りました" in text(undone)
    work()
    assert "更新する" in text(counter.get(page_of(made())))


def test_a_file_with_wrong_lines_is_taken_only_when_that_is_said(sign_in: SignIn) -> None:
    head, _ = couple()
    counter = sign_in(COUNTER)
    lines = f"{NHI}\n{head.atena_number},1,2026-04-01,\n12,1,2026-04-01,\n"
    form = reverse("movements_bulk_form", args=["bulk_individual_matters"])
    typed = {"department": "nhi", "event_date": "2026-11-20", "noticed_on": "2026-11-19"}
    without = counter.post(form, typed)
    assert without.status_code == 422
    assert "ファイルが選ばれていません" in text(without)
    file = SimpleUploadedFile("国保.csv", lines.encode(), "text/csv")
    counter.post(form, typed | {"file": file})
    case = made()
    work()
    shown = text(counter.get(page_of(case)))
    assert "正しい行だけを取り込む" in shown
    assert "国保.csv" in shown
    errors = text(counter.get(reverse("movements_bulk_errors", args=[case])))
    assert '<th scope="row" class="number">3</th>' in errors
    refused = take(counter, case, "submit")
    assert refused.status_code == 422
    assert "誤りのある行が1行あります" in text(refused)
    assert "審査に回しました" in text(take(counter, case, "submit", only_right="on"))
    again = SimpleUploadedFile("国保.csv", lines.encode(), "text/csv")
    assert counter.post(form, typed | {"file": again}).status_code == 409


@pytest.mark.proves("REG-089")
def test_a_loss_that_came_in_is_seen_on_the_record(
    sign_in: SignIn, clerk: Access, examiner: Access, approver: Access
) -> None:
    head, _ = couple(nhi_insured=True, nhi_acquired_on=date(2020, 4, 1))
    page = reverse("residents_person", args=[head.record])
    assert "令和8年11月1日" not in text(sign_in(COUNTER).get(page))
    settings = {"department": "nhi", "event_date": "2026-11-20", "noticed_on": "2026-11-19"}
    file = upload(NHI.split(","), (head.atena_number, "0", "2020-04-01", "2026-11-01"))
    carried_out((clerk, examiner, approver), "bulk_individual_matters", settings, file)
    shown = text(sign_in(COUNTER).get(page))
    assert "国民健康保険の資格喪失年月日" in shown
    assert "令和8年11月1日" in shown
    refused = sign_in(AUDIT).get(page)
    assert refused.status_code == 403
    assert "国民健康保険" not in text(refused)


@pytest.mark.parametrize("login", [COUNTER, EXAMINE, DECIDE, AUDIT])
def test_each_screen_is_open_to_its_duties_alone(sign_in: SignIn, login: str) -> None:
    couple()
    counter = sign_in(COUNTER)
    counter.post(reverse("movements_bulk_form", args=["bulk_address_change"]), RENAMED)
    work()
    case = made()
    desk = (COUNTER, EXAMINE, DECIDE)
    pages = [
        (reverse("movements_bulk"), desk),
        (page_of(case), desk),
        (f"{reverse('movements_bulk_lines', args=[case])}?state=planned&page=9", desk),
        (reverse("movements_bulk_errors", args=[case]), desk),
        (reverse("movements_bulk_new"), (COUNTER,)),
        *((reverse("movements_bulk_form", args=[use]), (COUNTER,)) for use in USES),
    ]
    client = sign_in(login)
    for address, duties in pages:
        before = Entry.objects.count()
        answer = client.get(address)
        assert answer.status_code == (200 if login in duties else 403), address
        entries = Entry.objects.count() - before
        forms = "/bulk/new/" in address and login in duties
        assert entries == (0 if forms else 1), address


def test_what_is_not_there_is_said_so(sign_in: SignIn) -> None:
    counter = sign_in(COUNTER)
    nobody = UUID(int=7)
    screens = ("case", "lines", "errors", "counts")
    for name in (f"movements_bulk_{screen}" for screen in screens):
        assert counter.get(reverse(name, args=[nobody])).status_code == 404
    assert counter.get(reverse("movements_bulk_form", args=["nothing"])).status_code == 404
    answer = counter.post(reverse("movements_bulk_take", args=[nobody, "nothing"]))
    assert answer.status_code == 404
