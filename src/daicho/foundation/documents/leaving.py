"""Leaving (転出証明書の割付け, 令23条2項): who leaves, from where, to where, and with which insurances."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.foundation.documents.fitting import Fitter
from daicho.foundation.documents.grids import NUMBER_COLUMNS, Block, Pen, Row
from daicho.foundation.documents.rows import PersonRows, household_head
from daicho.foundation.documents.sheets import Leaver, MoveOutSheet


def leaving(sheet: MoveOutSheet, fitter: Fitter) -> tuple[Block, list[Block]]:
    """The head of the sheet and one block a person."""
    head = household_head(Pen(fitter, "転出"), address=sheet.address, head=sheet.head)
    pen, tall = Pen(fitter, "転出"), 7.4
    going = (
        Row(tall, pen.pair((7, 41), "転出先", sheet.destination, height=tall)),
        Row(
            tall,
            (
                *pen.pair((7, 13), "転出先の世帯主", sheet.destination_head, height=tall),
                *pen.pair((6, 9), "転出の\n予定年月日", sheet.leaves_on, height=tall),
                *pen.pair((4, 9), "届出の\n年月日", sheet.notified_on, height=tall),
            ),
        ),
    )
    blocks = [
        Block(
            LeaverRows(Pen(fitter, f"転出者{n}"), left=NUMBER_COLUMNS).of(one),
            gap=1.2,
            number=str(n),
        )
        for n, one in enumerate(sheet.leavers, 1)
    ]
    return Block(head.rows + going), blocks


@dataclass(frozen=True, slots=True)
class LeaverRows(PersonRows):
    """The rows of one person who leaves."""

    def of(self, leaver: Leaver) -> tuple[Row, ...]:
        """Every row: who, family register or residence, numbers, insurances."""
        person = leaver.person
        rows = [self._names(person), self._birth(person)]
        if person.foreign is None:
            rows.append(self._family_register(person))
        else:
            rows += self._foreign(person.foreign)
        rows += [
            self._numbers(person),
            self._row(
                5.6,
                (7, "国民健康保険", 16, leaver.health_insurance),
                (7, "後期高齢者医療", 16, leaver.late_elderly),
            ),
            self._row(
                5.6,
                (7, "介護保険", 16, leaver.care_insurance),
                (7, "児童手当", 16, leaver.child_allowance),
            ),
            self._row(5.6, (7, "国民年金", 39, leaver.pension)),
        ]
        return tuple(rows)
