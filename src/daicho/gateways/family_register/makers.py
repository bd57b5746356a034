"""Makers (作り直し): a notice or 附票本人確認情報 that was refused or stopped, made again from what is true today (STD-7.1.1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from daicho.foundation.lines.public import Lost, Maker
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.family_register.commands.annex_acts import last_entry, tell
from daicho.gateways.family_register.commands.keeping import body_of, next_number
from daicho.gateways.family_register.commands.send import send
from daicho.gateways.family_register.commands.tell_annex import register_of
from daicho.gateways.family_register.domain.annex import items_of
from daicho.gateways.family_register.domain.notices import (
    ANNEX_MISMATCH,
    ANNEX_NOTICE,
    ANNEX_UPDATE,
    DOMICILE_MOVED,
    REGISTER_NOTICE,
    Sending,
    person_body,
)
from daicho.gateways.family_register.models import AnnexEntry, Told
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import truth_now


def notice_anew(lost: Lost) -> UUID:
    """A notice under a new number; 戸籍附票記載事項通知 with the 戸籍の表示, name and address of today."""
    row = Told.objects.filter(message=lost.id).first()
    if row is None:
        raise _nothing()
    body = body_of(row) | {"notice_number": next_number(row.kind)}
    municipality = row.municipality
    if row.kind == ANNEX_NOTICE and row.person is not None:
        body, municipality = _today(body, row.person, municipality)
    made = send(
        row.kind,
        body,
        municipality=municipality,
        person=row.person,
        case=row.case,
        thread=lost.thread if row.kind == ANNEX_MISMATCH else None,
        answers=row.answers,
    )
    if made.message is None:
        raise _nothing()
    return made.message


def update_anew(lost: Lost) -> UUID:
    """附票本人確認情報 of the newest entry of the same line."""
    entry = AnnexEntry.objects.filter(update=lost.id).select_related("line").first()
    newest = last_entry(entry.line) if entry else None
    if entry is None or newest is None or not newest.address:
        raise _nothing()
    newest.update, newest.update_state = tell(newest, entry.line), Sending.QUEUED.value
    newest.save(update_fields=["update", "update_state"])
    return newest.update


def _today(
    body: dict[str, Any], person: UUID, municipality: str
) -> tuple[dict[str, Any], str]:  # Any: a message's JSON
    held = truth_now(person)
    if held is None or held.status is not Status.PRESENT:
        return body, municipality
    own = held.particulars
    register, items = register_of(own), items_of(own)
    if register is None:
        raise _nothing()
    ref = own.resident_record_code_ref
    code = reveal_many([ref])[ref] if ref else ""
    address = {
        "municipality": items.municipality,
        "address": items.address,
        "postal_code": items.postal_code,
        "since": items.address_since,
    }
    to = register.municipality or municipality
    return body | {
        "family_register": register.body() | {"municipality": to},
        "people": [person_body(items, code, business_today())],
        "address": {name: text for name, text in address.items() if text},
    }, to


def _nothing() -> Conflict:
    return Conflict(
        "知らせる内容がありません。",
        why="台帳にも附票にも、この電文で知らせる内容がもうありません。",
        remedy="住民票と附票の今の内容を確かめてください。",
        code="family.nothing_to_tell",
    )


MAKERS: Final[Mapping[str, Maker]] = {
    ANNEX_NOTICE: notice_anew,
    ANNEX_MISMATCH: notice_anew,
    REGISTER_NOTICE: notice_anew,
    DOMICILE_MOVED: notice_anew,
    ANNEX_UPDATE: update_anew,
}
