"""Application form (交付申請書の出力): the form with somebody's items."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import APPLICATION_DRAWN
from daicho.gateways.cards.domain.application import FORMS, Applicant, form_of
from daicho.gateways.cards.selectors.people import newest_of
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.kernel.wareki import format_seireki
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.public import check_shown


def draw_application(access: Access, *, person: UUID, form: str) -> bytes:
    """The form as PDF. `Missing` for somebody who is no resident, and for a form that there is not."""
    check_may(access, "cards.face")
    with recorded(access, APPLICATION_DRAWN) as note:
        note.about(person)
        check_shown(access, [person])
        held = newest_of([person]).get(person)
        if form not in FORMS or held is None or held.status is not Status.PRESENT:
            raise Missing(
                "申請書を作れません。",
                why="今の住民でないか、様式の名前が違います。",
                remedy="カードの窓口から選び直してください。",
                code="card_application.missing",
            )
        note.say(form=form)
        sheet = form_of(
            form,
            _applicant(held.particulars),
            municipality=municipality_of(settings.TOWN["code"]).full_name,
            day=business_today(),
        )
        return printer().render(sheet).pdf


def _applicant(items: Particulars) -> Applicant:
    foreign = items.kind is Kind.FOREIGN
    until = items.residence_until
    return Applicant(
        name=items.printed_name,
        kana=items.name_kana,
        birth=items.birth_date.display(),
        sex=items.sex.label,
        postal_code=items.postal_code,
        address=items.full_address,
        category=items.residence_category.label if foreign else "",
        residence_until=format_seireki(until) if foreign and until else "",
        roman=items.name_alphabet if foreign else "",
    )
