"""本人確認情報ファイル of the prefecture and the nation: one row per person, and who answers for it.

Items are kept in the numbers of `identity-38`: what the layouts have in common, and the former surname (旧氏).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg.types.json import Jsonb

from outside.calendar_days import is_certainly_before
from outside.desk import Accepted, Desk
from outside.problems import Problem, Refusal, refuse

Items = dict[str, str]

# What the prefecture and the nation may be told (JUK-003), beside the former surname.
TOLD = frozenset(
    {"1", "2", "4", "5", "6", "7", "8", "10", "11", "12", "13", "21", "22", "24", "25", "29", "35"}
)
# Where each layout has 旧氏 (漢字, ふりがな), and where the file keeps it.
FORMER_SURNAME = {
    "identity-38": {"37": "37", "38": "38"},
    "identity-40": {"37": "37", "39": "38"},
    "identity-40-2025": {"37": "37", "39": "38"},
}
BEGINNING = frozenset(
    {
        "国内転入",
        "国外転入等",
        "出生",
        "職権記載（帰化等）",
        "職権記載（国籍喪失）",
        "職権記載",
    }
)
RESTORING = "異動の取消し（減）"
ENDING = frozenset(
    {
        "国内転出",
        "国外転出",
        "死亡",
        "職権消除（帰化等）",
        "職権消除（国籍喪失）",
        "職権消除",
        "異動の取消し（増）",
    }
)
PRESENT = "現存"


@dataclass(frozen=True, slots=True)
class Update:
    """One update, read: who answers for the person now, and the items."""

    municipality: str
    items: Items
    message: str

    @property
    def code(self) -> str:
        return self.items["1"]

    @property
    def reason(self) -> str:
        return self.items["21"]

    @property
    def event_on(self) -> str:
        return self.items["22"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file says of the person: who answers for them since which 異動年月日 (empty: not known), and their standing."""

    municipality: str
    status: str
    since: str


def read(body: Mapping[str, object], *, message: str) -> Update:
    """An update of any layout. Raises `Refusal` for items that may not be told."""
    layout, given = body["layout"], body["items"]
    assert isinstance(layout, str)  # the schema has seen them
    assert isinstance(given, Mapping)
    surname = FORMER_SURNAME[layout]
    beyond = sorted(set(given) - TOLD - set(surname), key=int)
    if beyond:
        raise Refusal([_not_told(number) for number in beyond])
    items = {number: value for number, value in given.items() if number in TOLD}
    items |= {kept: given[number] for number, kept in surname.items() if number in given}
    return Update(items["8"], items, message)


def apply(desk: Desk, update: Update) -> Accepted:
    """Bring the file up to date: the update `began`, `moved` or `changed` the row, or is only in its history (`passed`).

    The order of a person's messages is each sender's own: what a former municipality did before the person left may come
    after the 転入 elsewhere. It is taken into the history, and the answer says so. Raises `Refusal` when the file says that
    it cannot be.
    """
    _rename(desk, update)
    row = desk.connection.execute(
        "SELECT municipality, status, since FROM identity WHERE party = %s AND code = %s FOR UPDATE",
        [str(desk.party), update.code],
    ).fetchone()
    kept = Kept(row["municipality"], row["status"], row["since"]) if row else None
    effect = _effect(update, kept)
    if effect != "passed":
        anew = effect != "changed" or update.reason in BEGINNING
        desk.connection.execute(
            "INSERT INTO identity (party, code, municipality, status, items, since) VALUES (%s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (party, code) DO UPDATE SET municipality = excluded.municipality,"
            " status = excluded.status, items = excluded.items, since = excluded.since, changed_at = clock_timestamp()",
            [
                str(desk.party),
                update.code,
                update.municipality,
                update.items["35"],
                Jsonb(update.items),
                update.event_on if anew or kept is None else kept.since,
            ],
        )
    desk.connection.execute(
        "INSERT INTO update_taken (party, code, municipality, reason, effect, message)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [
            str(desk.party),
            update.code,
            update.municipality,
            update.reason,
            effect,
            update.message,
        ],
    )
    return Accepted((_SUPERSEDED,) if effect == "passed" else ())


def _effect(update: Update, kept: Kept | None) -> str:
    reason = update.reason
    if kept is None:
        if reason in BEGINNING or reason == RESTORING:
            return "began"
        raise refuse(
            "identity.unknown_person",
            "items.1",
            "住民票コードに当たる人がありません。",
            f"異動事由「{reason}」は、すでに記録のある人の更新です。",
            "住民票コードを確かめ、記載の更新を先に送ってください。",
        )
    if kept.municipality != update.municipality:
        return _effect_of_another(update, kept)
    if reason in BEGINNING and kept.status == PRESENT:
        raise refuse(
            "identity.already_present",
            "items.21",
            "現存する住民への記載です。",
            f"この市町村に現存する人に、異動事由「{reason}」は使えません。",
            "異動事由を確かめて、訂正してください。",
        )
    return "changed"


def _effect_of_another(update: Update, kept: Kept) -> str:
    """What a municipality may still say of somebody for whom another one answers."""
    reason = update.reason
    if reason in BEGINNING:
        is_late = kept.status == PRESENT and is_certainly_before(update.event_on, kept.since)
        return "passed" if is_late else "moved"
    if reason == RESTORING:
        if kept.status != PRESENT:
            return "moved"
    elif reason in ENDING or update.items["35"] != PRESENT:
        return "passed"  # they know that the person is gone
    elif update.event_on == kept.since or is_certainly_before(update.event_on, kept.since):
        return "passed"  # done while the person was still theirs
    raise refuse(
        "identity.not_responsible",
        "items.8",
        "別の市町村の住民です。",
        "この人の記録は、この異動の日より前に、別の市町村に移っています。",
        "転入通知を確かめ、転出（届出がないときは職権消除）を記録してください。その更新が届けば、この電文の対応は終わりです。",
    )


def _rename(desk: Desk, update: Update) -> None:
    """A changed 住民票コード: the row goes on under the new one; where that has a row already, it is the person's only one."""
    former = update.items.get("24")
    if former is None or former == update.code:
        return
    about = {
        "new": update.code,
        "party": str(desk.party),
        "former": former,
        "told": Jsonb({n: update.items[n] for n in ("24", "25") if n in update.items}),
    }
    there = desk.connection.execute(
        "UPDATE identity SET items = %(told)s || items WHERE party = %(party)s AND code = %(new)s RETURNING code",
        about,
    ).fetchone()
    desk.connection.execute(
        "DELETE FROM identity WHERE party = %(party)s AND code = %(former)s"
        if there
        else "UPDATE identity SET code = %(new)s WHERE party = %(party)s AND code = %(former)s",
        about,
    )


_SUPERSEDED = Problem(
    "identity.superseded",
    "items.8",
    "履歴として受け付けました。今の記録は変わりません。",
    "この人の記録は、すでに別の市町村に移っています。移る前の異動や、消除の後の修正は、履歴にだけ残ります。",
    "対応は要りません。",
)


def _not_told(number: str) -> Problem:
    return Problem(
        "identity.item_not_allowed",
        f"items.{number}",
        "提供できない事項が含まれています。",
        f"項目{number}は、都道府県知事と機構に提供する事項ではありません（住基法30条の6）。",
        "提供する事項だけを送ってください。",
    )
