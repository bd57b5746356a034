"""要求への応答 (JUK-030): what the law lets out of our residents, what it never does, and who is not told of."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import HEAD, alerts_of, carry_through, codes
from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.public import Answering, Refused
from daicho.foundation.messages.public import check_body
from daicho.foundation.vault.public import reveal
from daicho.gateways.wide_area.handlers import wide_area_request
from daicho.gateways.wide_area.models import WideAreaRequest
from daicho.gateways.wide_area.selectors.requests import list_requests
from daicho.gateways.wide_area.tests.conftest import Body, came
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import support, suppress

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "filled")]


def asked(person: UUID, **told: Any) -> Body:
    """What 和光市 asks of the head of our family."""
    code = now(person).particulars.resident_record_code_ref
    assert code is not None
    return {
        "code": reveal(code),
        "name": HEAD["name"],
        "birth_on": "319850401",
        "scope": "person",
        "include": [],
        "document": "個人番号カード",
        "municipality": "112291",
    } | told


def answered(body: Body) -> Body:
    reply = wide_area_request(came(body))
    assert isinstance(reply, Answering)
    assert not check_body("wide_area.request.answer", reply.body)
    return dict(reply.body)


def refusal(body: Body) -> str:
    reply = wide_area_request(came(body))
    assert isinstance(reply, Refused)
    return reply.problems[0].code


@pytest.mark.proves("JUK-030", "STD-7.1.1.1/m5")
def test_a_present_resident_is_told_of_without_the_family_register(family: list[UUID]) -> None:
    told = answered(asked(family[0]))
    (person,) = told["people"]
    assert person["name"] == HEAD["name"]
    assert person["birth_words"] == "昭和60年4月1日"
    assert person["resident_since"] == "20260401"
    assert told["address"].startswith("福島市五老内町3-1")
    assert "head" not in told
    never = {"domicile", "family_register_head", "nhi_insured", "voter_registered"}
    unasked = {"relationship", "resident_record_code", "individual_number", "nationality"}
    assert not (never | unasked) & set(person)


def test_the_numbers_and_the_relationship_are_told_where_they_are_asked_for(
    family: list[UUID],
) -> None:
    body = asked(
        family[0],
        scope="household",
        include=["individual_number", "relationship", "resident_record_code"],
    )
    told = answered(body)
    assert [p["relationship"] for p in told["people"]] == ["世帯主", "妻", "子", "子"]
    assert told["head"] == HEAD["name"]
    items = now(family[0]).particulars
    assert items.individual_number_ref is not None
    assert told["people"][0]["individual_number"] == reveal(items.individual_number_ref)
    assert told["people"][0]["resident_record_code"] == body["code"]
    entry = Entry.objects.filter(kind="wide_area.request_answered").order_by("-seq")[0]
    assert reveal(items.individual_number_ref) not in entry.body
    assert HEAD["name"] not in json.dumps(json.loads(entry.body)["detail"], ensure_ascii=False)


@pytest.mark.proves("JUK-030")
def test_whoever_is_suppressed_or_protected_is_not_told_of(family: list[UUID]) -> None:
    body = asked(family[1], name="見本　花子", birth_on="319870502")
    assert answered(body)
    suppress(family[0], certificate=Restraint.ALERT)
    assert refusal(asked(family[0])) == "wide_area.not_issued"
    assert refusal(body | {"scope": "household"}) == "wide_area.not_issued"
    support(family[1])
    assert refusal(body) == "wide_area.not_issued"


def test_whoever_is_in_a_case_under_way_is_not_told_of(family: list[UUID], clerk: Access) -> None:
    paper = moving(family) | NEXT_DOOR
    submit(
        clerk,
        case=uuid4(),
        kind="move_within",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_within", paper),
    )
    assert refusal(asked(family[0])) == "wide_area.not_issued"
    assert WideAreaRequest.objects.get().ground == "異動処理中"


@pytest.mark.proves("JUK-030")
def test_whoever_has_left_or_is_unknown_is_not_told_of(family: list[UUID], staff: Staff) -> None:
    body = asked(family[0])
    assert refusal(body | {"code": codes(9_000_000, 1)[0]}) == "wide_area.none"
    paper = moving(
        family,
        abroad="domestic",
        event_date="2026-11-10",
        destination_municipality="112291",
        destination_municipality_text="埼玉県和光市",
        destination_address="埼玉県和光市広沢1-5",
    )
    with clock.set_to(date(2026, 11, 9)):
        assert answered(body)
    carry_through(*staff, "move_out", paper)
    assert refusal(body) == "wide_area.none"


def test_a_name_or_a_birth_that_differs_is_refused(family: list[UUID]) -> None:
    assert answered(asked(family[0], name="見本太郎"))
    assert refusal(asked(family[0], name="見本　次郎")) == "wide_area.mismatch"
    assert refusal(asked(family[0], birth_on="319850402")) == "wide_area.mismatch"


def test_every_request_is_listed_with_what_was_said(family: list[UUID], desk: Access) -> None:
    answered(asked(family[0], include=["relationship"]))
    refusal(asked(family[0], name="見本　次郎"))
    suppress(family[0], look_up=Restraint.ALERT, certificate=Restraint.ERROR)
    refusal(asked(family[0]))
    lines = list_requests(desk, outcome="all", page=1).lines
    assert {line.municipality for line in lines} == {"埼玉県和光市"}
    assert {line.people for line in lines} == {("（照会が抑止されています）",)}
    assert sorted(line.outcome for line in lines) == ["交付不可", "交付不可", "提供"]
    (told,) = list_requests(desk, outcome="answered", page=1).lines
    assert (told.include, told.why) == ("世帯主・続柄", "")
    refused = {line.why for line in list_requests(desk, outcome="refused", page=1).lines}
    assert refused == {"氏名・生年月日の不一致", "発行停止"}
    kinds = Entry.objects.filter(kind="wide_area.request_answered").count()
    assert kinds == WideAreaRequest.objects.count() == len(lines)


def test_the_list_keeps_no_item_of_anybody(family: list[UUID]) -> None:
    answered(asked(family[0], include=["individual_number"]))
    row = WideAreaRequest.objects.get()
    told = {field.name: getattr(row, field.name) for field in row._meta.fields}
    assert HEAD["name"] not in [str(value) for value in told.values()]
    assert set(told) == {
        "message",
        "reference",
        "municipality",
        "scope",
        "include",
        "document",
        "refusal",
        "ground",
        "persons",
        "at",
    }
