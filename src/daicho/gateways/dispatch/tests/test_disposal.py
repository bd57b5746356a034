"""Disposal: who was told or is not to be may go after the years; whoever is still to be told is named as running."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from daicho.config.lines_core import HANDLERS
from daicho.gateways.dispatch.models import UnmatchedTarget
from daicho.gateways.dispatch.tests.conftest import (
    designate,
    designated,
    hurry,
    made,
    told,
    wish_of,
)
from daicho.gateways.dispatch.tests.test_desk import targets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TOMORROW = date(9999, 1, 1)


def due(name: str) -> dict[str, str]:
    """The items of a file that are old enough, with what keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT item, kept_for FROM disposal_due_{name}(%s)", [TOMORROW])
        return dict(cursor.fetchall())


def test_what_was_provided_may_go_and_what_waits_is_kept(family: list[UUID]) -> None:
    designated(family[1])
    hurry()
    told(made()[0], "accepted")
    designate(family[2], 40)
    keys = [str(wish_of(person).key) for person in family[1:3]]
    assert due("dispatches") == {keys[0]: "", keys[1]: "running"}


def test_a_line_that_nobody_settled_is_kept() -> None:
    HANDLERS["dispatch.targets"](targets({"code": "99999999997", "reason": "returned"}))
    row = UnmatchedTarget.objects.get()
    assert due("dispatch_targets") == {str(row.key): "running"}


def test_a_program_may_not_erase_them_itself() -> None:
    for name in ("dispatches", "dispatch_targets"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_function_privilege('app', %s, 'EXECUTE')",
                [f"disposal_erase_{name}(text[])"],
            )
            assert cursor.fetchone() == (False,), name
