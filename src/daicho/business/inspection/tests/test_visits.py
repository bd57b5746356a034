"""Visits (閲覧させた内容, REG-088): compared with what was approved; how it ends, what it costs, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from daicho.business.inspection.commands.conclude import confirm, end_differing
from daicho.business.inspection.commands.record_visit import (
    strike_visit,
)
from daicho.business.inspection.domain.conditions import Condition
from daicho.business.inspection.domain.states import State
from daicho.business.inspection.models import Listing, ListingMember, Visit
from daicho.business.inspection.selectors.applications import (
    view_application,
)
from daicho.business.inspection.selectors.report import open_report, report_file
from daicho.business.inspection.tests.conftest import (
    GORO,
    Make,
    elsewhere,
    people,
    printed,
    resident,
)
from daicho.business.inspection.tests.scene import (
    AGENCY,
    UNIVERSITY,
    approved,
    disposed,
    edition,
    listed,
    shown,
)
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.domain.particulars import Sex

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.proves("REG-088")
def test_pages_of_another_district_are_a_difference_and_cannot_be_confirmed(
    desk: Access, second: Access, chief: Access, make: Make
) -> None:
    resident("例示　花")
    elsewhere("例示　月")
    key = approved(desk, second, chief)
    own = listed(desk, key)
    assert len(people(own.key)) == 1
    shown(desk, key, own)
    wrong = shown(desk, key, Listing.objects.get(key=make()))
    view = view_application(desk, application=key)
    assert len(view.differences) == 1
    assert "申請にない地区" in view.differences[0]
    disposed(desk, own)
    with pytest.raises(Conflict, match="閲覧させた内容が違います"):
        confirm(second, application=key, edition=edition(key))
    with pytest.raises(Invalid):
        strike_visit(desk, application=key, edition=edition(key), visit=wrong, words=" ")
    strike_visit(desk, application=key, edition=edition(key), visit=wrong, words="頁の誤記")
    with pytest.raises(Conflict):
        strike_visit(desk, application=key, edition=edition(key), visit=wrong, words="頁の誤記")
    confirm(second, application=key, edition=edition(key))
    assert view_application(desk, application=key).state is State.CONFIRMED


@pytest.mark.proves("REG-088")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"inspector": "別　人"}, "申請にない人"),
        ({"copied": 3}, "書き写している"),
    ],
)
def test_another_inspector_or_too_many_copied_is_a_difference(
    desk: Access,
    second: Access,
    chief: Access,
    certifier: None,
    changes: dict[str, Any],
    words: str,
) -> None:
    assert certifier is None
    resident("例示　花")
    key = approved(desk, second, chief)
    own = listed(desk, key)
    shown(desk, key, own, **changes)
    assert any(words in found for found in view_application(desk, application=key).differences)
    disposed(desk, own)
    with pytest.raises(Conflict):
        confirm(second, application=key, edition=edition(key))
    with pytest.raises(Invalid):
        end_differing(chief, application=key, edition=edition(key), words="")
    end_differing(chief, application=key, edition=edition(key), words="紙を回収した")
    assert view_application(desk, application=key).state is State.DIFFERING


def test_people_who_do_not_fit_what_was_approved_are_a_difference(
    desk: Access, second: Access, chief: Access, make: Make
) -> None:
    resident("例示　花", sex=Sex.FEMALE)
    resident("例示　太")
    women = replace(UNIVERSITY, condition=Condition(towns=(GORO,), sex="female"))
    key = approved(desk, second, chief, women)
    shown(desk, key, Listing.objects.get(key=make()))
    (difference,) = view_application(desk, application=key).differences
    assert "条件に合わない1人" in difference


def test_a_list_of_another_application_is_a_difference(
    desk: Access, second: Access, chief: Access, certifier: None
) -> None:
    assert certifier is None
    resident("例示　花")
    key, other = approved(desk, second, chief), approved(desk, second, chief)
    shown(desk, key, listed(desk, other))
    (difference,) = view_application(desk, application=key).differences
    assert "ほかの申請のために作った一覧" in difference


def test_it_does_not_end_while_its_list_is_about(
    desk: Access, second: Access, chief: Access, certifier: None
) -> None:
    assert certifier is None
    resident("例示　花")
    key = approved(desk, second, chief)
    own = listed(desk, key)
    shown(desk, key, own)
    with pytest.raises(Conflict, match="残っています"):
        confirm(second, application=key, edition=edition(key))
    disposed(desk, own)
    with pytest.raises(Conflict, match="相違はありません"):
        end_differing(chief, application=key, edition=edition(key), words="なし")
    confirm(second, application=key, edition=edition(key))
    assert ListingMember.objects.filter(listing=own).count() == 0
    (visit,) = Visit.objects.filter(application=key)
    assert len(visit.persons) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pages": "2"}, "pages"),
        ({"pages": "x"}, "pages"),
        ({"pages": ""}, "pages"),
        ({"listing": "簿2026-99999"}, "listing"),
        ({"inspector": " "}, "inspector"),
        ({"attendant": ""}, "attendant"),
        ({"identity_documents": ()}, "identity_documents"),
        ({"identity_documents": ("pension_book",)}, "identity_documents"),
        ({"inspected_on": date(2026, 11, 21)}, "inspected_on"),
        ({"inspected_on": date(2026, 11, 19)}, "inspected_on"),
    ],
)
def test_what_is_written_of_a_visit_is_checked(
    desk: Access,
    second: Access,
    chief: Access,
    certifier: None,
    changes: dict[str, Any],
    field: str,
) -> None:
    assert certifier is None
    resident("例示　花")
    key = approved(desk, second, chief)
    own = listed(desk, key)
    with pytest.raises(Invalid) as caught:
        shown(desk, key, own, **changes)
    assert [p.field for p in caught.value.problems] == [field]
    assert not Visit.objects.exists()


def test_the_fee_follows_what_was_copied_and_organs_owe_none(
    desk: Access, second: Access, chief: Access, certifier: None
) -> None:
    assert certifier is None
    for n in range(3):
        resident(f"例示　{n}")
    key = approved(desk, second, chief)
    visit = shown(desk, key, listed(desk, key), copied=2)
    assert view_application(desk, application=key).fee_yen == 600
    strike_visit(desk, application=key, edition=edition(key), visit=visit, words="誤記")
    assert view_application(desk, application=key).fee_yen == 0
    free = approved(desk, second, chief, AGENCY)
    shown(
        desk,
        free,
        listed(desk, free),
        inspector="主査　某",
        identity_documents=("staff_card",),
        copied=2,
    )
    assert view_application(desk, application=free).fee_yen == 0


def test_the_report_of_a_year_tells_what_the_law_names_and_leaves_out_what_it_may_not(
    desk: Access, second: Access, chief: Access, certifier: None
) -> None:
    assert certifier is None
    resident("例示　花")
    papers = (
        UNIVERSITY,
        AGENCY,
        replace(AGENCY, applicant="架空警察署", undisclosable=True, purpose="", outline=""),
        replace(UNIVERSITY, ground="residence", applicant="架空　訴人", outline=""),
    )
    for paper in papers:
        key = approved(desk, second, chief, paper)
        shown(
            desk,
            key,
            listed(desk, key),
            inspector=paper.inspectors[0].name,
            identity_documents=("staff_card",),
        )
    approved(desk, second, chief, replace(UNIVERSITY, applicant="まだ　閲覧していない大学"))
    rows = open_report(desk, year=2026).rows
    assert [(row.article, row.who, row.outline, row.scope) for row in rows] == [
        ("住基法11条1項", "架空省", "国勢に関する調査", "市町村の全域"),
        ("住基法11条の2第1項1号", "架空大学（学長　例示）", "地域のくらしの調査", "五老内町"),
    ]
    assert open_report(desk, year=2025).rows == ()
    whole = b"".join(report_file(desk, year=2026, form="csv", town_code="072010").content).decode()
    for left_out in ("架空警察署", "訴人", "調査　員", "000-0000", "見本町1番地", "例示　花"):
        assert left_out not in whole
    (page,) = printed(
        b"".join(report_file(desk, year=2026, form="pdf", town_code="072010").content)
    )
    assert "令和8年11月20日" in page
    assert "地域のくらしの調査" in page
    (empty,) = printed(
        b"".join(report_file(desk, year=2020, form="pdf", town_code="072010").content)
    )
    assert "公表する閲覧はありませんでした" in empty


def test_what_was_shown_is_never_rewritten_or_deleted(
    desk: Access, second: Access, chief: Access, certifier: None
) -> None:
    assert certifier is None
    resident("例示　花")
    key = approved(desk, second, chief)
    shown(desk, key, listed(desk, key))
    for act in (
        lambda: Visit.objects.filter(application=key).update(copied=0),
        lambda: Visit.objects.filter(application=key).delete(),
        lambda: ListingMember.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()
