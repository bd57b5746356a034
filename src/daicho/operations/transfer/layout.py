"""Layout (移行ファイルの構成): which files there are, their items with type and length, and what the codes mean.

One table for both directions, for the five tables of the 中間標準レイアウト that go with an export (STD-10.6), and for the
checks of an import. Headers are our item names; another system's are mapped by a profile.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

from daicho.kernel.number_items import number_in
from daicho.kernel.uncertain_dates import (
    ADDRESS_SINCE,
    BIRTH,
    ENCODED_LENGTH,
    EVENT_UNCERTAIN,
    OLD_ALIEN_REGISTRATION,
    RESIDENT_SINCE,
    DateRule,
    LegalDate,
)
from daicho.registers.residents.domain.item_forms import LENGTHS, LETTERS, LONG, STATUS_LABELS
from daicho.registers.residents.domain.labels import ITEM_LABELS, REASON_LABELS
from daicho.registers.residents.domain.particulars import (
    Kind,
    Particulars,
    Removal,
    ResidenceCategory,
    Sex,
)

VERSION: Final = "1.0"


class Type(StrEnum):
    """What a value is; the value is its name in データ項目一覧表."""

    TEXT = "文字"
    NOTE = "文章"
    DAY = "日付"
    LEGAL = "年月日（不詳を含む）"
    MOMENT = "日時"
    FLAG = "0か1"
    NUMBER = "整数"
    CODE = "コード"
    REFERENCE = "参照"
    JSON = "JSON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One item of a file: `length` in characters; `sql` is its expression in an export.

    `default`: what a blank stands for. `letters`: 外字 are written as 文字情報基盤 has them.
    """

    code: str
    label: str
    type: Type
    length: int
    sql: str
    required: bool = False
    default: str = ""
    letters: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    rule: DateRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file. `points_at`: (our item, file, its item) of the 関連図; `beside`: outside of the residents' own layout."""

    code: str
    title: str
    columns: tuple[Column, ...]
    points_at: tuple[tuple[str, str, str], ...] = ()
    encrypted: bool = False
    beside: bool = False
    required: bool = False

    @property
    def name(self) -> str:
        return f"{self.code}.csv.age" if self.encrypted else f"{self.code}.csv"

    def column(self, label: str) -> Column:
        return next(c for c in self.columns if c.label == label)


_RULES: Final = {
    "birth_date": BIRTH,
    "address_since": ADDRESS_SINCE,
    "resident_since": RESIDENT_SINCE,
    "foreign_resident_since": RESIDENT_SINCE,
    "removal_event_date": EVENT_UNCERTAIN,
    "old_alien_registration_date": OLD_ALIEN_REGISTRATION,
}
_ITEM_CODES: Final[dict[str, Mapping[str, str]]] = {
    "kind": {k.value: k.label for k in Kind},
    "sex": {s.value: s.label for s in Sex if s.value},
    "residence_category": {c.value: c.label for c in ResidenceCategory if c.value},
    "removal": {r.value: r.label for r in Removal if r.value},
}
_NEEDED: Final = frozenset(
    {"kind", "birth_date", "household_number", "municipality_code", "address"}
)
_HINTS: Final = get_type_hints(Particulars)


def _item(name: str) -> Column:
    hint = _HINTS[name]
    inner = _inner(hint)
    kind, length = _TYPES.get(inner, (Type.TEXT, LENGTHS.get(name, LONG)))
    if name in _ITEM_CODES:
        kind, length = Type.CODE, 30
    elif name in ("remarks", "attention"):
        kind = Type.NOTE
    return Column(
        code=name,
        label=f"{ITEM_LABELS[name]}の参照" if number_in(name) else ITEM_LABELS[name],
        type=kind,
        length=length,
        sql=f"v.{name}",
        required=name in _NEEDED,
        default="0" if hint is bool else "",
        letters=name in LETTERS,
        codes=_ITEM_CODES.get(name, {}),
        rule=_RULES.get(name),
    )


