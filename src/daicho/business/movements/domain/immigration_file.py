"""Files of immigration notices (長官通知のファイル, STD-4.5.6): the columns of one line, judged before any is taken.

One notice a line. A blank cell says that the notice leaves the item as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from daicho.business.movements.domain.bulk_file import (
    Cell,
    Column,
    Layout,
    read_day,
    read_lines,
    read_text,
)
from daicho.business.movements.domain.bulk_units import Row
from daicho.business.movements.domain.immigration_notice import AMEND, REMOVE
from daicho.business.movements.domain.sheet import CATEGORIES
from daicho.kernel import names
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.uncertain_dates import EXACT_ANY, SEIREKI_BIRTH, read_legal_date

MOST_NOTICES: Final = 5_000


def _one_of(choices: dict[str, str]) -> Cell:
    def read(text: str, _today: date) -> str:
        if text not in choices:
            raise Invalid(
                [
                    Problem(
                        "choice",
                        "",
                        "決められた語ではありません。",
                        f"{'、'.join(choices)}のどれかで書きます。",
                        "その行を直してください。",
                    )
                ]
            )
        return choices[text]

    return read


def _name(check: Callable[..., str]) -> Cell:
    return lambda text, _today: check(text, field="")


def _future(text: str, today: date) -> str:
    day = read_legal_date(text, field="", rule=EXACT_ANY, today=today).exact
    assert day is not None
    return day.isoformat()


def _birth(text: str, today: date) -> str:
    return read_legal_date(text, field="", rule=SEIREKI_BIRTH, today=today).display()


ITEM_COLUMNS: Final = (
    Column("新しい氏名（アルファベット）", "name_alphabet", _name(names.check_alphabet)),
    Column("新しい氏名（漢字）", "name_kanji", _name(names.check_written_name)),
    Column("国籍・地域", "nationality", read_text),
    Column(
        "法30条の45の区分",
        "residence_category",
        _one_of({label: code for code, label in CATEGORIES}),
    ),
    Column("在留資格", "residence_status", read_text),
    Column("在留期間", "residence_period", read_text),
    Column("在留期間の満了日", "residence_until", _future),
    Column("新しい在留カード番号", "residence_card_number", read_text),
    Column("新しい特別永住者証明書番号", "special_permanent_number", read_text),
    Column("上陸期間", "landing_period", read_text),
    Column("仮滞在期間", "provisional_stay_period", read_text),
    Column("新しい生年月日", "birth_date", _birth),
)
"""What a notice says anew: items of the record."""
WHO_COLUMNS: Final = (
    Column("在留カード等番号", "card_number", read_text),
    Column("氏名", "name", _name(names.check_alphabet), required=True),
    Column("生年月日", "birth", _birth, required=True),
    Column("性別", "sex", _one_of({"男": "male", "女": "female", "": ""})),
)
"""Whom it is about, as the agency knows them."""


def _check(row: Row) -> tuple[Problem, ...]:
    effect, ground = row.values["effect"], row.values["ground"]
    if effect == REMOVE and not ground:
        return (
            Problem(
                "blank",
                "事由",
                "空欄です。",
                "消除の通知には、事由が要ります。",
                "その行を直してください。",
            ),
        )
    if effect == AMEND and not any(row.values[c.item] for c in ITEM_COLUMNS):
        return (
            Problem(
                "nothing_said",
                "処理",
                "新しい内容が一つもありません。",
                "修正の通知には、新しい内容が要ります。",
                "その行を直してください。",
            ),
        )
    return ()


LAYOUT: Final = Layout(
    title="出入国在留管理庁長官通知",
    key=Column("通知番号", "number", read_text, required=True),
    columns=(
        Column("通知日", "noticed_on", read_day, required=True),
        Column("処理", "effect", _one_of({"修正": AMEND, "消除": REMOVE}), required=True),
        Column("事由の生じた日", "event_on", read_day, required=True),
        Column("事由", "ground", read_text),
        *WHO_COLUMNS,
        *ITEM_COLUMNS,
    ),
    check=_check,
)


def read_notices(text: Iterable[str], *, today: date) -> tuple[Row, ...]:
    """Every notice of a file; `Invalid` with every wrong cell by its line, and then none is taken."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for line in read_lines(text, LAYOUT, today=today):
        rows.append(line.row)
        where = f"{line.row.line_number}行目"
        problems += [
            Problem(f"notice.{p.code}", "file", f"{where} {p.field}: {p.what}", p.why, p.remedy)
            for p in line.problems
        ]
        if len(rows) > MOST_NOTICES:
            raise Invalid(
                [
                    Problem(
                        "notice.too_many",
                        "file",
                        f"一度に取り込めるのは{MOST_NOTICES:,}件までです。",
                        "一件ごとに下書きを作るためです。",
                        "分けて取り込んでください。",
                    )
                ]
            )
    if problems:
        raise Invalid(problems)
    return tuple(rows)
