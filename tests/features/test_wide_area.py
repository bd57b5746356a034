"""Steps of specs/features/wide_area.feature (広域交付)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PdfReader
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.movements.tests.family import moving
from daicho.business.movements.tests.paper import carry_through
from daicho.foundation.lines.public import Answering, Refused, Reply
from daicho.foundation.lines.tests.conftest import line_settings
from daicho.foundation.messages.public import birth_text
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import reveal
from daicho.gateways.wide_area.commands import issue_copy
from daicho.gateways.wide_area.domain.wish import Scope, Wish
from daicho.gateways.wide_area.handlers import wide_area_request
from daicho.gateways.wide_area.selectors.copies import list_copies
from daicho.gateways.wide_area.tests.conftest import Residence, came
from daicho.kernel.access import Purpose
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import suppress
from tests.features.conftest import Story
from tests.features.entering import register_state
from tests.features.register import day_of, holding_of, person_named

scenarios(str(Path(__file__).parents[2] / "specs/features/wide_area.feature"))


@dataclass
class Across:
    """What crossed the line, and what was handed over."""

    reply: Reply | None = None
    words: str = ""
    told: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def across(settings: Any) -> Across:
    settings.LINES = line_settings()
    return Across()


@given(parsers.parse("{name}の証明書発行が抑止されている"))
def _(name: str) -> None:
    suppress(person_named(name), certificate=Restraint.ERROR)


@given(parsers.parse("{name}が{day}に転出している"))
def _(story: Story, name: str, day: str) -> None:
    paper = moving(
        [person_named(name)],
        abroad="domestic",
        event_date=day_of(day).isoformat(),
        notified_on=day_of(day).isoformat(),
        destination_municipality="112291",
        destination_municipality_text="埼玉県和光市",
        destination_address="埼玉県和光市広沢1-5",
    )
    carry_through(*story.staff, "move_out", paper)


@when(parsers.parse("交付地の和光市から{name}の住民票情報を求められる"))
def _(across: Across, name: str) -> None:
    items = holding_of(name).particulars
    assert items.resident_record_code_ref is not None
    across.reply = wide_area_request(
        came(
            {
                "code": reveal(items.resident_record_code_ref),
                "name": name,
                "birth_on": birth_text(items.birth_date),
                "scope": "person",
                "include": [],
                "document": "個人番号カード",
                "municipality": "112291",
            }
        )
    )


@then("広域交付住民票情報が返る")
def _(across: Across) -> None:
    assert isinstance(across.reply, Answering)
    across.told = across.reply.body["people"][0]


@then("本籍、筆頭者、個人番号、住民票コード、続柄は含まれない")
def _(across: Across) -> None:
    unwanted = {"domicile", "family_register_head", "relationship"}
    unwanted |= {"individual_number", "resident_record_code"}
    assert not unwanted & set(across.told)


@then(parsers.parse("交付不可の応答「{what}」が返る"))
def _(across: Across, what: str) -> None:
    assert isinstance(across.reply, Refused)
    assert [problem.what for problem in across.reply.problems] == [what]


@when("和光市の架空　太郎に広域交付の写しを交付する")
def _(story: Story, across: Across, monkeypatch: pytest.MonkeyPatch) -> None:
    residence = Residence()
    residence.body |= {"municipality": "112291", "address": "埼玉県和光市広沢1-5"}
    monkeypatch.setattr(issue_copy, "ask", residence.answer)
    set_certifier(
        system_access(Purpose.ADMINISTRATION, job="test"),
        valid_from=date(2020, 4, 1),
        title="見本市長",
        name="台帳　守",
    )
    story.before = register_state()
    wish = Wish(
        code="92128315677",
        name="架空　太郎",
        birth_on="319800715",
        scope=Scope.PERSON,
        include=frozenset(),
        document="individual_number_card",
    )
    desk = story.clerk.serving(Purpose.CERTIFICATE)
    handed = issue_copy.issue_copy(desk, key=uuid4(), wish=wish)
    pages = PdfReader(BytesIO(handed.pdf)).pages
    across.words = "".join("".join(page.extract_text().split()) for page in pages)


@then(parsers.parse("写しに「{title}」と和光市長から通知された旨がある"))
def _(across: Across, title: str) -> None:
    assert title in across.words
    assert "埼玉県和光市長から通知された" in across.words


@then(parsers.parse("発行記録は{count:d}通で、住所地は{town}である"))
def _(story: Story, count: int, town: str) -> None:
    lines = list_copies(story.clerk.serving(Purpose.CERTIFICATE), page=1).lines
    assert [line.municipality for line in lines] == [town] * count
