"""By name (氏名から): everything that the register holds of people with a name, for whoever certifies that there is nobody.

Within the caller's own act.
"""

from __future__ import annotations

from daicho.kernel.characters import search_fold_name
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import SearchName
from daicho.registers.residents.selectors import holdings


def holdings_by_name(name: str) -> tuple[Holding, ...]:
    """Every version known now of those who have or had this name (氏名・旧氏・通称), written as one of its variants."""
    key = search_fold_name(name)
    if not key:
        return ()
    persons = SearchName.objects.filter(name_key=key).values_list("person", flat=True).distinct()
    return holdings.of_persons(persons)
