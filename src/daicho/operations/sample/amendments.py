"""Amendments (修正のできごと): items that change while nobody moves; 帰化 and 国籍喪失."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from daicho.kernel.periods import months_after
from daicho.kernel.uncertain_dates import Calendar, LegalDate
from daicho.operations.sample import names, places
from daicho.operations.sample.family import Deed, Family, particulars_of
from daicho.operations.sample.people import (
    Someone,
    mid_long_term,
    nation,
    residence,
)
from daicho.registers.residents.domain.household_events import (
    rename_head,
)
from daicho.registers.residents.domain.particulars import Kind, Removal, ResidenceCategory

_SHORT_STAYS = frozenset({ResidenceCategory.TEMPORARY_REFUGE, ResidenceCategory.PROVISIONAL_STAY})


def refresh(family: Family, own: Someone, day: date) -> None:
    """個別事項の更新: an age has been reached."""
    deed = Deed("amend", "correction_ex_officio", day, family.told_after(day, within=3), "職権")
    family.write(deed, edits={own.key: {}})


def correct(family: Family, own: Someone, day: date) -> None:
    """誤記修正 back to the day on which the last version began, which is left without a day of its own."""
    assert own.record is not None
    began = max(
        (
            v.held.valid.start
            for v in family.history.held[own.record].values()
            if v.held.valid.start and not v.held.valid.empty
        ),
        default=day,
    )
    edits: dict[str, Any] = {"remarks": "本籍の誤記を修正"}
    if own.foreign is None:
        own.domicile = places.domestic(family.rng, family.town).text
        edits["domicile"] = own.domicile
    deed = Deed("error_amend", "correction_error", began, family.told_after(day, within=3), "職権")
    family.write(deed, edits={own.key: edits})


def enter_former_surname(family: Family, own: Someone, day: date) -> None:
    """旧氏の記載."""
    if own.foreign is not None or own.now.former_surname:
        return
    former = names.surname(family.rng)
    edits = {
        "former_surname": former.text,
        "former_surname_kana": former.kana,
        "former_surname_kana_confirmed": True,
    }
    deed = Deed(
        "former_surname", "former_surname_entry", day, family.told_after(day, within=1), "請求"
    )
    family.write(deed, edits={own.key: edits})


def renew_stay(family: Family, own: Someone, day: date) -> None:
    """出入国在留管理庁長官通知: a new period, or the first category of a child that was born."""
    until = own.now.residence_until
    if own.foreign is None or (until and until > day + timedelta(days=60)):
        return
    if own.now.residence_category in _SHORT_STAYS and family.rng.random() < 0.9:
        edits: dict[str, Any] = {"residence_until": months_after(until or day, 6)}
    else:
        edits = mid_long_term(family.rng, day, status=own.now.residence_status)
        edits |= {"landing_period": "", "provisional_stay_period": ""}
    deed = Deed(
        "immigration_notice", "correction_ex_officio", day, family.told_after(day, within=3), "通知"
    )
    family.write(deed, edits={own.key: edits})


def change_nationality(family: Family, own: Someone, day: date) -> None:
    """帰化 or 国籍喪失: one record ends, another of the other kind begins on the same day."""
    household = family.household_of(own)
    becomes_japanese = own.foreign is not None
    part = "naturalization" if becomes_japanese else "nationality_loss"
    told = family.told_after(day)
    items = {
        "removal": Removal.REMOVED,
        "removal_reason": "帰化" if becomes_japanese else "国籍喪失",
        "removal_event_date": LegalDate.of_day(day),
        "removal_notification_date": told,
    }
    before = own.now
    deed = Deed(part, f"removal_ex_officio_{part}", day, told, "職権")
    family.write(deed, removed={own.key: items})
    own.household = household.number
    _other_name(family, own)
    member = household.member(own.key)
    assert member is not None
    members = tuple(
        replace(m, person=own.as_member()) if m.key == own.key else m for m in household.members
    )
    renamed = replace(household, members=members)
    outcome = rename_head(renamed, name=own.printed_name) if member.is_head else None
    family.households[household.number] = outcome.households[0] if outcome else renamed
    standing = {
        "household_number": household.number,
        "relationship_to_head": before.relationship_to_head,
        "member_order": before.member_order,
        "head_name": own.printed_name if member.is_head else before.head_name,
    }
    more = _new_kind(family, own, day) | {"address_since": before.address_since}
    opened = {own.key: particulars_of(own, family.homes[household.number], **more)}
    deed = replace(deed, reason=f"entry_ex_officio_{part}", processed_on=told)
    family.write(deed, outcome, opened=opened, edits={own.key: standing})


def _other_name(family: Family, own: Someone) -> None:
    if own.foreign is None:
        own.kind = Kind.FOREIGN
        own.birth = LegalDate.of_day(own.birth.sort_on, calendar=Calendar.SEIREKI)
        own.family = names.foreign_family(family.rng)
        own.foreign = names.foreign_names(family.rng, own.family)
        own.nationality = nation(family.rng)
        return
    own.kind, own.foreign, own.nationality = Kind.JAPANESE, None, ""
    own.birth = LegalDate.of_day(own.birth.sort_on)
    own.family = names.surname(family.rng)
    own.register_head = own.printed_name


def _new_kind(family: Family, own: Someone, day: date) -> dict[str, Any]:
    if own.foreign is None:
        return {"resident_since": LegalDate.of_day(own.became_on), "resident_reason": "帰化"}
    return residence(family.rng, own, day) | {
        "foreign_resident_since": LegalDate.of_day(day),
        "resident_reason": "国籍喪失",
        "residence_category": ResidenceCategory.TRANSITIONAL_NATIONALITY_LOSS,
        "residence_status": "",
        "residence_period": "",
        "residence_until": months_after(day, 2),
        "residence_card_number": "",
        "special_permanent_number": "",
        "landing_period": "",
        "provisional_stay_period": "",
    }
