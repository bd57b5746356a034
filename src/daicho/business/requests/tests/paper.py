"""Papers (請求書): what somebody wrote, and the steps to where a test begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from daicho.business.certificates.public import sheets_of_requests
from daicho.business.requests.commands.decide import grant
from daicho.business.requests.commands.identify import identify
from daicho.business.requests.commands.receive import receive
from daicho.business.requests.domain.handover import barcode_of
from daicho.business.requests.domain.written import Written
from daicho.business.requests.models import Request
from daicho.kernel.access import Access
from daicho.registers.residents.tests.factories import Resident

PLAIN = Written(
    requester="self",
    requester_name="見本　太郎",
    requester_address="福島市五老内町3番1号",
    telephone="000-1111-2222",
    stated_name="見本　太郎",
    stated_birth="S60.4.1",
    stated_address="福島市五老内町3-1",
    form="individual",
    documents=("individual_number_card",),
    called_number="12",
)


def written(**changes: Any) -> Written:  # Any: fields by name
    """The paper of 見本 太郎 for himself, changed."""
    return replace(PLAIN, **changes)


def received(access: Access, **changes: Any) -> UUID:  # Any: fields by name
    """A request taken in."""
    key = uuid4()
    receive(access, request=key, written=written(**changes))
    return key


def row_of(key: UUID) -> Request:
    return Request.objects.get(key=key)


def found(
    access: Access, key: UUID, people: Sequence[Resident], asks: Resident | None = None
) -> None:
    """Whom it is about."""
    identify(
        access,
        request=key,
        edition=row_of(key).edition,
        records=[p.record for p in people],
        requester_record=asks.record if asks else None,
    )


def made(access: Access, who: Resident, **changes: Any) -> UUID:  # Any: fields by name
    """A request granted and made."""
    key = received(access, **changes)
    found(access, key, [who])
    grant(access, request=key, edition=row_of(key).edition)
    return key


def codes_of(key: UUID) -> tuple[str, ...]:
    """What a scanner reads from the sheets of a request."""
    issue_key = row_of(key).issue_key
    assert issue_key is not None
    return tuple(barcode_of(sheet.number) for sheet in sheets_of_requests([issue_key]))
