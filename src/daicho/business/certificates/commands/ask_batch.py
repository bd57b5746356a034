"""Ask for a batch (一括帳票の依頼): what, of whom, in which order; a job makes the files (REG-094)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from daicho.business.certificates.audit_types import BATCH_ASKED
from daicho.business.certificates.domain.batch import BatchWish, Source, check_batch
from daicho.business.certificates.hidden import check_paper_open
from daicho.business.certificates.models import Batch
from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs.public import ask_job
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.check_digits import fold_digits
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.public import persons_numbered

JOB: Final = "certificates.batch"
MOST_NUMBERS: Final = 20_000
SHOWN_UNKNOWN: Final = 5


def ask_batch(access: Access, *, wish: BatchWish) -> UUID:
    """Keep the wish and ask for its job; returns the batch's key. The same key sent twice asks once.

    `Invalid` beside each field, and for 宛名番号 that nobody has.
    """
    check_may(access, "certificates.batch")
    with recorded(access, BATCH_ASKED) as note:
        check_paper_open(access, wish.paper, wish.items)
        if Batch.objects.filter(key=wish.key).exists():
            return wish.key
        problems = check_batch(wish)
        if problems:
            raise Invalid(problems)
        persons = _persons(wish)
        note.about(*persons.values())
        Batch.objects.create(
            key=wish.key,
            paper=wish.paper,
            source=wish.source,
            sorted_by=wish.order,
            per_file=wish.per_file,
            wish=_kept(wish, persons),
            job=wish.key,
            asked_at=business_now(),
            asked_by=access.staff_key,
            asked_by_name=access.name,
        )
        ask_job(access, kind=JOB, parameters={"batch": str(wish.key)}, key=wish.key)
        note.say(
            batch=str(wish.key),
            form=wish.paper,
            source=wish.source,
            order=wish.order,
            reason=wish.ground.strip(),
        )
    return wish.key


def _persons(wish: BatchWish) -> dict[str, UUID]:
    """The persons of a list of 宛名番号; every one must be somebody's."""
    if wish.source != Source.NUMBERS:
        return {}
    numbers = tuple(dict.fromkeys(fold_digits(one) for one in wish.numbers))
    found = persons_numbered(numbers)
    unknown = [number for number in numbers if number not in found]
    if len(numbers) > MOST_NUMBERS:
        raise Invalid(
            [_wrong(f"宛名番号は一度に{MOST_NUMBERS}までです。", "分けて依頼してください。")]
        )
    if unknown:
        some = "、".join(unknown[:SHOWN_UNKNOWN])
        more = f"ほか{len(unknown) - SHOWN_UNKNOWN}件" if len(unknown) > SHOWN_UNKNOWN else ""
        raise Invalid([_wrong(f"この宛名番号の人はいません（{some}{more}）。", "直してください。")])
    return found


def _kept(wish: BatchWish, persons: Mapping[str, UUID]) -> dict[str, object]:
    return {
        "towns": list(wish.towns),
        "persons": [str(person) for person in persons.values()],
        "requester_name": _words(wish.requester_name, "requester_name", 80),
        "ground": _words(wish.ground, "ground", 200),
        "items": sorted(wish.items),
        "document_number": _words(wish.document_number, "document_number", 60),
        "case": str(wish.case) if wish.case else "",
    }


def _words(text: str, field: str, limit: int) -> str:
    return check_text(text, field=field, limit=limit) if text.strip() else ""


def _wrong(what: str, remedy: str) -> Problem:
    return Problem(code="batch_numbers", field="numbers", what=what, remedy=remedy)