def _inner(hint: Any) -> Any:  # Any: a type as the typing module gives it
    if isinstance(hint, types.UnionType):
        return next(a for a in get_args(hint) if a is not type(None))
    return hint


_TYPES: Final[dict[Any, tuple[Type, int]]] = {
    LegalDate: (Type.LEGAL, ENCODED_LENGTH),
    date: (Type.DAY, 10),
    bool: (Type.FLAG, 1),
    int: (Type.NUMBER, 4),
    UUID: (Type.REFERENCE, 64),
}


def _own(
    code: str, label: str, kind: Type, sql: str, length: int = 64, **more: Any
) -> Column:  # Any: the other fields of a column
    return Column(code=code, label=label, type=kind, length=length, sql=sql, **more)


_ATENA: Final = _own("atena_number", "宛名番号", Type.TEXT, "p.atena_number", 10, required=True)
_STANDING: Final = (
    _ATENA,
    _own("ordinal", "住民票の番", Type.NUMBER, "r.ordinal", 4, default="1"),
    _own("opened_by", "住民票を起こした異動番号", Type.REFERENCE, "r.opened_by"),
    _own("history_number", "履歴番号", Type.NUMBER, "v.history_number", 6, required=True),
    _own("valid_from", "有効開始日", Type.DAY, "lower(v.valid)", 10),
    _own("valid_until", "有効終了日", Type.DAY, "upper(v.valid)", 10),
    _own("no_days", "期間なし", Type.FLAG, "isempty(v.valid)", 1, default="0"),
    _own("recorded_from", "記録日時", Type.MOMENT, "lower(v.recorded)", 32),
    _own("recorded_until", "記録終了日時", Type.MOMENT, "upper(v.recorded)", 32),
    _own("status", "履歴の状態", Type.CODE, "v.status", 10, required=True, codes=STATUS_LABELS),
)
_CHANGE: Final = (
    _own("change", "異動番号", Type.REFERENCE, "c.key"),
    _own("case", "案件番号", Type.REFERENCE, 'c."case"'),
    _own("change_kind", "異動の種類", Type.TEXT, "c.kind", 60, default="migration"),
    _own(
        "reason", "異動事由", Type.CODE, "c.reason", 60, required=True, codes=REASON_LABELS
    ),
    _own("basis", "届出等の別", Type.TEXT, "c.basis", 60),
    _own(
        "event_date", "異動年月日", Type.LEGAL, "c.event_date", ENCODED_LENGTH, rule=EVENT_UNCERTAIN,
        required=True,
    ),
    _own("notified_on", "届出年月日", Type.DAY, "c.notified_on", 10),
    _own("petitioned_on", "申出年月日", Type.DAY, "c.petitioned_on", 10),
    _own("noticed_on", "通知年月日", Type.DAY, "c.noticed_on", 10),
    _own("requested_on", "請求年月日", Type.DAY, "c.requested_on", 10),
    _own("processed_at", "処理日時", Type.MOMENT, "c.processed_at", 32, required=True),
    _own("place", "入力場所", Type.TEXT, "c.place", 100),
    _own("terminal", "入力端末", Type.TEXT, "c.terminal", 100),
    _own("entered_by", "入力者の参照", Type.REFERENCE, "c.entered_by"),
    _own("examined_by", "審査者の参照", Type.REFERENCE, "c.examined_by"),
    _own("approved_by", "決裁者の参照", Type.REFERENCE, "c.approved_by"),
    _own("change_attention", "異動の留意事項", Type.NOTE, "c.attention", 2000),
)  # fmt: skip

