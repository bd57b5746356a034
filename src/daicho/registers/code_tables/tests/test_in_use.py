"""What other apps ask for on a day: the seal, the fee, the note of a 異動事由, the calendar."""

from __future__ import annotations

import base64
import struct
from datetime import date, timedelta

import pytest

from daicho.foundation.law_values import value_on as law_value_on
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Missing
from daicho.kernel.periods import fourteen_days
from daicho.registers.code_tables.domain.pictures import PNG_HEAD, PNG_URL, read_picture
from daicho.registers.code_tables.public import (
    SealKind,
    attention_for,
    certificate_fee,
    closing_days,
    seal_on,
)
from daicho.registers.code_tables.tests.keeping import ROUND, SQUARE, keep, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 20)
APRIL = date(2027, 4, 1)
EVE = APRIL - timedelta(days=1)


def png(width: int = 8, height: int = 8) -> bytes:
    head = b"\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x00\x00\x00\x00"
    return PNG_HEAD + head + b"\x00" * 8 + b"IEND"


@pytest.mark.proves("STD-1.3.7/m1")
def test_each_seal_is_in_use_on_its_days(keeper: Access) -> None:
    keep(keeper, "seals", "mayor", {"picture": SQUARE})
    keep(keeper, "seals", "acting", {"picture": ROUND, "side_mm": "20"})
    keep(keeper, "seals", "mayor", {"picture": ROUND}, from_on=APRIL, reason="改刻")
    before, after, acting = (
        seal_on(EVE, SealKind.MAYOR),
        seal_on(APRIL, SealKind.MAYOR),
        seal_on(TODAY, SealKind.ACTING),
    )
    assert before
    assert after
    assert acting
    assert (before.svg, after.svg) == (SQUARE, ROUND)
    assert acting.side_mm == 20
    assert seal_on(date(2000, 1, 1), SealKind.MAYOR) is None


@pytest.mark.parametrize(
    "content",
    [
        SQUARE.replace("<path", "<script>alert(1)</script><path").encode(),
        SQUARE.replace("<path", '<path onclick="x()"').encode(),
        SQUARE.replace("<path", '<image href="https://example.jp/a.png"/><path').encode(),
        SQUARE.replace("<path", '<path fill="url(http://example.jp/#a)"').encode(),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SQUARE).encode(),
        SQUARE.replace(' viewBox="0 0 24 24"', "").encode(),
        b"<svg",
        b"\xff\xd8\xff\xe0 JFIF",
        png(8, 9),
        png(5000, 5000),
        PNG_HEAD + b"short",
        SQUARE.encode() + b" " * 200_000,
    ],
)
def test_a_picture_that_is_more_than_shapes_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        read_picture(content, field="picture")
    assert caught.value.problems[0].field == "picture"


def test_a_square_png_is_kept_and_framed(keeper: Access) -> None:
    text = read_picture(png(), field="picture")
    assert base64.b64decode(text.removeprefix(PNG_URL)) == png()
    keep(keeper, "seals", "mayor", {"picture": text})
    seal = seal_on(TODAY, SealKind.MAYOR)
    assert seal
    assert text in seal.svg


def test_a_fee_of_the_town_goes_before_the_law_file(keeper: Access) -> None:
    code = "resident_record_copy"
    listed = law_value_on("certificate_fees", code, TODAY).facts["yen"]
    assert certificate_fee(code, APRIL) == listed
    keep(keeper, "certificate_fees", code, {"yen": "1,350", "source": "条例"}, from_on=APRIL)
    assert (certificate_fee(code, EVE), certificate_fee(code, APRIL)) == (listed, 1350)
    with pytest.raises(Missing):
        certificate_fee("no_such_sheet", APRIL)


def test_the_note_registered_for_a_reason_is_that_of_the_day(keeper: Access) -> None:
    keep(keeper, "attention_notes", "出生", {"text": "出生届による"})
    keep(keeper, "attention_notes", "birth", {"text": "令和9年からの文"}, from_on=APRIL)
    assert attention_for("birth", EVE) == "出生届による"
    assert attention_for("birth", APRIL) == "令和9年からの文"
    assert attention_for("death", APRIL) == ""


def test_a_note_is_for_a_known_reason_alone(keeper: Access) -> None:
    with refused("一覧"):
        keep(keeper, "attention_notes", "wedding", {"text": "文"})


def test_the_days_of_the_ordinances_move_a_deadline(keeper: Access) -> None:
    moved_on = date(2026, 10, 28)
    assert fourteen_days(moved_on, calendar=closing_days()) == date(2026, 11, 11)
    until = date(2026, 11, 13)
    closed = {"kind": "閉庁日", "source": "条例"}
    keep(keeper, "closing_days", "架空祭", closed, from_on=date(2026, 11, 11), until=until)
    assert fourteen_days(moved_on, calendar=closing_days()) == until
    opened = {"kind": "open", "source": "条例"}
    sunday = date(2026, 11, 22)
    keep(keeper, "closing_days", "開庁", opened, from_on=sunday, until=date(2026, 11, 23))
    assert not closing_days().is_closed(sunday)


def test_a_closing_day_has_a_last_day_and_is_listed_once(keeper: Access) -> None:
    values = {"kind": "closed", "source": "条例"}
    with refused("最後の日"):
        keep(keeper, "closing_days", "架空祭", values)
    with refused("31日まで"):
        keep(keeper, "closing_days", "架空祭", values, from_on=TODAY, until=APRIL)
    day_after = TODAY + timedelta(days=1)
    keep(keeper, "closing_days", "架空祭", values, from_on=TODAY, until=day_after)
    with refused("同じ日"):
        keep(keeper, "closing_days", "別名", values, from_on=TODAY, until=day_after)
