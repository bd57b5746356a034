"""Steps of specs/features/extraction.feature (抽出（EUC）, STD-10.1)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.http import QueryDict
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.extraction.commands.ask_order import Wish, ask_order
from daicho.business.extraction.commands.decide_order import decide_order
from daicho.business.extraction.commands.save_composition import begin_composition
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.naming import item_names
from daicho.business.extraction.domain.reading import read_cond
from daicho.business.extraction.domain.whole import read_query
from daicho.business.extraction.domain.wizard import (
    Groups,
    condition_of,
    groups_of,
    with_fact,
)
from daicho.business.extraction.domain.words import cond_words
from daicho.business.extraction.models import Order
from daicho.business.extraction.selectors.preview import preview
from daicho.business.extraction.tests.conftest import lines_of, made
from daicho.business.extraction.web.reading import read_fact
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Conflict
from daicho.registers.protection.tests.scene import support
from tests.features.conftest import Story
from tests.features.register import person_named

scenarios(str(Path(__file__).parents[2] / "specs/features/extraction.feature"))
SHOWN = read_query("項目: 氏名\n並び: 年齢 降順")


@dataclass
class Extraction:
    """What one scenario composes and asks for."""

    composer: Access
    approver: Access
    query: q.Query = SHOWN
    order: UUID = field(default_factory=uuid4)
    content: bytes = b""

    def add(self, item: str, operator: str, value: str, *, group: int) -> None:
        posted = QueryDict(mutable=True)
        posted.update({"item": item_names("residents")[item], "operator": operator, "value": value})
        groups = groups_of(self.query.where) or Groups()
        fact = read_fact(posted, self.query)
        changed = with_fact(groups, fact, group=group)
        self.query = replace(self.query, where=condition_of(changed))

    @property
    def row(self) -> Order:
        return Order.objects.get(key=self.order)


@pytest.fixture
def extraction(story: Story) -> Extraction:
    clerk, _, approver = story.staff
    composer = replace(clerk, duties=frozenset({Duty.EXTRACT}), purpose=Purpose.BATCH)
    return Extraction(composer, approver.serving(Purpose.BATCH))


@when(parsers.re(r"対話式で「(?P<item>.+)」「(?P<operator>.+)」「(?P<value>.+)」の条件を足す"))
def _(extraction: Extraction, item: str, operator: str, value: str) -> None:
    extraction.add(item, operator, value, group=0)


@when(
    parsers.re(
        r"対話式で「(?P<item>.+)」「(?P<operator>.+)」「(?P<value>.+)」の条件を新しい組に足す"
    )
)
def _(extraction: Extraction, item: str, operator: str, value: str) -> None:
    extraction.add(item, operator, value, group=99)


@given(parsers.re(r"抽出の条件を「(?P<text>.+)」と書く"))
@when(parsers.re(r"抽出の条件を「(?P<text>.+)」と書く"))
def _(extraction: Extraction, text: str) -> None:
    extraction.query = replace(extraction.query, where=read_cond(text, "residents"))


@then(parsers.re(r"抽出の条件は「(?P<text>.+)」である"))
def _(extraction: Extraction, text: str) -> None:
    assert extraction.query.where is not None
    assert cond_words(extraction.query.where, "residents") == text


@then(parsers.re(r"見つかる人は(?P<names>.+)である"))
def _(extraction: Extraction, names: str) -> None:
    found = preview(extraction.composer, query=extraction.query)
    assert {row[0] for row in found.first} == set(names.split("、"))


@when("目的と根拠を示して抽出を依頼する")
def _(extraction: Extraction) -> None:
    composition = uuid4()
    begin_composition(extraction.composer, composition=composition, query=extraction.query)
    wish = Wish(purpose="健康診査の案内", basis="register_office", form="csv")
    ask_order(
        extraction.composer, order=extraction.order, composition=composition, edition=1, wish=wish
    )


@then("承認の前に抽出を作ることはできない")
def _(extraction: Extraction) -> None:
    with pytest.raises(Conflict, match="承認待ち"):
        made(extraction.composer, extraction.row)


@when("決裁の職員が抽出を承認する")
def _(extraction: Extraction) -> None:
    decide_order(extraction.approver, order=extraction.order, edition=1, approved=True)


@when("抽出を作る")
def _(extraction: Extraction) -> None:
    (extraction.content,) = made(extraction.composer, extraction.row).files.values()


@then(parsers.re(r"ファイルに載る人は(?P<names>.+)である"))
def _(extraction: Extraction, names: str) -> None:
    assert [row[1] for row in lines_of(extraction.content)] == names.split("、")


@then("ファイルの終わりに目的と根拠と期限がある")
def _(extraction: Extraction) -> None:
    last = extraction.content.decode().split("\r\n")[-2]
    assert "健康診査の案内" in last
    assert "住民基本台帳法3条" in last
    assert "令和8年12月4日まで利用可" in last


@given(parsers.re(r"(?P<name>.+)に支援措置がある"))
def _(name: str) -> None:
    support(person_named(name))
