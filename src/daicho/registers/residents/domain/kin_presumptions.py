"""Presumed kinship (親族関係の推定): what the chains leave unsaid, each with its doubt.

A proposal is made on these; a clerk settles the doubts (household-rules 4.2, 7). Nothing is
presumed against a fact or against a longer chain already on the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import permutations

from daicho.registers.residents.domain.kinship import Doubt, Doubts, Kinship, Node


class _Bond(Enum):
    PARENT = auto()
    SIBLINGS = auto()
    COUPLE = auto()


@dataclass(frozen=True, slots=True)
class _Finding:
    bond: _Bond
    one: Node
    other: Node
    doubts: Doubts


def presume(graph: Kinship) -> None:
    """Add what may be presumed, rule by rule and the surest first, until nothing more follows."""
    while any(_apply(graph, rule) for rule in _RULES):
        pass


def _apply(graph: Kinship, rule: Callable[[Kinship], Iterator[_Finding]]) -> bool:
    findings = sorted(rule(graph), key=lambda finding: len(finding.doubts))
    return [_add(graph, finding) for finding in findings].count(True) > 0


def _add(graph: Kinship, finding: _Finding) -> bool:
    """Add a finding unless a surer one of the same round has taken its place."""
    one, other = finding.one, finding.other
    if finding.bond is _Bond.PARENT:
        if not _may_be_parent(graph, one, other):
            return False
        graph.parents[one, other] = finding.doubts
    elif finding.bond is _Bond.SIBLINGS:
        sure = finding.doubts <= {Doubt.HALF_BLOOD}
        if not _may_be_siblings(graph, one, other, sure=sure):
            return False
        graph.add_siblings(one, other, doubts=finding.doubts)
    else:
        if not _may_be_couple(graph, one, other):
            return False
        graph.add_partners(one, other, registered=True, doubts=finding.doubts)
    return True


def _siblings_by_parent(graph: Kinship) -> Iterator[_Finding]:
    """Two children of one parent are siblings, whole or half (半血)."""
    for (parent, one), doubts in graph.parents.items():
        for other in graph.children_of(parent):
            found = doubts | graph.parents[parent, other]
            if not _may_be_siblings(graph, one, other, sure=not found):
                continue
            if _half_blood(graph, one, other):
                found |= {Doubt.HALF_BLOOD}
            yield _Finding(_Bond.SIBLINGS, one, other, found)


def _half_blood(graph: Kinship, one: Node, other: Node) -> bool:
    return any(
        (parent, there) in graph.not_parents or (parent, there) in graph.apart
        for here, there in ((one, other), (other, one))
        for parent in graph.parents_of(here)
    )


def _couples_children(graph: Kinship) -> Iterator[_Finding]:
    """A child of one spouse is presumed the other's too: born to both, or adopted.

    Not an unmarried man's, without his acknowledgement (認知).
    """
    for (parent, child), doubts in graph.parents.items():
        for partner in graph.partners_of(parent):
            bond = graph.partners[parent, partner]
            unmarried_man = not bond.registered and graph.people[partner].sex != "female"
            if unmarried_man or not _may_be_parent(graph, partner, child):
                continue
            reason = Doubt.ADOPTION if bond.registered else Doubt.ACKNOWLEDGEMENT
            yield _Finding(_Bond.PARENT, partner, child, doubts | bond.doubts | {reason})


def _siblings_parents(graph: Kinship) -> Iterator[_Finding]:
    """A recorded sibling is presumed to have the same parents."""
    for one, other in graph.stated_siblings:
        for parent in graph.parents_of(one):
            if _may_be_parent(graph, parent, other):
                known = graph.parents[parent, one] | graph.siblings[one, other]
                found = known | {Doubt.HALF_BLOOD, Doubt.ADOPTION}
                yield _Finding(_Bond.PARENT, parent, other, found)


def _siblings_siblings(graph: Kinship) -> Iterator[_Finding]:
    """Two recorded siblings of one person are presumed each other's."""
    for middle in graph.people:
        around = [other for one, other in graph.stated_siblings if one == middle]
        for one, other in permutations(around, 2):
            if _may_be_siblings(graph, one, other, sure=False):
                known = graph.siblings[middle, one] | graph.siblings[middle, other]
                yield _Finding(_Bond.SIBLINGS, one, other, known | {Doubt.HALF_BLOOD})


def _couples(graph: Kinship) -> Iterator[_Finding]:
    """A father and a mother with no other partner are presumed married."""
    for child in graph.people:
        for father, mother in permutations(graph.parents_of(child), 2):
            if _may_be_couple(graph, father, mother):
                known = graph.parents[father, child] | graph.parents[mother, child]
                yield _Finding(_Bond.COUPLE, father, mother, known | {Doubt.MARRIAGE})


def _may_be_siblings(graph: Kinship, one: Node, other: Node, *, sure: bool) -> bool:
    """A longer chain on the record outweighs a presumption, not a parent known for certain."""
    known = (one, other) in graph.siblings
    return one != other and not known and (sure or (one, other) not in graph.apart)


def _may_be_couple(graph: Kinship, father: Node, mother: Node) -> bool:
    sexes = graph.people[father].sex, graph.people[mother].sex
    taken = graph.partners_of(father) or graph.partners_of(mother)
    return sexes == ("male", "female") and not taken and (father, mother) not in graph.apart


def _may_be_parent(graph: Kinship, parent: Node, child: Node) -> bool:
    pair = (parent, child)
    return (
        parent != child
        and pair not in graph.parents
        and pair not in graph.not_parents
        and pair not in graph.apart
        and (child, parent) not in graph.parents
        and pair not in graph.partners
        and graph.older(parent, child) is not False
    )


_RULES = (
    _siblings_by_parent,
    _couples_children,
    _siblings_parents,
    _siblings_siblings,
    _couples,
)
