"""Send a reply (照会への回答書): a letter to another authority about people of the register, numbered and kept like all.

Runs inside the entry of whoever answers. It is not a 写し and certifies nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from daicho.business.certificates.commands.keep import kept, next_numbers, save
from daicho.business.certificates.commands.office import desk_on, notice_issue
from daicho.business.certificates.domain.papers import INQUIRY_REPLY, title_of
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import Addressee, LetterSheet, Table
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply: to whom, under which numbers, what it says. `key` is the answer's own, so that it goes out once."""

    key: UUID
    addressee: Addressee
    document_number: str
    body: tuple[str, ...]
    table: Table
    closing: tuple[str, ...]
    persons: tuple[UUID, ...]
    records: tuple[UUID, ...]
    ground: str


def send_reply(access: Access, *, reply: Reply) -> tuple[UUID, str]:
    """Number, draw and keep a reply; its key and 発行番号. `Conflict` when the same key went out before."""
    day = business_today()
    (number,) = next_numbers(access, 1)
    desk = desk_on(day, issue=notice_issue(day, number=number, sealed=True, specimen=False))
    sheet = LetterSheet(
        title=title_of(INQUIRY_REPLY),
        issue=desk.issue,
        body=reply.body,
        facts=(reply.table,),
        closing=reply.closing,
        enquiries=desk.enquiries,
        document_number=reply.document_number,
        addressee=reply.addressee,
    )
    row = kept(
        access,
        sheet,
        printer().render(sheet),
        request_key=reply.key,
        copy=1,
        kind=INQUIRY_REPLY,
        persons=list(reply.persons),
        records=list(reply.records),
        document_number=reply.document_number,
        addressee=f"{reply.addressee.name}（{reply.addressee.address}）",
        requester="",
        requester_name=reply.addressee.name,
        ground=reply.ground,
        identity_documents=[],
        items=[],
        fee_yen=0,
    )
    save([row])
    return row.key, row.number
