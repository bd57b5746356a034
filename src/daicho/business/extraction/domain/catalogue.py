"""Catalogue (EUC専用のデータソース): which sources there are, and of which items; one table for every screen and the run.

A virtual source: each item is an expression over the tables of the app that keeps it, stated by that app.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final, get_args, get_type_hints

from daicho.business.certificates.public import (
    ISSUE_ITEMS,
    ISSUE_PERSON,
    ISSUE_ROWS,
    ISSUES_OF_PERSON,
    PAPERS,
    Requester,
)
from daicho.business.extraction.domain.items import DataItem, Relation, Source, Type
from daicho.foundation.audit.domain.relations import ENTRY_ITEMS, ENTRY_ROWS
from daicho.foundation.audit.public import Outcome, registry
from daicho.kernel.access import Purpose
from daicho.kernel.number_items import number_in
from daicho.kernel.uncertain_dates import ENCODED_LENGTH, LegalDate
from daicho.registers.residents.domain.item_forms import LENGTHS, LETTERS, LONG, STATUS_LABELS
from daicho.registers.residents.domain.labels import ITEM_LABELS, REASON_LABELS
from daicho.registers.residents.domain.particulars import (
    ITEM_NAMES,
    Kind,
    Particulars,
    Removal,
    ResidenceCategory,
    Sex,
)
from daicho.registers.residents.domain.relations import (
    NEWEST_ITEMS,
    NEWEST_NAME,
    VERSION_HOLDS,
    VERSION_ITEMS,
    VERSION_KNOWN,
    VERSION_PERSON,
    VERSION_ROWS,
)

RESIDENTS: Final = "residents"
ISSUES: Final = "issues"
TRAIL: Final = "trail"
NUMBER_ITEMS: Final = {name: number_in(name) for name in ITEM_NAMES if number_in(name)}
"""Items that stand for numbers of the vault, and which."""
_FREE: Final = frozenset({"remarks", "attention"})
_CODES: Final[dict[str, Mapping[str, str]]] = {
    "kind": {k.value: k.label for k in Kind},
    "sex": {s.value: s.label for s in Sex if s.value},
    "residence_category": {c.value: c.label for c in ResidenceCategory if c.value},
    "removal": {r.value: r.label for r in Removal if r.value},
}
_TYPES: Final[dict[Any, tuple[Type, int]]] = {
    LegalDate: (Type.LEGAL, ENCODED_LENGTH),
    date: (Type.DAY, 10),
    bool: (Type.FLAG, 1),
    int: (Type.NUMBER, 4),
}
_HEADINGS: Final = {
    "kind": "本人",
    "household_number": "世帯",
    "domicile": "戸籍の表示",
    "municipality_code": "住所と日",
    "name_kanji": "外国人住民",
    "voter_registered": "個別事項",
    "removal": "除票",
    "attention": "留意事項・備考",
}
"""The item that opens each heading, in the order of the record."""
HISTORY_GROUP: Final = "履歴と異動"
REMOVAL_LABEL: Final = "消除の区分"
"""`status` is called 住民票の状態 here; the standard's 住民状態 of a 除票 says how somebody left."""


def _item(
    code: str, label: str, kind: Type, sql: str, group: str, length: int = LONG, **more: Any
) -> DataItem:  # Any: the other fields of an item
    return DataItem(code=code, label=label, type=kind, length=length, sql=sql, group=group, **more)


_HEAD_NAME: Final = (
    "(CASE WHEN EXISTS (SELECT FROM residents_version {a}h"
    " WHERE {a}h.household_number = {a}.household_number AND upper({a}h.recorded) IS NULL"
    " AND {a}h.relationship_to_head = '世帯主' AND {a}h.person_id = ANY(%(hidden)s::uuid[]))"
    " THEN '' ELSE {a}.head_name END)"
)
"""世帯主の氏名 is blank where the head is somebody who may not come out."""


def _particulars() -> tuple[DataItem, ...]:
    found, group = [], ""
    hints = get_type_hints(Particulars)
    for name in ITEM_NAMES:
        group = _HEADINGS.get(name, group)
        kind, length = _TYPES.get(_inner(hints[name]), (Type.TEXT, LENGTHS.get(name, LONG)))
        if name in _CODES:
            kind, length = Type.CODE, 30
        elif name in _FREE:
            kind = Type.NOTE
        elif name in NUMBER_ITEMS:
            kind, length = Type.SECRET, 12
        found.append(
            _item(
                name,
                REMOVAL_LABEL if name == "removal" else ITEM_LABELS[name],
                kind,
                _HEAD_NAME if name == "head_name" else VERSION_ITEMS[name],
                group,
                length,
                letters=name in LETTERS,
                codes=_CODES.get(name, {}),
                free=name in _FREE,
            )
        )
    return tuple(found)


