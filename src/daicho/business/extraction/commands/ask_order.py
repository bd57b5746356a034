"""Ask for an extraction (抽出の依頼): what for, on what ground, in which form; nobody's data is read yet."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from daicho.business.extraction.audit_types import ASKED
from daicho.business.extraction.commands.steps import (
    basis_on,
    check_query,
    composition_row,
    describe,
    next_number,
)
from daicho.business.extraction.domain.days import settled
from daicho.business.extraction.domain.orders import Form, State, ground_problems
from daicho.business.extraction.domain.stored import from_stored, stored
from daicho.business.extraction.domain.words import query_words
from daicho.business.extraction.models import Composition, Order
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.sealed_files import check_recipient
from daicho.foundation.staff.public import check_file_delivery
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem

LONGEST_PURPOSE = 200
FILE_RIGHT = "extraction.file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is said beside the query itself. `recipient` is an age key, for numbers alone."""

    purpose: str
    basis: str
    form: str
    recipient: str = ""


def ask_order(access: Access, *, order: UUID, composition: UUID, edition: int, wish: Wish) -> str:
    """Keep the wish under the key that the form was given; returns its number.

    The days of the query are settled now: what is approved is what is run. `Invalid` with every fault, `Conflict` for a
    form sent twice or a composition that changed since, `Refused` for a file without the right or in a town without.
    """
    with recorded(access, ASKED) as note:
        kept = composition_row(access, composition, lock=True)
        _check_sent(kept, order, edition=edition)
        query = from_stored(kept.query)
        check_query(access, query)
        now = business_now()
        query = settled(query, now.date())
        form, purpose = _checked(access, wish)
        basis = basis_on(wish.basis)
        if problems := ground_problems(query, basis, form):
            raise Invalid(problems)
        row = Order.objects.create(
            key=order,
            number=next_number("抽", now.year),
            state=State.ASKED.value,
            title=kept.title or "（無題の抽出）",
            source=query.source,
            query=stored(query),
            words=query_words(query),
            purpose=purpose,
            basis=basis.code,
            basis_words=basis.title,
            form=form.value,
            recipient_key=check_recipient(wish.recipient) if form is Form.SEALED else "",
            composition=kept.key,
            asked_at=now,
            asked_by=access.staff_key,
            asked_by_name=access.name,
            office=access.office,
        )
        kept.asked = kept.query
        kept.save(update_fields=["asked"])
        describe(note, row)
        return row.number


def _check_sent(kept: Composition, order: UUID, *, edition: int) -> None:
    if kept.edition != edition:
        raise Conflict(
            "確かめた後に、この抽出の内容が変わりました。",
            remedy="内容を確かめ直してから依頼してください。",
            code="extraction.stale",
        )
    if Order.objects.filter(key=order).exists():
        raise Conflict(
            "この抽出は、既に依頼されています。",
            why="同じ画面が二度送られました。二重には作りません。",
            remedy="依頼の一覧から開いてください。",
            code="extraction.sent_twice",
        )


def _checked(access: Access, wish: Wish) -> tuple[Form, str]:
    problems: list[Problem] = []
    purpose = ""
    try:
        purpose = check_text(wish.purpose, field="purpose", limit=LONGEST_PURPOSE)
    except Invalid as error:
        problems += error.problems
    if not wish.purpose.strip():
        problems.append(_wanting("purpose", "利用の目的がありません。", "目的を入力してください。"))
    if wish.form not in set(Form):
        problems.append(_wanting("form", "出力形式がありません。", "出力形式を選んでください。"))
    try:
        basis_on(wish.basis)
    except Missing:
        problems.append(_wanting("basis", "根拠がありません。", "根拠を一覧から選んでください。"))
    if problems:
        raise Invalid(problems)
    form = Form(wish.form)
    if form.is_file:
        check_file_delivery(access, FILE_RIGHT)
    return form, purpose


def _wanting(field: str, what: str, remedy: str) -> Problem:
    return Problem(
        f"extraction.{field}", field, what, "別の職員が、目的と根拠を確かめて承認します。", remedy
    )
