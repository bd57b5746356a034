"""Steps of specs/features/bulk_changes.feature: a bulk case from its settings or its file to the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.commands.bulk_prepare import prepare_bulk
from daicho.business.movements.commands.bulk_undo import undo_bulk
from daicho.business.movements.domain.bulk_insurance import DEPARTMENTS
from daicho.business.movements.models import BulkCase
from daicho.business.movements.selectors.bulk import bulk_people
from daicho.business.movements.tests.bulk_paper import RENAMED, decided, upload, work
from daicho.kernel.errors import DaichoError
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.models import Change
from tests.features.conftest import Story
from tests.features.register import holding_of

scenarios(str(Path(__file__).parents[2] / "specs/features/bulk_changes.feature"))


@dataclass
class Bulk:
    """The bulk case that the scenario speaks of."""

    case: UUID


@pytest.fixture
def bulk() -> Bulk:
    return Bulk(uuid4())


@given(parsers.parse("{day}から五老内町を架空町とする住所一括変更を仮処理する"))
def _(story: Story, bulk: Bulk, day: str) -> None:
    settings = RENAMED | {"event_date": day}
    prepare_bulk(story.clerk, case=bulk.case, use="bulk_address_change", settings=settings)
    work()


@when(parsers.parse("{department}の次のファイルを取り込む"))
def _(story: Story, bulk: Bulk, department: str, datatable: Sequence[Sequence[str]]) -> None:
    header, *rows = datatable
    code = next(code for code, title in DEPARTMENTS if title == department)
    lines = [(holding_of(row[0]).atena_number, *row[1:]) for row in rows]
    try:
        prepare_bulk(
            story.clerk,
            case=bulk.case,
            use="bulk_individual_matters",
            settings={"department": code, "event_date": "2026-11-20", "noticed_on": "2026-11-19"},
            upload=upload(("宛名番号", *header[1:]), *lines),
        )
    except DaichoError as error:
        story.refusal = error
    work()


@when("一括処理が審査と決裁を受け、本処理を行う")
def _(story: Story, bulk: Bulk) -> None:
    decided(story.staff, bulk.case)
    work()


@when("その一括処理を取り消す")
def _(story: Story, bulk: Bulk) -> None:
    edition = BulkCase.objects.get(key=bulk.case).edition
    bulk.case = undo_bulk(story.clerk, case=bulk.case, edition=edition)
    work()
    decided(story.staff, bulk.case)
    work()


@then(parsers.re("(仮処理|処理結果)の一覧では(?P<count>\\d+)人が「(?P<state>.+)」である"))
def _(story: Story, bulk: Bulk, count: str, state: str) -> None:
    lines = bulk_people(story.clerk, case=bulk.case, state="", page=1).lines
    assert Counter(line.state.label for line in lines)[state] == int(count)


@then(parsers.parse("処理結果の一覧で{name}は「{reason}」ため除かれている"))
def _(story: Story, bulk: Bulk, name: str, reason: str) -> None:
    lines = bulk_people(story.clerk, case=bulk.case, state="left_out", page=1).lines
    assert {line.name: line.reason for line in lines}[name] == reason


@then(parsers.parse("{name}の最後の異動事由は「{reason}」である"))
def _(name: str, reason: str) -> None:
    change = Change.objects.get(key=holding_of(name).change)
    assert reason_label(change.reason) == reason
