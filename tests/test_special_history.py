"""特別な事由 (STD-1.1.4): an amendment on a special ground stands in the history, and on no printed one by default."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.business.certificates.domain.composition import HistoryLine, entries
from daicho.business.movements.domain.amend import SPECIAL
from daicho.business.movements.models import Case
from daicho.business.movements.tests.amending import amendment, block
from daicho.business.movements.tests.family import now
from daicho.business.movements.tests.paper import HEAD, carry_through, move_in_paper, pool
from daicho.kernel.access import Access
from daicho.registers.residents.public import changes_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.proves("STD-1.1.4/m5")
@pytest.mark.parametrize("cause", [*SPECIAL, "marriage"])
def test_a_special_ground_is_on_no_printed_history(
    clerk: Access, examiner: Access, approver: Access, cause: str
) -> None:
    staff = (clerk, examiner, approver)
    pool()
    paper = move_in_paper(HEAD, event_date="2026-04-01", notified_on="2026-04-02")
    (person,) = Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons
    kind = "family_register_amend"
    amended = amendment(
        block(kind, person, name="例示　太郎"),
        cause=cause,
        basis="通知",
        noticed_on="2026-11-19",
        ground="本籍地からの通知",
    )
    carry_through(*staff, kind, amended)
    held = now(person)
    lines = changes_of(held.record, until=date(2026, 11, 20))
    assert len(lines) == 2
    history = [
        HistoryLine(
            reason=line.reason,
            event_date=line.event_date,
            notified_on=line.notified_on,
            attention=line.attention,
            particulars=line.particulars,
        )
        for line in lines
    ]
    printed = entries(held.particulars, history)
    special = cause in SPECIAL
    assert len(printed) == (1 if special else 2)
    assert not special or SPECIAL[cause] not in str(printed)
