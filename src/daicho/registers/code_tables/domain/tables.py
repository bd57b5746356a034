"""Tables (コード表の定義): every code table of the town in plain Python: columns, code, keeper, law.

A table is a row here and nothing else: lists, forms, import, history and print are one screen for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from daicho.foundation.law_values import table as law_table
from daicho.kernel.addresses import read_banchi
from daicho.kernel.errors import Missing, Problem
from daicho.registers.code_tables import ports
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.columns import Choices, Column, KeyRule, Kind
from daicho.registers.code_tables.domain.desk_tables import DESK_TABLES
from daicho.registers.code_tables.domain.line_tables import LINE_TABLES
from daicho.registers.code_tables.domain.paper_tables import PAPER_TABLES
from daicho.registers.code_tables.domain.places import Values, is_municipality, ranges_meet

CURRENT, OLD, ABOLISHED = "current", "old", "abolished"
CLOSED, OPEN = "closed", "open"
NO_HOME = "no_home"


def _problem(field: str, what: str, why: str) -> Problem:
    remedy = "確かめて入力し直してください。"
    return Problem(code="code_tables.row", field=field, what=what, why=why, remedy=remedy)


def _check_address_code(code: str, _values: Values) -> Iterable[Problem]:
    if not is_municipality(code[:5]):
        why = "先頭の5桁が、市区町村コード（JIS X 0401・0402）にありません。"
        yield _problem("code", "住所コードを受け付けられません。", why)


def _check_range(_code: str, values: Values) -> Iterable[Problem]:
    first, last = (read_banchi(values.get(name, "")).order for name in ("first", "last"))
    if last and first > last:
        yield _problem(
            "last",
            "番地の範囲を受け付けられません。",
            "「番地まで」が「番地から」より前になっています。",
        )


def district_of(code: str) -> str:
    """The code of the district that a row is a part of: 012 of 012-3."""
    return code.partition("-")[0]


def _check_districts(code: str, values: Values, other: str, theirs: Values) -> Problem | None:
    same = district_of(code) == district_of(other)
    if same and values["name"] != theirs["name"]:
        why = f"同じ区の {other} は「{theirs['name']}」です。"
        return _problem("name", "名称が、同じ区のほかの行と違います。", why)
    if ranges_meet(values, theirs):
        why = f"{other}（{theirs['name']}）の範囲と同じ番地があります。"
        return _problem("first", "番地の範囲が、ほかの行と重なります。", why)
    return None


def _check_lots(_code: str, values: Values, other: str, theirs: Values) -> Problem | None:
    if not ranges_meet(values, theirs):
        return None
    why = f"{other} の範囲と同じ番地があります。"
    return _problem("first", "番地の範囲が、ほかの行と重なります。", why)


def _check_buildings(_code: str, values: Values, other: str, theirs: Values) -> Problem | None:
    same = all(values[name] == theirs[name] for name in ("town_code", "banchi", "name"))
    why = f"{other} に、同じ地番・同じ名称の建物があります。"
    return _problem("name", "この方書は登録されています。", why) if same else None


def _check_days(_code: str, _values: Values, other: str, _theirs: Values) -> Problem | None:
    why = f"「{other}」の期間に同じ日があります。"
    return _problem("last_on", "同じ日が、もう登録されています。", why)


def _fee_kinds() -> Choices:
    return tuple({row.code: row.title for row in law_table("certificate_fees")}.items())


def _reasons() -> Choices:
    return ports.movement_reasons()


def _districts(code: str, title: str, keeper: str, law: str) -> CodeTable:
    return CodeTable(
        code=code,
        title=title,
        about="町字と番地の範囲で決まる区。一つの区は枝番で何行にも分けられる。",
        keeper=keeper,
        law=law,
        key=KeyRule(
            "区コード-枝番",
            r"[0-9A-Za-z]{1,6}(?:-[0-9]{1,4})?",
            "区コード6字までと枝番（例: 012-1）",
        ),
        columns=(
            Column("name", "名称", required=True),
            Column("town_code", "町字", Kind.TOWN, required=True, hint="大字を選ぶと丁目も含む"),
            Column("first", "番地から", Kind.BANCHI, hint="空欄は初めから"),
            Column("last", "番地まで", Kind.BANCHI, hint="空欄は終わりまで。20番は20番3号も含む"),
        ),
        check=_check_range,
        clash=_check_districts,
    )


DISTRICTS: Final = (
    _districts("districts", "地区（行政区）", "市民課", "STD-1.3.5"),
    _districts("elementary_districts", "小学校区", "学校教育課", "学校教育法施行令5条"),
    _districts("junior_high_districts", "中学校区", "学校教育課", "学校教育法施行令5条"),
    _districts("polling_districts", "投票区", "選挙管理委員会", "公職選挙法17条"),
)

TABLES: Final[dict[str, CodeTable]] = {
    table.code: table
    for table in (
        CodeTable(
            "towns",
            "住所辞書（町字）",
            "全国の町字の一覧への追加と訂正。旧町名は本籍などの入力で候補に出る。",
            "市民課",
            "STD-1.3.3",
            KeyRule(
                "住所コード", r"[0-9]{11}", "都道府県2桁・市区町村3桁・大字3桁・小字3桁の数字11桁"
            ),
            (
                Column("name", "町字名", required=True),
                Column("kana", "フリガナ", Kind.KANA, required=True),
                Column("postal_code", "郵便番号", Kind.POSTAL),
                Column(
                    "standing",
                    "区分",
                    Kind.CHOICE,
                    required=True,
                    choices=((CURRENT, "現在の町字"), (OLD, "旧町名"), (ABOLISHED, "廃止")),
                    hint="廃止は、全国の一覧にある町字を候補から外す",
                ),
                Column("remarks", "備考", limit=100),
            ),
            check=_check_address_code,
        ),
        CodeTable(
            "countries",
            "国名",
            "国籍・地域と国外の住所に使う国名。毎年、最新にする。",
            "市民課",
            "STD-1.3.3",
            KeyRule("国名コード", r"[A-Z0-9]{2,5}", "半角の英大文字と数字で2から5字"),
            (
                Column("name", "国名", required=True),
                Column("kana", "フリガナ", Kind.KANA),
                Column("full_name", "正式名称", limit=100),
            ),
        ),
        *DISTRICTS,
        CodeTable(
            "buildings",
            "方書（建物）",
            "アパート・マンション・寮など。地番から引き、建物から地番は引かない。",
            "市民課",
            "STD-1.3.4、STD-4.0.7",
            KeyRule("建物番号"),
            (
                Column("town_code", "町字", Kind.TOWN, required=True),
                Column("banchi", "番地・号", Kind.BANCHI, required=True),
                Column("name", "方書", required=True, limit=100),
                Column("kana", "フリガナ", Kind.KANA),
            ),
            clash=_check_buildings,
        ),
        CodeTable(
            "lots",
            "住居表示・特殊地番",
            "住居表示・区画整理の区域、特殊な地番、住所を置けない土地。",
            "市民課",
            "STD-1.3.2、住居表示に関する法律",
            KeyRule("土地番号"),
            (
                Column("town_code", "町字", Kind.TOWN, required=True),
                Column("first", "番地から", Kind.BANCHI, hint="空欄は初めから"),
                Column("last", "番地まで", Kind.BANCHI, hint="空欄は終わりまで"),
                Column(
                    "standing",
                    "区分",
                    Kind.CHOICE,
                    required=True,
                    choices=(
                        ("block", "住居表示"),
                        ("readjusted", "区画整理"),
                        ("special", "特殊地番"),
                        (NO_HOME, "住所を置けない"),
                    ),
                ),
                Column("words", "書き方・説明", limit=100),
            ),
            check=_check_range,
            clash=_check_lots,
        ),
        CodeTable(
            "offices",
            "入力場所",
            "本庁・支所・出張所・利用課。端末は端末の管理で登録し、同じ名称で結び付く。",
            "市民課",
            "STD-1.3.1",
            KeyRule("場所コード"),
            (
                Column("name", "名称", required=True, limit=100),
                Column(
                    "kind",
                    "種類",
                    Kind.CHOICE,
                    required=True,
                    choices=(
                        ("main", "本庁"),
                        ("branch", "支所"),
                        ("sub_branch", "出張所"),
                        ("section", "利用課"),
                    ),
                ),
            ),
        ),
        *PAPER_TABLES,
        CodeTable(
            "certificate_fees",
            "手数料",
            "証明書1通の額（円）。ここに行があれば、法令の数値の見本より先に使う。",
            "市民課",
            "地方自治法227条",
            KeyRule("証明書", choices=_fee_kinds),
            (
                Column("yen", "額（円）", Kind.NUMBER, required=True),
                Column("source", "根拠", required=True, limit=100, hint="条例の名称と条"),
            ),
        ),
        *DESK_TABLES,
        *LINE_TABLES,
        CodeTable(
            "closing_days",
            "閉庁日",
            "条例で定める休日と、条例で開庁日とする日。土日・祝日・年末年始は初めから休日。",
            "総務課",
            "地方自治法4条の2",
            KeyRule("名称", r"\S.{0,29}", "30字まで（例: 市制記念日 R9）"),
            (
                Column(
                    "kind",
                    "区分",
                    Kind.CHOICE,
                    required=True,
                    choices=((CLOSED, "閉庁日"), (OPEN, "開庁日")),
                ),
                Column("source", "根拠", limit=100, hint="条例の名称と条"),
            ),
            clash=_check_days,
            bounded=True,
        ),
        CodeTable(
            "attention_notes",
            "留意事項",
            "異動事由ごとの文。異動を入れると統合記載欄に自動で入る。",
            "市民課",
            "STD-1.1.14",
            KeyRule("異動事由", choices=_reasons),
            (Column("text", "留意事項", Kind.NOTE, required=True, limit=200),),
        ),
        CodeTable(
            "eras",
            "元号",
            "改元のとき、始まる日から新しい元号を足す。始まる日より前の表示は変わらない。",
            "市民課",
            "元号法、STD-1.3.6",
            KeyRule("記号", r"[A-Z]", "半角の英大文字1字"),
            (
                Column("kanji", "元号", required=True, limit=2),
                Column("source", "根拠", required=True, limit=100, hint="政令の番号"),
            ),
        ),
    )
}


def code_table(code: str) -> CodeTable:
    """The definition of a table; `Missing` for one that is not there."""
    if code not in TABLES:
        raise Missing(
            "このコード表はありません。",
            why="コード表の名前が違います。",
            remedy="コード表の一覧から選び直してください。",
            code="code_tables.no_table",
        )
    return TABLES[code]