def _inner(hint: Any) -> Any:  # Any: a type as the typing module gives it
    if isinstance(hint, types.UnionType):
        return next(a for a in get_args(hint) if a is not type(None))
    return hint


_BIRTH: Final = VERSION_ITEMS["birth_date"]
AGE_SQL: Final = (
    "(SELECT extract(year FROM d.day) - extract(year FROM d.born)"
    " - CASE WHEN to_char(d.day, 'MMDD') < to_char(d.born, 'MMDD') THEN 1 ELSE 0 END"
    " FROM (SELECT %(day)s::date AS day, CASE WHEN NOT starts_with({birth}, '|')"
    " THEN split_part({birth}, '|', 4)::date END AS born) AS d)"
).replace("{birth}", _BIRTH)
"""満年齢 on the 基準日; blank where the year of birth is not known."""
_SIZE: Final = (
    "(SELECT count(*) FROM residents_version {a}s WHERE {a}s.household_number = {a}.household_number"
    " AND upper({a}s.recorded) IS NULL AND {a}s.status = 'present' AND {a}s.valid @> %(day)s::date"
    " AND {a}s.person_id <> ALL(%(hidden)s::uuid[]))"
)
_STANDING: Final = (
    _item("atena_number", "宛名番号", Type.TEXT, VERSION_ITEMS["atena_number"], "住民票", 10),
    _item("status", "住民票の状態", Type.CODE, VERSION_ITEMS["status"], "住民票", 10, codes=STATUS_LABELS),
    _item(
        "printed_name", "表示氏名", Type.TEXT,
        VERSION_ITEMS["printed_name"], "住民票", 150, letters=True,
    ),
    _item("age", "年齢", Type.NUMBER, AGE_SQL, "住民票", 3),
    _item("household_size", "世帯人数", Type.NUMBER, _SIZE, "住民票", 3),
    _item(
        "protected", "支援・抑止", Type.FLAG,
        "({a}.person_id = ANY(%(protected)s::uuid[]))", "住民票", 1,
    ),
)  # fmt: skip
_HISTORY: Final = (
    _item("history_number", "履歴番号", Type.NUMBER, VERSION_ITEMS["history_number"], HISTORY_GROUP, 6),
    _item("valid_from", "有効開始日", Type.DAY, VERSION_ITEMS["valid_from"], HISTORY_GROUP, 10),
    _item("valid_until", "有効終了日", Type.DAY, VERSION_ITEMS["valid_until"], HISTORY_GROUP, 10),
    _item("reason", "異動事由", Type.CODE, VERSION_ITEMS["reason"], HISTORY_GROUP, 60, codes=REASON_LABELS),
    _item("event_date", "異動年月日", Type.LEGAL, VERSION_ITEMS["event_date"], HISTORY_GROUP, ENCODED_LENGTH),
    _item("notified_on", "異動の届出年月日", Type.DAY, VERSION_ITEMS["notified_on"], HISTORY_GROUP, 10),
    _item("processed_at", "処理日時", Type.MOMENT, VERSION_ITEMS["processed_at"], HISTORY_GROUP, 32),
    _item("place", "入力場所", Type.TEXT, VERSION_ITEMS["place"], HISTORY_GROUP, 100),
)  # fmt: skip
_VERSION_ITEMS: Final = (*_STANDING, *_particulars(), *_HISTORY)
_ISSUE: Final = (
    _item("issued_on", "交付日", Type.DAY, ISSUE_ITEMS["issued_on"], "交付履歴", 10),
    _item("issue_number", "発行番号", Type.TEXT, ISSUE_ITEMS["issue_number"], "交付履歴", 20),
    _item("paper", "帳票の種類", Type.CODE, ISSUE_ITEMS["paper"], "交付履歴", 60, codes=PAPERS),
    _item(
        "requester", "請求者の区分", Type.CODE, ISSUE_ITEMS["requester"], "交付履歴", 30,
        codes={r.value: r.label for r in Requester},
    ),
    _item("official", "公用", Type.FLAG, ISSUE_ITEMS["official"], "交付履歴", 1),
    _item("by_post", "郵送", Type.FLAG, ISSUE_ITEMS["by_post"], "交付履歴", 1),
    _item("fee_yen", "手数料", Type.NUMBER, ISSUE_ITEMS["fee_yen"], "交付履歴", 7),
    _item("pages", "枚数", Type.NUMBER, ISSUE_ITEMS["pages"], "交付履歴", 4),
    _item("office", "交付場所", Type.TEXT, ISSUE_ITEMS["office"], "交付履歴", 100),
    _item("terminal", "交付端末", Type.TEXT, ISSUE_ITEMS["terminal"], "交付履歴", 100),
    _item("spoiled", "書損じ", Type.FLAG, ISSUE_ITEMS["spoiled"], "交付履歴", 1),
)  # fmt: skip
_MEMBER_ITEMS: Final = tuple(
    item
    for item in _VERSION_ITEMS
    if item.type is not Type.SECRET and item.code not in ("household_size", "protected")
)
_RELATIONS: Final = (
    Relation(
        code="issues",
        label="交付履歴",
        about="その人が載る証明書・通知書の1部ずつ",
        rows=ISSUES_OF_PERSON[0],
        belongs=ISSUES_OF_PERSON[1].replace("{person}", "{of}.person_id"),
        items=_ISSUE,
    ),
    Relation(
        code="history",
        label="履歴",
        about="その人の住民票の履歴の1つずつ（除票・改製原を含む）",
        rows=VERSION_ROWS,
        belongs=f"{VERSION_KNOWN} AND {{a}}.person_id = {{of}}.person_id",
        items=_MEMBER_ITEMS,
    ),
    Relation(
        code="members",
        label="世帯員",
        about="基準日に同じ世帯にいる人（本人を含む）",
        rows=VERSION_ROWS,
        belongs=(
            f"{VERSION_KNOWN} AND {VERSION_HOLDS} AND {{a}}.status = 'present'"
            " AND {a}.household_number = {of}.household_number"
        ),
        items=_MEMBER_ITEMS,
        person=VERSION_PERSON,
    ),
)
_RESIDENTS: Final = Source(
    code=RESIDENTS,
    title="住民票",
    about="現存・除票・改製原のすべての履歴。世帯、異動、カードの発行状況、支援・抑止を含みます。",
    rows=VERSION_ROWS,
    items=_VERSION_ITEMS,
    relations=_RELATIONS,
    known=VERSION_KNOWN,
    holds=VERSION_HOLDS,
    status=VERSION_ITEMS["status"],
    person=VERSION_PERSON,
    order="{a}p.atena_number, {a}.history_number, {a}.key",
)
_ISSUES: Final = Source(
    code=ISSUES,
    title="交付履歴",
    about="証明書・通知書の1部と、そこに載る人の1人ずつ。",
    rows=f"{ISSUE_ROWS} {NEWEST_NAME.replace('{person}', ISSUE_PERSON)}",
    items=(
        *_ISSUE,
        _item("atena_number", "宛名番号", Type.TEXT, NEWEST_ITEMS["atena_number"], "載る人", 10),
        _item("name", "氏名", Type.TEXT, NEWEST_ITEMS["name"], "載る人", 150, letters=True),
    ),
    person=ISSUE_PERSON,
    order="{a}.issued_on, {a}.number, {a}p.atena_number",
)


