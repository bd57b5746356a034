"""Queries (本人確認情報の検索・照会・突合): what may be asked, who is found, and that each leaves its entry."""

from __future__ import annotations

import json
from typing import Any

import pytest

from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Refused, Unavailable
from daicho.nodes.municipal_cs.domain.criteria import Criteria
from daicho.nodes.municipal_cs.selectors.beyond import (
    Check,
    ask_nation,
    check_card,
    verify_number,
)
from daicho.nodes.municipal_cs.selectors.identities import search_identities
from daicho.nodes.municipal_cs.tests.conftest import Nation
from daicho.nodes.municipal_cs.tests.scene import (
    ADDRESS,
    CORE,
    NATION,
    NEW_ADDRESS,
    Scene,
    code_of,
    codes,
    items,
    number_of,
)

pytestmark = pytest.mark.django_db
NAME, BIRTH = "架空　太郎", "319800715"
ENOUGH = (
    Criteria(name=NAME, birth_on=BIRTH),
    Criteria(name=NAME, address=ADDRESS),
    Criteria(code=code_of(1)),
    Criteria(number=number_of(1)),
)
TOO_LITTLE = (
    Criteria(name=NAME),
    Criteria(name=NAME, sex="男"),
    Criteria(address=ADDRESS, birth_on=BIRTH),
    Criteria(address=ADDRESS, birth_on=BIRTH, sex="男"),
    Criteria(birth_on=BIRTH),
    Criteria(),
)


def names(access: Access, asked: Criteria) -> list[str]:
    return [line.name for line in search_identities(access, asked).lines]


def details(kind: str) -> list[dict[str, Any]]:
    rows = Entry.objects.filter(kind=kind).order_by("seq")
    return [json.loads(row.body)["detail"] for row in rows]


@pytest.mark.proves("JUK-013", "JUK-014")
@pytest.mark.parametrize("asked", ENOUGH)
def test_enough_finds(scene: Scene, clerk: Access, asked: Criteria) -> None:
    scene.update()
    scene.update(serial=2, i2="見本　花子", i11=NEW_ADDRESS)
    assert names(clerk, asked) == [NAME]
    entry = Entry.objects.get(kind="cs.identity_searched")
    told = json.loads(entry.body)["detail"]
    assert (entry.login, told["items"], told["count"]) == (clerk.login, "・".join(asked.kinds), 1)
    for value in (NAME, ADDRESS, BIRTH, code_of(1), number_of(1)):
        assert value not in json.dumps(told, ensure_ascii=False)


@pytest.mark.proves("JUK-014")
@pytest.mark.parametrize("asked", TOO_LITTLE)
def test_less_than_a_pair_is_refused(scene: Scene, clerk: Access, asked: Criteria) -> None:
    scene.update()
    with pytest.raises(Invalid) as caught:
        search_identities(clerk, asked)
    assert caught.value.reason_code == "identity.criteria"
    assert Entry.objects.get(kind="cs.identity_searched").outcome == "refused"
    if any((asked.name, asked.address, asked.birth_on)):
        answer = scene.say(CORE, "identity.query", asked.body("窓口の本人確認"))
        assert codes(answer) == ["identity.criteria"]


@pytest.mark.proves("JUK-046")
def test_voiced_and_plain_kana_find_the_same_person(scene: Scene, clerk: Access) -> None:
    scene.update(i2="賀儀　太郎", i4="ガギ　タロウ")
    for typed in ("ガギ　タロウ", "カキ　タロウ", "がぎ たろう"):
        found = search_identities(clerk, Criteria(kana=typed, birth_on=BIRTH))
        assert [(line.name, line.kana) for line in found.lines] == [("賀儀　太郎", "ガギ　タロウ")]


@pytest.mark.proves("JUK-044")
def test_the_dead_are_found_with_the_history_alone(scene: Scene, clerk: Access) -> None:
    asked = Criteria(name=NAME, birth_on=BIRTH)
    scene.update()
    scene.update(sequence=2, i21="国内転出", i35="転出")
    assert [line.standing for line in search_identities(clerk, asked).lines] == ["転出"]
    scene.update(sequence=3)
    scene.update(sequence=4, i21="死亡", i35="死亡")
    assert names(clerk, asked) == []
    assert names(clerk, Criteria(code=code_of(1))) == []
    with_history = Criteria(name=NAME, birth_on=BIRTH, history=True)
    assert [line.standing for line in search_identities(clerk, with_history).lines] == ["死亡"]


@pytest.mark.proves("JUK-013")
def test_the_register_is_answered_from_the_file_with_the_numbers(scene: Scene) -> None:
    scene.update()
    body = Criteria(code=code_of(1)).body("特例転入の本人確認")
    answer = scene.say(CORE, "identity.query", body)
    found = answer.body["found"][0]["items"]
    assert (answer.kind, found["1"], found["13"]) == (
        "identity.query.answer",
        code_of(1),
        number_of(1),
    )
    told = details("cs.identity_searched")[0]
    assert (told["items"], told["count"], told["sender"], told["words"]) == (
        "住民票コード",
        1,
        "072010:core",
        "特例転入の本人確認",
    )


