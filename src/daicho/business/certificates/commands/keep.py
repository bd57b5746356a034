"""Keep (控え): a sheet that goes out is numbered, drawn and kept; the same for certificates and notices.

Runs inside the entry of whoever issues.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from pydantic import TypeAdapter

from daicho.business.certificates.models import Issue
from daicho.business.certificates.printing import template_version
from daicho.foundation.documents.render import Document
from daicho.foundation.documents.sheets import KeptSheet
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict

SNAPSHOT_USE = "certificates.issue"
SHEETS: TypeAdapter[KeptSheet] = TypeAdapter(KeptSheet)


def next_numbers(access: Access, count: int) -> list[str]:
    """発行番号: day, town, terminal, printer (blank: the browser's), counter of the day (STD-5.5)."""
    day = business_today()
    town = municipality_of(settings.TOWN["code"]).name
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('certificates_issue_seq') FROM generate_series(1, %s)", [count]
        )
        values = [row[0] for row in cursor.fetchall()]
    return [f"{day:%Y%m%d} {town} {access.terminal} {value:06d}" for value in values]


def kept(access: Access, sheet: KeptSheet, document: Document, **facts: Any) -> Issue:
    """The row of a sheet that goes out, not yet saved; `facts` are the columns that its kind fills.

    Any: columns of `Issue` by name.
    """
    keys = ring()
    return Issue(
        key=uuid4(),
        number=sheet.issue.number,
        issued_on=business_today(),
        issued_at=business_now(),
        issued_by=access.staff_key,
        issued_by_name=access.name,
        office=access.office,
        terminal=access.terminal,
        pages=document.pages,
        template_version=template_version(),
        pdf_sha256=document.sha256,
        snapshot=keys.seal_text(SNAPSHOT_USE, SHEETS.dump_json(sheet).decode()),
        snapshot_key=keys.active_data,
        **facts,
    )


def sheet_of(row: Issue) -> KeptSheet:
    """The sheet of a row, as it was when it went out."""
    return SHEETS.validate_json(
        ring().open_text(SNAPSHOT_USE, bytes(row.snapshot), key_id=row.snapshot_key)
    )


def save(rows: list[Issue]) -> None:
    """Save what goes out; `Conflict` when somebody else was first, and nothing is saved."""
    try:
        with transaction.atomic():
            Issue.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Conflict(
            "同じものが、たった今発行されています。",
            why="別の画面か別の職員が先に発行しました。二重には発行していません。",
            remedy="交付履歴から、発行したものを開いてください。渡していないときは書損じにしてください。",
            code="certificates.issued_first",
        ) from error
