"""A signed-in browser for the screens of the register, on an enrolled terminal."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.foundation.staff.web import urls as staff_urls
from daicho.kernel.access import Duty
from daicho.registers.code_tables.web import urls as code_tables_urls
from daicho.registers.residents import ports
from daicho.registers.residents.web import urls as residents_urls

__all__ = ["enrolled", "register", "signed_in", "system"]

Browse = Callable[..., Client]


@pytest.fixture
def served(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The screens of staff and register alone, as the storeys below business; nothing above them is there to link to."""
    monkeypatch.setattr(ports, "movements_of", lambda _access, _whom: ())
    monkeypatch.setattr(ports, "links_of_case", lambda _access, _case: ())
    module = ModuleType("residents_test_urls")
    module.urlpatterns = [  # type: ignore[attr-defined]  # what Django reads
        path("", include(staff_urls)),
        path("code-tables/", include(code_tables_urls)),
        path("residents/", include(residents_urls)),
    ]
    settings.ROOT_URLCONF = module


@pytest.fixture
def browse(
    served: None,  # noqa: ARG001  # the order of the fixtures
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
) -> Browse:
    """A browser of somebody with these duties, working for this purpose."""

    def make(*duties: Duty, purpose: str = "", **more: object) -> Client:
        browser = enrolled(signed_in(register("係", *(duties or (Duty.COUNTER,)), **more)))
        if purpose:
            browser.post("/purpose/", {"purpose": purpose})
        return browser

    return make
