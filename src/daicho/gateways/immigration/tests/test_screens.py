"""The screens: the list by state, one notice with what can be put right, the files and their handing over; who may act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyrage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from daicho.business.movements.tests.amending import foreigner
from daicho.business.movements.tests.family import Staff
from daicho.gateways.immigration.models import NoticeFile, Telling
from daicho.gateways.immigration.tests.conftest import Says, Sent
from daicho.gateways.immigration.tests.test_by_line import DEFECT
from daicho.kernel.access import Duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Browse = Callable[..., Client]


def text(answer: Any, status: int = 200) -> str:  # Any: the test client's own response
    assert answer.status_code == status, answer.status_code
    drawn: str = answer.content.decode()
    return drawn


def test_what_came_back_is_put_right_on_its_page(
    staff: Staff, sent: Sent, says: Says, browse: Browse
) -> None:
    desk = browse(Duty.COUNTER)
    assert "該当する市町村通知はありません" in text(desk.get(reverse("immigration_tellings")))
    foreigner(staff)
    (message,) = sent()
    says(message, DEFECT)
    page = text(desk.get(reverse("immigration_tellings") + "?state=refused"))
    assert "SAMPLE MARIA" in page
    assert DEFECT.what in page
    row = Telling.objects.get()
    address = reverse("immigration_telling", args=[row.message])
    page = text(desk.get(address))
    assert "訂正して送り直す" in page
    assert DEFECT.remedy in page
    closing = reverse("immigration_close", args=[row.message])
    assert "理由が空欄です。" in text(desk.post(closing, {"reason": ""}), 422)
    again = reverse("immigration_again", args=[row.message])
    assert desk.post(again, {"address": "福島市五老内町3番1号"}).status_code == 302
    assert "訂正して送り直す" not in text(desk.get(address))
    assert sent()[1].body["address"] == "福島市五老内町3番1号"


@pytest.mark.usefixtures("by_file")
def test_files_are_made_taken_and_handed_over(
    staff: Staff,
    browse: Browse,
    settings: Any,  # Any: pytest-django's wrapper
) -> None:
    identity = pyrage.x25519.Identity.generate()
    settings.IMMIGRATION_RECIPIENT = str(identity.to_public())
    desk = browse(Duty.COUNTER)
    foreigner(staff)
    page = text(desk.get(reverse("immigration_tellings")))
    assert "次のファイルに入る通知は 1件です" in page
    files = reverse("immigration_files")
    assert "出力したファイルはありません" in text(desk.get(files))
    assert desk.post(reverse("immigration_file_make")).status_code == 302
    file = NoticeFile.objects.get()
    page = text(desk.get(files))
    assert file.number in page
    assert "住基法 1件" in page
    again = desk.post(reverse("immigration_file_make"), follow=True)
    assert "（0件）" in text(again)
    taken = desk.post(reverse("immigration_file_take", args=[file.key]))
    assert pyrage.decrypt(taken.content, [identity]).count(b"\n") == 2
    hand = reverse("immigration_file_hand", args=[file.key])
    assert "媒体番号が空欄です。" in text(desk.post(hand, {"receiver": "端末"}), 422)
    assert desk.post(hand, {"medium": "M-1", "receiver": "端末"}).status_code == 302
    assert "媒体 M-1・端末" in text(desk.get(files))
    results = reverse("immigration_results")
    assert "処理結果のファイルではありません" in text(desk.post(results), 422)
    number = Telling.objects.get().number
    content = f"通知番号,結果,エラー\n{number},正常,\n".encode()
    sent = SimpleUploadedFile("結果.csv", content)
    assert "正常 1件" in text(desk.post(results, {"file": sent}, follow=True))


def test_who_only_looks_changes_nothing(
    staff: Staff, sent: Sent, says: Says, browse: Browse
) -> None:
    foreigner(staff)
    says(sent()[0], DEFECT)
    row = Telling.objects.get()
    approver = browse(Duty.DECIDE)
    page = text(approver.get(reverse("immigration_telling", args=[row.message])))
    assert "<h2>訂正して送り直す</h2>" not in page
    again = reverse("immigration_again", args=[row.message])
    assert approver.post(again, {}).status_code == 403
    assert browse(Duty.AUDIT).get(reverse("immigration_tellings")).status_code == 403
