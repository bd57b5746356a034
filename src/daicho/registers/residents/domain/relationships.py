"""Relationship to the head (続柄): the lawful words, their chains, and how an entry is read.

A relationship is one to four words joined by 「の」 (STD-1.1.11; catalogues.yaml `relationships`).
「子（子の夫）」 is one word. 世帯主, 縁故者 and 同居人 stand alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Literal

from daicho.kernel.errors import Invalid, Problem

Sex = Literal["male", "female"]

MAX_PARTS = 4


class Atom(StrEnum):
    """One word of a relationship (続柄の語), spelt as it stands on the record."""

    HEAD = "世帯主"
    HUSBAND = "夫"
    WIFE = "妻"
    HUSBAND_UNREGISTERED = "夫（未届）"
    WIFE_UNREGISTERED = "妻（未届）"
    CHILD = "子"
    CHILD_ALSO_CHILDS_HUSBAND = "子（子の夫）"
    CHILD_ALSO_CHILDS_WIFE = "子（子の妻）"
    FATHER = "父"
    MOTHER = "母"
    ELDER_BROTHER = "兄"
    ELDER_SISTER = "姉"
    YOUNGER_BROTHER = "弟"
    YOUNGER_SISTER = "妹"
    KIN_UNSPECIFIED = "縁故者"
    COHABITANT = "同居人"


UNREGISTERED = frozenset({Atom.HUSBAND_UNREGISTERED, Atom.WIFE_UNREGISTERED})
PARTNERS = UNREGISTERED | {Atom.HUSBAND, Atom.WIFE}
CHILDS_PARTNERS = frozenset({Atom.CHILD_ALSO_CHILDS_HUSBAND, Atom.CHILD_ALSO_CHILDS_WIFE})
CHILDREN = CHILDS_PARTNERS | {Atom.CHILD}
PARENTS = frozenset({Atom.FATHER, Atom.MOTHER})
ELDER_SIBLINGS = frozenset({Atom.ELDER_BROTHER, Atom.ELDER_SISTER})
SIBLINGS = ELDER_SIBLINGS | {Atom.YOUNGER_BROTHER, Atom.YOUNGER_SISTER}
UNCHAINABLE = frozenset({Atom.HEAD, Atom.KIN_UNSPECIFIED, Atom.COHABITANT})

_MALE = frozenset(
    {
        Atom.HUSBAND,
        Atom.HUSBAND_UNREGISTERED,
        Atom.CHILD_ALSO_CHILDS_HUSBAND,
        Atom.FATHER,
        Atom.ELDER_BROTHER,
        Atom.YOUNGER_BROTHER,
    }
)
_FEMALE = frozenset(
    {
        Atom.WIFE,
        Atom.WIFE_UNREGISTERED,
        Atom.CHILD_ALSO_CHILDS_WIFE,
        Atom.MOTHER,
        Atom.ELDER_SISTER,
        Atom.YOUNGER_SISTER,
    }
)


class Rank(IntEnum):
    """Place in the order of record (記載順位, STD-5.2): the smaller comes first."""

    HEAD = 11
    PARTNER = 12
    CHILD = 13
    CHILD_FAMILY = 20
    PARENT = 31
    SIBLING = 32
    GRANDPARENT = 33
    RELATIVE = 41
    KIN_UNSPECIFIED = 42
    COHABITANT = 43


_SINGLE_RANKS = {
    **dict.fromkeys(PARTNERS, Rank.PARTNER),
    **dict.fromkeys(CHILDS_PARTNERS, Rank.CHILD_FAMILY),
    **dict.fromkeys(PARENTS, Rank.PARENT),
    **dict.fromkeys(SIBLINGS, Rank.SIBLING),
    Atom.HEAD: Rank.HEAD,
    Atom.CHILD: Rank.CHILD,
    Atom.KIN_UNSPECIFIED: Rank.KIN_UNSPECIFIED,
    Atom.COHABITANT: Rank.COHABITANT,
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """A lawful relationship (続柄): one to four words, first the one nearest the head.

    Raises ValueError for an unlawful chain: a person's entry goes through `parse_relationship`.
    """

    parts: tuple[Atom, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.parts) <= MAX_PARTS:
            raise ValueError("a relationship has one to four parts")
        if len(self.parts) > 1 and not UNCHAINABLE.isdisjoint(self.parts):
            raise ValueError("世帯主, 縁故者 and 同居人 are not chained")

    def __str__(self) -> str:
        return "の".join(self.parts)

    @property
    def is_head(self) -> bool:
        return self == HEAD

    @property
    def is_kin(self) -> bool:
        """Whether it names a kinship, from which others can be computed."""
        return self.parts[0] not in UNCHAINABLE

    @property
    def rank(self) -> Rank:
        """The place that the words alone give (5.2); families are gathered by `member_order`."""
        if len(self.parts) == 1:
            return _SINGLE_RANKS[self.parts[0]]
        if self.parts[0] in CHILDREN and (CHILDREN | PARTNERS).issuperset(self.parts[1:]):
            return Rank.CHILD_FAMILY
        if len(self.parts) == 2 and PARENTS.issuperset(self.parts):
            return Rank.GRANDPARENT
        return Rank.RELATIVE

    @property
    def generation(self) -> int:
        """Generations below the head: 子 is 1, 父 is -1, 夫 and 弟 are 0."""
        return sum((part in CHILDREN) - (part in PARENTS) for part in self.parts)

    @property
    def implied_sex(self) -> Sex | None:
        """The sex that the last word tells; 子, 世帯主, 縁故者 and 同居人 tell none."""
        if self.parts[-1] in _MALE:
            return "male"
        return "female" if self.parts[-1] in _FEMALE else None


HEAD = Relationship((Atom.HEAD,))
KIN_UNSPECIFIED = Relationship((Atom.KIN_UNSPECIFIED,))
COHABITANT = Relationship((Atom.COHABITANT,))

_WIDTHS = str.maketrans({"(": "（", ")": "）", "﹙": "（", "﹚": "）"})
_JOINT = re.compile(r"の(?![^（]*）)")
_BIRTH_ORDER = re.compile(r"[長次二三四五六七八九十]{1,3}[男女子]")

_COMMON_LAW = re.compile(r"(?:内縁|未届け?|事実婚)の([夫妻])")
_WORDS = frozenset(atom.value for atom in Atom)

# What counters hear, and the lawful way to write it.
_SPOKEN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("孫 まご", ("子の子",)),
    ("祖父 おじいさん", ("父の父", "母の父")),
    ("祖母 おばあさん", ("父の母", "母の母")),
    ("おじ 伯父 叔父", ("父の兄", "父の弟", "母の兄", "母の弟")),
    ("おば 伯母 叔母", ("父の姉", "父の妹", "母の姉", "母の妹")),
    ("甥 おい 姪 めい", ("兄の子", "姉の子", "弟の子", "妹の子")),
    ("家事使用人 使用人 準世帯主 同居者 友人 知人 寄宿人", ("同居人",)),
    ("養子 養女 実子 嫡出子 嫡子 子供 子ども 息子 娘 男 女", ("子",)),
    ("曾祖父 曽祖父", ("父の父の父", "父の母の父", "母の父の父", "母の母の父")),
    ("曾祖母 曽祖母", ("父の父の母", "父の母の母", "母の父の母", "母の母の母")),
    ("曾孫 曽孫 ひ孫 ひまご", ("子の子の子",)),
    ("玄孫 やしゃご", ("子の子の子の子",)),
    ("来孫", ("縁故者",)),
    ("いとこ 従兄 従弟 従姉 従妹 従兄弟 従姉妹", ("父の兄の子", "母の妹の子")),
    ("配偶者", ("夫", "妻")),
    ("婿 むこ", ("子の夫",)),
    ("嫁 よめ", ("子の妻",)),
    ("婿養子", ("子（子の夫）",)),
    ("連れ子 継子", ("妻の子", "夫の子")),
    ("養父 実父", ("父",)),
    ("養母 実母", ("母",)),
    ("義父 しゅうと 舅", ("夫の父", "妻の父")),
    ("義母 しゅうとめ 姑", ("夫の母", "妻の母")),
    ("継父", ("母の夫",)),
    ("継母", ("父の妻",)),
    ("父母 両親 親", ("父", "母")),
    ("兄弟", ("兄", "弟")),
    ("姉妹", ("姉", "妹")),
    ("本人 戸主", ("世帯主",)),
    ("親族 親戚 縁者", ("縁故者",)),
    ("事実上の養子", ("縁故者",)),
)
_LAWFUL = {word: lawful for words, lawful in _SPOKEN for word in words.split()}


def parse_relationship(text: str, *, field: str) -> Relationship:
    """Read an entered relationship (続柄, STD-1.1.11).

    Width of brackets, spaces and 「未届け」 are forgiven; every other word outside the system
    raises Invalid, naming the lawful word. `field` is the dotted path of the input.
    """
    written = re.sub(r"\s+", "", text).translate(_WIDTHS).replace("（未届け）", "（未届）")
    if not written:
        raise Invalid([_blank(field)])
    lawful = _LAWFUL.get(written)
    words = _JOINT.split(written)
    if lawful or any(word not in _WORDS for word in words):
        strange = next((word for word in words if word not in _WORDS), written)
        raise Invalid([_unknown(strange, lawful or _suggest(written), field=field)])
    atoms = tuple(Atom(word) for word in words)
    if len(atoms) > 1 and not UNCHAINABLE.isdisjoint(atoms):
        raise Invalid([_unchainable(atoms, field=field)])
    if len(atoms) > MAX_PARTS:
        raise Invalid([_too_long(len(atoms), field=field)])
    return Relationship(atoms)


def _blank(field: str) -> Problem:
    return Problem(
        code="relationship_blank",
        field=field,
        what="続柄が空です。",
        why="世帯主との続柄は住民票の記載事項です。",
        remedy="世帯主から見た続柄を入力してください(例: 妻、子、子の妻)。",
    )


def _unknown(strange: str, lawful: tuple[str, ...], *, field: str) -> Problem:
    return Problem(
        code="relationship_not_in_system",
        field=field,
        what=f"「{strange}」は続柄に使えません。",
        why="続柄は、世帯主・夫・妻・子・父・母・兄・姉・弟・妹などの語と、それを「の」でつないだものに限られます。",
        remedy=(
            f"「{'」または「'.join(lawful)}」と入力してください。"
            if lawful
            else "使える語に直すか、4語以内で表せない親族は「縁故者」、"
            "親族でない人は「同居人」としてください。"
        ),
    )


def _unchainable(atoms: tuple[Atom, ...], *, field: str) -> Problem:
    if atoms[0] is Atom.HEAD and UNCHAINABLE.isdisjoint(atoms[1:]):
        rest = atoms[1:]
        lawful: str = "の".join(rest) if len(rest) <= MAX_PARTS else Atom.KIN_UNSPECIFIED
    else:
        lawful = next(atom for atom in reversed(atoms) if atom in UNCHAINABLE)
    return Problem(
        code="relationship_not_chainable",
        field=field,
        what="世帯主・縁故者・同居人は、ほかの語とつなげません。",
        why="縁故者・同居人の家族も、縁故者・同居人と書きます。",
        remedy=f"「{lawful}」と入力してください。",
    )


def _too_long(count: int, *, field: str) -> Problem:
    return Problem(
        code="relationship_over_4",
        field=field,
        what=f"続柄が{count}語つながっています。",
        why=f"続柄でつなげるのは{MAX_PARTS}語までです。",
        remedy="「縁故者」と入力してください。",
    )


def _suggest(written: str) -> tuple[str, ...]:
    """The lawful ways to write a chain with strange words; empty where a word is not known."""
    chains: list[tuple[str, ...]] = [()]
    for word in _JOINT.split(_COMMON_LAW.sub(r"\1（未届）", written)):
        ways = (word,) if word in _WORDS else _ways(word)
        chains = [(*chain, *_JOINT.split(way)) for chain in chains for way in ways]
    found: list[str] = []
    for chain in chains:
        unchainable = [word for word in chain if word in UNCHAINABLE]
        if len(chain) == 1 or not unchainable:
            lawful = "の".join(chain) if len(chain) <= MAX_PARTS else str(Atom.KIN_UNSPECIFIED)
        else:
            lawful = unchainable[-1]
        if lawful not in found:
            found.append(lawful)
    return tuple(found)


def _ways(word: str) -> tuple[str, ...]:
    if _BIRTH_ORDER.fullmatch(word):
        return (str(Atom.CHILD),)
    return _LAWFUL.get(word, ())
