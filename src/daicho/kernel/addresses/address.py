"""Address (住所, 住基法7条7号): a place in the country in its parts, or free words where it has
none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex

from daicho.kernel.addresses.banchi import kanji_number, read_banchi
from daicho.kernel.addresses.municipalities import municipality_of
from daicho.kernel.characters.checking import check_text
from daicho.kernel.characters.folding import search_fold_name
from daicho.kernel.check_digits import fold_digits
from daicho.kernel.errors import Invalid, Missing, Problem

TOWN_LIMIT = 60
KATAGAKI_LIMIT = 100
ELSEWHERE_LIMIT = 200
NO_TOWN_CODE = "000000"

_TOWN_CODE = regex.compile(r"[0-9]{6}")
_POSTAL_CODE = regex.compile(r"[0-9]{7}")
_CHOME = regex.compile(r"(?P<base>.+?)(?P<number>[0-9]+|[一二三四五六七八九十]+)丁目")
_SPACES = regex.compile(r"\p{Zs}+")


@dataclass(frozen=True, slots=True)
class Address:
    """A written address. Either the parts are set, or `elsewhere` (国外, 住所不明) and nothing
    else.

    `municipality_code` 6 digits, `town_code` 大字 3 + 小字 3 digits (NO_TOWN_CODE for a town
    outside the dictionary, as an old name), `town` as it is written (芝公園四丁目), `banchi` as
    `Banchi.text`, `katagaki` 方書 (建物名・部屋番号・様方), `postal_code` 7 digits or empty.
    """

    municipality_code: str = ""
    town_code: str = ""
    town: str = ""
    banchi: str = ""
    katagaki: str = ""
    postal_code: str = ""
    elsewhere: str = ""

    @property
    def is_in_country(self) -> bool:
        return bool(self.municipality_code)

    @property
    def address_code(self) -> str:
        """住所コード, 11 digits: prefecture 2, municipality 3, 大字 3, 小字 3 (STD-1.3.3); empty
        elsewhere.
        """
        return self.municipality_code[:5] + self.town_code if self.is_in_country else ""

    def line(self, *, with_prefecture: bool = False, with_katagaki: bool = True) -> str:
        """The address on one line; 方書 after a full-width space. Whether 県名 stands is the
        sheet's say.
        """
        if not self.is_in_country:
            return self.elsewhere
        of = municipality_of(self.municipality_code)
        place = (of.full_name if with_prefecture else of.name) + self.town + self.banchi
        return f"{place}\u3000{self.katagaki}" if with_katagaki and self.katagaki else place

    @property
    def place_key(self) -> tuple[str, ...]:
        """Equal for the same 地番 or 住居番号 whatever the 方書 (I-06), and however it is written.

        「芝公園四丁目1番2号」 and 「芝公園 4-1-2」 are one place; 様 and 号室 are not looked at.
        """
        if not self.is_in_country:
            return ("", _SPACES.sub("", search_fold_name(self.elsewhere)))
        base, chome = _split_chome(self.town)
        numbers = [str(part) for part in read_banchi(self.banchi).parts]
        return (self.municipality_code, search_fold_name(base), *chome, *numbers)

    def is_same_place(self, other: Address) -> bool:
        """同じ地番か: asked by 世帯合併・世帯変更 (H-602) and by 転居 (H-306)."""
        return self.place_key == other.place_key

    @property
    def order(self) -> tuple[str, str, str, tuple[tuple[int, str], ...], str]:
        """A key for sorting by place: town, numbers as numbers (STD-1.3.2), then 方書."""
        numbers = read_banchi(self.banchi).order
        return (self.municipality_code, self.town_code, self.town, numbers, self.katagaki)


def read_address(
    *,
    municipality_code: str = "",
    town_code: str = "",
    town: str = "",
    banchi: str = "",
    katagaki: str = "",
    postal_code: str = "",
    elsewhere: str = "",
    field: str = "address",
) -> Address:
    """An address as typed, in the form of the register; raises `Invalid` with every problem at
    once.
    """
    problems: list[Problem] = []

    def text(value: str, name: str, limit: int) -> str:
        return _gather(problems, lambda: check_text(value, field=f"{field}.{name}", limit=limit))

    if not municipality_code.strip():
        words = text(elsewhere, "elsewhere", ELSEWHERE_LIMIT)
        if not words and not problems:
            problems.append(_empty(field))
        if problems:
            raise Invalid(problems)
        return Address(elsewhere=words)
    problems.extend(_code_problems(municipality_code, town_code, field=field))
    post = fold_digits(postal_code)
    if post and not _POSTAL_CODE.fullmatch(post):
        problems.append(_wrong(f"{field}.postal_code", "郵便番号", "郵便番号は数字7桁です。"))
    if elsewhere.strip():
        why = "国外などの住所は、市区町村を選ばないときだけ入力します。"
        problems.append(_wrong(f"{field}.elsewhere", "国外などの住所", why))
    address = Address(
        municipality_code=municipality_code.strip(),
        town_code=town_code.strip() or NO_TOWN_CODE,
        town=text(town, "town", TOWN_LIMIT),
        banchi=_gather(problems, lambda: read_banchi(banchi, field=f"{field}.banchi").text),
        katagaki=text(katagaki, "katagaki", KATAGAKI_LIMIT),
        postal_code=post,
    )
    if problems:
        raise Invalid(problems)
    return address


def _split_chome(town: str) -> tuple[str, tuple[str, ...]]:
    found = _CHOME.fullmatch(search_fold_name(town))
    if not found:
        return town, ()
    number = found["number"]
    return found["base"], (str(int(number) if number.isdigit() else kanji_number(number)),)


def _code_problems(municipality_code: str, town_code: str, *, field: str) -> list[Problem]:
    problems = []
    try:
        municipality_of(municipality_code.strip())
    except Missing as missing:
        problems.append(
            Problem(
                code=missing.reason_code,
                field=f"{field}.municipality_code",
                what=missing.what,
                why=missing.why,
                remedy=missing.remedy,
            )
        )
    if town_code.strip() and not _TOWN_CODE.fullmatch(town_code.strip()):
        why = "町字コードは大字3桁と小字3桁です。"
        problems.append(_wrong(f"{field}.town_code", "町字コード", why))
    return problems


def _gather(problems: list[Problem], check: Callable[[], str]) -> str:
    """The checked value, or its problems gathered and an empty string."""
    try:
        return check()
    except Invalid as invalid:
        problems.extend(invalid.problems)
        return ""


def _wrong(field: str, item: str, why: str) -> Problem:
    return Problem(
        code="address-part",
        field=field,
        what=f"{item}を受け付けられません。",
        why=why,
        remedy="確かめて入力し直してください。",
    )


def _empty(field: str) -> Problem:
    return Problem(
        code="address-empty",
        field=field,
        what="住所がありません。",
        why="市区町村も、国外などの住所も入力されていません。",
        remedy="どちらかを入力してください。",
    )
