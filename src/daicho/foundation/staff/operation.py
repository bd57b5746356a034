"""Operation (操作の一つ): what one row of the table of operations says."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.kernel.access import Duty, Purpose


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done.

    No `duties` means anyone who has signed in. The first of `purposes` is the default; no other is
    accepted than those listed. `personal`: residents' data are touched, so an enrolled terminal is
    needed. `screen` is the URL's name of a menu entry, under the heading `group`.
    """

    code: str
    title: str
    duties: frozenset[Duty]
    purposes: tuple[Purpose, ...]
    personal: bool
    group: str = ""
    screen: str = ""

    @property
    def duty_words(self) -> str:
        return "・".join(duty.label for duty in Duty if duty in self.duties)
