"""Links (異動の始めどころ): what can be begun from the screens of the register (`residents.ports`)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from daicho.business.movements.domain.kind import Group, Kind
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.sheet import Selects
from daicho.business.movements.models import BulkCase, Case
from daicho.foundation.staff.public import may
from daicho.kernel.access import Access, Purpose
from daicho.registers.residents.ports import Link, Whom


def movements_of(access: Access, whom: Whom) -> Sequence[Link]:
    """The movements that can begin from a record or a household, as the menu groups them."""
    if not may(access.serving(Purpose.MOVEMENT), "movements.draft"):
        return ()
    query = f"household={whom.household}" + (f"&person={whom.person}" if whom.person else "")
    order = list(Group)
    fitting = [kind for kind in KINDS.values() if _fits(kind, whom)]
    return [
        Link(kind.group, kind.title, f"{reverse('movements_new', args=[kind.code])}?{query}")
        for kind in sorted(fitting, key=lambda kind: order.index(kind.group))
    ]


def _fits(kind: Kind, whom: Whom) -> bool:
    match kind.sheet.selects:
        case Selects.REMOVED:
            return whom.removed
        case Selects.MEMBERS | Selects.HOUSEHOLD:
            return not whom.removed
        case Selects.NOBODY:
            return whom.person is None and not whom.removed and _names_household(kind)
        case _:
            return False


def _names_household(kind: Kind) -> bool:
    """Whether the form asks for a household that is there."""
    fields = (spec for section in kind.sheet.sections for spec in section.fields)
    return any(spec.name == "target_household" for spec in fields)


def entered_later(number: str) -> tuple[str, bool] | None:
    """Where the movement of a 受付番号 is read, and whether it is 電算停止時の後日入力; None for no such number."""
    row = Case.objects.filter(number=number.strip()).only("key", "later_entry").first()
    return None if row is None else (reverse("movements_case", args=[row.key]), row.later_entry)


def links_of_case(access: Access, case: UUID) -> Sequence[Link]:
    """The case itself, where there is one, and the two ways of putting a 異動 right; a bulk case is undone as one."""
    acting = access.serving(Purpose.MOVEMENT)
    if BulkCase.objects.filter(key=case).exists():
        bulk = Link("", "一括処理の内容", reverse("movements_bulk_case", args=[case]))
        return [bulk] if may(acting, "bulk.list") else []
    links = []
    if may(acting, "movements.list") and Case.objects.filter(key=case).exists():
        links.append(Link("", "異動の内容", reverse("movements_case", args=[case])))
    if may(acting, "movements.draft"):
        links += [
            Link("", title, f"{reverse('movements_new', args=[code])}?case={case}")
            for code, title in (("error_amend", "誤記修正"), ("reversal", "異動の取消し"))
        ]
    return links
