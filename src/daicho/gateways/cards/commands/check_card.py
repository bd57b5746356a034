"""Check a card (カードの照合の記録, JUK-007): what the reader said of the card and its 暗証番号; no 暗証番号 is kept."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.public import case_facts
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import NumberKind, seal_for_draft
from daicho.gateways.cards.audit_types import CHECK_KEPT
from daicho.gateways.cards.domain.check import SPECIAL_MOVE_IN, Result
from daicho.gateways.cards.domain.details import CARD_NUMBER
from daicho.gateways.cards.models import CardCheck
from daicho.kernel.access import Access
from daicho.kernel.check_digits import RESIDENT_RECORD_CODE, fold_digits
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Missing, Problem


def check_card(access: Access, *, case: UUID, card_number: str, code: str, result: str) -> None:
    """Keep the result for a case; the 住民票コード that was read is kept as its hash alone. `Invalid` for what was entered."""
    check_may(access, "cards.check")
    with recorded(access.on_case(case), CHECK_KEPT) as note:
        facts = case_facts(case)
        if facts is None or facts.kind != SPECIAL_MOVE_IN:
            raise Missing(
                "この特例転入の案件はありません。",
                why="カードの照合は、特例転入の案件について記録します。",
                remedy="転出証明書情報を引用して下書きを作ってから、記録してください。",
                code="card_check.no_case",
            )
        number, digits = card_number.strip().upper(), fold_digits(code.strip())
        if problems := _problems(number, digits, result):
            raise Invalid(problems)
        CardCheck.objects.create(
            case=case,
            at=business_now(),
            card_number=number,
            code_hash=seal_for_draft(NumberKind.RESIDENT_CODE, digits).lookup if digits else "",
            result=result,
            actor=access.staff_key,
            actor_name=access.name,
            terminal=access.terminal,
        )
        note.about(*facts.persons)
        note.say(result=result)


def _problems(number: str, digits: str, result: str) -> list[Problem]:
    found = []
    if not CARD_NUMBER.fullmatch(number):
        found.append(
            Problem(
                "card.card_number",
                "card_number",
                "カードの番号の形が違います。",
                "半角の英大文字と数字で、8字から20字です。",
                "カードを確かめて入力し直してください。",
            )
        )
    if digits and not RESIDENT_RECORD_CODE.is_valid(digits):
        found.append(
            Problem(
                "card_check.code",
                "code",
                "住民票コードの検査数字が合いません。",
                "読み取った番号か、入力が違います。",
                "読み取り直すか、空欄にしてください。",
            )
        )
    if result not in set(Result):
        found.append(
            Problem(
                "card_check.result",
                "result",
                "照合の結果が選ばれていません。",
                "読取り機が示した結果を残します。",
                "結果を選んでください。",
            )
        )
    return found
