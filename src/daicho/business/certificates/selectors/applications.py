"""Applications (届出書の印刷): blank, or with what the register knows of a household or a record."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings

from daicho.business.certificates.audit_types import FORM_PRINTED
from daicho.business.certificates.domain.applications import (
    APPLICATIONS,
    Application,
    Known,
    application_sheet,
)
from daicho.business.certificates.selectors.desk import check_disclosable
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import FormSheet
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import check_shown, household_on, record_on


def application(code: str) -> Application:
    """One form of the table; `Missing` for none."""
    if code not in APPLICATIONS:
        raise Missing("この様式はありません。", remedy="様式の一覧から選び直してください。")
    return APPLICATIONS[code]


# What a counter needs on paper while nothing runs (電算停止時): the forms that are brought in day by day.
BLANK_FORMS: Final = (
    "move_in",
    "move_within",
    "move_out",
    "household_change",
    "head_change",
    "foreign_move_in",
    "copy_request",
    "power_of_attorney",
    "support",
)


def blank_sheet(code: str) -> FormSheet:
    """A form with nothing filled in, as plain data; for a set that is printed as one file. About nobody."""
    town = municipality_of(settings.TOWN["code"]).name
    return application_sheet(application(code), Known(), town=town, day=business_today())


def print_blank(access: Access, *, code: str) -> bytes:
    """The PDF of a form with nothing filled in; one entry, about nobody."""
    check_may(access, "certificates.notices")
    with recorded(access, FORM_PRINTED) as note:
        form = application(code)
        note.say(form=form.title, prefilled=False)
        return _printed(form, Known())


def print_filled(access: Access, *, code: str, record: UUID, alone: bool = False) -> bytes:
    """The PDF of a form for the household of a present record, or for the record `alone`; one entry.

    `Missing` for a record that is not there; `Refused` where somebody is hidden from this actor, or must not be told of.
    """
    check_may(access, "certificates.notices")
    with recorded(access, FORM_PRINTED) as note:
        form = application(code)
        held = record_on(record, business_today())
        if held is None:
            raise Missing("この住民票はありません。", remedy="住民を検索して選び直してください。")
        people = _people(held, alone=alone)
        note.about(*(p.person for p in people))
        note.say(form=form.title, prefilled=True)
        check_shown(access, {p.person for p in people})
        check_disclosable(access, [p.person for p in people])
        known = Known(tuple(p.particulars for p in people))
        return _printed(form, known)


def _printed(form: Application, known: Known) -> bytes:
    town = municipality_of(settings.TOWN["code"]).name
    sheet = application_sheet(form, known, town=town, day=business_today())
    return printer().render(sheet).pdf


def _people(held: Holding, *, alone: bool) -> tuple[Holding, ...]:
    if alone or held.status is not Status.PRESENT:
        return (held,)
    return household_on(held.particulars.household_number, business_today())
