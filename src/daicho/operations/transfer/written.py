"""Written (書かれた値): values of a file in the forms in which a load and its digests take them.

A value is put into its forms once, when it is first met, and then as often as a file says it only looked up: so the
forms of a line cost a look-up for each of its items.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from hashlib import sha1
from operator import itemgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from daicho.kernel.number_items import number_in
from daicho.kernel.uncertain_dates import LegalDate
from daicho.operations.transfer.layout import OWN, RESIDENTS, Column
from daicho.operations.transfer.values import Bad, Known, Memory, of_foreigner
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Kind
from daicho.registers.residents.load import (
    CHANGE_FIELDS,
    Named,
    Placed,
    copy_text,
    json_text,
    sha256_of,
)

_FEW: Final = 4_000
_STAFF: Final = frozenset({"entered_by", "examined_by", "approved_by"})
_REFS: Final = {name: number_in(name) for name in ITEM_NAMES if number_in(name)}
# What is named by a text of the file, and gets a key.
_NAMED: Final = dict.fromkeys(("change", "case"), "change") | dict.fromkeys(_REFS, "number")
# The columns of a change that are not called as in the register.
_FIELDS: Final = {"change": "key", "change_kind": "kind", "change_attention": "attention"}
_ITEMS: Final = RESIDENTS.columns[OWN:]
CHANGE_FROM: Final = next(at for at, c in enumerate(RESIDENTS.columns) if c.code == "change")
_CHANGE_COLUMNS: Final = RESIDENTS.columns[CHANGE_FROM:OWN]
_CHANGE: Final = tuple(_FIELDS.get(c.code, c.code) for c in _CHANGE_COLUMNS)
_EVENT: Final = _CHANGE.index("event_date")
_PROCESSED: Final = _CHANGE.index("processed_at")
_KIND: Final = ITEM_NAMES.index("kind")
_BIRTH: Final = ITEM_NAMES.index("birth_date")
_SEX: Final = ITEM_NAMES.index("sex")
_NUMBERS: Final = tuple((ITEM_NAMES.index(name), kind) for name, kind in _REFS.items())


def _places(names: Sequence[str], of: Sequence[str]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    return itemgetter(*(of.index(name) for name in names))


def _json_of(names: Sequence[str]) -> str:
    """The JSON of a mapping with these names, in their order, to be filled in."""
    return "{" + ",".join(f'"{name}":%s' for name in names) + "}"


_ITEMS_IN_ORDER: Final = sorted(ITEM_NAMES)
_items_in_order: Final = _places(_ITEMS_IN_ORDER, ITEM_NAMES)
_ITEMS_JSON: Final = _json_of(_ITEMS_IN_ORDER)
_change_in_order: Final = _places(sorted(CHANGE_FIELDS), _CHANGE)
_CHANGE_JSON: Final = _json_of(sorted(CHANGE_FIELDS))
_change_columns: Final = _places(CHANGE_FIELDS, _CHANGE)
_naming: Final = _places(Named._fields[:-2], ITEM_NAMES)
_placing: Final = _places(Placed._fields, ITEM_NAMES)
_home: Final = _places(
    ("household_number", "relationship_to_head", "kind", "removal", "town_code"), ITEM_NAMES
)

Wrong = list[tuple[str, str]]
"""(item, why) of what is no value."""


class Form(NamedTuple):
    """A value, its text in COPY, and its JSON in digests: nothing of a `Bad`."""

    value: Any  # whatever the column holds
    copy: str
    json: str


class Items(NamedTuple):
    """All items of the 住民票 of one line: as COPY text, digested, and what is asked of them besides."""

    copy: str
    digest: str
    birth_on: str
    household: str
    relationship: str
    kind: str
    removal: str
    town: str
    numbers: tuple[tuple[str, str], ...]
    named: Named
    placed: Placed


class Change(NamedTuple):
    """One 異動: its key, its digest, its row, and when it was made."""

    key: str
    digest: str
    line: str
    processed_at: datetime


class Keys:
    """The keys of one import: the same for the same text, and nobody else's."""

    def __init__(self, run: UUID) -> None:
        self._run = run.bytes
        self._known = Known(self._key, most=_FEW)

    def of(self, what: str, text: str) -> str:
        """The key of something that the file names by a text: UUIDv5 in the name space of the run."""
        key: str = self._known[f"{what}:{text}"]
        return key

    def _key(self, name: str) -> str:
        h = sha1(self._run + name.encode(), usedforsecurity=False).hexdigest()
        return f"{h[:8]}-{h[8:12]}-5{h[13:16]}-{int(h[16:18], 16) & 0x3F | 0x80:02x}{h[18:20]}-{h[20:32]}"

    def staff(self, text: str) -> str | None:
        """A member of staff as the file names them: a key stays, another name becomes one."""
        if not text:
            return None
        try:
            return str(UUID(text))
        except ValueError:
            return self.of("staff", text)


