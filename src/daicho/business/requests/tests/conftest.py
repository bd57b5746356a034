"""Who asks at which desk: a household on the register, staff who serve certificates, an office to issue in its name."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.registers.protection.tests.conftest import filled
from daicho.registers.residents.tests.factories import Resident, make_resident

__all__ = ["filled"]


@pytest.fixture
def certifier() -> None:
    set_certifier(
        system_access(Purpose.ADMINISTRATION, job="test"),
        valid_from=date(2020, 4, 1),
        title="見本市長",
        name="台帳　守",
    )


@pytest.fixture
def desk(clerk: Access) -> Access:
    return clerk.serving(Purpose.CERTIFICATE)


@pytest.fixture
def head() -> Resident:
    return make_resident()


@pytest.fixture
def wife(head: Resident) -> Resident:
    return make_resident(
        name="見本　花子",
        name_kana="ミホン　ハナコ",
        household_number=head.items.household_number,
        head_name="見本　太郎",
        relationship_to_head="妻",
        member_order=2,
    )
