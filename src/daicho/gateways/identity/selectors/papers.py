"""Papers (突合する届出書): what the paper of a case says of those who come, to stand beside the card (JUK-004)."""

from __future__ import annotations

from daicho.business.movements.public import PaperPerson, case_numbered, paper_people
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.identity.audit_types import PAPER_READ
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem


def read_paper(access: Access, *, case_number: str) -> tuple[PaperPerson, ...]:
    """Those whom the paper names. `Invalid` for a 受付番号 that is none, or whose paper names nobody."""
    check_may(access, "identity.ask")
    case = case_numbered(case_number)
    with recorded(access.on_case(case) if case else access, PAPER_READ) as note:
        people = paper_people(case_number)
        if not people:
            raise Invalid(
                [
                    Problem(
                        "identity.no_paper",
                        "case",
                        "読み込める届出がありません。",
                        "この受付番号の異動がないか、入る人が書かれていません。",
                        "受付番号を確かめるか、届出書の記載を入力してください。",
                    )
                ]
            )
        note.say(case=case_number.strip(), count=len(people))
    return people
