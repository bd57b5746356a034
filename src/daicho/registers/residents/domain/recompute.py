"""Recomputing relationships (続柄の計算し直し, STD-4.1.4.2, household-rules 4.2).

Proposals only: examination may change every one of them. From the new head every chain of at most
four words to each member is followed through the kinship graph; the one that stands highest in the
order of record wins, then the shortest (STD-1.1.11, household-rules 4.1). Chains that turn back
(父の子, 夫の妻) are never followed, which is the reduction of 4.2, 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from uuid import UUID

from daicho.registers.residents.domain.kin_presumptions import presume
from daicho.registers.residents.domain.kinship import (
    SURE,
    Doubt,
    Doubts,
    Fact,
    Kin,
    Kinship,
    Node,
    read_kinship,
)
from daicho.registers.residents.domain.relationships import (
    COHABITANT,
    HEAD,
    KIN_UNSPECIFIED,
    MAX_PARTS,
    Atom,
    Rank,
    Relationship,
    Sex,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed relationship (続柄の提案値).

    `after` is None where none can be proposed: the clerk must enter it. `doubts` says what must be
    confirmed before it is taken; empty where the record itself is enough.
    """

    key: UUID
    before: Relationship | None
    after: Relationship | None
    doubts: Doubts


def propose_head_change(
    members: Iterable[Kin],
    *,
    new_head: UUID,
    facts: Iterable[Fact] = (),
    documented: frozenset[UUID] = frozenset(),
    departed_head: Kin | None = None,
    among: frozenset[UUID] | None = None,
) -> dict[UUID, Proposal]:
    """Relationships of all members to a new head (世帯主変更・世帯分離・職権).

    `members` carry their relationships to the present head; where that head has gone (未設定),
    `departed_head` says who it was, if known. `documented` are foreign members whose kinship to the
    new head a document shows (STD-1.1.11). `among` limits the answer to those who move with the
    new head. Raises KeyError when `new_head` is not a member.
    """
    everyone = {kin.key: kin for kin in members}
    head = everyone[new_head]
    old = next((kin for kin in everyone.values() if kin.relationship == HEAD), departed_head)
    root: Node = old.key if old else "departed"
    departed = {root: old} if old else {}
    graph = read_kinship([(root, everyone.values())], facts=facts, departed=departed)
    chooser = _Chooser(graph, head=head, old_head=old.key if old else None, documented=documented)
    return {
        key: chooser.propose(kin) for key, kin in everyone.items() if among is None or key in among
    }


def propose_joining(
    target: Iterable[Kin],
    *,
    joining: Iterable[Kin],
    entered: Mapping[UUID, Relationship],
    facts: Iterable[Fact] = (),
    documented: frozenset[UUID] = frozenset(),
) -> dict[UUID, Proposal]:
    """Relationships of people who join a household (世帯合併・世帯変更・転居) to its head.

    `entered` gives what the clerk has entered for at least one of them (弟); the others of
    `joining`, who carry their relationships to the head they leave, follow from it (弟の妻).
    Raises ValueError when the target household has no head.
    """
    there = list(target)
    leaving = list(joining)
    head = next((kin for kin in there if kin.relationship == HEAD), None)
    if head is None:
        raise ValueError("nobody to be related to: the target household has no head")
    old = next((kin.key for kin in leaving if kin.relationship == HEAD), None)
    linked = [
        replace(kin, relationship=entered[kin.key], order=len(there) + kin.order)
        for kin in leaving
        if kin.key in entered
    ]
    origin: Node = old or "left"
    graph = read_kinship([(head.key, [*there, *linked]), (origin, leaving)], facts=facts)
    chooser = _Chooser(graph, head=head, old_head=None, documented=documented)
    return {
        kin.key: Proposal(kin.key, kin.relationship, entered[kin.key], SURE)
        if kin.key in entered
        else chooser.propose(kin)
        for kin in leaving
    }


class _Step(IntEnum):
    """One word of a chain, in the order of preference between chains of equal rank and length."""

    PARTNER = 0
    CHILD = 1
    PARENT = 2
    SIBLING = 3


@dataclass(frozen=True, slots=True)
class _Chain:
    """A way from the new head to somebody.

    `unsettled` are doubts of the last bond about which child or sibling a chain of the record
    means (BRANCH). They fall away when the way goes on as the record does: 夫の父 is right for a
    子の妻, whichever son she married.
    """

    nodes: tuple[Node, ...]
    steps: tuple[_Step, ...] = ()
    words: tuple[Atom, ...] = ()
    settled: Doubts = SURE
    unsettled: Doubts = SURE

    @property
    def doubts(self) -> Doubts:
        return self.settled | self.unsettled

    @property
    def relationship(self) -> Relationship:
        return Relationship(self.words)

    @property
    def preference(self) -> tuple[Rank, int, int, tuple[_Step, ...], tuple[bool, ...]]:
        maternal = tuple(word is Atom.MOTHER for word in self.words)
        return self.relationship.rank, len(self.words), len(self.doubts), self.steps, maternal


