"""The ports filled as the wiring fills them, and those who count."""

from dataclasses import replace

import pytest

from daicho.kernel.access import Access, Purpose
from daicho.registers.protection.tests.conftest import filled

__all__ = ["filled"]


@pytest.fixture
def counting(clerk: Access) -> Access:
    """窓口1, for the statistics."""
    return replace(clerk, purpose=Purpose.STATISTICS)


@pytest.fixture
def reporting(examiner: Access) -> Access:
    """審査1, for the statistics; who may see small numbers."""
    return replace(examiner, purpose=Purpose.STATISTICS)
