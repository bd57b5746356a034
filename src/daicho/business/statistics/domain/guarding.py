"""Guarding (小さい数の秘匿, REG-086): small numbers are not shown, nor what would give them away.

A number from 1 up to, not including, the limit is hidden (秘匿). Since the sums of a table are printed too, more is hidden
(二次秘匿) until no hidden number follows from what is shown: neither by solving the sums as equations, nor by the
bounds that they set to numbers that cannot be negative.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from daicho.business.statistics.domain.tables import Cell, Relation, Table, Unit, relations

MARK: Final = "Ｘ"
"""What stands in place of a hidden number."""
COUNTED: Final = frozenset({Unit.PEOPLE, Unit.HOUSEHOLDS, Unit.CASES})
# A prime far above every coefficient that elimination can meet: what vanishes modulo it vanishes.
_PRIME: Final = (1 << 61) - 1


def guard(tables: Sequence[Table], *, limit: int) -> tuple[Table, ...]:
    """The tables of a report with their small numbers hidden, also from whoever lays one table beside the other.

    As they are where the limit is 0; a table whose numbers are of no people stays as it is.
    """
    concerned = [at for at, table in enumerate(tables) if table.guarded]
    if limit <= 1 or not concerned:
        return tuple(tables)
    known, pairs = [], []
    values: dict[Cell, int] = {}
    small: set[Cell] = set()
    signed: set[Cell] = set()
    for at in concerned:
        table = tables[at]
        own = _signed(table)
        values |= {_named(at, cell): number for cell, number in table.values.items()}
        signed |= {_named(at, cell) for cell in own}
        small |= {_named(at, cell) for cell in _small(table, limit) - own}
        known += [{_named(at, c): sign for c, sign in r.items()} for r in relations(table)]
        for link in table.links:
            one, other = _named(at, link.own), _named(link.table, link.other)
            if link.equal:
                known.append({one: 1, other: -1})
            else:
                pairs.append({one: 1, other: -1})
    known = [r for r in known if all(cell in values for cell in r)]
    pairs = [r for r in pairs if all(cell in values for cell in r)]
    hidden = _cover(known, pairs, small, values, limit=limit, signed=signed)
    return tuple(_with_hidden(at, table, hidden) for at, table in enumerate(tables))


def _named(at: int, cell: Cell) -> Cell:
    return (f"{at}|{cell[0]}", cell[1])


def _with_hidden(at: int, table: Table, hidden: Collection[Cell]) -> Table:
    own = frozenset(cell for cell in table.values if _named(at, cell) in hidden)
    checks = tuple(replace(check, told=not own) for check in table.checks)
    return replace(table, hidden=own, checks=checks)


def _small(table: Table, limit: int) -> set[Cell]:
    units = {line.code: line.unit for line in table.columns}
    return {
        cell
        for cell, number in table.values.items()
        if units[cell[1]] in COUNTED and 0 < number < limit
    }


def _signed(table: Table) -> frozenset[Cell]:
    rows = {r.code for r in table.rows if r.signed}
    columns = {c.code for c in table.columns if c.signed}
    return frozenset(c for c in table.values if c[0] in rows or c[1] in columns)


def _cover(
    known: Sequence[Relation],
    pairs: Sequence[Relation],
    small: Collection[Cell],
    values: Mapping[Cell, int],
    *,
    limit: int,
    signed: Collection[Cell],
) -> set[Cell]:
    """The small cells and as many more as are needed; relation by relation first, then by what still follows."""
    hidden: set[Cell] = set()
    by_cell: dict[Cell, list[Relation]] = defaultdict(list)
    for relation in (*known, *pairs):
        for cell in relation:
            by_cell[cell].append(relation)
    fresh = set(small)
    while fresh:
        hidden |= fresh
        waiting = [r for cell in sorted(fresh) for r in by_cell[cell]]
        while waiting:
            for cell in _more(waiting.pop(), hidden, values, limit=limit):
                hidden.add(cell)
                waiting += by_cell[cell]
        # Where everything that touches them is hidden already, nothing shown gives them away, and nothing is added.
        fresh = {
            near
            for told in recoverable(known, hidden, values, signed=signed)
            for relation in by_cell[told]
            if (near := _cheapest(relation, hidden, values)) is not None
        }
    return hidden


def _more(
    relation: Relation,
    hidden: Collection[Cell],
    values: Mapping[Cell, int],
    *,
    limit: int,
) -> Iterable[Cell]:
    """What more to hide of one sum, so that its hidden numbers are several and not small together."""
    own = {cell for cell in relation if cell in hidden}
    if not own:
        return
    while len(own) < 2 or sum(abs(values[cell]) for cell in own) < limit:
        cell = _cheapest(relation, {*hidden, *own}, values)
        if cell is None:
            return
        own.add(cell)
        yield cell


def _cheapest(
    relation: Relation,
    hidden: Collection[Cell],
    values: Mapping[Cell, int],
) -> Cell | None:
    """The cell of a sum whose loss costs the reader least: the smallest number, a zero last."""
    shown = [cell for cell in relation if cell not in hidden]
    return min(shown, key=lambda c: (values[c] == 0, abs(values[c]), c), default=None)


def recoverable(
    known: Sequence[Relation],
    hidden: Collection[Cell],
    values: Mapping[Cell, int],
    *,
    signed: Collection[Cell] = (),
) -> set[Cell]:
    """The hidden cells that a reader can find out: by solving the sums, or by the bounds of what cannot be negative."""
    concerned = [r for r in known if any(cell in hidden for cell in r)]
    return _solved(concerned, hidden) | _pinned(concerned, hidden, values, signed)


def _solved(known: Sequence[Relation], hidden: Collection[Cell]) -> set[Cell]:
    """Those whose value the equations settle: elimination modulo a prime, the lines kept reduced."""
    lines: dict[Cell, dict[Cell, int]] = {}
    used_in: dict[Cell, set[Cell]] = defaultdict(set)
    for relation in known:
        line = {cell: sign % _PRIME for cell, sign in relation.items() if cell in hidden}
        for cell in [c for c in line if c in lines]:
            _subtract(line, lines[cell], line.get(cell, 0))
        if not line:
            continue
        pivot = min(line, key=lambda c: (len(used_in[c]), c))
        inverse = pow(line[pivot], -1, _PRIME)
        line = {cell: number * inverse % _PRIME for cell, number in line.items()}
        for other in list(used_in[pivot]):
            before = set(lines[other])
            _subtract(lines[other], line, lines[other][pivot])
            _note(used_in, other, before, set(lines[other]))
        lines[pivot] = line
        _note(used_in, pivot, set(), set(line))
    return {pivot for pivot, line in lines.items() if len(line) == 1}


def _subtract(line: dict[Cell, int], other: Mapping[Cell, int], times: int) -> None:
    if not times:
        return
    for cell, number in other.items():
        left = (line.get(cell, 0) - times * number) % _PRIME
        if left:
            line[cell] = left
        else:
            line.pop(cell, None)


def _note(
    used_in: dict[Cell, set[Cell]], line: Cell, before: Collection[Cell], after: Collection[Cell]
) -> None:
    for cell in before:
        if cell not in after:
            used_in[cell].discard(line)
    for cell in after:
        if cell != line:
            used_in[cell].add(line)


def _pinned(
    known: Sequence[Relation],
    hidden: Collection[Cell],
    values: Mapping[Cell, int],
    signed: Collection[Cell],
) -> set[Cell]:
    """Those whose least and greatest possible value are one, as the sums bound each other."""
    low = {cell: -math.inf if cell in signed else 0.0 for cell in hidden}
    high = dict.fromkeys(hidden, math.inf)
    changed = True
    while changed:
        changed = False
        for relation in known:
            changed |= _tighten(relation, values, low, high)
    return {cell for cell in hidden if low[cell] == high[cell]}


def _tighten(
    relation: Relation,
    values: Mapping[Cell, int],
    low: dict[Cell, float],
    high: dict[Cell, float],
) -> bool:
    """Bring the bounds of one sum's hidden cells closer; whether any moved."""
    least, most = {}, {}
    for cell, sign in relation.items():
        ends = (
            (sign * low[cell], sign * high[cell])
            if cell in low
            else (sign * float(values[cell]),) * 2
        )
        least[cell], most[cell] = min(ends), max(ends)
    moved = False
    for cell, sign in relation.items():
        if cell not in low:
            continue
        others = [c for c in relation if c != cell]
        bottom, top = -sum(most[c] for c in others), -sum(least[c] for c in others)
        bottom, top = (bottom, top) if sign > 0 else (-top, -bottom)
        if bottom > low[cell]:
            low[cell], moved = bottom, True
        if top < high[cell]:
            high[cell], moved = top, True
    return moved
