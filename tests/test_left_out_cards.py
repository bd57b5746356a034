"""Left out (作らないもの, STD-7.1.1.3): no guidance letters, no look into the chip, no desk of 再交付."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from daicho.business.certificates.domain.letters import LETTERS
from daicho.business.certificates.domain.notices import NOTICES
from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.movements.domain.kinds import KINDS
from daicho.config.wiring import JOB_KINDS
from daicho.foundation.staff.operations import OPERATIONS
from daicho.gateways.cards.domain.application import FORMS
from daicho.gateways.cards.domain.details import Details
from daicho.gateways.cards.domain.states import TABLE, Action
from daicho.gateways.cards.selectors.lists import LISTS
from daicho.operations.papers import wiring_facts

TEMPLATES = Path(__file__).parents[1] / "src/daicho/gateways/cards/templates/cards"


def titles() -> Iterator[str]:
    """Whatever the system calls something that it does, lists or prints."""
    yield from (operation.title for operation in OPERATIONS.values())
    yield from (kind.title for kind in KINDS.values())
    yield from (notice.title for notice in NOTICES.values())
    yield from (letter.title for letter in LETTERS.values())
    yield from (str(paper) for paper in PAPERS.values())
    yield from (job.title for job in JOB_KINDS)
    yield from (rule.label for rule in TABLE.values())
    yield from (listing.title for listing in LISTS.values())


def addresses() -> list[str]:
    return [url.path for url in wiring_facts.urls() if url.path.lstrip("/").startswith("cards/")]


@pytest.mark.proves("STD-7.1.1.3/n1")
def test_no_letter_asks_for_a_change_of_the_face_or_the_return_of_a_card() -> None:
    known = list(titles())
    assert "券面記載事項の変更" in known
    assert [t for t in known if "案内" in t and ("返納" in t or "記載事項変更" in t)] == []
    papers = {path for path in addresses() if "application" in path or "face" in path}
    assert len(papers) == 2
    assert not [p for p in addresses() if "guid" in p or "letter" in p or "annai" in p]
    assert all("申請書" in title for title in FORMS.values())


@pytest.mark.proves("STD-7.1.1.3/n2")
def test_nothing_asks_whether_the_chip_holds_a_certificate() -> None:
    asked = {each.name for each in fields(Details)}
    assert not {name for name in asked if "chip" in name or "stored" in name}
    assert [t for t in titles() if "格納" in t] == []
    drawn = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    assert drawn
    assert "格納" not in drawn
    assert not [a for a in Action if "chip" in a or "inspect" in a]


@pytest.mark.proves("STD-7.1.1.3/n3")
def test_there_is_no_desk_of_reissue() -> None:
    assert [t for t in titles() if "再交付" in t and "カード" in t] == []
    assert [t for t in (rule.label for rule in TABLE.values()) if "再交付" in t] == []
    assert not [p for p in addresses() if "reissue" in p]
    # The form alone is there (m3): nothing is received or decided by it.
    assert FORMS["again"] == "個人番号カード再交付申請書"
