"""Profile (移行の設定): how another system's files say what ours say: names of files and columns, codes, fixed values, dates.

    name = "架空システム 2019年版"
    dates = "yyyymmdd"                     # iso (既定) / yyyymmdd / gyymmdd
    [files.residents]
    file = "JUMIN.csv"
    [files.residents.columns]              # 私たちの項目名 = 相手の列名
    "宛名番号" = "ATENA_NO"
    [files.residents.fixed]                # ファイルにない項目の値
    "届出等の別" = "移行"
    [files.residents.width]                # 左に0を足して何桁にするか
    "宛名番号" = 10
    [files.residents.dates]                # この項目だけ別の書き方
    "生年月日" = "gyymmdd"
    [files.residents.codes."性別"]          # 相手のコード = 私たちのコード
    "1" = "male"

Without a profile the files are as `daicho export` writes them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from daicho.kernel.errors import Invalid, Problem
from daicho.operations.transfer.layout import BY_CODE, Column, File, Type

DATES: Final = ("iso", "yyyymmdd", "gyymmdd")
_PARTS: Final = frozenset({"file", "columns", "fixed", "width", "dates", "codes"})
_ERAS: Final = {"1": "明治", "2": "大正", "3": "昭和", "4": "平成", "5": "令和"}
_LETTER_ERAS: Final = dict(zip("MTSHR", _ERAS.values(), strict=True))
_SEIREKI: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WAREKI: Final = re.compile(r"([1-5MTSHR])([0-9]{2})([0-9]{2})([0-9]{2})")
_NOTHING: Final = re.compile(r"0*|9{7,8}")

Turn = Callable[[str], str]
"""Another system's text of one value, in our words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProfile:
    """What is said of one file; everything not said is as in our own layout."""

    file: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    width: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A whole profile."""

    name: str = "Daicho"
    dates: str = "iso"
    files: Mapping[str, FileProfile] = field(default_factory=dict)

    def of(self, file: File) -> FileProfile:
        return self.files.get(file.code, FileProfile())

    def name_of(self, file: File) -> str:
        """The name of a file in the folder."""
        return self.of(file).file or file.name

    def heading(self, file: File, column: Column) -> str:
        """The header of a column in the file."""
        return self.of(file).columns.get(column.label, column.label)

    def turn(self, file: File, column: Column) -> Turn | None:
        """What turns a value of this column into ours; None where it stays as it is."""
        own = self.of(file)
        if column.label in own.codes:
            return _by_code(own.codes[column.label])
        if column.label in own.width:
            width = own.width[column.label]
            return lambda text: text.zfill(width) if text else ""
        if column.type in (Type.DAY, Type.LEGAL):
            way = own.dates.get(column.label, self.dates)
            return None if way == "iso" else _WAYS[way]
        return None


OURS: Final = Profile()


def read_profile(path: Path) -> Profile:
    """A profile from its TOML file; `Invalid` with everything that is wrong with it."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid([_wrong("", f"TOML として読めません（{error}）。")]) from error
    if problems := list(_problems(told)):
        raise Invalid(problems)
    files = {
        code: FileProfile(**{part: value for part, value in said.items() if part in _PARTS})
        for code, said in told.get("files", {}).items()
    }
    return Profile(
        name=str(told.get("name", path.stem)), dates=str(told.get("dates", "iso")), files=files
    )


def _problems(told: Mapping[str, Any]) -> Iterator[Problem]:
    if unknown := sorted(set(told) - {"name", "dates", "files"}):
        yield _wrong("", f"知らない設定があります: {'・'.join(unknown)}")
    if told.get("dates", "iso") not in DATES:
        yield _wrong("dates", f"日付の書き方は {'・'.join(DATES)} のどれかです。")
    for code, said in told.get("files", {}).items():
        file = BY_CODE.get(code)
        if file is None:
            yield _wrong(f"files.{code}", f"ファイルは {'・'.join(BY_CODE)} のどれかです。")
        elif not isinstance(said, Mapping) or set(said) - _PARTS:
            yield _wrong(f"files.{code}", f"書けるのは {'・'.join(sorted(_PARTS))} です。")
        else:
            yield from _of_file(file, said)


def _of_file(file: File, said: Mapping[str, Any]) -> Iterator[Problem]:
    labels = {c.label: c for c in file.columns}
    at = f"files.{file.code}"
    for part in ("columns", "fixed", "width", "dates", "codes"):
        for label, value in said.get(part, {}).items():
            column = labels.get(label)
            if column is None:
                yield _wrong(f"{at}.{part}", f"「{label}」という項目はありません。")
            elif part == "dates" and value not in DATES:
                yield _wrong(f"{at}.dates", f"日付の書き方は {'・'.join(DATES)} のどれかです。")
            elif part == "codes" and column.codes:
                lawful = {*column.codes, ""}
                yield from (
                    _wrong(f"{at}.codes.{label}", f"「{ours}」というコードはありません。")
                    for ours in value.values()
                    if ours not in lawful
                )


def _wrong(where: str, why: str) -> Problem:
    return Problem(
        "transfer.profile",
        where,
        f"移行の設定ファイルに誤りがあります（{where or '全体'}）。",
        why,
        "docs/import-export.md の「設定ファイル」を見て直してください。",
    )


def reversed_codes(codes: Mapping[str, str]) -> dict[str, str]:
    """Our code to theirs, the first of several; for an export in the same layout."""
    found: dict[str, str] = {}
    for theirs, ours in codes.items():
        found.setdefault(ours, theirs)
    return found


def check_for_export(profile: Profile) -> None:
    """A layout that loses nothing: other names and codes; `Invalid` where dates are written otherwise."""
    lossy = [code for code, of in profile.files.items() if of.dates or of.width or of.fixed]
    if profile.dates != "iso" or lossy:
        raise Invalid(
            [
                Problem(
                    "transfer.export_profile",
                    "profile",
                    "この設定ファイルでは書き出せません。",
                    "日付の書き方・桁・固定値を変えると、不詳の日などが失われます。",
                    "書出しの設定では、ファイル名・列名・コードだけを変えてください。",
                )
            ]
        )


def _by_code(codes: Mapping[str, str]) -> Turn:
    # A code that the profile does not list stays, and is judged like every other value.
    return lambda text: codes.get(text, text)


def _from_seireki(text: str) -> str:
    found = _SEIREKI.fullmatch(text.strip())
    if found is None:
        return "" if _NOTHING.fullmatch(text.strip()) else text
    if _NOTHING.fullmatch(text.strip()):
        return ""
    return _in_words(f"{int(found[1])}年" if int(found[1]) else "", found.groups()[1:], found[1])


def _from_wareki(text: str) -> str:
    found = _WAREKI.fullmatch(text.strip())
    if found is None or not int(found[2]):
        return "" if _NOTHING.fullmatch(text.strip()) else text
    era = _ERAS.get(found[1]) or _LETTER_ERAS[found[1]]
    return _in_words(f"{era}{int(found[2])}年", found.groups()[2:], "")


def _in_words(year: str, rest: Sequence[str | None], seireki: str) -> str:
    month, day = (int(part or 0) for part in rest)
    if month and day:
        return f"{seireki}-{month:02}-{day:02}" if seireki else f"{year}{month}月{day}日"
    if month:
        return f"{year}{month}月日不詳"
    return f"{year}月日不詳" if year else "年月日不詳"


_WAYS: Final[Mapping[str, Turn]] = {"yyyymmdd": _from_seireki, "gyymmdd": _from_wareki}
