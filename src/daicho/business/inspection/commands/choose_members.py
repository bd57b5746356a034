"""Choose the members (載せる人を選ぶ): from the register as it is, by the condition, without those who may not stand there.

Runs inside the entry of the making. The register is read as a stream; what is drawn by lot is held by keys alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from daicho.business.inspection.domain.conditions import Condition, Method, Order, spread
from daicho.business.inspection.domain.drawing import (
    quotas,
    rank,
    simple,
    stratified,
    systematic,
)
from daicho.business.inspection.domain.listings import ListKind, ListRule, Protected
from daicho.business.inspection.models import Listing, OptOut
from daicho.registers.protection.public import Channel, protected_persons
from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.public import ExtractOrder, Found, extract


@dataclass(slots=True)
class Chosen:
    """Who stands on a list, in order, and how many of those who fitted do not: `protected` are all who are."""

    protected: frozenset[UUID]
    opted: frozenset[UUID]
    left_out: int = 0
    opted_out: int = 0
    members: Iterable[Found] = field(default=())


def choose(row: Listing, rule: ListRule, condition: Condition) -> Chosen:
    """The people of a list; its counts are complete when its members have been read to the end."""
    chosen = Chosen(
        protected=frozenset(protected_persons(Channel.INSPECTION)),
        opted=_opted(rule),
    )
    scan = Scan(
        day=row.day,
        towns=spread(condition.towns),
        born=condition.born,
        sex=condition.sex,
        kind=condition.kind,
    )
    hide = chosen.protected if rule.protected is Protected.LEFT_OUT else frozenset()

    def frame(order: ExtractOrder, *, counted: bool = True) -> Iterator[Found]:
        for found in extract(scan, order=order, seed=row.seed):
            if found.person in hide:
                chosen.left_out += counted
            elif found.person in chosen.opted:
                chosen.opted_out += counted
            else:
                yield found

    chosen.members = _drawn(condition, row.seed, frame)
    return chosen


Frame = Callable[..., Iterator[Found]]


def _drawn(condition: Condition, seed: str, frame: Frame) -> Iterator[Found]:
    size = condition.size or 0
    if condition.method is Method.ALL:
        return frame(ExtractOrder(condition.order.value))
    strata = Counter(_stratum(f) for f in frame(ExtractOrder.ADDRESS))
    if condition.method is Method.SIMPLE:
        drawn = simple(frame(ExtractOrder.RANDOM, counted=False), size=size)
    elif condition.method is Method.SYSTEMATIC:
        whole = frame(ExtractOrder.ADDRESS, counted=False)
        drawn = systematic(whole, seed=seed, total=strata.total(), size=size)
    else:
        ranked = ((_stratum(f), f) for f in frame(ExtractOrder.RANDOM, counted=False))
        drawn = stratified(ranked, quotas=quotas(strata, size=size))
    return iter(sorted(drawn, key=_key(condition.order, seed)))


def _stratum(found: Found) -> str:
    return f"{found.town_code}/{found.sex}"


def _key(order: Order, seed: str) -> Callable[[Found], tuple[object, ...]]:
    if order is Order.RANDOM:
        return lambda f: (rank(seed, f.person),)
    if order is Order.BIRTH:
        return lambda f: (f.birth_on, f.person.bytes)
    return lambda f: (f.town_code, f.banchi, f.household, f.person.bytes)


def _opted(rule: ListRule) -> frozenset[UUID]:
    if rule.kind is not ListKind.RECRUITS:
        return frozenset()
    open_ones = OptOut.objects.filter(cancelled_at__isnull=True)
    return frozenset(open_ones.values_list("person", flat=True))
