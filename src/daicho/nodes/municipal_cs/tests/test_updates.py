"""Updates (本人確認情報の更新): taken in, or refused with the file as it was; what the prefecture is told, and what it says."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs.models import Identity, IdentityVersion, Rejection
from daicho.nodes.municipal_cs.numbers import items_in_full
from daicho.nodes.municipal_cs.tests.scene import (
    ADDRESS,
    CORE,
    NEW_ADDRESS,
    PREFECTURE,
    REFUSED,
    Scene,
    code_of,
    codes,
    items,
    number_of,
    sent,
    update,
)

pytestmark = pytest.mark.django_db
MOVED = {"i11": NEW_ADDRESS, "i21": "転居", "i15": "20261119"}


def the_file() -> list[tuple[str, int, str]]:
    """The file as it stands: address, 更新順番号, standing."""
    return [(i.items["11"], i.sequence, i.standing) for i in Identity.objects.all()]


@pytest.mark.proves("JUK-045")
def test_a_move_within_the_town_changes_the_same_record_and_counts_one_on(scene: Scene) -> None:
    scene.update()
    assert the_file() == [(ADDRESS, 1, "現存")]
    answer = scene.update(sequence=2, **MOVED)
    assert answer.body["outcome"] == "held"
    assert codes(answer) == ["identity.told"]
    assert the_file() == [(NEW_ADDRESS, 2, "現存")]
    versions = IdentityVersion.objects.order_by("sequence")
    assert [(v.sequence, v.items["11"]) for v in versions] == [(1, ADDRESS), (2, NEW_ADDRESS)]


@pytest.mark.proves("DATA-002", "JUK-049")
def test_what_was_told_is_read_back_item_by_item(scene: Scene) -> None:
    told = items(
        i17="072036",
        i18="福島県郡山市朝日一丁目23番7号",
        i19="0",
        i23="試験",
        i24=code_of(2),
        i25="20261119",
        i30="7",
        i31="0",
        i33="0",
        i34="0",
        i36="2026-11-20T09:00:00.000000+09:00",
        i37="見本",
        i38="ミホン",
    )
    assert len(told) == 38
    scene.say(CORE, "identity.update", {"layout": "identity-38", "items": told})
    assert items_in_full(Identity.objects.get()) == told
    assert items_in_full(IdentityVersion.objects.get()) == told


@pytest.mark.proves("DATA-002", "DATA-013")
def test_another_towns_layout_is_refused(scene: Scene) -> None:
    told = {**items(), "37": "見本", "38": "0", "39": "ミホン"}
    answer = scene.say(CORE, "identity.update", {"layout": "identity-40", "items": told})
    assert (answer.body["outcome"], codes(answer)) == ("refused", ["identity.layout"])
    assert "項目数が違います" in answer.body["problems"][0]["why"]
    answer = scene.say(CORE, "identity.update", {"layout": "identity-38", "items": told})
    assert answer.body["outcome"] == "refused"
    assert the_file() == []


@pytest.mark.proves("DATA-013")
def test_the_other_towns_settings_read_item_39_as_the_kana_of_the_former_surname(
    scene: Scene, settings: object
) -> None:
    settings.PROFILE = settings.PROFILE.model_copy(  # type: ignore[attr-defined]  # pytest-django's wrapper
        update={
            "jukinet": settings.PROFILE.jukinet.model_copy(  # type: ignore[attr-defined]
                update={"identity_layout": "identity-40"}
            )
        }
    )
    told = {**items(), "37": "見本", "38": "0", "39": "ミホン"}
    scene.say(CORE, "identity.update", {"layout": "identity-40", "items": told})
    assert Identity.objects.get().items["39"] == "ミホン"
    assert sent("identity.update")[0].body["items"]["39"] == "ミホン"


@pytest.mark.proves("JUK-033")
@pytest.mark.parametrize(
    ("changed", "item", "name"),
    [
        ({"i6": "319800231"}, "items.6", "生年月日"),
        ({"i1": "123456789"}, "items.1", "住民票コード"),
        ({"i1": "12345678901"}, "items.1", "住民票コード"),
        ({"i22": "20261131"}, "items.22", "異動年月日"),
        ({"i5": "カクウジロウ"}, "items.5", "清音化かな氏名"),
    ],
)
def test_a_wrong_value_is_told_with_its_item_and_nothing_changes(
    scene: Scene, changed: dict[str, str], item: str, name: str
) -> None:
    scene.update()
    answer = scene.update(sequence=2, i21="軽微な修正", **changed)
    assert answer.body["outcome"] == "refused"
    assert [p["item"] for p in answer.body["problems"]] == [item]
    assert name in answer.body["problems"][0]["what"]
    assert the_file() == [(ADDRESS, 1, "現存")]
    assert len(sent("identity.update")) == 1


@pytest.mark.proves("JUK-037")
def test_one_item_too_many_and_the_whole_is_refused(scene: Scene) -> None:
    for number in ("39", "99", "memo"):
        told = {**items(), number: "1"}
        answer = scene.say(CORE, "identity.update", {"layout": "identity-38", "items": told})
        assert answer.body["outcome"] == "refused"
    assert the_file() == []


@pytest.mark.proves("JUK-033", "JUK-037")
def test_what_cannot_even_be_read_is_on_the_list_as_well(scene: Scene) -> None:
    scene.update()
    scene.update(sequence=2, i21="軽微な修正", i6="319800231")
    row = Rejection.objects.get()
    assert (row.at_whom, row.sequence, row.reason) == ("municipal_cs", 2, "軽微な修正")
    assert row.identity == Identity.objects.get().key
    assert row.problems[0]["item"] == "items.6"
    assert Identity.objects.get().abnormal_sequence == 2
    again = scene.update(sequence=2, **MOVED)
    assert codes(again) == ["order.used"]
    assert Rejection.objects.filter(sequence=2).count() == 2


@pytest.mark.parametrize(
    "body",
    [{}, {"items": []}, {"layout": 5, "items": {"1": 7, "21": "架空　太郎", "22": "x" * 99}}],
)
def test_of_a_body_that_may_be_anything_the_list_keeps_what_it_can_show(
    scene: Scene, body: dict[str, object]
) -> None:
    assert scene.say(CORE, "identity.update", body).body["outcome"] == "refused"
    row = Rejection.objects.get()
    assert (row.reason, row.event_on, row.identity) == ("", "", None)
    assert row.problems


@pytest.mark.proves("JUK-056", "JUK-057")
def test_what_the_nation_refuses_comes_back_to_the_register(scene: Scene) -> None:
    """The prefecture holds an update until the nation has spoken; its words go on, the nation's first."""
    scene.update()
    version = IdentityVersion.objects.get()
    assert version.sent is not None
    refused = Problem("nation.refused", "", "全国サーバが拒否しました。", "", "")
    scene.outcome(version.sent, PREFECTURE, refused, REFUSED)
    row = Rejection.objects.get()
    assert (row.at_whom, [p["code"] for p in row.problems]) == (
        "nation",
        ["nation.refused", "nation.test"],
    )
    assert ReceivedMessage.objects.get(key=version.message).state == "refused"
    back = sent("outcome", CORE)[0]
    assert back.answers == version.message
    assert [p["code"] for p in back.body["problems"]] == ["nation.refused", "nation.test"]


