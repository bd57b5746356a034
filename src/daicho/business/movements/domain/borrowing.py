"""Borrowing (一括入力・本籍入力補助, STD-4.0.10, 4.0.6): what was said once is taken over into another field, at the clerk's word.

Names borrow from names, addresses from addresses; 旧氏 is never lent nor borrowed; Japanese and foreign residents are
kept apart. The form has a button for each source; the payload is what was typed so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from daicho.business.movements.domain.editing import edit_path
from daicho.kernel.addresses import municipalities, prefectures
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Kind, Particulars, Sex
from daicho.registers.residents.domain.relationships import (
    HEAD,
    MAX_PARTS,
    UNCHAINABLE,
    Atom,
    parse_relationship,
)
from daicho.registers.residents.domain.segments import Holding

CHILD_OF: Final = "child_of."
REGISTER: Final = ("domicile", "family_register_head")
"""戸籍の表示: what is the same for a family."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field may borrow from: its code in a button's value, and the words on the button."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom one paper concerns besides those entered: the members of the household they enter or come from.

    `here` is the address of the paper, empty while there is none; `newborn`: somebody's child is entered.
    """

    payload: Mapping[str, str]
    members: Sequence[Holding] = ()
    here: str = ""
    newborn: bool = False

    @property
    def head(self) -> Particulars | None:
        return next((h.particulars for h in self.members if h.particulars.is_head), None)


ALONE: Final = Circle({})


def surname(name: str) -> str:
    """The 氏 of a name written with a space after it; empty where none can be told."""
    first, space, _ = name.strip().replace("\u3000", " ").partition(" ")
    return first if space else ""


SOURCES: Final[Mapping[str, tuple[Source, ...]]] = {
    "domicile": (
        Source("here", "現住所"),
        Source("previous", "転入前住所"),
        Source("head", "世帯主の本籍"),
        Source("member", "世帯員の本籍"),
    ),
    "family_register_head": (
        Source("own", "本人の氏名"),
        Source("head_name", "世帯主の氏名"),
        Source("member", "世帯員の筆頭者"),
        Source("previous_head", "転入前の世帯主"),
    ),
    "name": (
        Source("head_surname", "世帯主の氏"),
        Source("member_surname", "前の人の氏"),
        Source("register_surname", "筆頭者の氏"),
    ),
    "name_alphabet": (Source("member_surname", "前の人の氏"),),
    "previous_head": (
        Source("first", "一人目の氏名"),
        Source("register", "筆頭者の氏名"),
        Source("head_name", "世帯主の氏名"),
    ),
    "destination_head": (
        Source("first", "異動する人の氏名"),
        Source("register", "筆頭者の氏名"),
        Source("head_name", "今の世帯主の氏名"),
    ),
    "previous_address": (Source("register_place", "本籍"), Source("here", "現住所")),
    "unreported_address": (Source("register_place", "本籍"),),
    "destination_address": (Source("register_place", "本籍"), Source("previous", "転入前住所")),
}
"""For each field that may borrow, from where; 旧氏 is in no row."""


def sources_of(circle: Circle, path: str) -> tuple[Source, ...]:
    """The sources of a field, of the paper or of a person."""
    name = path.rpartition(".")[2]
    if path.startswith("edit.") and name not in REGISTER:
        return ()
    if name != "relationship":
        return SOURCES.get(name, ())
    return tuple(
        Source(f"{CHILD_OF}{held.person}", f"{held.particulars.printed_name}の子")
        for held in circle.members
        if circle.newborn and held.particulars.sex is Sex.FEMALE
    )


def borrowed(circle: Circle, path: str, code: str) -> str:
    """The text that a field gets from a source; empty where the source says nothing yet."""
    if code not in {source.code for source in sources_of(circle, path)}:
        return ""
    if code.startswith(CHILD_OF):
        mother = _of_register(circle, code.removeprefix(CHILD_OF), "relationship_to_head")
        return child_of(mother)
    block, _, name = path.rpartition(".")
    return _LENDERS[code](circle, block, name)


def with_borrowed(circle: Circle, path: str, code: str) -> dict[str, str]:
    """The payload with one field borrowed; unchanged where there was nothing to borrow."""
    text = borrowed(circle, path, code)
    return {**circle.payload, path: text} if text else dict(circle.payload)


def _here(circle: Circle, _: str, __: str) -> str:
    return circle.here


def _previous(circle: Circle, block: str, _: str) -> str:
    for name in ("previous_address", "unreported_address"):
        if circle.payload.get(name, "").strip():
            return circle.payload[name].strip()
    return _of_register(circle, block, "previous_address") or _of_members(
        circle, "previous_address"
    )


def _head_item(circle: Circle, _: str, name: str) -> str:
    typed = next(
        (b for b in _japanese(circle) if _typed(circle, b, "relationship") == str(HEAD)), ""
    )
    if typed:
        return _typed(circle, typed, name)
    return str(getattr(circle.head, name)) if circle.head else ""


def _member_item(circle: Circle, block: str, name: str) -> str:
    for other in _before(circle, block):
        if _typed(circle, other, name):
            return _typed(circle, other, name)
    own = block.partition(".")[2]
    return next(
        (
            text
            for held in circle.members
            if str(held.person) != own and (text := _said(circle, held, name))
        ),
        "",
    )


def _own(circle: Circle, block: str, _: str) -> str:
    return _typed(circle, block, "name") or _of_register(circle, block, "name")


def _head_name(circle: Circle, _: str, __: str) -> str:
    typed = next((b for b in _blocks(circle) if _typed(circle, b, "relationship") == str(HEAD)), "")
    if typed:
        return _typed(circle, typed, "name") or _typed(circle, typed, "name_alphabet")
    return circle.head.printed_name if circle.head else ""


def _previous_head(circle: Circle, _: str, __: str) -> str:
    return circle.payload.get("previous_head", "").strip()


def _head_surname(circle: Circle, _: str, __: str) -> str:
    name = _head_item(circle, "", "name")
    foreign = circle.head is not None and circle.head.kind is Kind.FOREIGN
    return "" if foreign and not name else _with_space(surname(name))


def _member_surname(circle: Circle, block: str, name: str) -> str:
    alike = _japanese if name == "name" else _foreign
    for other in _before(circle, block, among=alike(circle)):
        found = surname(_typed(circle, other, name))
        if found:
            return _with_space(found) if name == "name" else f"{found} "
    return ""


def _register_surname(circle: Circle, block: str, _: str) -> str:
    return _with_space(surname(_typed(circle, block, "family_register_head")))


def _first(circle: Circle, _: str, __: str) -> str:
    for block in _blocks(circle):
        found = _typed(circle, block, "name") or _typed(circle, block, "name_alphabet")
        if found:
            return found
    return next((h.particulars.printed_name for h in _chosen(circle)), "")


def _register(circle: Circle, _: str, __: str) -> str:
    typed = (_typed(circle, b, "family_register_head") for b in _blocks(circle))
    kept = (h.particulars.family_register_head for h in _chosen(circle))
    return next((t for t in (*typed, *kept) if t), "")


def _register_place(circle: Circle, _: str, __: str) -> str:
    typed = (_typed(circle, b, "domicile") for b in _blocks(circle))
    kept = (h.particulars.domicile for h in _chosen(circle))
    return next((t for t in (*typed, *kept) if t), "")


_LENDERS: Final[Mapping[str, Callable[[Circle, str, str], str]]] = {
    "here": _here,
    "previous": _previous,
    "head": _head_item,
    "member": _member_item,
    "own": _own,
    "head_name": _head_name,
    "previous_head": _previous_head,
    "head_surname": _head_surname,
    "member_surname": _member_surname,
    "register_surname": _register_surname,
    "first": _first,
    "register": _register,
    "register_place": _register_place,
}


def _with_space(text: str) -> str:
    return f"{text}\u3000" if text else ""


def _blocks(circle: Circle) -> Iterator[str]:
    parts = (path.split(".") for path in circle.payload if path.startswith("persons."))
    for index in sorted({int(p[1]) for p in parts if p[1].isdecimal()}):
        yield f"persons.{index}"


def _typed(circle: Circle, block: str, name: str) -> str:
    return circle.payload.get(f"{block}.{name}", "").strip()


def _is_foreign(circle: Circle, block: str) -> bool:
    return _typed(circle, block, "kind") == Kind.FOREIGN.value


def _japanese(circle: Circle) -> list[str]:
    return [b for b in _blocks(circle) if not _is_foreign(circle, b)]


def _foreign(circle: Circle) -> list[str]:
    return [b for b in _blocks(circle) if _is_foreign(circle, b)]


def _before(circle: Circle, block: str, *, among: Sequence[str] | None = None) -> list[str]:
    """The other blocks, the one just before first."""
    blocks = _japanese(circle) if among is None else list(among)
    place = blocks.index(block) if block in blocks else len(blocks)
    return [*reversed(blocks[:place]), *blocks[place + 1 :]]


def _chosen(circle: Circle) -> Iterator[Holding]:
    return (h for h in circle.members if circle.payload.get(f"selected.{h.person}"))


def _said(circle: Circle, held: Holding, name: str) -> str:
    """An item of a member: as corrected on this form, else as the register has it."""
    typed = circle.payload.get(edit_path(held.person, name), "").strip()
    return typed or str(getattr(held.particulars, name))


def _of_register(circle: Circle, block: str, name: str) -> str:
    """An item of the person whose block of corrections this is."""
    own = block.removeprefix("edit.")
    found = (h for h in circle.members if str(h.person) == own)
    return next((str(getattr(h.particulars, name)) for h in found), "")


def _of_members(circle: Circle, name: str) -> str:
    return next((t for h in circle.members if (t := str(getattr(h.particulars, name)))), "")


def child_of(mother: str) -> str:
    """The 続柄 of a mother's child as the head sees it (H-202, H-203); empty where it must be asked."""
    if not mother:
        return ""
    try:
        parts = parse_relationship(mother, field="").parts
    except Invalid:
        return ""
    last = parts[-1]
    if last is Atom.HEAD:
        return str(Atom.CHILD)
    if last is Atom.WIFE or last is Atom.CHILD_ALSO_CHILDS_WIFE:
        # The child of a wife is her husband's: 妻 → 子, 子の妻 → 子の子.
        parts = parts[:-1] if last is Atom.WIFE else (*parts[:-1], Atom.CHILD)
        return "の".join((*parts, Atom.CHILD))
    if last in UNCHAINABLE or last is Atom.MOTHER:
        return ""
    chain = (*parts, Atom.CHILD)
    return "の".join(chain) if len(chain) <= MAX_PARTS else str(Atom.KIN_UNSPECIFIED)


def exists_now(domicile: str) -> bool:
    """Whether a 本籍 lies in a municipality of today: one that a merger ended is not proposed (STD-4.0.6/m4)."""
    named = next((p for p, _ in prefectures().values() if domicile.startswith(p)), "")
    if not named:
        return True
    rest = domicile.removeprefix(named)
    return any(
        of.prefecture == named and rest.startswith((of.name, of.local_name))
        for of in municipalities()
    )
