"""Policies (保存年限の表): the town's years, never shorter than law; from when they count; what a 評価書 says."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.business.retention import ports
from daicho.business.retention.domain.policies import Approval, policies_on, read_policies
from daicho.foundation.law_values import LawValue, in_force
from daicho.foundation.lines import disposal as lines_disposal
from daicho.kernel.errors import Conflict

TODAY = date(2026, 11, 20)


def of(code: str, **facts: object) -> LawValue:
    told = {"counts": "fiscal", "approval": "person", "begins": "x", **facts}
    return LawValue(code, "名", date(2000, 4, 1), None, "規程", MappingProxyType(told))


@pytest.mark.proves("RET-034")
def test_the_table_says_what_the_assessments_say() -> None:
    said = {policy.code: policy.assessed for policy in policies_on(TODAY)}
    assert said["register"] == "定められていない（消除後150年）"
    assert said["identification_information"] == "20年以上"
    assert said["destination_data"] == "1年未満"
    assert said["cash"] == "5年"


@pytest.mark.proves("RET-034")
@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("cases", {"years": 0}),
        ("cash", {"years": 4}),
        ("removed_record", {"years": 149}),
        ("operation_log", {"years": 9}),
        ("cases", {"days": 300}),
        ("destination_data", {"days": 365}),
        ("destination_data", {"years": 1}),
    ],
)
def test_a_period_that_law_does_not_allow_is_never_used(
    code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(Conflict, match="法令に合いません"):
        read_policies([of(code, **facts)], in_force("retention_floors", TODAY))


def test_every_file_that_is_offered_has_a_policy_that_asks_for_a_person() -> None:
    known = {policy.code: policy for policy in policies_on(TODAY)}
    for code in ports.files:
        assert known[code].approval is Approval.PERSON, code
        assert known[code].years, code
    by_plan = {code for code, policy in known.items() if policy.approval is Approval.PERSON}
    # Plans here know the files of the desk; the lines' and the gateways' are offered beside them.
    gateways = {
        "card_checks",
        "card_notices",
        "card_openings",
        "cards",
        "dispatches",
        "dispatch_targets",
        "family_notices",
        "number_changes",
        "reconciliations",
        "symbol_requests",
        "tellings",
        "verifications",
        "wide_area_copies",
        "wide_area_requests",
    }
    assert by_plan == set(ports.files) | {file.code for file in lines_disposal.FILES} | gateways


@given(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.integers(0, 1200),
    st.sampled_from([1, 3, 5, 10]),
)
def test_a_fiscal_year_is_over_only_when_it_and_its_years_have_passed(
    ended: date, later: int, years: int
) -> None:
    (policy,) = read_policies([of(str(uuid4()), years=years)], [])
    day = date.fromordinal(ended.toordinal() + later * 7)
    fiscal = ended.year if ended.month >= 4 else ended.year - 1
    assert (ended < policy.kept_from(day)) == (day >= date(fiscal + years + 1, 4, 1))


def test_a_leap_day_is_kept_like_its_eve() -> None:
    (policy,) = read_policies([of("x", years=1, counts="day")], [])
    assert policy.kept_from(date(2028, 2, 29)) == date(2027, 2, 28)
    assert policy.kept_from(date(2026, 11, 20)) == date(2025, 11, 20)
