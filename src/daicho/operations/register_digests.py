"""Register digests (台帳の版の照合): every version beside what the trail says of it; for a node that has a register."""

from __future__ import annotations

from collections.abc import Callable

from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.verify_digests import DigestReport, verify_digests


def count() -> int:
    """How many versions there are."""
    return Version.objects.count()


def compare(*, progress: Callable[[int], None] | None) -> DigestReport:
    """All of them."""
    return verify_digests(progress=progress)
