"""メモ: written, changed, deleted; nothing of it is lost, and nobody overwrites another unseen."""

from __future__ import annotations

from uuid import uuid4

import pytest

from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.commands.write_memo import write_memo
from daicho.registers.residents.selectors.memos import view_memos
from daicho.registers.residents.tests.factories import make_resident

pytestmark = pytest.mark.django_db


@pytest.mark.proves("STD-1.1.15/m1", "STD-1.1.15/m2", "STD-1.1.15/m3")
def test_every_wording_stays_with_its_writer_and_time(clerk: Access, examiner: Access) -> None:
    record, memo = make_resident().record, uuid4()
    assert write_memo(clerk, record=record, memo=memo, edition=0, text="架空のメモ") == 1
    assert write_memo(examiner, record=record, memo=memo, edition=1, text="直したメモ") == 2
    assert write_memo(clerk, record=record, memo=memo, edition=2, text="") == 3
    (kept,) = view_memos(clerk, record=record).memos
    assert kept.deleted
    assert [(w.text, w.login) for w in (kept.now, *kept.earlier)] == [
        ("", clerk.login),
        ("直したメモ", examiner.login),
        ("架空のメモ", clerk.login),
    ]
    assert all(w.at for w in (kept.now, *kept.earlier))


def test_a_stale_screen_writes_nothing(clerk: Access, examiner: Access) -> None:
    record, memo = make_resident().record, uuid4()
    write_memo(clerk, record=record, memo=memo, edition=0, text="一")
    write_memo(examiner, record=record, memo=memo, edition=1, text="二")
    with pytest.raises(Conflict):
        write_memo(clerk, record=record, memo=memo, edition=1, text="三")
    with pytest.raises(Conflict):
        write_memo(clerk, record=record, memo=memo, edition=0, text="同じ画面の二度目")
    assert view_memos(clerk, record=record).memos[0].now.text == "二"


def test_a_memo_stays_with_its_person(clerk: Access) -> None:
    mine, other, memo = make_resident().record, make_resident().record, uuid4()
    write_memo(clerk, record=mine, memo=memo, edition=0, text="一")
    with pytest.raises(Conflict):
        write_memo(clerk, record=other, memo=memo, edition=1, text="別人へ")
    assert view_memos(clerk, record=other).memos == ()


@pytest.mark.parametrize("text", ["", "　", "あ" * 1001])
def test_a_memo_that_cannot_be_kept_is_told(clerk: Access, text: str) -> None:
    with pytest.raises(Invalid):
        write_memo(clerk, record=make_resident().record, memo=uuid4(), edition=0, text=text)
