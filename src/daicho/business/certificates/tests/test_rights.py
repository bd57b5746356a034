"""The table of rights (請求の資格): every row says what it gives and what it wants, and a refusal names it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from daicho.business.certificates.domain.claims import Subject, Wish, check_extras, check_wish
from daicho.business.certificates.domain.rights import (
    ROWS,
    Destination,
    Handing,
    Proof,
    Requester,
    Standing,
)
from daicho.foundation.law_values import identity_points, table

PRESENT, REMOVED = Subject(removed=False, dead=False), Subject(removed=True, dead=False)
DEAD = Subject(removed=True, dead=True)


def complete(requester: Requester) -> Wish:
    """A wish with everything that its row asks for."""
    row = ROWS[requester]
    return Wish(
        requester=requester,
        ground="貸金の返還を求めるため",
        individual_number=False,
        resident_code=False,
        by_post=False,
        points=2,
        proofs=frozenset(row.proofs),
        form_number="No.123",
        client="架空　依頼",
        submit_to="架空地方裁判所",
    )


def codes(wish: Wish, *subjects: Subject) -> set[str]:
    return {p.code for p in check_wish(wish, subjects or (PRESENT,))}


def test_the_rows_are_numbered_in_their_order_and_name_their_articles() -> None:
    assert [row.number for row in ROWS.values()] == list(range(1, len(Requester) + 1))
    assert set(ROWS) == set(Requester)
    assert len({row.label for row in ROWS.values()}) == len(ROWS)
    for row in ROWS.values():
        assert row.article.startswith("住基法12条")
        assert row.removed_article.startswith("住基法15条の4")


@pytest.mark.parametrize("requester", list(Requester))
def test_whoever_brings_all_of_it_may_have_it(requester: Requester) -> None:
    wish = complete(requester)
    assert codes(wish) == codes(wish, REMOVED) == set()


@pytest.mark.proves("REG-057")
@pytest.mark.parametrize("requester", list(Requester))
def test_the_ground_is_asked_of_everybody_but_themselves_and_their_household(
    requester: Requester,
) -> None:
    wish = replace(complete(requester), ground=" ")
    by_right = {
        Requester.SELF,
        Requester.HOUSEHOLD,
        Requester.LEGAL_AGENT,
        Requester.AGENT,
        Requester.MESSENGER,
    }
    assert ("ground_blank" in codes(wish)) is (requester not in by_right)
    # Of a removed record the person alone may ask as of right (住基法15条の4, practice.md §1-3).
    assert ("ground_blank" in codes(wish, REMOVED)) is (requester is not Requester.SELF)


@pytest.mark.parametrize("requester", list(Requester))
def test_every_refusal_says_which_row(requester: Requester) -> None:
    row = ROWS[requester]
    bare = Wish(requester, "", individual_number=True, resident_code=True, by_post=False)
    found = check_wish(bare, [DEAD])
    assert found
    for problem in found:
        assert f"資格の表の第{row.number}行「{row.label}」" in problem.why
        assert row.removed_article in problem.why
        assert problem.remedy


@pytest.mark.proves("REG-058")
@pytest.mark.parametrize("requester", list(Requester))
def test_nobody_comes_without_being_known(requester: Requester) -> None:
    row, wish = ROWS[requester], replace(complete(requester), points=1)
    assert "identity_not_shown" in codes(wish)
    if row.stands_in is not None:
        assert codes(replace(wish, proofs=wish.proofs | {row.stands_in})) == set()
    posted = replace(wish, by_post=True)
    speaks_for_itself = row.posts_to is Destination.AGENCY
    assert ("identity_not_shown" in codes(posted)) is not speaks_for_itself


@pytest.mark.parametrize("requester", list(Requester))
def test_numbers_go_to_the_person_or_their_household_or_by_post(requester: Requester) -> None:
    handing = ROWS[requester].numbers
    plain = complete(requester)
    for numbered in (replace(plain, individual_number=True), replace(plain, resident_code=True)):
        for by_post in (False, True):
            wish = replace(numbered, by_post=by_post)
            given = codes(wish) == set()
            assert given is (handing is Handing.COUNTER or (handing is Handing.POST and by_post)), (
                requester,
                by_post,
            )
            assert "number_of_the_dead" in codes(wish, DEAD)
            # Former members of the household are third parties: no numbers of a removed record for them.
            assert (codes(wish, REMOVED) == set()) is (requester is Requester.SELF)


def test_each_row_wants_its_own_evidence() -> None:
    for requester, row in ROWS.items():
        for proof in row.proofs:
            wish = complete(requester)
            without = replace(wish, proofs=wish.proofs - {proof})
            assert codes(without) == {f"proof_{proof.value}"}
    professions = [r for r, row in ROWS.items() if row.states_client]
    assert len(professions) == 8
    for requester in professions:
        wish = complete(requester)
        assert codes(replace(wish, form_number=" ")) == {"form_number_blank"}
        assert codes(replace(wish, client="")) == {"client_blank"}
        assert codes(replace(wish, submit_to="")) == {"submit_to_blank"}
    assert {row.posts_to for row in ROWS.values() if row.states_client} == {Destination.OFFICE}
    assert [r for r, row in ROWS.items() if row.free] == [Requester.OFFICIAL]
    assert ROWS[Requester.OFFICIAL].proofs == (Proof.LETTER,)
    assert {row.present for row in ROWS.values()} == set(Standing)


def test_items_beyond_the_basic_ones_are_put_to_whoever_decides() -> None:
    for requester, row in ROWS.items():
        wish = replace(complete(requester), extras=("世帯主・続柄",))
        assert codes(wish) == set()
        told = check_extras(wish)
        assert bool(told) is row.basic
        assert all(not p.is_error and row.name in p.why for p in told)
        assert check_extras(complete(requester)) == ()


@pytest.mark.proves("REG-058")
def test_identity_documents_count_on_their_days_alone() -> None:
    """practice.md §1-11: a dated table; 通知カード is in none of its rows."""
    assert not [row for row in table("identity_documents") if "通知カード" in row.title]
    assert identity_points(["notification_card"], date(2026, 11, 20)) == 0
    for row in table("identity_documents"):
        worth = identity_points([row.code], row.from_on)
        assert worth == (2 if row.facts["points"] == 1 else 1)
        assert identity_points([row.code], row.from_on - timedelta(days=1)) == 0
        if row.until_on is not None:
            assert identity_points([row.code], row.until_on - timedelta(days=1)) == worth
            assert identity_points([row.code], row.until_on) == 0
    assert identity_points(["specified_residence_card"], date(2026, 6, 13)) == 0
    assert identity_points(["specified_residence_card"], date(2026, 6, 14)) == 2
    assert identity_points(["pension_book", "pension_book"], date(2026, 11, 20)) == 1
