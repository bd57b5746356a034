"""Steps of specs/features/amendments.feature: the counter's shared ones, and the block of a person to be amended."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd import parsers, scenarios, when

from daicho.business.movements.tests.amending import block
from tests.features.conftest import Story
from tests.features.entering import Table, field_labelled, typed
from tests.features.register import person_named

scenarios(str(Path(__file__).parents[2] / "specs/features/amendments.feature"))
AS_IT_IS = "変わらない"


@when(parsers.parse("{name}の記載事項を次のとおり直す"))
def _(story: Story, name: str, datatable: Table) -> None:
    kind = story.kind
    changes: dict[str, str] = {}
    for label, words in datatable:
        if label == AS_IT_IS:
            continue
        spec = field_labelled(kind.sheet.edits, label)
        assert spec is not None, f"{kind.title}の様式に「{label}」の欄がない"
        changes |= typed(spec, words)
    story.paper |= block(kind.code, person_named(name), **changes)