@pytest.mark.proves("JUK-015")
def test_the_register_may_have_the_nation_asked_about_somebody_who_is_here(
    scene: Scene, nation: Nation
) -> None:
    scene.update()
    nation.people["x"] = items(i13=number_of(7))
    body = Criteria(code=code_of(1)).body("個人番号の真正性確認")
    here = scene.say(CORE, "identity.query", body)
    assert here.body["found"][0]["items"]["13"] == number_of(1)
    assert nation.asked == []
    there = scene.say(CORE, "identity.query", body | {"nation": True})
    assert there.body["found"][0]["items"]["13"] == number_of(7)
    assert [d["place"] for d in details("cs.identity_searched")] == ["市町村CS", "機構"]


def test_the_nation_is_asked_with_a_purpose_and_every_question_is_on_record(
    scene: Scene, clerk: Access, nation: Nation
) -> None:
    assert scene
    nation.people["x"] = items(serial=5, i8="112291", i2="和光　太郎")
    asked = Criteria(name="和光　太郎", birth_on=BIRTH)
    found = ask_nation(clerk, asked, purpose="特例転入の本人確認")
    assert [(line.name, line.municipality) for line in found] == [("和光　太郎", "112291")]
    nobody = Criteria(name="見本　花子", birth_on=BIRTH)
    assert ask_nation(clerk, nobody, purpose="特例転入の本人確認") == ()
    with pytest.raises(Invalid):
        ask_nation(clerk, asked, purpose=" ")
    with pytest.raises(Invalid):
        ask_nation(clerk, Criteria(name="和光　太郎"), purpose="確認")
    nation.away = True
    with pytest.raises(Unavailable):
        ask_nation(clerk, asked, purpose="特例転入の本人確認")
    assert [d["count"] for d in details("cs.nation_asked")] == [1, 0, 0, 0, 0]
    assert len(nation.asked) == 3


@pytest.mark.proves("JUK-005")
def test_a_card_beside_the_file(scene: Scene, clerk: Access, nation: Nation) -> None:
    scene.update()
    typed = {"name": "架空 太郎", "birth_on": BIRTH, "sex": "男", "address": ADDRESS}
    assert check_card(clerk, code=code_of(1), typed=typed).result is Check.SAME
    moved = check_card(clerk, code=code_of(1), typed={**typed, "address": NEW_ADDRESS})
    assert moved.result is Check.DIFFERENT
    assert [(label, same) for label, _, _, same in moved.rows] == [
        ("氏名", True),
        ("生年月日", True),
        ("性別", True),
        ("住所", False),
    ]
    nobody = check_card(clerk, code=code_of(2), typed=typed)
    assert (nobody.result.label, nobody.rows) == ("該当なし", ())
    nation.people["x"] = items(serial=2)
    assert check_card(clerk, code=code_of(2), typed=typed).place == "機構"
    assert [d["result"] for d in details("cs.card_checked")] == [
        "一致",
        "不一致",
        "該当なし",
        "一致",
    ]


def test_a_number_beside_its_code(scene: Scene, clerk: Access, nation: Nation) -> None:
    assert scene
    nation.people["x"] = items(serial=1)
    check = verify_number(clerk, code=code_of(1), number=number_of(1))
    assert check.result is Check.SAME
    assert verify_number(clerk, code=code_of(1), number=number_of(2)).result is Check.DIFFERENT
    assert verify_number(clerk, code=code_of(2), number=number_of(2)).result is Check.NOBODY
    with pytest.raises(Invalid):
        verify_number(clerk, code="123", number=number_of(1))


def test_whom_the_file_does_not_have_the_nation_is_asked_for(scene: Scene, nation: Nation) -> None:
    nation.people["x"] = items(serial=5, i8="112291")
    answer = scene.say(CORE, "identity.query", Criteria(code=code_of(5)).body("特例転入"))
    assert [f["items"]["1"] for f in answer.body["found"]] == [code_of(5)]
    assert [(o.receiver, o.thread) for o in nation.asked] == [(NATION, answer.thread)]
    assert details("cs.identity_searched")[0]["place"] == "機構"


def test_an_auditor_may_not_search(scene: Scene, auditor: Access, nation: Nation) -> None:
    assert scene
    for act in (
        lambda: search_identities(auditor, ENOUGH[0]),
        lambda: ask_nation(auditor, ENOUGH[0], purpose="確認"),
        lambda: check_card(auditor, code=code_of(1), typed={}),
        lambda: verify_number(auditor, code=code_of(1), number=number_of(1)),
    ):
        with pytest.raises(Refused):
            act()
    assert nation.asked == []
