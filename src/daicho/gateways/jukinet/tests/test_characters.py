"""住基ネット統一文字との変換: a town's own conversions, kept and taken over like every table; the lines convert by them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from daicho.config import wiring
from daicho.foundation.messages import conversions
from daicho.foundation.messages.public import substitute
from daicho.kernel.access import Access, Duty, Purpose
from daicho.registers.code_tables.commands.import_rows import import_rows
from daicho.registers.code_tables.domain.line_tables import JUKI_CHARACTERS
from daicho.registers.code_tables.tests.keeping import keep, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
KATSU = "葛\U000e0100"
HEAD = "符号位置,文字,住基ネット統一文字コード,代替文字,適用を始める日,最後の日"


@pytest.fixture
def keeper(clerk: Access) -> Access:
    """管理1, who keeps the tables."""
    duties = frozenset({Duty.ADMINISTER})
    return replace(clerk, login="管理1", duties=duties, purpose=Purpose.ADMINISTRATION)


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines ask the town's table."""
    monkeypatch.setattr(conversions, "conversion_of", wiring._conversion_of)


@pytest.mark.proves("STD-7.1.1.1/m16")
def test_what_the_town_keeps_goes_before_the_common_tables(keeper: Access) -> None:
    common = substitute(f"{KATSU}西　髙子")
    assert (common.text, common.patterns) == ("葛西　高子", ("U+845B_U+E0100", "J+9AD9"))
    row = {"character": KATSU, "juki": "J+E123", "substitute": "かつ"[0]}
    keep(keeper, JUKI_CHARACTERS, "U+845B_U+E0100", row)
    own = substitute(f"{KATSU}西　髙子")
    assert (own.text, own.patterns) == ("か西　高子", ("J+E123", "J+9AD9"))
    assert own.positions == common.positions
    line = "U+9AD9,髙,,竹,R2.4.1,"
    content = f"{HEAD}\r\n{line}\r\n".encode()
    assert import_rows(keeper, table=JUKI_CHARACTERS, content=content, reason="変換の見直し") == 1
    assert substitute("髙子").text == "竹子"
    assert substitute("髙子").patterns == ("J+9AD9",), "a blank part leaves the common word"


@pytest.mark.parametrize(
    ("code", "row", "words"),
    [
        ("U+9AD8", {"character": "髙", "juki": "J+1", "substitute": ""}, "文字が符号位置と違"),
        ("U+9AD9", {"character": "髙", "juki": "9AD9", "substitute": ""}, "書き方が違います"),
        ("U+9AD9", {"character": "髙", "juki": "", "substitute": "𠮷"}, "代替文字にできない"),
        ("U+9AD9", {"character": "髙", "juki": "", "substitute": "高田"}, "代替文字にできない"),
        ("U+9AD9", {"character": "髙", "juki": "", "substitute": ""}, "変換する内容がありません"),
    ],
)
def test_a_conversion_that_no_line_could_use_is_not_kept(
    keeper: Access, code: str, row: dict[str, str], words: str
) -> None:
    with refused(words):
        keep(keeper, JUKI_CHARACTERS, code, row)
