"""Save a composition (抽出の控えの保存): what somebody put together so far, right or not yet; a title keeps it under a name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from daicho.business.extraction.audit_types import COMPOSED
from daicho.business.extraction.commands.steps import (
    composition_row,
    describe_query,
    own_composition,
)
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.orders import operation_of
from daicho.business.extraction.domain.stored import stored
from daicho.business.extraction.models import Composition
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_now

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Naming:
    """What a composition is called, and whether the office sees it."""

    title: str
    shared: bool


def begin_composition(access: Access, *, composition: UUID, query: q.Query) -> None:
    """Begin one under the key that the form was given; the same form sent twice makes one."""
    with recorded(access, COMPOSED) as note:
        check_may(access, operation_of(query.source))
        now = business_now()
        describe_query(note, query)
        Composition.objects.get_or_create(
            key=composition,
            defaults={
                "query": stored(query),
                "owner": access.staff_key,
                "owner_name": access.name,
                "office": access.office,
                "made_at": now,
                "changed_at": now,
            },
        )


def save_composition(
    access: Access,
    *,
    composition: UUID,
    edition: int,
    query: q.Query | None = None,
    naming: Naming | None = None,
) -> None:
    """Keep a changed query, or another name, of one's own composition. `Conflict` on a stale page."""
    with recorded(access, COMPOSED) as note:
        row = own_composition(access, composition, edition=edition)
        if query is not None:
            check_may(access, operation_of(query.source))
            row.query = stored(query)
            describe_query(note, query)
        if naming is not None:
            row.title = check_text(naming.title, field="title", limit=LONGEST_TITLE)
            row.shared = naming.shared and bool(row.title)
        row.edition += 1
        row.changed_at = business_now()
        row.save()
        note.say(title=row.title)


def copy_composition(access: Access, *, composition: UUID, copy: UUID) -> None:
    """A copy of one's own, to be changed; of a shared one as well."""
    with recorded(access, COMPOSED) as note:
        row = composition_row(access, composition)
        now = business_now()
        title = f"{row.title[: LONGEST_TITLE - 4]}の写し" if row.title else ""
        Composition.objects.get_or_create(
            key=copy,
            defaults={
                "title": title,
                "query": row.query,
                "owner": access.staff_key,
                "owner_name": access.name,
                "office": access.office,
                "made_at": now,
                "changed_at": now,
            },
        )
        note.say(title=title, words="写し")


def delete_composition(access: Access, *, composition: UUID, edition: int) -> None:
    """Put away a composition of one's own: nobody sees it any more."""
    with recorded(access, COMPOSED) as note:
        row = own_composition(access, composition, edition=edition)
        row.deleted_at = business_now()
        row.edition += 1
        row.save()
        note.say(title=row.title, words="削除")
