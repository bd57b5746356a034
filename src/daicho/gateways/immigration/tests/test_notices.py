"""入管庁通知 by line (IMM-004 to 006): the same path as the agency's file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from daicho.business.movements.domain.immigration_file import LAYOUT
from daicho.business.movements.models import Case, ImmigrationNotice
from daicho.business.movements.selectors.immigration import list_notices
from daicho.business.movements.tests.amending import foreigner
from daicho.business.movements.tests.family import Staff, now
from daicho.foundation.lines.public import Accepted, Party, Refused
from daicho.foundation.messages.public import check_body
from daicho.gateways.immigration.domain.notices import cells_of
from daicho.gateways.immigration.handlers import immigration_notice
from daicho.gateways.immigration.tests.conftest import came

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

RENEWED: dict[str, Any] = {
    "number": "IN-1",
    "noticed_on": "20261118",
    "effect": "amend",
    "event_on": "20261110",
    "card_number": "ZZ00000001ZZ",
    "name": "SAMPLE MARIA",
    "birth_on": "319880203",
    "sex": "女",
    "items": {"residence_period": "5年", "residence_until": "20310203"},
}
REVOKED: dict[str, Any] = {key: value for key, value in RENEWED.items() if key != "items"} | {
    "number": "IN-2",
    "effect": "remove",
    "ground": "在留資格の取消し",
}


@pytest.mark.proves("IMM-004", "IMM-005")
def test_a_notice_opens_a_draft_and_the_same_number_again_is_left_out(staff: Staff) -> None:
    person = foreigner(staff)
    assert not check_body("immigration.notice", RENEWED)
    for _ in range(2):
        assert immigration_notice(came(RENEWED)) == Accepted()
    (notice,) = ImmigrationNotice.objects.all()
    assert notice.matched_by == "line"
    assert notice.case is not None
    case = Case.objects.get(key=notice.case)
    assert (case.kind, case.state, case.persons) == ("immigration_notice", "draft", [person])
    assert now(person).particulars.residence_period == "3年", "no notice edits by itself"
    assert immigration_notice(came(REVOKED)) == Accepted()
    assert immigration_notice(came(REVOKED | {"number": "IN-3"})) == Accepted()
    found = list_notices(staff[0], everything=True, page=1)
    assert [line.number for line in found.lines] == ["IN-3", "IN-2", "IN-1"]
    assert found.waiting == 2, "the next of a person waits for the one before"


@pytest.mark.proves("IMM-006")
def test_whose_card_is_another_waits_for_a_person(staff: Staff) -> None:
    foreigner(staff)
    assert immigration_notice(came(RENEWED | {"card_number": "ZZ99999999ZZ"})) == Accepted()
    (line,) = list_notices(staff[0], everything=False, page=1).lines
    assert (line.standing, line.case) == ("未取込", None)
    assert not Case.objects.filter(kind="immigration_notice").exists()


def test_every_item_of_a_notice_has_its_column() -> None:
    items = {
        "name_alphabet": "SAMPLE MARIA ANNA",
        "name_kanji": "見本　真理",
        "birth_on": "319880204",
        "nationality": "架空国",
        "residence_category": "special_permanent",
        "residence_status": "留学",
        "residence_period": "2年",
        "residence_until": "20290331",
        "residence_card_number": "ZZ00000002ZZ",
        "special_permanent_number": "ZZ00000003ZZ",
        "landing_period": "30日",
        "provisional_stay_period": "180日",
    }
    body = RENEWED | {"items": items}
    assert not check_body("immigration.notice", body)
    cells = cells_of(body)
    assert set(cells) <= set(LAYOUT.headers)
    assert len(cells) == len(items) + 8
    assert cells["新しい生年月日"] == "1988-02-04"


def test_only_the_agency_is_heard(staff: Staff) -> None:
    foreigner(staff)
    reply = immigration_notice(came(RENEWED, sender=Party("072010", "municipal_cs")))
    assert isinstance(reply, Refused)
    assert reply.problems[0].code == "immigration.sender"
    assert not ImmigrationNotice.objects.exists()


def test_a_day_that_has_not_come_is_refused(staff: Staff) -> None:
    foreigner(staff)
    tomorrow = date(2026, 11, 21).strftime("%Y%m%d")
    reply = immigration_notice(came(RENEWED | {"event_on": tomorrow}))
    assert isinstance(reply, Refused)
    assert not ImmigrationNotice.objects.exists()