def test_what_the_nation_remarks_reaches_the_register(scene: Scene) -> None:
    """A late update of a former municipality is accepted into the history: nobody has to do anything, and it is said."""
    scene.update()
    version = IdentityVersion.objects.get()
    assert version.sent is not None
    thread = SentMessage.objects.get(key=version.sent).thread
    remark = {
        "code": "identity.superseded",
        "item": "items.8",
        "what": "履歴として受け付けました。",
    }
    body = {
        "outcome": "accepted",
        "problems": [remark | {"why": "", "remedy": "対応は要りません。"}],
    }
    scene.say(PREFECTURE, "outcome", body, thread=thread, answers=version.sent)
    back = sent("outcome", CORE)[0]
    assert (back.body["outcome"], codes(back)) == ("accepted", ["identity.superseded"])
    assert not Rejection.objects.exists()


@pytest.mark.proves("JUK-034")
@pytest.mark.parametrize("reason", ["国内転入", "国外転入等", "出生", "職権記載"])
def test_nobody_who_is_present_moves_in(scene: Scene, reason: str) -> None:
    scene.update()
    answer = scene.update(sequence=2, i21=reason, i11=NEW_ADDRESS)
    assert (answer.body["outcome"], codes(answer)) == ("refused", ["identity.present_already"])
    assert the_file() == [(ADDRESS, 1, "現存")]
    assert len(sent("identity.update", PREFECTURE)) == 1
    assert Rejection.objects.get().problems[0]["code"] == "identity.present_already"
    assert Identity.objects.get().abnormal_sequence == 2


