"""Confirmation sheet (確認用帳票): what would be recorded, looked at on paper, put right, and printed again."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from daicho.business.movements.commands.save_draft import save_draft
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.selectors.confirmation import print_confirmation
from daicho.business.movements.tests.paper import (
    HEAD,
    NOTIFIED,
    WIFE,
    alerts_of,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused
from daicho.registers.residents.models import ResidentRecord, Version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
KIND = "movements.confirmation_printed"


def text_of(access: Access, case: UUID) -> str:
    pdf = print_confirmation(access, case=case).pdf
    return "".join(p.extract_text() for p in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


def move_out_paper(*, member_order: int) -> dict[str, str]:
    """A 転出届 of one member."""
    record = Version.objects.get(member_order=member_order).record_id
    person = ResidentRecord.objects.get(pk=record).person_id
    return {
        f"selected.{person}": "on",
        "event_date": "2026-11-25",
        "notified_on": "2026-11-20",
        **NOTIFIED,
        "abroad": "domestic",
        "destination_address": "大阪府架空市",
    }


@pytest.mark.proves("STD-4.0.9/m1")
def test_a_name_put_right_stands_on_the_new_sheet(clerk: Access, examiner: Access) -> None:
    case = uuid4()
    wrong = move_in_paper({**HEAD, "name": "見木　太郎"}, WIFE)
    edition = save_draft(clerk, case=case, kind="move_in", payload=wrong, edition=0)
    first = text_of(clerk, case)
    assert "見木　太郎" in first
    assert "東京都架空区見本町1番地" in first
    assert "確認用帳票" in first
    save_draft(clerk, case=case, kind="move_in", payload=move_in_paper(HEAD, WIFE), edition=edition)
    second = text_of(examiner, case)
    assert "見本　太郎" in second
    assert "見木" not in second
    assert not Version.objects.exists()
    assert Entry.objects.filter(kind=KIND, case_ref=case, outcome="done").count() == 2


def test_a_number_is_not_printed(clerk: Access) -> None:
    case, number = uuid4(), individual_number(11)
    paper = move_in_paper({**HEAD, "individual_number": number})
    save_draft(clerk, case=case, kind="move_in", payload=paper, edition=0)
    text = text_of(clerk, case)
    assert number not in text.replace(" ", "")
    assert "伏せています" in text


def test_a_change_shows_before_and_after(clerk: Access, examiner: Access, approver: Access) -> None:
    pool()
    carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD, WIFE))
    paper = move_out_paper(member_order=2)
    case = uuid4()
    save_draft(clerk, case=case, kind="move_out", payload=paper, edition=0)
    text = text_of(clerk, case)
    for words in ("変更前", "変更後", "大阪府架空市", "見本　花子"):
        assert words in text
    assert "見本　太郎（" not in text


def test_an_unfinished_draft_says_what_is_wrong(
    clerk: Access, examiner: Access, approver: Access
) -> None:
    pool()
    carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD, WIFE))
    paper = move_out_paper(member_order=2)
    alerts = alerts_of("move_out", paper)
    busy, nothing = uuid4(), uuid4()
    save_draft(clerk, case=busy, kind="move_out", payload=paper, edition=0)
    submit(clerk, case=uuid4(), kind="move_out", payload=paper, edition=0, confirmed=alerts)
    text = text_of(clerk, busy)
    assert "直す必要がある入力" in text
    assert "ほかの異動" in text
    save_draft(clerk, case=nothing, kind="move_in", payload={}, edition=0)
    with pytest.raises(Invalid):
        print_confirmation(clerk, case=nothing)


def test_what_is_recorded_or_not_there_has_no_sheet(
    clerk: Access, examiner: Access, approver: Access, auditor: Access
) -> None:
    pool()
    case = carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD))
    with pytest.raises(Conflict):
        print_confirmation(clerk, case=case)
    with pytest.raises(Missing):
        print_confirmation(clerk, case=uuid4())
    with pytest.raises(Refused):
        print_confirmation(auditor, case=case)
    assert not Entry.objects.filter(kind=KIND, outcome="done").exists()
