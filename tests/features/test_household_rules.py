"""Steps of specs/features/household_rules.feature beside the counter's shared ones."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd import parsers, scenarios, then, when

from daicho.business.movements.selectors.forms import open_form
from tests.features.conftest import Story
from tests.features.register import household_of

scenarios(str(Path(__file__).parents[2] / "specs/features/household_rules.feature"))


@when(parsers.parse("移る先は{where}"))
def _(story: Story, where: str) -> None:
    if where.endswith("の世帯"):
        number = household_of(where.removesuffix("の世帯"))
        story.paper |= {"destination": "existing", "target_household": number}


@then(parsers.parse("処理の名前は「{name}」である"))
def _(story: Story, name: str) -> None:
    view = open_form(story.clerk, kind=story.kind.code, payload=story.paper)
    assert view.processing == name