def _trail() -> Source:
    kinds = {code: known.title for code, known in registry.by_code.items()}
    return Source(
        code=TRAIL,
        title="操作の記録",
        about="操作ログの1件ずつ。だれの情報を扱ったかと、記録の本文は含みません。",
        rows=ENTRY_ROWS,
        items=(
            _item("at", "日時", Type.MOMENT, ENTRY_ITEMS["at"], "操作", 32),
            _item("kind", "操作の種類", Type.CODE, ENTRY_ITEMS["kind"], "操作", 60, codes=kinds),
            _item(
                "outcome", "結果", Type.CODE, ENTRY_ITEMS["outcome"], "操作", 10,
                codes={o.value: o.label for o in Outcome},
            ),
            _item("login", "操作者ID", Type.TEXT, ENTRY_ITEMS["login"], "操作", 64),
            _item(
                "purpose", "利用目的", Type.CODE, ENTRY_ITEMS["purpose"], "操作", 30,
                codes={p.value: p.label for p in Purpose},
            ),
            _item("terminal", "端末", Type.TEXT, ENTRY_ITEMS["terminal"], "操作", 100),
            _item("number_shown", "個人番号の表示", Type.FLAG, ENTRY_ITEMS["number_shown"], "操作", 1),
            _item("subject_count", "対象者数", Type.NUMBER, ENTRY_ITEMS["subject_count"], "操作", 7),
        ),
        order="{a}.seq",
    )  # fmt: skip


@cache
def sources() -> Mapping[str, Source]:
    """Every source by its code; made once all apps have told their audit types."""
    return {source.code: source for source in (_RESIDENTS, _ISSUES, _trail())}


@cache
def item_of(source: str, code: str, relation: str = "") -> DataItem:
    """An item of a source, or of one of its relations; KeyError when there is none."""
    return _index(source, relation)[code]


@cache
def _index(source: str, relation: str) -> Mapping[str, DataItem]:
    return {item.code: item for item in items_of(source, relation)}


def items_of(source: str, relation: str = "") -> tuple[DataItem, ...]:
    """The items of a source, or of one of its relations."""
    found = sources()[source]
    return relation_of(source, relation).items if relation else found.items


def relation_of(source: str, code: str) -> Relation:
    """A relation of a source; KeyError when there is none."""
    for relation in sources()[source].relations:
        if relation.code == code:
            return relation
    raise KeyError(code)
