"""Links (住民票からカードの窓口へ): what a record of the register leads to (`residents.ports`)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from daicho.foundation.staff.public import may
from daicho.kernel.access import Access, Purpose
from daicho.registers.residents.ports import Link, Whom


def cards_of(access: Access, whom: Whom) -> Sequence[Link]:
    """The cards of the person whose record it is; none where nobody may see them."""
    if whom.person is None or not may(access.serving(Purpose.MOVEMENT), "cards.view"):
        return ()
    return [Link("カード", "個人番号カード", f"{reverse('cards_home')}?person={whom.person}")]