RESIDENTS: Final = File(
    code="residents",
    title="住民票（履歴）",
    columns=(*_STANDING, *_CHANGE, *(_item(f.name) for f in fields(Particulars))),
    points_at=(
        ("世帯番号", "households", "世帯番号"),
        ("個人番号の参照", "numbers", "番号の参照"),
        ("住民票コードの参照", "numbers", "番号の参照"),
    ),
    required=True,
)
OWN: Final = len(_STANDING) + len(_CHANGE)
"""Items before those of the 住民票 itself."""

HOUSEHOLDS: Final = File(
    code="households",
    title="世帯番号",
    columns=(
        _own("number", "世帯番号", Type.TEXT, "h.number", 10, required=True),
        _own("given_at", "付番日時", Type.MOMENT, "h.given_at", 32, required=True),
    ),
)
NUMBER_KINDS: Final = {"individual_number": "個人番号", "resident_record_code": "住民票コード"}
NUMBERS: Final = File(
    code="numbers",
    title="番号",
    columns=(
        _own("ref", "番号の参照", Type.REFERENCE, "n.key", required=True),
        _own("kind", "番号の種類", Type.CODE, "n.kind", 30, required=True, codes=NUMBER_KINDS),
        _own("digits", "番号", Type.TEXT, "", 12, required=True),
    ),
    encrypted=True,
)
MEMOS: Final = File(
    code="memos",
    title="メモ",
    columns=(
        _own("memo", "メモの番号", Type.REFERENCE, "m.memo", required=True),
        _own("edition", "メモの版", Type.NUMBER, "m.edition", 4, required=True),
        _ATENA,
        _own("text", "内容", Type.NOTE, "m.text", 2000),
        _own("written_at", "記入日時", Type.MOMENT, "m.written_at", 32, required=True),
        _own("written_by", "記入者の参照", Type.REFERENCE, "m.written_by", required=True),
        _own("written_by_login", "記入者", Type.TEXT, "m.written_by_login", 64, required=True),
    ),
    points_at=(("宛名番号", "residents", "宛名番号"),),
    beside=True,
)


def _kept(table: str) -> tuple[Column, ...]:
    return (
        _own("kept_at", "登録日時", Type.MOMENT, f"{table}.kept_at", 32, required=True),
        _own("kept_by", "登録者の参照", Type.REFERENCE, f"{table}.kept_by", required=True),
        _own("kept_by_name", "登録者", Type.TEXT, f"{table}.kept_by_name", 100, required=True),
    )


