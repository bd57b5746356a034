"""By family register (本籍・筆頭者から): the residents who belong to one 戸籍 (FAM-010). Within the caller's own act."""

from __future__ import annotations

from datetime import date

from daicho.kernel.characters import search_fold_name
from daicho.registers.residents.domain.particulars import Kind, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.holdings import KNOWN_NOW, holding


def residents_of_register(*, domicile: str, head: str, day: date) -> tuple[Holding, ...]:
    """The Japanese who are present on a day with this 筆頭者 as written, and this 本籍 however its letters are shaped.

    In the order of their households and 記載順位.
    """
    rows = (
        Version.objects.filter(
            KNOWN_NOW,
            status=Status.PRESENT.value,
            valid__contains=day,
            kind=Kind.JAPANESE.value,
            family_register_head=head,
        )
        .order_by("household_number", "member_order", "person__atena_number")
        .select_related("person")
    )
    place = search_fold_name(domicile)
    held = (holding(row, row.person.atena_number) for row in rows)
    return tuple(each for each in held if search_fold_name(each.particulars.domicile) == place)
