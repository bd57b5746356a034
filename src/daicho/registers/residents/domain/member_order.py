"""Order of record (記載順位, STD-5.2): where each member of a household stands on the sheet.

The rule sets the order once; whoever joins later goes to the end, and staff may move anybody
(R-06, R-07). There is one rule and no way to make another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, auto
from uuid import UUID

from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.kinship import (
    Fact,
    Kin,
    Kinship,
    Node,
    read_kinship,
)
from daicho.registers.residents.domain.relationships import (
    CHILDREN,
    CHILDS_PARTNERS,
    KIN_UNSPECIFIED,
    PARENTS,
    PARTNERS,
    SIBLINGS,
    Atom,
    Rank,
    Relationship,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as the order needs them: the kin, the 宛名番号, and whether 筆頭者 of a 戸籍."""

    kin: Kin
    resident_number: str
    first_in_register: bool = False


class _Band(IntEnum):
    """The rungs of R-01 and R-04, from the top."""

    HEAD = auto()
    PARTNER = auto()
    CHILD = auto()
    CHILD_FAMILY = auto()
    PARENT = auto()
    SIBLING = auto()
    GRANDPARENT = auto()
    PARTNERS_PARENT = auto()
    PARTNERS_SIBLING = auto()
    PARTNERS_GRANDPARENT = auto()
    RELATIVE = auto()
    KIN_UNSPECIFIED = auto()
    COHABITANT = auto()
    BLANK = auto()


class _Stage(IntEnum):
    """Within one family (R-02, R-09): 子→子の配偶者→子の子→the rest by generation."""

    ANCHOR = auto()
    PARTNER = auto()
    CHILD = auto()
    FURTHER = auto()


_BANDS = {
    Rank.HEAD: _Band.HEAD,
    Rank.PARTNER: _Band.PARTNER,
    Rank.PARENT: _Band.PARENT,
    Rank.SIBLING: _Band.SIBLING,
    Rank.GRANDPARENT: _Band.GRANDPARENT,
    Rank.KIN_UNSPECIFIED: _Band.KIN_UNSPECIFIED,
    Rank.COHABITANT: _Band.COHABITANT,
}
_FIRST_IN_REGISTER_LEADS = frozenset(
    {_Band.PARENT, _Band.GRANDPARENT, _Band.PARTNERS_PARENT, _Band.PARTNERS_GRANDPARENT}
)

_Age = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class _Family:
    """A group that stands together (一団): its band, the person it hangs on, its generation."""

    band: _Band
    anchor: Node
    generation: int


@dataclass(frozen=True, slots=True)
class _Seat:
    entry: Entry
    family: _Family
    stage: _Stage
    generation: int


def order_by_rule(entries: Iterable[Entry], *, facts: Iterable[Fact] = ()) -> tuple[UUID, ...]:
    """All members in the order of STD-5.2; a permutation of the keys given.

    Whose wife or child a 子の妻 or 子の子 is follows from `facts`, else from the order so far.
    """
    seating = _Seating(list(entries), facts=list(facts))
    return tuple(seat.entry.kin.key for seat in seating.seats())


def append_joining(
    existing: Sequence[Entry], *, joining: Iterable[Entry], facts: Iterable[Fact] = ()
) -> tuple[UUID, ...]:
    """Those who join go to the end, among themselves by the rule (R-06, H-104).

    `existing` is in its present order, which is kept whatever it is.
    """
    coming = list(joining)
    keys = {entry.kin.key for entry in coming}
    ruled = order_by_rule([*existing, *coming], facts=facts)
    return (*(entry.kin.key for entry in existing), *(key for key in ruled if key in keys))


def close_gaps(order: Sequence[UUID], *, leaving: Collection[UUID]) -> tuple[UUID, ...]:
    """The order of those who stay (E-11)."""
    return tuple(key for key in order if key not in leaving)


