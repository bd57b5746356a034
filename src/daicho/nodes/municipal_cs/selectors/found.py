"""Found (該当者): the records that meet the criteria, by the vault's references and the folded keys."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from daicho.kernel.characters import juki_net_seion, search_fold_name
from daicho.kernel.check_digits import fold_digits
from daicho.nodes.municipal_cs.domain.criteria import Criteria
from daicho.nodes.municipal_cs.domain.reasons import Standing
from daicho.nodes.municipal_cs.models import Identity, IdentityVersion
from daicho.nodes.municipal_cs.numbers import code_known, number_known

MOST: Final = 100


def found_by(asked: Criteria) -> QuerySet[Identity]:
    """The records; the dead only where the history is asked for (JUK-044), and former codes and numbers likewise."""
    rows = Identity.objects.order_by("name_folded", "birth", "key")
    if not asked.history:
        rows = rows.exclude(standing=Standing.DEAD.value)
    if asked.code or asked.number:
        return _by_number(rows, asked)
    if asked.name:
        rows = rows.filter(name_folded=search_fold_name(asked.name))
    if asked.kana:
        rows = rows.filter(seion=juki_net_seion(asked.kana))
    if asked.birth_on:
        rows = rows.filter(birth=asked.birth_on)
    if asked.address:
        rows = rows.filter(address_folded__contains=search_fold_name(asked.address))
    if asked.sex:
        rows = rows.filter(sex=asked.sex)
    return rows


def _by_number(rows: QuerySet[Identity], asked: Criteria) -> QuerySet[Identity]:
    name = asked.by
    typed = fold_digits(getattr(asked, name))
    ref = code_known(typed) if name == "code" else number_known(typed)
    if ref is None:
        return rows.none()
    if not asked.history:
        return rows.filter(**{name: ref})
    held = IdentityVersion.objects.filter(**{name: ref}).values("identity")
    return rows.filter(pk__in=held)
