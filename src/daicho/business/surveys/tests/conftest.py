"""The ports filled as the wiring fills them."""

from daicho.registers.protection.tests.conftest import filled

__all__ = ["filled"]