def rearrange(order: Sequence[UUID], *, wanted: Sequence[UUID]) -> tuple[UUID, ...]:
    """Any order that staff want (R-07). Raises Invalid unless everybody appears exactly once."""
    if sorted(order) != sorted(wanted):
        raise Invalid(
            [
                Problem(
                    code="member_order_incomplete",
                    field="order",
                    what="並び順に過不足があります。",
                    why="世帯の全員がちょうど1回ずつ並ぶ必要があります。",
                    remedy="世帯員を読み直して、全員を並べてください。",
                )
            ]
        )
    return tuple(wanted)


def numbered(order: Iterable[UUID]) -> dict[UUID, int]:
    """The 記載順位 of each, from 1 without gaps (I-09)."""
    return {key: place for place, key in enumerate(order, start=1)}


def notice_addressee(order: Sequence[UUID], *, leaving: Collection[UUID]) -> UUID | None:
    """To whom notices of a headless household go (N-08): the first who stays, None if nobody."""
    return next((key for key in order if key not in leaving), None)


@dataclass(slots=True)
class _Seating:
    entries: list[Entry]
    facts: list[Fact]
    graph: Kinship = field(init=False)
    by_key: Mapping[Node, Entry] = field(init=False)

    def __post_init__(self) -> None:
        kins = [entry.kin for entry in self.entries]
        head = next((kin.key for kin in kins if kin.relationship and kin.relationship.is_head), "")
        self.graph = read_kinship([(head, kins)], facts=self.facts)
        self.by_key = {entry.kin.key: entry for entry in self.entries}

    def seats(self) -> list[_Seat]:
        seats = [self._seat(entry) for entry in self.entries]
        sizes: dict[_Family, list[_Seat]] = {}
        for seat in seats:
            sizes.setdefault(seat.family, []).append(seat)
        leaders = {family: self._leader(family, group) for family, group in sizes.items()}

        def place(seat: _Seat) -> tuple[int, bool, int, _Age, _Stage, int, _Age]:
            family = seat.family
            band = family.band
            if band is _Band.CHILD_FAMILY and len(sizes[family]) == 1 and _is_child(seat):
                band = _Band.CHILD
            leads = band in _FIRST_IN_REGISTER_LEADS and seat.entry.first_in_register
            generation = seat.generation if seat.stage is _Stage.FURTHER else 0
            leader = leaders[family]
            own = _age(seat.entry)
            return band, not leads, family.generation, leader, seat.stage, generation, own

        return sorted(seats, key=place)

    def _leader(self, family: _Family, group: list[_Seat]) -> _Age:
        """The age by which a family is compared: its anchor's, wherever the anchor stands."""
        anchor = self.by_key.get(family.anchor)
        return _age(anchor) if anchor else min(_age(seat.entry) for seat in group)

    def _seat(self, entry: Entry) -> _Seat:
        kin = entry.kin
        label = kin.relationship
        if label is None:
            return _Seat(entry, _Family(_Band.BLANK, kin.key, 0), _Stage.ANCHOR, 0)
        if label == KIN_UNSPECIFIED:
            return self._unspecified_seat(entry)
        if label.rank in (Rank.CHILD, Rank.CHILD_FAMILY):
            return self._child_seat(entry, label)
        if label.rank is Rank.RELATIVE:
            return self._relative_seat(entry, label)
        return _Seat(entry, _Family(_BANDS[label.rank], kin.key, 0), _Stage.ANCHOR, 0)

    def _child_seat(self, entry: Entry, label: Relationship) -> _Seat:
        anchor = self._up(entry.kin.key, len(label.parts) - 1)
        rest = label.parts[1:]
        if label.parts[0] in CHILDS_PARTNERS and not rest:
            # An adopted son-in-law stands as the partner of the child he married.
            anchor = next(iter(self.graph.partners_of(anchor)), anchor)
            rest = (Atom.HUSBAND,)
        family = _Family(_Band.CHILD_FAMILY, self._couple_anchor(anchor), 1)
        return _Seat(entry, family, _stage(rest), label.generation)

    def _couple_anchor(self, anchor: Node) -> Node:
        """A couple of whom both are 子 is one family, hung on the one who is only 子."""
        entry = self.by_key.get(anchor)
        label = entry.kin.relationship if entry else None
        if label is None or label.parts[0] not in CHILDS_PARTNERS:
            return anchor
        return next(iter(self.graph.partners_of(anchor)), anchor)

    def _relative_seat(self, entry: Entry, label: Relationship) -> _Seat:
        parts = label.parts
        least = 2 if parts[0] in PARTNERS else 1
        kept = len(parts)
        while kept > least and parts[kept - 1] in PARTNERS | CHILDREN:
            kept -= 1
        stem = Relationship(parts[:kept])
        anchor = self._up(entry.kin.key, len(parts) - kept)
        family = _Family(_relative_band(stem), anchor, _compared_generation(stem))
        return _Seat(entry, family, _stage(parts[kept:]), label.generation)

    def _unspecified_seat(self, entry: Entry) -> _Seat:
        """縁故者: families gather as far as facts tell of them (R-05)."""
        key = entry.kin.key
        group = self._unspecified_family(key)
        tops = [one for one in group if not any(p in group for p in self.graph.parents_of(one))]
        anchor = min(tops or group, key=lambda one: _age(self.by_key[one]))
        family = _Family(_Band.KIN_UNSPECIFIED, anchor, 0)
        partners = self.graph.partners_of(anchor)
        if key == anchor:
            stage = _Stage.ANCHOR
        elif key in partners:
            stage = _Stage.PARTNER
        elif any(one in (anchor, *partners) for one in self.graph.parents_of(key)):
            stage = _Stage.CHILD
        else:
            stage = _Stage.FURTHER
        return _Seat(entry, family, stage, 0)

    def _unspecified_family(self, key: Node) -> list[Node]:
        found = [key]
        for one in found:
            graph = self.graph
            around = [*graph.partners_of(one), *graph.parents_of(one), *graph.children_of(one)]
            for other in around:
                known = self.by_key.get(other)
                alike = known is not None and known.kin.relationship == KIN_UNSPECIFIED
                if alike and other not in found:
                    found.append(other)
        return found

    def _up(self, node: Node, steps: int) -> Node:
        for _ in range(steps):
            node = self.graph.bases[node]
        return node


