"""Changes since (学齢簿を作った後の異動, 学校教育法施行令3条): who came, went, moved or is called otherwise, as of today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from daicho.business.inspection.audit_types import CHANGES_VIEWED
from daicho.business.inspection.commands.listing_steps import describe
from daicho.business.inspection.domain.conditions import spread
from daicho.business.inspection.domain.listings import ListKind
from daicho.business.inspection.models import ListingMember
from daicho.business.inspection.selectors.listings import check_made, listing_row
from daicho.business.inspection.selectors.wording import condition_from
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.public import (
    ExtractLine,
    ExtractOrder,
    extract,
    extract_lines,
)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference between the list and the register of today."""

    what: str
    name: str
    birth: str
    before: str
    now: str


CAME: Final = "転入など（名簿にない）"
LEFT: Final = "転出・死亡など（住民でなくなった）"


def changes_since(access: Access, *, listing: UUID) -> tuple[ChangeLine, ...]:
    """What differs today from a 学齢簿 as it was made; one entry that names those who differ."""
    check_may(access, "rosters.view")
    with recorded(access, CHANGES_VIEWED) as note:
        row = listing_row(listing)
        if row.kind != ListKind.SCHOOL.value:
            raise Missing(
                "この一覧には、作成後の異動の表示がありません。",
                remedy="学齢簿から開いてください。",
            )
        describe(note, row)
        check_made(row)
        condition = condition_from(row.condition)
        scan = Scan(
            day=business_today(),
            towns=spread(condition.towns),
            born=condition.born,
            sex=condition.sex,
            kind=condition.kind,
        )
        now = {f.person: f.version for f in extract(scan, order=ExtractOrder.ADDRESS)}
        members = ListingMember.objects.filter(listing=row).order_by("position")
        then = dict(members.values_list("person", "version"))
        changed = [p for p, version in then.items() if now.get(p) != version]
        changed += [p for p in now if p not in then]
        lines = extract_lines(v for p in changed for v in (then.get(p), now.get(p)) if v)
        found = tuple(
            line
            for p in changed
            for line in _line(
                lines.get(then[p]) if p in then else None, lines.get(now[p]) if p in now else None
            )
        )
        note.about(*changed)
        note.say(pages=len(found))
        return found


def _line(before: ExtractLine | None, now: ExtractLine | None) -> list[ChangeLine]:
    """None where a version says the same of what the list shows."""
    if before is None and now is not None:
        return [ChangeLine(CAME, now.name, now.birth_date.display(), "", now.address)]
    if before is not None and now is None:
        return [ChangeLine(LEFT, before.name, before.birth_date.display(), before.address, "")]
    assert before is not None
    assert now is not None
    if before == replace(now, version=before.version):
        return []
    same_place = before.address == now.address
    what = "氏名などの変更" if same_place else "転居"
    old, new = (before.name, now.name) if same_place else (before.address, now.address)
    return [ChangeLine(what, now.name, now.birth_date.display(), old, new)]
