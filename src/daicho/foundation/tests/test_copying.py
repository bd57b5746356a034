"""Rows by COPY are the rows that INSERT would have made, and are refused by the same constraints."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from daicho.foundation.copying import copy_rows
from daicho.foundation.outbox.models import Message
from daicho.kernel.clock import TOKYO

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=TOKYO)


def message(**changes: Any) -> Message:
    plain: dict[str, Any] = {
        "kind": f"試験\t改行\n引用\\ {uuid4()}",
        "subjects": [uuid4(), uuid4()],
        "payload": {"語": ["あ", None, 1.5, {"深い": True}]},
        "emitted_at": AT,
        "delivered_at": None,
        "taken_by": ["誰か, {彼}", ""],
        "attempts": 3,
        "next_attempt_at": AT,
        "last_error": "",
    }
    return Message(**plain | changes)


def test_what_is_copied_reads_as_what_is_inserted() -> None:
    copied, inserted = message(), message(subjects=[], payload={}, delivered_at=AT)
    copy_rows([copied, second := message(subjects=[], payload={}, delivered_at=AT)])
    inserted.save(force_insert=True)
    for row in (copied, second, inserted):
        read = Message.objects.get(kind=row.kind)
        for field in Message._meta.concrete_fields:
            if not field.primary_key:
                assert getattr(read, field.attname) == getattr(row, field.attname), field


def test_a_row_twice_is_django_s_own_error_and_nothing_is_written() -> None:
    row = Session(session_key="copied-twice", session_data="x", expire_date=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows([row, row])
    assert not Session.objects.filter(session_key="copied-twice").exists()


def test_nothing_is_nothing() -> None:
    copy_rows([])
