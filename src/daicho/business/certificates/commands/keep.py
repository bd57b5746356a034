"""Keep (控え): a sheet that goes out is numbered, drawn and kept; the same for certificates and notices.

Runs inside the entry of whoever issues. The picture of a seal is kept once, a snapshot names it by its digest.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any, get_args
from uuid import uuid4
from zlib import compress, decompress

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from pydantic import TypeAdapter

from daicho.business.certificates.models import Issue, SealPicture
from daicho.business.certificates.printing import template_version
from daicho.foundation.copying import copy_rows
from daicho.foundation.documents.render import Document, Drawn
from daicho.foundation.documents.sheets import Issue as IssueFacts
from daicho.foundation.documents.sheets import KeptSheet, LetterBundle
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict
from daicho.registers.code_tables.public import numbering_on

SNAPSHOT_USE = "certificates.issue"
SHEETS: TypeAdapter[KeptSheet] = TypeAdapter(KeptSheet)
# The union tries every kind in turn; the kind is known when a sheet is kept.
ADAPTERS = {kind: TypeAdapter(kind) for kind in get_args(KeptSheet)}
NAMED = "sha256:"
PACKED = "zlib:"


def next_numbers(access: Access, count: int) -> list[str]:
    """発行番号: day, town, terminal, its printer (blank when none is registered), and the running number (STD-5.5).

    The running number begins with the number of the place where the town has given the terminal one.
    """
    day = business_today()
    town = municipality_of(settings.TOWN["code"]).name
    own = numbering_on(access.terminal, day)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('certificates_issue_seq') FROM generate_series(1, %s)", [count]
        )
        values = [row[0] for row in cursor.fetchall()]
    head = " ".join(part for part in (f"{day:%Y%m%d}", town, access.terminal, own.printer) if part)
    place = f"{own.place}-" if own.place else ""
    return [f"{head} {place}{value:06d}" for value in values]


class SealStore:
    """The pictures of seals within one act: each is kept at its first use."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def name(self, svg: str) -> str:
        """The name that stands in a snapshot for a picture."""
        if svg not in self._known:
            digest = sha256(svg.encode()).hexdigest()
            SealPicture.objects.bulk_create(
                [SealPicture(sha256=digest, svg=svg)], ignore_conflicts=True
            )
            self._known[svg] = NAMED + digest
        return self._known[svg]

    def picture(self, name: str) -> str:
        """The picture by that name."""
        if not name.startswith(NAMED):
            return name
        if name not in self._known:
            self._known[name] = SealPicture.objects.get(sha256=name.removeprefix(NAMED)).svg
        return self._known[name]


def kept(
    access: Access,
    sheet: KeptSheet,
    document: Document | Drawn,
    *,
    seals: SealStore | None = None,
    **facts: Any,
) -> Issue:
    """The row of a sheet that goes out, not yet saved; `facts` are the columns that its kind fills.

    Any: columns of `Issue` by name. `seals` where one act keeps many sheets.
    """
    keys = ring()
    named = _with_seals(sheet, (seals or SealStore()).name)
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
        overflows=sum(one.beyond for one in document.overflows),
        template_version=template_version(),
        pdf_sha256=document.sha256,
        snapshot=keys.seal_text(SNAPSHOT_USE, _packed(named)),
        snapshot_key=keys.active_data,
        **facts,
    )


def sheet_of(row: Issue, *, seals: SealStore | None = None) -> KeptSheet:
    """The sheet of a row, as it was when it went out."""
    text = ring().open_text(SNAPSHOT_USE, bytes(row.snapshot), key_id=row.snapshot_key)
    sheet = SHEETS.validate_json(_unpacked(text))
    return _with_seals(sheet, (seals or SealStore()).picture)


def _packed(sheet: KeptSheet) -> str:
    """The sheet as short text: most of its JSON is names of items, the same on every sheet."""
    return PACKED + b64encode(compress(ADAPTERS[type(sheet)].dump_json(sheet), 1)).decode()


def _unpacked(text: str) -> bytes:
    if not text.startswith(PACKED):
        return text.encode()
    return decompress(b64decode(text.removeprefix(PACKED)))


def _with_seals(sheet: KeptSheet, change: Callable[[str], str]) -> KeptSheet:
    """The same sheet with the picture of its seal changed for its name, or back."""
    if isinstance(sheet, LetterBundle):
        letters = tuple(replace(one, issue=_with_seal(one.issue, change)) for one in sheet.letters)
        return replace(sheet, issue=_with_seal(sheet.issue, change), letters=letters)
    return replace(sheet, issue=_with_seal(sheet.issue, change))


def _with_seal(issue: IssueFacts, change: Callable[[str], str]) -> IssueFacts:
    if issue.seal is None:
        return issue
    return replace(issue, seal=replace(issue.seal, svg=change(issue.seal.svg)))


def save(rows: list[Issue]) -> None:
    """Save what goes out; `Conflict` when somebody else was first, and nothing is saved."""
    try:
        with transaction.atomic():
            copy_rows(rows)
    except IntegrityError as error:
        raise Conflict(
            "同じものが、たった今発行されています。",
            why="別の画面か別の職員が先に発行しました。二重には発行していません。",
            remedy="交付履歴から、発行したものを開いてください。渡していないときは書損じにしてください。",
            code="certificates.issued_first",
        ) from error
