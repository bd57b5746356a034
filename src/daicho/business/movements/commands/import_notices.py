"""Import notices (長官通知のファイルの取込み, STD-4.5.6): the whole file or nothing; each notice once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import StringIO

from daicho.business.movements.audit_types import NOTICES_IMPORTED
from daicho.business.movements.commands.take_notice import (
    find_person,
    has_open_notice,
    open_notice_draft,
    told_by,
)
from daicho.business.movements.domain.bulk_units import Row
from daicho.business.movements.domain.immigration_file import ITEM_COLUMNS, LAYOUT, read_notices
from daicho.business.movements.models import Case, ImmigrationNotice
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Invalid, Problem

MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Imported:
    """How many notices came in, how many of them opened a draft, how many were here before."""

    received: int
    drafted: int
    repeated: int

    @property
    def waiting(self) -> int:
        """Those that wait for a person to say whom they are about."""
        return self.received - self.drafted


def import_notices(access: Access, *, name: str, content: bytes) -> Imported:
    """Take a file of notices. `Invalid` with every wrong line, and then none is taken.

    A notice whose 通知番号 is here already is left out. A draft is opened for whoever is found for certain and has no
    earlier notice under way; the others wait in the list (未取込).
    """
    check_may(access, "immigration.import")
    with recorded(access, NOTICES_IMPORTED) as note:
        rows = read_notices(_text(content), today=business_today())
        digest = sha256(content).hexdigest()
        cases = []
        repeated = 0
        for line in rows:
            row, made = _keep(access, line, digest)
            repeated += not made
            case = _draft(access, row, note, by="file") if made else None
            if case is not None:
                cases.append(case.number)
        received = len(rows) - repeated
        note.say(file=name, file_digest=digest, received=received, repeated=repeated, cases=cases)
        note.count = received
        return Imported(received, len(cases), repeated)


def receive_notice(access: Access, *, cells: Mapping[str, str], digest: str) -> Imported:
    """Take one notice that came on the line, as a line of a file: `cells` by the names of the file's columns.

    The caller is the system, for the gateway. `Invalid` with all that is wrong; whose number is here is left out (IMM-004).
    """
    text = StringIO(newline="")
    writer = csv.DictWriter(text, LAYOUT.headers)
    writer.writeheader()
    writer.writerow({name: cells.get(name, "") for name in LAYOUT.headers})
    text.seek(0)
    with recorded(access, NOTICES_IMPORTED) as note:
        (line,) = read_notices(text, today=business_today())
        row, made = _keep(access, line, digest)
        case = _draft(access, row, note, by="line") if made else None
        note.say(
            file="回線",
            file_digest=digest,
            received=int(made),
            repeated=int(not made),
            cases=[case.number] if case else [],
        )
        note.count = int(made)
    return Imported(int(made), int(case is not None), int(not made))


def _draft(access: Access, row: ImmigrationNotice, note: Note, *, by: str) -> Case | None:
    """The draft of a notice whose person is certain and has no earlier one under way; None: it waits for a person."""
    held = find_person(told_by(row))
    if held is None:
        return None
    note.about(held.person)
    if has_open_notice(held.person):
        return None
    return open_notice_draft(access, row, held, matched_by=by)


def _text(content: bytes) -> StringIO:
    if len(content) > MOST_BYTES:
        raise Invalid(
            [
                Problem(
                    "notice.too_large",
                    "file",
                    "ファイルが大きすぎます。",
                    "一度に取り込めるのは8MBまでです。",
                    "分けて取り込んでください。",
                )
            ]
        )
    try:
        return StringIO(content.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError as error:
        raise Invalid(
            [
                Problem(
                    "notice.encoding",
                    "file",
                    "ファイルの文字コードが UTF-8 ではありません。",
                    "ほかの文字コードでは、読み違えた文字が台帳に入ることがあります。",
                    "UTF-8 の CSV で保存し直してください。",
                )
            ]
        ) from error


def _keep(access: Access, line: Row, digest: str) -> tuple[ImmigrationNotice, bool]:
    values = {k: str(v) if v is not None else "" for k, v in line.values.items()}
    return ImmigrationNotice.objects.get_or_create(
        number=line.unit,
        defaults={
            "noticed_on": date.fromisoformat(values["noticed_on"]),
            "event_on": date.fromisoformat(values["event_on"]),
            **{n: values[n] for n in ("effect", "ground", "card_number", "name", "birth", "sex")},
            "items": {c.item: values[c.item] for c in ITEM_COLUMNS if values[c.item]},
            "file_digest": digest,
            "received_at": business_now(),
            "received_by": access.staff_key,
        },
    )
