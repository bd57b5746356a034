"""Search keys (検索キー): the reason of a removal, several conditions with days, and what is no key."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.kernel.access import Access
from daicho.kernel.characters import search_fold_name
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Removal
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.selectors.search import search
from daicho.registers.residents.tests.factories import make_resident, remove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def names(access: Access, **typed: str) -> list[str]:
    return [line.name for line in search(access, ResidentQuery.of(typed)).lines]


@pytest.mark.proves("STD-2.1.3/m4")
def test_the_reason_of_a_removal_is_a_key(clerk: Access) -> None:
    remove(make_resident(name="見本　太郎"), on=date(2026, 11, 1), removal=Removal.DEAD)
    remove(make_resident(name="見本　次郎"), on=date(2026, 11, 1), removal=Removal.MOVED_OUT)
    make_resident(name="見本　三郎")
    both = {"name": "見本", "with_removed": "on"}
    assert names(clerk, **both, removal="dead") == ["見本　太郎"]
    assert names(clerk, **both, removal="moved_out") == ["見本　次郎"]


@pytest.mark.proves("STD-2.1.3/m6")
def test_days_and_parts_of_items_narrow_together(clerk: Access) -> None:
    for given, born, building in (
        ("太郎", date(1985, 4, 1), "見本ハイツ101号"),
        ("次郎", date(1985, 4, 2), "見本ハイツ102号"),
        ("花子", date(1985, 4, 3), "架空荘1号"),
        ("三郎", date(1990, 4, 1), "見本ハイツ103号"),
    ):
        make_resident(name=f"例示本　{given}", birth_date=LegalDate.of_day(born), katagaki=building)
    typed = {
        "name": "示本",
        "match": "part",
        "birth": "S60.4.1",
        "birth_until": "S60.4.30",
        "katagaki": "ハイツ",
    }
    assert names(clerk, **typed) == ["例示本　太郎", "例示本　次郎"]


@pytest.mark.proves("STD-2.1.2/n1")
def test_signs_of_companies_are_not_read(clerk: Access) -> None:
    """People are searched for: （株） is three characters like any others, and stands for nothing."""
    make_resident(name="株式　太郎")
    for sign in ("（株）", "㈱", "（有）", "㈲"):
        assert search_fold_name("株式会社") != search_fold_name(sign)
        assert search_fold_name("有限会社") != search_fold_name(sign)
        assert names(clerk, name=sign) == []