_LEVELS: Final = {"none": "なし", "alert": "確認", "error": "不可"}
SUPPRESSIONS: Final = File(
    code="suppressions",
    title="抑止",
    columns=(
        _own("kind", "抑止の種類", Type.TEXT, "s.kind", 60, required=True),
        _own("atena_number", "宛名番号", Type.TEXT, "p.atena_number", 10),
        _own("household", "世帯番号", Type.TEXT, "s.household", 10),
        _own("movement", "異動の抑止", Type.CODE, "s.movement", 10, required=True, codes=_LEVELS),
        _own(
            "certificate",
            "発行の抑止",
            Type.CODE,
            "s.certificate",
            10,
            required=True,
            codes=_LEVELS,
        ),
        _own("look_up", "照会の抑止", Type.CODE, "s.look_up", 10, required=True, codes=_LEVELS),
        _own("starts_on", "開始日", Type.DAY, "s.starts_on", 10, required=True),
        _own("ends_on", "見直しの日", Type.DAY, "s.ends_on", 10),
        _own("reason", "抑止の理由", Type.TEXT, "s.reason", 500, required=True),
        _own("set_at", "設定日時", Type.MOMENT, "s.set_at", 32, required=True),
        _own("set_by", "設定者の参照", Type.REFERENCE, "s.set_by", required=True),
        _own("set_by_name", "設定者", Type.TEXT, "s.set_by_name", 100, required=True),
        _own("ended_at", "解除日時", Type.MOMENT, "s.ended_at", 32),
        _own("ended_by", "解除者の参照", Type.REFERENCE, "s.ended_by"),
        _own("ended_by_name", "解除者", Type.TEXT, "s.ended_by_name", 100),
        _own("end_reason", "解除の理由", Type.TEXT, "s.end_reason", 500),
    ),
    points_at=(("宛名番号", "residents", "宛名番号"), ("世帯番号", "households", "世帯番号")),
    beside=True,
)
MEASURES: Final = File(
    code="measures",
    title="支援措置（版）",
    columns=(
        _own("measure", "支援措置の番号", Type.REFERENCE, "e.measure", required=True),
        _own("edition", "支援措置の版", Type.NUMBER, "e.edition", 6, required=True),
        _own("act", "行った事務", Type.TEXT, "e.act", 60, required=True),
        _own("facts", "内容", Type.JSON, "e.facts", 20_000, required=True),
        *_kept("e"),
        _own("replaced_at", "次の版の日時", Type.MOMENT, "e.replaced_at", 32),
    ),
    points_at=(("内容", "residents", "宛名番号"),),
    beside=True,
)
NOTICE_WISHES: Final = File(
    code="notice_wishes",
    title="本人通知の事前登録",
    columns=(
        _ATENA,
        _own("applied_on", "申込日", Type.DAY, "w.applied_on", 10, required=True),
        _own("starts_on", "開始日", Type.DAY, "w.starts_on", 10, required=True),
        _own("ends_on", "終了日", Type.DAY, "w.ends_on", 10, required=True),
        *_kept("w"),
        _own("ended_on", "廃止日", Type.DAY, "w.ended_on", 10),
        _own("ended_at", "廃止日時", Type.MOMENT, "w.ended_at", 32),
        _own("ended_by", "廃止した人の参照", Type.REFERENCE, "w.ended_by"),
        _own("end_reason", "廃止の理由", Type.TEXT, "w.end_reason", 500),
    ),
    points_at=(("宛名番号", "residents", "宛名番号"),),
    beside=True,
)
CODE_TABLES: Final = File(
    code="code_tables",
    title="コード表の行",
    columns=(
        _own("table", "表", Type.TEXT, 't."table"', 60, required=True),
        _own("code", "コード", Type.TEXT, "t.code", 100, required=True),
        _own("seq", "行番号", Type.NUMBER, "t.seq", 12, required=True),
        _own("valid_from", "有効開始日", Type.DAY, "lower(t.valid)", 10),
        _own("valid_until", "有効終了日", Type.DAY, "upper(t.valid)", 10),
        _own("values", "値", Type.JSON, 't."values"', 20_000, required=True),
        _own("act", "登録の番号", Type.REFERENCE, "t.act", required=True),
        _own("recorded_at", "登録日時", Type.MOMENT, "t.recorded_at", 32, required=True),
        _own("recorded_by", "登録者の参照", Type.REFERENCE, "t.recorded_by", required=True),
        _own("recorded_by_name", "登録者", Type.TEXT, "t.recorded_by_name", 100, required=True),
        _own("reason", "理由", Type.TEXT, "t.reason", 500),
        _own("closed_act", "廃止の番号", Type.REFERENCE, "t.closed_act"),
        _own("closed_at", "廃止日時", Type.MOMENT, "t.closed_at", 32),
        _own("closed_by", "廃止した人の参照", Type.REFERENCE, "t.closed_by"),
        _own("closed_by_name", "廃止した人", Type.TEXT, "t.closed_by_name", 100),
        _own("closed_reason", "廃止の理由", Type.TEXT, "t.closed_reason", 500),
    ),
    beside=True,
)
FILES: Final = (
    RESIDENTS,
    HOUSEHOLDS,
    NUMBERS,
    MEMOS,
    SUPPRESSIONS,
    MEASURES,
    NOTICE_WISHES,
    CODE_TABLES,
)
BY_CODE: Final = {file.code: file for file in FILES}
MANIFEST: Final = "manifest.json"
