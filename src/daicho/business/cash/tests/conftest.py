"""A till with its clerk, a second person who confirms, and the books checked at the end as at a commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.db import connection

from daicho.kernel.access import Access, Purpose


@pytest.fixture
def cashier(clerk: Access) -> Access:
    """窓口1 at 本庁1."""
    return clerk.serving(Purpose.CERTIFICATE)


@pytest.fixture
def other_cashier(cashier: Access) -> Access:
    """窓口2 at 本庁2."""
    key = uuid5(NAMESPACE_URL, "窓口2")
    return replace(cashier, staff_key=key, login="窓口2", name="試験 窓口2", terminal="本庁2")


@pytest.fixture
def confirmer(examiner: Access) -> Access:
    """審査1."""
    return examiner.serving(Purpose.CERTIFICATE)


@pytest.fixture
def decider(approver: Access) -> Access:
    """決裁1."""
    return approver.serving(Purpose.CERTIFICATE)


@pytest.fixture(autouse=True)
def books_balance(request: pytest.FixtureRequest) -> Iterator[None]:
    """What is checked at a commit is checked at the end of a test that rolls back."""
    yield
    if "db" in request.fixturenames:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
