"""Record (記録する): one act, one entry, in the act's own transaction; a refusal after its rollback."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from daicho.foundation.audit.domain.chain import canonical
from daicho.foundation.audit.domain.types import AuditType, Outcome
from daicho.kernel.access import Access
from daicho.kernel.errors import DaichoError

_active: ContextVar[bool] = ContextVar("daicho_audit_active", default=False)


@dataclass(slots=True)
class Note:
    """What the act adds to its entry while it runs.

    `subjects` are the persons touched; `detail` holds the type's fields, JSON values only; bulk work
    gives `count` and a `digest` of the list that is kept apart.
    """

    subjects: list[UUID] = field(default_factory=list)
    detail: dict[str, object] = field(default_factory=dict)
    case_ref: UUID | None = None
    number_shown: bool = False
    count: int | None = None
    digest: str = ""

    def about(self, *people: UUID) -> None:
        """Add persons, each once, in the order they were met."""
        self.subjects = list(dict.fromkeys((*self.subjects, *people)))

    def say(self, **detail: object) -> None:
        """Add fields of the type's detail."""
        self.detail.update(detail)


@contextmanager
def recorded(
    access: Access, audit_type: AuditType, *, subjects: Sequence[UUID] = ()
) -> Iterator[Note]:
    """Run an act as one transaction with its entry as the last statement.

    A `DaichoError` rolls the act back, is entered as a refusal in a transaction of its own, and goes on
    to the caller; any other error is entered as a failure if the database still answers. No entry, no
    answer: when the entry cannot be written, the act is rolled back. Acts do not nest.
    """
    if _active.get():
        raise RuntimeError("an audited act may not run inside another")
    note = Note()
    note.about(*subjects)
    token = _active.set(True)
    outcome, reason = Outcome.FAILED, "error"
    try:
        with transaction.atomic():
            yield note
            _append(access, audit_type, note, Outcome.DONE, "")
        outcome = Outcome.DONE
    except DaichoError as error:
        outcome, reason = Outcome.REFUSED, error.reason_code
        raise
    except DatabaseError as error:
        reason = type(error).__name__
        raise
    finally:
        _active.reset(token)
        if outcome is not Outcome.DONE:
            _append_afterwards(access, audit_type, note, outcome, reason)


def under_way() -> bool:
    """Whether an act is being recorded here: what joins it speaks through the act's own entry."""
    return _active.get()


def refuse(access: Access, audit_type: AuditType, error: DaichoError) -> None:
    """Enter a refusal that happened before any act began (a screen without the right)."""
    with transaction.atomic():
        _append(access, audit_type, Note(), Outcome.REFUSED, error.reason_code)


def _append_afterwards(
    access: Access, audit_type: AuditType, note: Note, outcome: Outcome, reason: str
) -> None:
    try:
        with transaction.atomic():
            _append(access, audit_type, note, outcome, reason)
    except DatabaseError:
        # The database is gone: the first error is on its way to the caller and says so.
        if outcome is Outcome.REFUSED:
            raise


def enter(access: Access, audit_type: AuditType, notes: Sequence[Note]) -> None:
    """Enter acts that were done together, one entry each, as the last statement of their transaction.

    For many small acts of the system that share one commit, and for one whose effect records acts of its own before it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("acts are entered in the transaction in which they were done")
    bodies = [_body(access, audit_type, note, Outcome.DONE, "") for note in notes]
    with connection.cursor() as cursor:
        # As JSON: the driver writes an array of texts in Python, quote by quote.
        cursor.execute(
            "SELECT audit_append(body) FROM json_array_elements_text(%s::json) AS body",
            [json.dumps(bodies, ensure_ascii=False)],
        )


def _append(
    access: Access, audit_type: AuditType, note: Note, outcome: Outcome, reason: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_append(%s)", [_body(access, audit_type, note, outcome, reason)]
        )


def _body(access: Access, audit_type: AuditType, note: Note, outcome: Outcome, reason: str) -> str:
    audit_type.check_detail(note.detail)
    case = note.case_ref or access.case_ref
    return canonical(
        {
            "kind": audit_type.code,
            "outcome": outcome.value,
            "reason": reason,
            "actor": str(access.staff_key),
            "login": access.login,
            "duties": sorted(access.duties),
            "purpose": access.purpose.value,
            "basis": access.basis,
            "terminal": access.terminal,
            "office": access.office,
            "function": access.function,
            "screen": access.screen,
            "request": access.request,
            "case_ref": str(case) if case else None,
            "subjects": [str(s) for s in note.subjects],
            "number_shown": note.number_shown,
            "count": note.count,
            "digest": note.digest,
            "detail": note.detail,
        }
    )
