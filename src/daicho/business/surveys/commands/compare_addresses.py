"""Compare addresses (庁内の住所との照合, REG-041): what differs is listed; the register itself never changes by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid4

from daicho.business.surveys.audit_types import ADDRESSES_COMPARED
from daicho.business.surveys.domain.addresses import Row, read_rows, same_place
from daicho.business.surveys.models import Mismatch
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import person_of_atena_number, records_on


def compare_addresses(access: Access, *, source: str, text: str) -> int:
    """Compare a list (CSV: 宛名番号, 住所) of another office with the register. Returns how many differ."""
    check_may(access, "surveys.compare")
    with recorded(access, ADDRESSES_COMPARED) as note:
        rows = read_rows(text)
        if not source.strip():
            raise Invalid(
                [
                    Problem(
                        "compare.source",
                        "source",
                        "照合元がありません。",
                        "どの業務の住所と照合したかを残します。",
                        "業務や課の名前を入力してください。",
                    )
                ]
            )
        batch, now = uuid4(), business_now()
        found = [
            Mismatch(
                batch=batch,
                source=source.strip(),
                atena_number=row.atena_number,
                person=person,
                theirs=row.address,
                ours=ours,
                why=why,
                found_at=now,
                found_by=access.staff_key,
            )
            for row, person, ours, why in _differing(rows)
        ]
        Mismatch.objects.bulk_create(found, batch_size=1000)
        note.about(*(m.person for m in found if m.person))
        note.count = len(rows)
        note.say(source=source.strip(), rows=len(rows), different=len(found))
    return len(found)


def _differing(rows: Sequence[Row]) -> Iterator[tuple[Row, UUID | None, str, str]]:
    """(line, person, our address, why) of every line that is not as the register says."""
    persons = {row.atena_number: person_of_atena_number(row.atena_number) for row in rows}
    today = business_today()
    present: dict[UUID, Holding] = {
        h.person: h
        for h in records_on([p for p in persons.values() if p], today)
        if h.status is Status.PRESENT
    }
    for row in rows:
        person = persons[row.atena_number]
        held = present.get(person) if person else None
        if person is None:
            yield row, None, "", "この宛名番号の人は台帳にいない"
        elif held is None:
            yield row, person, "", "今の住民ではない（除票）"
        else:
            items = held.particulars
            if not same_place(row.address, address=items.address, katagaki=items.katagaki):
                yield row, person, f"{items.address}{items.katagaki}", "住所が違う"
