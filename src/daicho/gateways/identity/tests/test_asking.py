"""本人確認情報の照会: what may be asked, what stands beside what, when a card identifies nobody, and that nothing is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.public import Refusal
from daicho.gateways.identity.commands.ask_identity import Found, ask_identity
from daicho.gateways.identity.domain.comparison import Verdict
from daicho.gateways.identity.domain.criteria import Criteria
from daicho.gateways.identity.domain.purposes import Purpose
from daicho.gateways.identity.models import NumberChange, SymbolRequest, Verification
from daicho.gateways.identity.tests.conftest import CODE, NUMBER, PERSON, Cs
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def look(access: Access, *, card: bool = False, page: int = 1, **given: Any) -> Found:
    purpose = given.pop("purpose", Purpose.SPECIAL_MOVE_IN)
    words = given.pop("words", "")
    return ask_identity(
        access,
        asked=Criteria(**given),
        purpose=purpose,
        words=words,
        card_shown=card,
        page=page,
    )


def verdict(found: Found) -> Verdict:
    assert found.compared is not None
    return found.compared.verdict


@pytest.mark.proves("JUK-004")
def test_the_four_items_stand_beside_the_paper_and_differences_are_marked(
    clerk: Access, cs: Cs
) -> None:
    found = look(
        clerk,
        card=True,
        code=CODE,
        name="架空 太郎",
        birth_on="319800715",
        sex="男",
        address="埼玉県和光市本町31-1",
    )
    assert found.compared is not None
    assert verdict(found) is Verdict.DIFFERENT
    rows = {row.label: row for row in found.compared.rows}
    assert set(rows) == {"氏名", "生年月日", "性別", "住所"}
    assert [label for label, row in rows.items() if not row.same] == ["住所"]
    assert rows["住所"].found == PERSON["address"]
    assert [kind for kind, _ in cs.asked] == ["identity.query", "serial.query"]
    assert cs.asked[0][1] == {"by": "code", "code": CODE, "purpose": "特例転入の本人確認"}
    same = look(clerk, code=CODE, name="架空　太郎", address=PERSON["address"])
    assert verdict(same) is Verdict.SAME


@pytest.mark.proves("JUK-004")
def test_a_revoked_card_identifies_nobody(clerk: Access, cs: Cs) -> None:
    cs.serial = {"state": "revoked", "serial": "0A1B2C", "valid_until": "20300715"}
    given: dict[str, Any] = {"code": CODE, "name": PERSON["name"], "address": PERSON["address"]}
    found = look(clerk, card=True, **given)
    assert verdict(found) is Verdict.UNCONFIRMED
    assert "失効" in (found.compared.why if found.compared else "")


@pytest.mark.parametrize(
    ("standing", "purpose", "expected"),
    [
        ("死亡", Purpose.SPECIAL_MOVE_IN, Verdict.UNCONFIRMED),
        ("消除", Purpose.SPECIAL_MOVE_IN, Verdict.UNCONFIRMED),
        ("転出", Purpose.WIDE_AREA, Verdict.UNCONFIRMED),
        ("転出", Purpose.SPECIAL_MOVE_IN, Verdict.SAME),
    ],
)
def test_a_record_that_is_over_identifies_nobody(
    clerk: Access, cs: Cs, standing: str, purpose: Purpose, expected: Verdict
) -> None:
    cs.people = [PERSON | {"record_status": standing}]
    assert verdict(look(clerk, code=CODE, name=PERSON["name"], purpose=purpose)) is expected


@pytest.mark.proves("JUK-005", "JUK-015")
def test_nobody_is_said_plainly_and_the_question_stays_on_the_trail(clerk: Access, cs: Cs) -> None:
    cs.people = []
    found = look(clerk, name="架空　太郎", birth_on="319800715")
    assert verdict(found) is Verdict.NOBODY
    assert found.lines == ()
    entry = Entry.objects.get(kind="identity.asked")
    told = json.loads(entry.body)["detail"]
    assert (told["count"], told["result"]) == (0, "該当なし")
    assert told["items"] == "氏名・生年月日"
    assert told["purpose"] == "特例転入の本人確認"


@pytest.mark.proves("JUK-015")
def test_somebody_of_another_municipality_is_found_by_the_four_items(clerk: Access, cs: Cs) -> None:
    found = look(clerk, name="架空　太郎", address=PERSON["address"], nation=True)
    assert cs.asked[0][1]["nation"] is True
    (line,) = found.lines
    assert (line.name, line.municipality) == ("架空　太郎", "112291")
    entry = Entry.objects.get(kind="identity.asked")
    for value in (CODE, NUMBER, PERSON["name"], PERSON["address"], "319800715"):
        assert value not in json.dumps(json.loads(entry.body)["detail"], ensure_ascii=False)


@pytest.mark.proves("JUK-014")
@pytest.mark.parametrize(
    "given",
    [
        {"name": "架空　太郎"},
        {"name": "架空　太郎", "sex": "男"},
        {"address": "埼玉県和光市広沢1-5", "birth_on": "319800715"},
        {},
    ],
)
def test_less_than_a_pair_is_not_even_asked(clerk: Access, cs: Cs, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        look(clerk, **given)
    assert caught.value.reason_code == "identity.criteria"
    assert cs.asked == []


def test_without_a_purpose_nothing_is_asked(clerk: Access, cs: Cs) -> None:
    for purpose, words in ((None, ""), (Purpose.OTHER, " "), (Purpose.CARD, "あ" * 41)):
        with pytest.raises(Invalid) as caught:
            look(clerk, code=CODE, purpose=purpose, words=words)
        assert caught.value.reason_code == "identity.purpose"
    assert cs.asked == []
    look(clerk, code=CODE, purpose=Purpose.OTHER, words="返還の窓口")
    assert cs.asked[0][1]["purpose"] == "返還の窓口"


def test_many_are_paged_and_each_page_is_a_question(clerk: Access, cs: Cs) -> None:
    cs.people = [PERSON | {"address": f"埼玉県和光市広沢1-{n}"} for n in range(1, 46)]
    cs.more = True
    given: dict[str, Any] = {"name": "架空　太郎", "birth_on": "319800715"}
    first = look(clerk, **given)
    last = look(clerk, page=3, **given)
    assert (len(first.lines), len(last.lines)) == (20, 5)
    assert first.more
    assert first.compared is None
    assert Entry.objects.filter(kind="identity.asked").count() == len(cs.asked) == 2


@pytest.mark.usefixtures("cs")
def test_what_comes_back_is_kept_nowhere_and_shows_no_number(clerk: Access) -> None:
    found = look(clerk, code=CODE, name=PERSON["name"])
    shown = [getattr(line, name) for line in found.lines for name in line.__slots__]
    assert not {CODE, NUMBER} & set(shown)
    assert found.compared is not None
    rows = [text for row in found.compared.rows for text in (row.typed, row.found)]
    assert not {CODE, NUMBER} & set(rows)
    for model in (NumberChange, SymbolRequest, Verification):
        assert not model._default_manager.exists()


def test_what_the_cs_refuses_is_said_in_its_words(clerk: Access, cs: Cs) -> None:
    cs.error = Refusal((Problem("query.too_few_items", "", "照会の条件が足りません。"),))
    with pytest.raises(Invalid) as caught:
        look(clerk, code=CODE)
    assert caught.value.problems[0].what == "照会の条件が足りません。"


def test_whoever_may_not_is_refused_and_nothing_is_asked(auditor: Access, cs: Cs) -> None:
    with pytest.raises(Refused):
        look(auditor, code=CODE)
    assert cs.asked == []