@pytest.mark.proves("JUK-035")
def test_a_move_within_the_town_changes_the_address_alone(scene: Scene) -> None:
    scene.update()
    both = {**MOVED, "i2": "架空　次郎"}
    answer = scene.update(sequence=2, **both)
    assert (answer.body["outcome"], codes(answer)) == ("refused", ["identity.beyond_address"])
    assert "漢字氏名" in answer.body["problems"][0]["what"]
    numbered = {**MOVED, "i13": number_of(9)}
    assert codes(scene.update(sequence=3, **numbered)) == ["identity.beyond_address"]
    assert the_file() == [(ADDRESS, 1, "現存")]
    assert scene.update(sequence=4, **MOVED).body["outcome"] == "held"
    assert the_file() == [(NEW_ADDRESS, 4, "現存")]


@pytest.mark.proves("JUK-032")
@pytest.mark.parametrize("reason", ["軽微な修正", "職権修正", "転居", "世帯主変更", "死亡"])
def test_what_is_not_in_the_file_is_not_corrected(scene: Scene, reason: str) -> None:
    answer = scene.update(i21=reason, i35="死亡" if reason == "死亡" else "現存")
    assert (answer.body["outcome"], codes(answer)) == ("refused", ["identity.unknown_code"])
    assert the_file() == []
    row = Rejection.objects.get()
    assert (row.reason, row.at_whom, row.identity) == (reason, "municipal_cs", None)


def test_nobody_is_removed_twice(scene: Scene) -> None:
    scene.update()
    scene.update(sequence=2, i21="死亡", i35="死亡")
    answer = scene.update(sequence=3, i21="職権消除", i35="消除")
    assert codes(answer) == ["identity.removed_already"]
    assert the_file() == [(ADDRESS, 2, "死亡")]


def test_the_standing_must_be_the_reasons(scene: Scene) -> None:
    scene.update()
    assert codes(scene.update(sequence=2, i21="死亡", i35="現存")) == ["identity.status"]
    assert codes(scene.update(sequence=3, i21="転居", i35="転出")) == ["identity.status"]
    assert codes(scene.update(sequence=4, i21="国内転出", i35="現存")) == ["identity.status"]
    scene.update(sequence=5, i21="国内転出", i35="現存", i32="1")
    assert Identity.objects.get().expected
    scene.update(sequence=6, i21="国内転出", i35="転出")
    assert the_file() == [(ADDRESS, 6, "転出")]
    scene.update(sequence=7, i11=NEW_ADDRESS)
    assert the_file() == [(NEW_ADDRESS, 7, "現存")]


@pytest.mark.parametrize(
    ("day", "found"), [("20261201", []), ("20261119", ["identity.removed_already"])]
)
def test_who_is_to_leave_is_a_resident_until_the_day(
    scene: Scene, day: str, found: list[str]
) -> None:
    """Whoever moves within the town or dies before a 転出 that lies ahead is told of; after its day nobody."""
    scene.update()
    scene.update(sequence=2, i21="国内転出", i22=day, i35="転出", i32="1")
    moved = scene.update(sequence=3, i21="転居", i22=day, i11=NEW_ADDRESS, i35="転出", i32="1")
    assert codes(moved) == (["identity.told"] if not found else ["identity.standing"])
    died = scene.update(sequence=4, i21="死亡", i35="死亡")
    assert codes(died) == (found or ["identity.told"])


@pytest.mark.proves("JUK-045")
def test_a_number_that_is_missing_is_waited_for(scene: Scene) -> None:
    scene.update()
    late = scene.update(sequence=3, i21="軽微な修正", i10="9608000")
    assert late.body["outcome"] == "held"
    assert the_file() == [(ADDRESS, 1, "現存")]
    scene.update(sequence=2, **MOVED)
    rows = IdentityVersion.objects.order_by("sequence")
    assert [(v.sequence, v.reason) for v in rows] == [
        (1, "国内転入"),
        (2, "転居"),
        (3, "軽微な修正"),
    ]
    assert [e.body["items"]["29"] for e in sent("identity.update")] == ["1", "2", "3"]


@pytest.mark.proves("JUK-045")
def test_a_barred_record_takes_no_update(scene: Scene) -> None:
    scene.update()
    Identity.objects.update(forbidden=True)
    assert codes(scene.update(sequence=2, **MOVED)) == ["identity.forbidden"]
    Identity.objects.update(forbidden=False, exclusive=True)
    assert codes(scene.update(sequence=3, **MOVED)) == ["identity.exclusive"]
    Identity.objects.update(exclusive=False)
    assert scene.update(sequence=4, **MOVED).body["outcome"] == "held"
    row = Identity.objects.get()
    assert (row.sequence, row.abnormal_sequence) == (4, 3)


