"""Hand over (附票の異動の引渡し, FAM-001): the entries that the 戸籍情報システム has not had yet, as one file, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.family_register.audit_types import HANDED_OVER, HANDOVER_FETCHED
from daicho.gateways.family_register.commands.keeping import next_serial
from daicho.gateways.family_register.domain.annex import Basis
from daicho.gateways.family_register.domain.handover import HEADERS, row_of, written
from daicho.gateways.family_register.models import AnnexEntry, Handover
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Missing

MOST: Final = 20_000


def hand_over(access: Access) -> UUID:
    """Put what is new into one file. Returns it; `Conflict` where nothing is new. Two at once share nothing."""
    check_may(access, "family.hand_over")
    with recorded(access, HANDED_OVER) as note:
        waiting = AnnexEntry.objects.select_for_update(skip_locked=True).filter(
            handover__isnull=True
        )
        keys = list(
            waiting.order_by("made_at", "line", "number").values_list("key", flat=True)[:MOST]
        )
        if not keys:
            raise Conflict(
                "引き渡す附票の異動はありません。",
                why="前の引渡しの後に、附票の記載がありません。",
                remedy="附票の記載があってから行ってください。",
                code="handover.nothing",
            )
        row = Handover(
            number=f"HO-{business_today():%Y}-{next_serial():06d}",
            made_by=access.staff_key,
            made_by_name=access.name,
            entries=len(keys),
        )
        AnnexEntry.objects.filter(key__in=keys).update(handover=row.key)
        row.digest = sha256("".join(lines_of(row.key)).encode()).hexdigest()
        row.save(force_insert=True)
        note.count = len(keys)
        note.say(number=row.number, digest=row.digest)
        return row.key


def fetch(access: Access, *, handover: UUID) -> tuple[str, bytes]:
    """The name and the content of a file that was made; the same however often it is fetched."""
    check_may(access, "family.hand_over")
    with recorded(access, HANDOVER_FETCHED) as note:
        row = Handover.objects.filter(key=handover).first()
        if row is None:
            raise Missing("このファイルはありません。", remedy="一覧から選び直してください。")
        note.count = row.entries
        note.say(number=row.number)
        content = "".join(lines_of(row.key)).encode()
    return f"{row.number}.csv", b"\xef\xbb\xbf" + content


def lines_of(handover: UUID) -> Iterator[str]:
    """The lines of a file, headers first."""
    yield written(HEADERS)
    rows: Iterable[AnnexEntry] = (
        AnnexEntry.objects.filter(handover=handover)
        .select_related("line", "line__annex")
        .order_by("made_at", "line", "number")
    )
    for entry in rows:
        annex = entry.line.annex
        yield written(
            row_of(
                entry,
                annex=annex.number,
                record=entry.line.record_number,
                domicile=annex.domicile,
                head=annex.head,
                basis=Basis(entry.basis).label,
            )
        )
