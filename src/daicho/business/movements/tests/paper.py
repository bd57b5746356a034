"""Papers (届出書): payloads as a counter would type them, for the tests."""

from __future__ import annotations

from uuid import UUID, uuid4

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.planning import key_of, preview_case
from daicho.business.movements.selectors.world import load_world
from daicho.foundation.vault.public import fill_pool
from daicho.kernel.access import Access
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.clock import business_today

HEAD = {
    "kind": "japanese",
    "name": "見本　太郎",
    "name_kana": "ミホン　タロウ",
    "birth_date": "S60.4.1",
    "sex": "male",
    "relationship": "世帯主",
    "domicile": "東京都架空区見本町1番地",
    "family_register_head": "見本　太郎",
}
WIFE = {
    "kind": "japanese",
    "name": "見本　花子",
    "name_kana": "ミホン　ハナコ",
    "birth_date": "S62.5.2",
    "sex": "female",
    "relationship": "妻",
    "domicile": "東京都架空区見本町1番地",
    "family_register_head": "見本　太郎",
}
CHILD = {
    "kind": "japanese",
    "name": "見本　一郎",
    "name_kana": "ミホン　イチロウ",
    "birth_date": "H27.6.3",
    "sex": "male",
    "relationship": "子",
    "domicile": "東京都架空区見本町1番地",
    "family_register_head": "見本　太郎",
}
FOREIGNER = {
    "kind": "foreign",
    "name_alphabet": "SAMPLE MARIA",
    "name_kana": "サンプル　マリア",
    "birth_date": "1988-02-03",
    "sex": "female",
    "relationship": "妻",
    "nationality": "架空国",
    "residence_category": "mid_long_term",
    "residence_status": "日本人の配偶者等",
    "residence_period": "3年",
    "residence_until": "2028-02-03",
    "residence_card_number": "ZZ00000001ZZ",
}
PLACE = {
    "destination": "new",
    "town_code": "066000",
    "town_code_text": "五老内町",
    "banchi": "3-1",
    "katagaki": "見本ハイツ101号",
}
NOTIFIED = {
    "channel": "counter",
    "notifier_relation": "self",
    "identity_document": "individual_number_card",
}
"""Who handed the paper in: the person, at the counter, with the card."""


def individual_number(body: int) -> str:
    """A well-formed 個人番号 that belongs to nobody."""
    number = INDIVIDUAL_NUMBER.number(f"{body:011d}")
    assert number is not None
    return number


def codes(start: int, count: int) -> list[str]:
    """Well-formed 住民票コード."""
    found = (RESIDENT_RECORD_CODE.number(f"{body:010d}") for body in range(start, start + count))
    return [code for code in found if code]


def move_in_paper(*people: dict[str, str], **fields: str) -> dict[str, str]:
    """A 転入届 of these people to one place."""
    paper = {
        "origin": "domestic_certificate",
        "event_date": "2026-11-16",
        "notified_on": "2026-11-19",
        "previous_address": "東京都架空区見本町1番地",
        "certificate_seen": "on",
        **NOTIFIED,
        **PLACE,
        **fields,
    }
    for index, person in enumerate(people):
        paper |= {f"persons.{index}.{name}": value for name, value in person.items()}
    return paper


def alerts_of(kind: str, paper: dict[str, str]) -> set[str]:
    """The keys of every alert that a paper raises now."""
    world = load_world(paper, today=business_today(), case=None)
    _, problems = preview_case(KINDS[kind], paper, world)
    return {key_of(p) for p in problems if not p.is_error}


def carry_through(
    clerk: Access,
    examiner: Access,
    approver: Access,
    kind: str,
    paper: dict[str, str],
    *,
    confirmed: set[str] | None = None,
) -> UUID:
    """Submit, examine and approve a paper, confirming its alerts. Returns the case."""
    case = uuid4()
    edition = submit(
        clerk,
        case=case,
        kind=kind,
        payload=paper,
        edition=0,
        confirmed=alerts_of(kind, paper) if confirmed is None else confirmed,
    )
    edition = examine(examiner, case=case, edition=edition)
    approve(approver, case=case, edition=edition)
    return case


def pool(count: int = 50) -> None:
    """Codes for new residents."""
    fill_pool(codes(1_000_000, count))