@pytest.mark.proves("JUK-045")
def test_every_record_keeps_who_asked_where_and_when(scene: Scene) -> None:
    scene.update(i36="2026-11-20T09:00:00.000000+09:00", i33="0", i34="0")
    kept = IdentityVersion.objects.get().items
    told = {n: kept[n] for n in ("26", "27", "28", "29", "32", "33", "34", "35", "36")}
    assert told == {
        "26": "RQ-0000001",
        "27": "op-101",
        "28": "t-07",
        "29": "1",
        "32": "0",
        "33": "0",
        "34": "0",
        "35": "現存",
        "36": "2026-11-20T09:00:00.000000+09:00",
    }


@pytest.mark.proves("JUK-003")
def test_the_prefecture_is_told_the_allowed_items_alone(scene: Scene) -> None:
    scene.update(i37="見本", i38="ミホン", i24=code_of(2), i25="20261119", i18="福島県郡山市")
    told = sent("identity.update", PREFECTURE)[0].body["items"]
    assert set(told) == {
        *("1", "2", "4", "5", "6", "7", "8", "10", "11", "12", "13", "21", "22", "24", "25", "29"),
        *("35", "37", "38"),
    }
    assert "世帯主" not in told.values()
    assert (told["24"], told["37"]) == (code_of(2), "見本")


def test_two_updates_wait_for_the_prefecture_in_order(scene: Scene) -> None:
    scene.update()
    scene.update(sequence=2, **MOVED)
    waiting = sent("identity.update", PREFECTURE)
    assert [e.body["items"]["21"] for e in waiting] == ["国内転入", "転居"]
    orders = [e.order for e in waiting]
    assert [o.number for o in orders if o] == [1, 2]
    assert len({o.key for o in orders if o}) == 1
    for each in waiting:
        scene.outcome(each.id, PREFECTURE)
    assert list(IdentityVersion.objects.values_list("told", flat=True)) == ["accepted"] * 2
    assert [e.body["outcome"] for e in sent("outcome", CORE)] == ["accepted", "accepted"]


def test_what_the_prefecture_refuses_goes_back_to_the_register(scene: Scene) -> None:
    scene.update()
    scene.outcome(sent("identity.update")[0].id, PREFECTURE, REFUSED)
    row = Rejection.objects.get()
    assert (row.at_whom, row.problems[0]["code"]) == ("prefecture", "nation.test")
    told = sent("outcome", CORE)[0]
    assert (told.body["outcome"], codes(told)) == ("refused", ["nation.test"])
    assert told.answers == ReceivedMessage.objects.get(kind="identity.update").key


@pytest.mark.proves("JUK-049")
def test_a_changed_code_keeps_the_record_and_both_codes(scene: Scene) -> None:
    scene.update()
    changed = {"i21": "住民票コードの変更請求", "i1": code_of(5), "i24": code_of(1)}
    assert scene.update(sequence=2, **changed).body["outcome"] == "refused"
    scene.update(sequence=3, i25="20261120", **changed)
    full = items_in_full(Identity.objects.get())
    assert (full["1"], full["24"], full["25"]) == (code_of(5), code_of(1), "20261120")
    told = sent("identity.update", PREFECTURE)[-1].body["items"]
    assert (told["1"], told["24"], told["25"]) == (code_of(5), code_of(1), "20261120")


def test_a_number_belongs_to_one_code(scene: Scene) -> None:
    scene.update(serial=1)
    answer = scene.update(serial=2, i13=number_of(1))
    assert codes(answer) == ["identity.number_of_another"]


def test_a_message_of_an_older_place_in_the_order_is_refused(scene: Scene) -> None:
    scene.update()
    scene.update(sequence=2, **MOVED)
    body = update(sequence=1, i21="軽微な修正")
    answer = scene.say(CORE, "identity.update", body, order=("f" * 32, 1))
    assert codes(answer) == ["identity.overtaken"]


def test_history_is_not_changed_and_nothing_is_deleted(scene: Scene) -> None:
    scene.update()
    scene.update(sequence=2, i21="国内転入")
    for change in (
        lambda: IdentityVersion.objects.update(items={}),
        lambda: IdentityVersion.objects.all().delete(),
        lambda: Identity.objects.all()._raw_delete("default"),
        lambda: Rejection.objects.update(problems=[]),
        lambda: Rejection.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
