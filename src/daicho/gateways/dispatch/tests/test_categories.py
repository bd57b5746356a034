"""法30条の45の区分: kept in the register and told with 送付先情報 in its own words (IMM-007)."""

from __future__ import annotations

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import FOREIGNER, carry_through, move_in_paper, pool
from daicho.foundation.messages.public import canonical
from daicho.gateways.dispatch.tests.conftest import designated, heard, hurry, made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


BARE = {
    name: value
    for name, value in FOREIGNER.items()
    if name not in ("residence_status", "residence_period", "residence_until")
    and name != "residence_card_number"
}


@pytest.mark.proves("IMM-007")
@pytest.mark.parametrize(
    ("category", "items", "words"),
    [
        ("mid_long_term", FOREIGNER, ("中長期在留者", "20280203")),
        ("special_permanent", {"special_permanent_number": "見本1"}, ("特別永住者", None)),
        ("temporary_refuge", {"landing_period": "6月"}, ("一時庇護許可者", None)),
        ("provisional_stay", {"provisional_stay_period": "6月"}, ("仮滞在許可者", None)),
    ],
)
def test_each_category_of_foreign_residents_is_kept_and_told(
    staff: Staff, category: str, items: dict[str, str], words: tuple[str, str | None]
) -> None:
    pool()
    person = {**BARE, **items, "residence_category": category, "relationship": "世帯主"}
    paper = move_in_paper(person, event_date="2026-04-01", notified_on="2026-04-02")
    case = carry_through(*staff, "move_in", paper)
    heard()
    (resident,) = Case.objects.get(key=case).persons
    designated(resident)
    hurry()
    (envelope,) = made()
    assert now(resident).particulars.residence_category == category
    fields = canonical("dispatch-65", envelope.body["households"][0]["people"][0]["items"])
    assert (fields["residence_category"], fields.get("residence_until")) == words
    assert fields["roman_name"] == fields["name"] == "SAMPLE MARIA"
