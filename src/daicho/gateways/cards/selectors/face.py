"""Face of a card (券面事項の出力): what the register suggests, and the PDF for the card's printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from daicho.business.movements.public import approved_cases_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import strip_printer
from daicho.foundation.documents.strips import PAPERS, DrawnStrip, Strip
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import FACE_DRAWN
from daicho.gateways.cards.domain.face import Face, face_problems
from daicho.gateways.cards.selectors.people import Owner, owners_of
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Unavailable
from daicho.registers.code_tables.public import SealKind, seal_on
from daicho.registers.residents.public import check_shown

FOREIGN_PAPERS: Final = ("residence", "special_permanent")


@dataclass(frozen=True, slots=True)
class FaceForm:
    """Of whom, and what the register suggests: the newest 異動 and what holds after it."""

    owner: Owner
    suggested: Face


def open_face(access: Access, *, person: UUID) -> FaceForm:
    """The form for somebody's card; one entry."""
    check_may(access, "cards.face")
    with recorded(access, FACE_DRAWN) as note:
        note.about(person)
        check_shown(access, [person])
        owner = owners_of(access, [person])[person]
        newest = next(iter(approved_cases_of([person], limit=1)), None)
        note.say(paper="", rows=0, preview=True)
        return FaceForm(
            owner,
            Face(
                paper="residence" if owner.foreign else "individual_number",
                reason=newest.title if newest else "",
                content=owner.address,
                notified_on=newest.notified_on if newest else None,
                left=1,
            ),
        )


def draw_face(access: Access, *, person: UUID, face: Face, preview: bool = False) -> DrawnStrip:
    """The four items as PDF of the card's own size. `Invalid` when they do not fit, `Unavailable` without a seal."""
    check_may(access, "cards.face")
    with recorded(access, FACE_DRAWN) as note:
        note.about(person)
        check_shown(access, [person])
        if problems := face_problems(face, frozenset(PAPERS)):
            raise Invalid(problems)
        today = business_today()
        seal = seal_on(today, SealKind.CARD)
        if seal is None:
            raise Unavailable(
                "カード券面用の印が登録されていません。",
                why="券面には職印も印字します。",
                remedy="コード表の「公印」に、カード券面用の印を登録してください。",
                code="face.no_seal",
            )
        drawn = strip_printer().draw(
            Strip(
                paper=PAPERS[face.paper],
                parts=face.parts,
                left=face.left,
                seal=seal,
                drawn_on=today,
                author=access.office,
            )
        )
        note.say(paper=face.paper, rows=face.left, preview=preview)
        return drawn
