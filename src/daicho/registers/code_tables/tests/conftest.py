"""Somebody of 管理, and a browser for the screens of the code tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType

import pytest
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.foundation.staff.web import urls as staff_urls
from daicho.kernel import wareki
from daicho.kernel.access import Access, Duty, Purpose
from daicho.registers.code_tables import ports
from daicho.registers.code_tables.web import urls

__all__ = ["enrolled", "register", "signed_in", "system"]

Browse = Callable[..., Client]


@pytest.fixture
def keeper(clerk: Access) -> Access:
    """管理1, who keeps the tables."""
    duties = frozenset({Duty.ADMINISTER})
    return replace(clerk, login="管理1", duties=duties, purpose=Purpose.ADMINISTRATION)


@pytest.fixture(autouse=True)
def calendar_as_it_was() -> Iterator[None]:
    """No era of one test is known to the next."""
    yield
    wareki.proclaim(())


@pytest.fixture(autouse=True)
def reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """The 異動事由 that the wiring would hand in."""
    known = (("birth", "出生"), ("death", "死亡"))
    monkeypatch.setattr(ports, "movement_reasons", lambda: known)
    # Their screens are not among the URLs of these tests.
    monkeypatch.setattr(ports, "neighbours", ())


@pytest.fixture
def browse(
    settings: Settings,
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
) -> Browse:
    """A browser of somebody with these duties at an enrolled terminal."""
    module = ModuleType("code_tables_test_urls")
    module.urlpatterns = [  # type: ignore[attr-defined]  # what Django reads
        path("", include(staff_urls)),
        path("code-tables/", include(urls)),
    ]
    settings.ROOT_URLCONF = module

    def make(*duties: Duty) -> Client:
        return enrolled(signed_in(register("係", *(duties or (Duty.ADMINISTER,)))))

    return make
