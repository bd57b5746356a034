"""Every class that a template names has a rule where that template is drawn; a name without one is a screen nobody looked at."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import daicho

ROOT: Final = Path(daicho.__file__).parent
UI: Final = ROOT / "foundation" / "ui"
WITHOUT_A_RULE: Final = {
    "m": "the width that a field has anyway",
    "only-": "the beginning of only-foreign and only-japanese, which have rules",
    "sheet": "the paper of the print page, which is plain",
}


@cache
def classes_of(sheet: Path) -> frozenset[str]:
    words = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return frozenset(re.findall(r"\.([a-zA-Z][\w-]*)", words))


def classes_in(template: str) -> set[str]:
    plain = re.sub(r"{%.*?%}|{{.*?}}", " ", template, flags=re.DOTALL)
    return {word for found in re.findall(r'class="([^"]*)"', plain) for word in found.split()}


def test_every_class_of_a_template_has_a_rule() -> None:
    """In the sheets of every page, in those of its own app, or in one that it links."""
    sheets = [sheet for sheet in ROOT.rglob("*.css") if "static" in sheet.parts]
    missing = []
    for template in ROOT.rglob("templates/**/*.html"):
        text = template.read_text(encoding="utf-8")
        app = next(above for above in template.parents if above.name == "templates").parent
        near = (
            s for s in sheets if s.is_relative_to(UI) or s.is_relative_to(app) or s.name in text
        )
        known = frozenset().union(*map(classes_of, near))
        wrong = classes_in(text) - known - WITHOUT_A_RULE.keys()
        missing += [f"{template.relative_to(ROOT)}: {word}" for word in sorted(wrong)]
    assert not missing
