"""Import applications (交付申請書のデータの取込, STD-10.8): a CSV of applications becomes requests, the whole file or nothing.

Nothing is issued, nobody identified and nothing decided by reading: what was read waits like a paper on the counter.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid5

from daicho.business.certificates.public import ROWS, Form, Item
from daicho.business.requests.audit_types import APPLICATIONS_IMPORTED
from daicho.business.requests.commands.receive import receive
from daicho.business.requests.commands.steps import choices_on
from daicho.business.requests.domain.application_file import (
    Application,
    Words,
    labels_of,
    read_applications,
)
from daicho.business.requests.models import Request
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.csv_lines import csv_text
from daicho.kernel.errors import Conflict

_SPACE = UUID("0f4f3c0e-8a53-4c1f-9a39-6f5f5d1f7b58")
WORDS = Words(
    requesters=labels_of((r.value, row.label) for r, row in ROWS.items()),
    forms=labels_of((f.value, f.label) for f in Form),
    items=labels_of((i.value, i.label) for i in Item),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One application that is a request now: its number in the file, its 受付番号 and key."""

    number: str
    reception: str
    request: UUID


@dataclass(frozen=True, slots=True)
class ImportedApplications:
    """What was received of a file, and what had been received before."""

    received: tuple[Taken, ...]
    known: tuple[Taken, ...]


def import_applications(access: Access, *, name: str, content: bytes) -> ImportedApplications:
    """Receive each application of a file. `Invalid` with every wrong cell, and then none is received.

    A line that was read before, in this file or another, is told and not received again.
    """
    check_may(access, "requests.receive")
    with recorded(access, APPLICATIONS_IMPORTED) as note:
        found = read_applications(
            csv_text(content), words=WORDS, choices=choices_on(business_today())
        )
        note.count = len(found)
        note.digest = sha256(content).hexdigest()
        note.say(file=name, applications=len(found))
    received: list[Taken] = []
    known: list[Taken] = []
    for one in found:
        key = _key_of(one)
        try:
            reception = receive(access, request=key, written=one.written)
        except Conflict:
            before = Request.objects.values_list("number", flat=True).get(key=key)
            known.append(Taken(one.number, before, key))
        else:
            received.append(Taken(one.number, reception, key))
    return ImportedApplications(tuple(received), tuple(known))


def _key_of(application: Application) -> UUID:
    """The same for the same line, whatever the order of its columns and whichever file it stands in."""
    said = {label: text for label, text in application.cells.items() if text}
    return uuid5(_SPACE, json.dumps([application.number, sorted(said.items())], ensure_ascii=False))