def _is_child(seat: _Seat) -> bool:
    label = seat.entry.kin.relationship
    return label is not None and len(label.parts) == 1


def _age(entry: Entry) -> _Age:
    """Birth date, then 宛名番号, which is compared as a number of any length (R-03)."""
    number = entry.resident_number
    return entry.kin.birth_on.isoformat(), len(number), number


def _stage(rest: tuple[Atom, ...]) -> _Stage:
    if not rest:
        return _Stage.ANCHOR
    if len(rest) > 1:
        return _Stage.FURTHER
    return _Stage.PARTNER if rest[0] in PARTNERS else _Stage.CHILD


def _relative_band(stem: Relationship) -> _Band:
    """The partner's parents, brothers and sisters, and grandparents go before the rest (R-04)."""
    first, rest = stem.parts[0], stem.parts[1:]
    if first in PARTNERS and len(rest) == 1 and rest[0] in PARENTS:
        return _Band.PARTNERS_PARENT
    if first in PARTNERS and len(rest) == 1 and rest[0] in SIBLINGS:
        return _Band.PARTNERS_SIBLING
    if first in PARTNERS and len(rest) == 2 and PARENTS.issuperset(rest):
        return _Band.PARTNERS_GRANDPARENT
    return _Band.RELATIVE


def _compared_generation(stem: Relationship) -> int:
    """Families of relatives are compared by generation first, the elder before (R-05)."""
    return stem.generation if _relative_band(stem) is _Band.RELATIVE else 0