class Writer:
    """Lines of `residents.csv` in their forms, or what is wrong with them."""

    def __init__(self, keys: Keys, *, today: date) -> None:
        self._keys = keys
        self._today = today
        self._items_memory = Memory(_ITEMS, today=today, form=self._form)
        self._change_memory = Memory(_CHANGE_COLUMNS, today=today, form=self._form)
        self._known_items = Known(self._items, most=_FEW)
        self._known_changes = Known(self._change, most=_FEW)

    def items(self, texts: tuple[str, ...]) -> Items | Wrong:
        """The items of the 住民票."""
        found: Items | Wrong = self._known_items[texts]
        return found

    def change(self, texts: tuple[str, ...], *, unnamed: str) -> Change | Wrong:
        """The 異動 of a line; `unnamed` is its name where the file gives none."""
        name = texts[0] or unnamed
        found: Change | Wrong = self._known_changes[(name, texts[1] or name, *texts[2:])]
        return found

    def _form(self, column: Column, text: str, value: Any) -> Form:  # Any: as the column holds it
        if value.__class__ is Bad:
            return Form(value, "", "")
        if column.code in _NAMED:
            value = self._keys.of(_NAMED[column.code], value) if value else None
        elif column.code in _STAFF:
            value = self._keys.staff(value)
        elif value.__class__ is LegalDate and "|" in text:
            # It was read because it is what the register itself would write.
            return Form(value, text, json_text(text))
        return Form(value, copy_text(value), json_text(value))

    def _items(self, texts: tuple[str, ...]) -> Items | Wrong:
        forms = self._items_memory.read(texts)
        if texts[_KIND] == Kind.FOREIGN.value and forms[_BIRTH].json:
            forms[_BIRTH] = self._birth_of_foreigner(texts[_BIRTH], forms[_BIRTH])
        values, copies, parts = zip(*forms, strict=True)
        if "" in parts:
            return _wrong(_ITEMS, forms)
        birth_on = values[_BIRTH].sort_on.isoformat()
        return Items._make(
            (
                "\t".join(copies),
                sha256_of(_ITEMS_JSON % _items_in_order(parts)),
                birth_on,
                *_home(values),
                tuple((kind, values[at]) for at, kind in _NUMBERS if values[at]),
                Named._make((*_naming(values), birth_on, values[_SEX])),
                Placed._make(_placing(values)),
            )
        )

    def _birth_of_foreigner(self, text: str, read: Form) -> Form:
        """生年月日 of a foreign resident is 西暦, unless the file says its calendar itself."""
        if "|" in text:
            return read
        return self._form(_ITEMS[_BIRTH], text, of_foreigner(text, today=self._today))

    def _change(self, texts: tuple[str, ...]) -> Change | Wrong:
        forms = self._change_memory.read(texts)
        values, copies, parts = zip(*forms, strict=True)
        if "" in parts:
            return _wrong(_CHANGE_COLUMNS, forms)
        return Change(
            values[0],
            sha256_of(_CHANGE_JSON % _change_in_order(parts)),
            "\t".join((*_change_columns(copies), values[_EVENT].sort_on.isoformat(), "t")) + "\n",
            values[_PROCESSED],
        )


def _wrong(columns: Sequence[Column], forms: Sequence[Form]) -> Wrong:
    return [
        (column.label, form.value.why)
        for column, form in zip(columns, forms, strict=True)
        if not form.json
    ]