class _Chooser:
    """Follows chains from the new head and chooses between them."""

    def __init__(
        self, graph: Kinship, *, head: Kin, old_head: UUID | None, documented: frozenset[UUID]
    ) -> None:
        presume(graph)
        self._graph = graph
        self._head = head
        self._old_head = old_head
        self._documented = documented
        self._chains: dict[Node, list[_Chain]] = {}
        self._sexless = False
        self._follow(_Chain((head.key,)))
        self._reached = self._connected(head.key)

    def propose(self, kin: Kin) -> Proposal:
        """The proposal for one member."""
        before = kin.relationship
        if kin.key == self._head.key:
            doubted = before is None or not (before.is_kin or before.is_head)
            return Proposal(kin.key, before, HEAD, frozenset({Doubt.NON_KIN}) if doubted else SURE)
        if before is None:
            return Proposal(kin.key, before, None, frozenset({Doubt.BLANK}))
        if not before.is_kin and not before.is_head:
            return Proposal(kin.key, before, before, frozenset({Doubt.NON_KIN}))
        after, doubts = self._choose(kin)
        if after is not None and after.is_kin:
            after, doubts = self._require_document(kin, after, doubts)
        return Proposal(kin.key, before, after, doubts)

    def _choose(self, kin: Kin) -> tuple[Relationship | None, Doubts]:
        chains = sorted(self._chains.get(kin.key, []), key=lambda chain: chain.preference)
        if not chains:
            return self._without_chain(kin)
        best = chains[0]
        doubts = best.doubts | self._both_lines(best, chains) | self._unacknowledged(best, kin.key)
        if best.words == (Atom.CHILD,):
            word, more = self._childs_partner(chains)
            return Relationship((word,)), doubts | more
        return best.relationship, doubts

    def _without_chain(self, kin: Kin) -> tuple[Relationship | None, Doubts]:
        head_label = self._head.relationship
        if kin.key in self._reached and self._sexless:
            return None, frozenset({Doubt.SEX_UNKNOWN})
        if kin.key in self._reached:
            return KIN_UNSPECIFIED, frozenset({Doubt.TOO_LONG})
        if head_label in (COHABITANT, KIN_UNSPECIFIED):
            # What the new head was to the old family, the old family is to the new head.
            return head_label, frozenset({Doubt.NON_KIN})
        return None, frozenset({Doubt.BLANK})

    def _both_lines(self, best: _Chain, chains: list[_Chain]) -> Doubts:
        rivals = {
            chain.words
            for chain in chains
            if chain.relationship.rank is best.relationship.rank is Rank.GRANDPARENT
        }
        return frozenset({Doubt.BOTH_LINES}) if len(rivals) > 1 else SURE

    def _unacknowledged(self, best: _Chain, key: UUID) -> Doubts:
        """妻（未届）の子 and the like stand only until somebody shows an acknowledgement."""
        unmarried = best.words[:1] in {(Atom.WIFE_UNREGISTERED,), (Atom.HUSBAND_UNREGISTERED,)}
        if best.words[1:] != (Atom.CHILD,) or not unmarried:
            return SURE
        denied = (self._head.key, key) in self._graph.not_parents | self._graph.apart
        return SURE if denied else frozenset({Doubt.ACKNOWLEDGEMENT})

    def _childs_partner(self, chains: list[_Chain]) -> tuple[Atom, Doubts]:
        """子（子の夫）: the head's own child in law who is also a child's husband (4.1, 7)."""
        for chain in chains:
            if chain.words == (Atom.CHILD, Atom.HUSBAND):
                return Atom.CHILD_ALSO_CHILDS_HUSBAND, chain.doubts
            if chain.words == (Atom.CHILD, Atom.WIFE):
                return Atom.CHILD_ALSO_CHILDS_WIFE, chain.doubts
        return Atom.CHILD, SURE

    def _require_document(
        self, kin: Kin, after: Relationship, doubts: Doubts
    ) -> tuple[Relationship, Doubts]:
        """Foreign members are kin by document only (4.1, 9; K21).

        Between the old head and the new one the document already seen proves both directions.
        """
        if kin.key in self._documented or not (kin.foreign or self._head.foreign):
            return after, doubts
        asked = doubts | {Doubt.FOREIGN_DOCUMENT}
        if kin.foreign and kin.key != self._old_head:
            return KIN_UNSPECIFIED, asked
        return after, asked

    def _follow(self, chain: _Chain) -> None:
        node = chain.nodes[-1]
        if len(chain.steps) == MAX_PARTS:
            return
        for there, step, doubts in self._steps_from(node):
            turns_back = chain.steps[-1:] == (_Step.PARENT,) and step is _Step.CHILD
            if there in chain.nodes or turns_back:
                continue
            word, more = self._word(node, there, step)
            if word is None:
                self._sexless = True
                continue
            longer = _Chain(
                (*chain.nodes, there),
                (*chain.steps, step),
                (*chain.words, word),
                *self._doubts_on(chain, there, doubts | more),
            )
            self._chains.setdefault(there, []).append(longer)
            self._follow(longer)

    def _doubts_on(self, chain: _Chain, there: Node, doubts: Doubts) -> tuple[Doubts, Doubts]:
        """Settled and unsettled doubts of a chain that goes on to `there`."""
        node = chain.nodes[-1]
        which = doubts & {Doubt.BRANCH}
        settled = chain.settled | (doubts - which)
        if self._graph.bases.get(node) == there:
            # Toward the old head, as the record has it.
            known = there in self._graph.unmistakable
            return settled, SURE if known else chain.unsettled | which
        settled |= chain.unsettled
        onward = self._follows_record((*chain.nodes, there))
        return (settled if onward else settled | which), SURE

    def _follows_record(self, nodes: tuple[Node, ...]) -> bool:
        """Whether the way comes from somebody unmistakable, as the record itself does."""
        for there, node in zip(nodes[:0:-1], nodes[-2::-1], strict=True):
            if self._graph.bases.get(there) != node:
                return False
            if node in self._graph.unmistakable:
                return True
        return False

    def _steps_from(self, node: Node) -> Iterator[tuple[Node, _Step, Doubts]]:
        graph = self._graph
        for there in graph.partners_of(node):
            yield there, _Step.PARTNER, graph.partners[node, there].doubts
        for there in graph.children_of(node):
            yield there, _Step.CHILD, graph.parents[node, there]
        for there in graph.parents_of(node):
            yield there, _Step.PARENT, graph.parents[there, node]
        for there in graph.siblings_of(node):
            yield there, _Step.SIBLING, graph.siblings[node, there]

    def _word(self, node: Node, there: Node, step: _Step) -> tuple[Atom | None, Doubts]:
        sex = self._graph.people[there].sex
        if step is _Step.CHILD:
            return Atom.CHILD, SURE
        if sex is None:
            return None, SURE
        if step is _Step.PARTNER:
            return _PARTNER_WORDS[sex, self._graph.partners[node, there].registered], SURE
        if step is _Step.PARENT:
            return (Atom.FATHER if sex == "male" else Atom.MOTHER), SURE
        elder, doubts = self._is_elder(there, node)
        return _SIBLING_WORDS[sex, elder], doubts

    def _is_elder(self, there: Node, node: Node) -> tuple[bool, Doubts]:
        """Birth dates decide; then what the record said; then the order of record."""
        elder = self._graph.older(there, node)
        if elder is not None:
            return elder, SURE
        asked = frozenset({Doubt.SIBLING_ORDER})
        if (there, node) in self._graph.elder or (node, there) in self._graph.elder:
            return (there, node) in self._graph.elder, asked
        people = self._graph.people
        return people[there].order <= people[node].order, asked

    def _connected(self, start: Node) -> set[Node]:
        found, open_nodes = {start}, [start]
        while open_nodes:
            for there, _, _ in self._steps_from(open_nodes.pop()):
                if there not in found:
                    found.add(there)
                    open_nodes.append(there)
        return found


_PARTNER_WORDS: dict[tuple[Sex, bool], Atom] = {
    ("male", True): Atom.HUSBAND,
    ("female", True): Atom.WIFE,
    ("male", False): Atom.HUSBAND_UNREGISTERED,
    ("female", False): Atom.WIFE_UNREGISTERED,
}
_SIBLING_WORDS: dict[tuple[Sex, bool], Atom] = {
    ("male", True): Atom.ELDER_BROTHER,
    ("female", True): Atom.ELDER_SISTER,
    ("male", False): Atom.YOUNGER_BROTHER,
    ("female", False): Atom.YOUNGER_SISTER,
}
