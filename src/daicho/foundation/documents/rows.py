"""Rows (記載欄): the items of a person and the head of a sheet, the same on every form."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.foundation.documents.grids import COLUMNS, NOTE_SIZES, Block, Pen, Row
from daicho.foundation.documents.sheets import OMITTED, Foreign, Person


def shown(text: str | None) -> str:
    """An omitted item says that it is omitted (省略)."""
    return OMITTED if text is None else text


@dataclass(frozen=True, slots=True)
class PersonRows:
    """The rows of one person. `spread` stretches the heights; `left` columns take the number."""

    pen: Pen
    spread: float = 1.0
    left: int = 0
    family_register: bool = True

    def all(self, person: Person, *, numbers: bool) -> tuple[Row, ...]:
        """Every row of the person; the numbers' row only where the sheet has one."""
        rows = [self._names(person), self._birth(person), self._dates(person)]
        if person.foreign is not None:
            rows += self._foreign(person.foreign)
        elif self.family_register:
            rows.append(self._family_register(person))
        rows.append(self._wide("転入前住所", person.previous_address, 5.6))
        if numbers:
            rows.append(self._numbers(person))
        rows.append(self._wide("備考", person.remarks, 5.6))
        return tuple(rows)

    def _row(self, height: float, *items: tuple[int, str, int, str | None]) -> Row:
        """A row of (columns of the label, label, columns of the value, value)."""
        tall = height * self.spread
        cells = [
            cell
            for at, (first, label, second, text) in enumerate(items)
            for cell in self.pen.pair(
                (first, second + (NUMBER_ROOM - self.left if at == len(items) - 1 else 0)),
                label,
                shown(text),
                height=tall,
            )
        ]
        return Row(tall, tuple(cells))

    def _wide(self, label: str, text: str, height: float) -> Row:
        tall = height * self.spread
        value = self.pen.value(43 - self.left, text, label=label, height=tall, sizes=NOTE_SIZES)
        return Row(tall, (self.pen.label(5, label, height=tall), value))

    def _names(self, person: Person) -> Row:
        tall = 9.4 * self.spread
        other, text, kana = "旧氏", person.former_name, person.former_name_kana
        if person.foreign is not None:
            other, text, kana = "通称", person.foreign.alias, person.foreign.alias_kana
        cells = (
            self.pen.label(5, "氏名", height=tall),
            self.pen.name(22, person.name, kana=person.name_kana, label="氏名", height=tall),
            self.pen.label(5, other, height=tall),
            self.pen.name(16 - self.left, text, kana=kana, label=other, height=tall),
        )
        return Row(tall, cells)

    def _birth(self, person: Person) -> Row:
        return self._row(
            5.4,
            (5, "生年月日", 13, person.born_on),
            (4, "性別", 5, person.sex),
            (5, "続柄", 14, person.relationship),
        )

    def _dates(self, person: Person) -> Row:
        since = f"{person.resident_since}　{person.resident_reason}".rstrip("　")
        return self._row(
            6.2,
            (5, "住民となった\n年月日", 14, since),
            (4, "住所を定めた\n年月日", 10, person.settled_on),
            (3, "届出の\n年月日", 10, person.notified_on),
        )

    def _family_register(self, person: Person) -> Row:
        return self._row(
            5.6, (5, "本籍", 24, person.domicile), (4, "筆頭者", 13, person.register_head)
        )

    def _foreign(self, foreign: Foreign) -> list[Row]:
        return [
            self._row(
                5.6,
                (5, "国籍・地域", 13, foreign.nationality),
                (5, "法第30条の45\nに規定する区分", 23, foreign.category),
            ),
            self._row(
                5.6,
                (5, "在留資格", 13, foreign.status),
                (4, "在留期間等", 10, foreign.period),
                (4, "満了日", 10, foreign.expires_on),
            ),
            self._row(
                6.2,
                (5, "在留カード等\nの番号", 13, foreign.card_number),
                (5, "通称の記載及び\n削除に関する事項", 23, foreign.alias_history),
            ),
        ]

    def _numbers(self, person: Person) -> Row:
        return self._row(
            5.4,
            (5, "個人番号", 18, person.individual_number),
            (5, "住民票コード", 18, person.resident_code),
        )


# The items of `_row` add up to 46; a block without a number column has two columns more.
NUMBER_ROOM = 2


def household_head(pen: Pen, *, address: str, head: str | None) -> Block:
    """The head of a sheet: address of the household (世帯住所) and name of its head (世帯主)."""
    tall = 7.4
    rows = [
        Row(
            tall,
            (
                pen.label(7, label, height=tall),
                pen.value(
                    COLUMNS - 7, text, label=label, height=tall, sizes=(11.0, 10, 9, 8, 7, 6.2)
                ),
            ),
        )
        for label, text in (("住所", address), ("世帯主", shown(head)))
    ]
    return Block(tuple(rows))


def has_numbers(persons: tuple[Person, ...]) -> bool:
    """Whether anybody on the sheet has 個人番号 or 住民票コード printed."""
    return any(p.individual_number is not None or p.resident_code is not None for p in persons)
