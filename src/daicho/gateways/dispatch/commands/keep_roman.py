"""Keep roman (ローマ字氏名の記録, JUK-048): the letters that the person wants on the card, as the desk confirmed them."""

from __future__ import annotations

import json
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import ring
from daicho.gateways.dispatch.audit_types import ROMAN_KEPT
from daicho.gateways.dispatch.commands.contents import ROMAN_USE
from daicho.gateways.dispatch.commands.make_postings import held_today
from daicho.gateways.dispatch.commands.steps import missing
from daicho.gateways.dispatch.domain.roman import is_written
from daicho.gateways.dispatch.models import RomanName, Wish
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.widths import half_width
from daicho.registers.residents.public import check_shown


def keep_roman(access: Access, *, wish: UUID, name: str, former_surname: str) -> None:
    """Keep both spellings; empty ones are left out of what is sent. `Invalid` for other letters, or a 旧氏 that is not there."""
    check_may(access, "dispatch.act")
    with recorded(access, ROMAN_KEPT) as note:
        row = Wish.objects.filter(key=wish).first()
        if row is None:
            raise missing()
        check_shown(access, [row.person])
        note.about(row.person)
        told = {
            "name": " ".join(half_width(name).upper().split()),
            "former_surname": " ".join(half_width(former_surname).upper().split()),
        }
        _check(row, told)
        RomanName.objects.update_or_create(
            person=row.person,
            defaults={
                "sealed": ring().seal_text(f"{ROMAN_USE}:{row.person}", json.dumps(told)),
                "data_key": ring().active_data,
                "kept_at": business_now(),
                "kept_by": access.staff_key,
                "kept_by_name": access.name,
                "erased_at": None,
            },
        )
        note.say(former_surname=bool(told["former_surname"]))


def _check(row: Wish, told: dict[str, str]) -> None:
    problems = [
        Problem(
            f"dispatch.roman_{field}",
            field,
            f"{label}に使えない文字があります。",
            "英大文字、空白、'（アポストロフィ）、ピリオド、コンマ、ハイフンで書きます。",
            "旅券のつづりで入力してください。",
        )
        for field, label in (("name", "ローマ字氏名"), ("former_surname", "ローマ字旧氏"))
        if told[field] and not is_written(told[field])
    ]
    held = held_today(row.person)
    if told["former_surname"] and not (held and held.particulars.former_surname):
        problems.append(
            Problem(
                "dispatch.roman_no_former_surname",
                "former_surname",
                "この人の住民票に旧氏がありません。",
                "旧氏のない人に、旧氏のローマ字はありません。",
                "空欄にしてください。",
            )
        )
    if problems:
        raise Invalid(problems)
