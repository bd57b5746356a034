"""Kinship within households (親族関係): who is whose parent, partner and sibling.

A relationship to the head (続柄) names a person by a chain from the head. Here the chains of a
household are laid out as one graph: the members, those whom a chain passes through though they do
not live there, and three bonds (親子, 夫婦・準婚, 兄弟姉妹). What no chain states is presumed, and
every presumption carries the doubt that a clerk must settle (household-rules 4.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from daicho.registers.residents.domain.relationships import (
    CHILDREN,
    CHILDS_PARTNERS,
    ELDER_SIBLINGS,
    PARENTS,
    PARTNERS,
    SIBLINGS,
    UNREGISTERED,
    Atom,
    Relationship,
    Sex,
)

# A member's key, or the chain that leads to somebody who is not a member.
Node = UUID | str


@dataclass(frozen=True, slots=True)
class Kin:
    """One member of a household as kinship needs them (世帯員).

    `relationship` is to the present head, None when blank; `order` is the 記載順位;
    `birth_certain` is False for a birth date that is unknown in part or whole (不詳).
    """

    key: UUID
    sex: Sex | None
    birth_on: date
    relationship: Relationship | None
    order: int
    birth_certain: bool = True
    foreign: bool = False


class Tie(StrEnum):
    """What a fact says of `one` and `other`."""

    PARENT = "parent"
    NOT_PARENT = "not_parent"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Fact:
    """A family fact from documents (親族関係の事実: 実子・養子縁組・認知の有無、婚姻・準婚).

    PARENT: `one` is in law a parent of `other`, by birth, adoption or acknowledgement.
    NOT_PARENT: `one` is not. PARTNER: `one` and `other` are husband and wife, or in 準婚.
    """

    tie: Tie
    one: UUID
    other: UUID


class Doubt(StrEnum):
    """Why a proposal needs a person's confirmation (household-rules 4.2, 7)."""

    ADOPTION = "adoption"
    ACKNOWLEDGEMENT = "acknowledgement"
    HALF_BLOOD = "half_blood"
    SIBLING_ORDER = "sibling_order"
    BOTH_LINES = "both_lines"
    MARRIAGE = "marriage"
    BRANCH = "branch"
    SEX_UNKNOWN = "sex_unknown"
    FOREIGN_DOCUMENT = "foreign_document"
    NON_KIN = "non_kin"
    TOO_LONG = "too_long"
    BLANK = "blank"


Doubts = frozenset[Doubt]
SURE: Doubts = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """What the graph knows of a node; a person outside the household has no birth date."""

    sex: Sex | None
    birth_on: date | None = None
    birth_certain: bool = False
    order: int = 0


@dataclass(frozen=True, slots=True)
class Partnership:
    registered: bool
    doubts: Doubts


@dataclass(slots=True)
class Kinship:
    """The graph. `parents` is keyed (parent, child); the others hold both directions.

    `bases` is through whom the record names somebody; the `unmistakable` are the heads and those
    named by partner and parent words alone, of whom there is one each.
    """

    people: dict[Node, Person] = field(default_factory=dict)
    parents: dict[tuple[Node, Node], Doubts] = field(default_factory=dict)
    partners: dict[tuple[Node, Node], Partnership] = field(default_factory=dict)
    siblings: dict[tuple[Node, Node], Doubts] = field(default_factory=dict)
    stated_siblings: list[tuple[Node, Node]] = field(default_factory=list)
    elder: set[tuple[Node, Node]] = field(default_factory=set)
    not_parents: set[tuple[Node, Node]] = field(default_factory=set)
    apart: set[tuple[Node, Node]] = field(default_factory=set)
    bases: dict[Node, Node] = field(default_factory=dict)
    unmistakable: set[Node] = field(default_factory=set)

    def parents_of(self, node: Node) -> list[Node]:
        return [parent for parent, child in self.parents if child == node]

    def children_of(self, node: Node) -> list[Node]:
        return [child for parent, child in self.parents if parent == node]

    def partners_of(self, node: Node) -> list[Node]:
        return [other for one, other in self.partners if one == node]

    def siblings_of(self, node: Node) -> list[Node]:
        return [other for one, other in self.siblings if one == node]

    def add_partners(self, one: Node, other: Node, *, registered: bool, doubts: Doubts) -> None:
        bond = Partnership(registered, doubts)
        self.partners[one, other] = self.partners[other, one] = bond
        for here, there in ((one, other), (other, one)):
            if self.people[here].sex is None:
                sex = _opposite(self.people[there].sex)
                self.people[here] = replace(self.people[here], sex=sex)

    def add_siblings(self, one: Node, other: Node, *, doubts: Doubts) -> None:
        self.siblings[one, other] = self.siblings[other, one] = doubts

    def set_apart(self, one: Node, other: Node) -> None:
        self.apart |= {(one, other), (other, one)}

    def older(self, one: Node, other: Node) -> bool | None:
        """Whether `one` was born before `other`; None when the dates do not tell."""
        a, b = self.people[one], self.people[other]
        if not (a.birth_certain and b.birth_certain) or a.birth_on is None or b.birth_on is None:
            return None
        return None if a.birth_on == b.birth_on else a.birth_on < b.birth_on


def read_kinship(
    households: Iterable[tuple[Node, Iterable[Kin]]],
    *,
    facts: Iterable[Fact] = (),
    departed: Mapping[Node, Kin] | None = None,
) -> Kinship:
    """Lay out households, each given as (its head or a name for the absent one, its members).

    `departed` gives what is known of heads who are no longer members.
    """
    graph = Kinship()
    laid = [(root, list(members)) for root, members in households]
    stated = list(facts)
    for root, members in laid:
        head = (departed or {}).get(root)
        graph.people.setdefault(root, _person(head) if head else Person(sex=None))
        graph.people |= {member.key: _person(member) for member in members}
    reader = _Reader(graph, facts=stated)
    for root, members in laid:
        reader.read(root, members)
    reader.add_facts()
    return graph


def _person(kin: Kin) -> Person:
    sex = kin.sex or (kin.relationship.implied_sex if kin.relationship else None)
    return Person(sex, kin.birth_on, kin.birth_certain, kin.order)


def _opposite(sex: Sex | None) -> Sex | None:
    if sex is None:
        return None
    return "female" if sex == "male" else "male"


@dataclass(slots=True)
class _Reader:
    """Turns chains into bonds, deciding through whom each chain passes."""

    graph: Kinship
    facts: list[Fact]
    labels: dict[tuple[Atom, ...], list[Node]] = field(default_factory=dict)

    def read(self, root: Node, members: list[Kin]) -> None:
        self.labels = {}
        self.graph.unmistakable.add(root)
        chained = [(kin.relationship, kin) for kin in members if kin.relationship is not None]
        kin_only = [(label, kin) for label, kin in chained if label.is_kin and kin.key != root]
        for label, kin in kin_only:
            # 子（子の夫） may stand wherever a chain says 子.
            self.labels.setdefault(_plain(label.parts), []).append(kin.key)
        for label, kin in sorted(kin_only, key=_reading_order):
            self._link(root, label.parts, kin.key)
            if label.parts[-1] in CHILDS_PARTNERS:
                self._link_childs_partner(root, label.parts, kin.key)

    def add_facts(self) -> None:
        for fact in self.facts:
            if not {fact.one, fact.other} <= self.graph.people.keys():
                continue
            if fact.tie is Tie.PARENT:
                self.graph.parents[fact.one, fact.other] = SURE
            elif fact.tie is Tie.NOT_PARENT:
                self.graph.not_parents.add((fact.one, fact.other))
                self.graph.parents.pop((fact.one, fact.other), None)
            else:
                bond = self.graph.partners.get((fact.one, fact.other))
                registered = bond.registered if bond else True
                self.graph.add_partners(fact.one, fact.other, registered=registered, doubts=SURE)

    def _link(self, root: Node, parts: tuple[Atom, ...], node: Node) -> None:
        base, doubts = self._base(root, parts, node)
        self._bond(base, parts[-1], node, doubts=doubts)
        # A longer chain says that no single word would do from anywhere further back.
        further = self.graph.bases.get(base)
        self.graph.bases[node] = base
        if base in self.graph.unmistakable and parts[-1] in PARTNERS | PARENTS:
            self.graph.unmistakable.add(node)
        while further is not None:
            self.graph.set_apart(further, node)
            further = self.graph.bases.get(further)

    def _link_childs_partner(self, root: Node, parts: tuple[Atom, ...], node: Node) -> None:
        word = Atom.HUSBAND if parts[-1] is Atom.CHILD_ALSO_CHILDS_HUSBAND else Atom.WIFE
        spouse, doubts = self._base(root, (*_plain(parts), word), node)
        self.graph.add_partners(spouse, node, registered=True, doubts=doubts)

    def _bond(self, base: Node, word: Atom, node: Node, *, doubts: Doubts) -> None:
        graph = self.graph
        if word in PARTNERS:
            graph.add_partners(base, node, registered=word not in UNREGISTERED, doubts=doubts)
        elif word in CHILDREN:
            graph.parents[base, node] = doubts
        elif word in PARENTS:
            graph.parents[node, base] = doubts
        else:
            graph.add_siblings(base, node, doubts=doubts)
            graph.stated_siblings += [(base, node), (node, base)]
            graph.elder.add((node, base) if word in ELDER_SIBLINGS else (base, node))

    def _base(self, root: Node, parts: tuple[Atom, ...], node: Node) -> tuple[Node, Doubts]:
        """The person whom the chain reaches one word before its end, and the doubt in choosing."""
        prefix, word = _plain(parts[:-1]), parts[-1]
        if not prefix:
            return root, SURE
        named = [other for other in self.labels.get(prefix, []) if other != node]
        for other in named:
            said = self._fact_says(other, word, node)
            if said is not None:
                return other, said
        fit = [other for other in named if self._fits(other, word, node)]
        if not fit:
            return self._absent(root, prefix, word)
        return self._likeliest(fit, word, node), _which(prefix)

    def _fact_says(self, base: Node, word: Atom, node: Node) -> Doubts | None:
        """The doubt left when a fact names the base, or the base's partner; None without one."""
        wanted: dict[tuple[Tie, Node, Node], Doubts] = {}
        if word in PARTNERS:
            wanted = {(Tie.PARTNER, base, node): SURE, (Tie.PARTNER, node, base): SURE}
        elif word in CHILDREN:
            for partner in self.graph.partners_of(base):
                wanted[Tie.PARENT, partner, node] = self.graph.partners[base, partner].doubts
            wanted[Tie.PARENT, base, node] = SURE
        elif word in PARENTS:
            wanted = {(Tie.PARENT, node, base): SURE}
        said = [(fact.tie, fact.one, fact.other) for fact in self.facts]
        found = [doubts for bond, doubts in wanted.items() if bond in said]
        return min(found, key=len, default=None)

    def _fits(self, base: Node, word: Atom, node: Node) -> bool:
        people = self.graph.people
        if word in PARTNERS:
            taken = bool(self.graph.partners_of(base))
            sex = people[node].sex
            return not taken and (sex is None or people[base].sex != sex)
        if word in CHILDREN:
            denied = (Tie.NOT_PARENT, base, node)
            said = any((fact.tie, fact.one, fact.other) == denied for fact in self.facts)
            return not said and self.graph.older(base, node) is not False
        if word in PARENTS:
            return self.graph.older(node, base) is not False
        return True

    def _likeliest(self, fit: list[Node], word: Atom, node: Node) -> Node:
        """Of several, the one with a partner at home, then the nearest before in the order."""
        own = self.graph.people[node].order

        def distance(base: Node) -> tuple[bool, bool, int]:
            place = self.graph.people[base].order
            single = word in CHILDREN and not self.graph.partners_of(base)
            return single, place > own, abs(own - place)

        return min(fit, key=distance)

    def _absent(self, root: Node, prefix: tuple[Atom, ...], word: Atom) -> tuple[Node, Doubts]:
        """Somebody on the way who does not live here; one node for each chain."""
        name = f"{root}>{'の'.join(prefix)}"
        if name in self.graph.people and word in PARTNERS and self.graph.partners_of(name):
            name = f"{name}+{len(self.graph.people)}"
        if name in self.graph.people:
            return name, _which(prefix)
        self.graph.people[name] = Person(sex=Relationship(prefix).implied_sex)
        self._link(root, prefix, name)
        return name, SURE


def _which(prefix: tuple[Atom, ...]) -> Doubts:
    """A person has one partner, father and mother; a child or sibling may be another one.

    The widow of a dead son stays 子の妻 (H-503): his brother at home is not her husband.
    """
    last = prefix[-1]
    return frozenset({Doubt.BRANCH}) if last in CHILDREN | SIBLINGS else SURE


def _plain(parts: tuple[Atom, ...]) -> tuple[Atom, ...]:
    return tuple(Atom.CHILD if part in CHILDREN else part for part in parts)


def _reading_order(entry: tuple[Relationship, Kin]) -> tuple[int, bool, bool, int]:
    """Short chains first; partners before children, so that a child falls to a couple."""
    label, kin = entry
    last = label.parts[-1]
    return len(label.parts), last in CHILDS_PARTNERS, last not in PARTNERS, kin.order
