"""Notification (届出): by which way it came, who made it, and how that person was identified (住基法27条; REG-008 to 011).

One reader for every kind whose form has the 届出人; `planning` calls it after the plan. Identity documents are dated law
values (practice.md §1, 11). A notification whose basis is 職権 or a 通知 has no 届出人 (STD-4.2.0.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from daicho.business.movements.domain.kind import Group, Kind
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import (
    CHANNELS,
    DOCUMENTS,
    PAPER_NUMBER,
    RELATIONS,
    Sheet,
)
from daicho.business.movements.domain.world import World
from daicho.foundation.law_values import ENOUGH_POINTS, identity_points, in_force
from daicho.kernel.uncertain_dates import EXACT_PAST


class Channel(StrEnum):
    """By which way a case came (受付経路)."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"
    EX_OFFICIO = "ex_officio"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        return _CHANNEL_LABELS[self]


_CHANNEL_LABELS: Final = dict(CHANNELS) | {"ex_officio": "職権", "notice": "通知"}


class Relation(StrEnum):
    """Who makes the notification (届出人の資格): a closed list."""

    SELF = "self"
    HEAD = "head"
    HOUSEHOLD = "household"
    LEGAL_AGENT = "legal_agent"
    AGENT = "agent"
    MESSENGER = "messenger"

    @property
    def label(self) -> str:
        return dict(RELATIONS)[self.value]


BY_LAW: Final = frozenset(Relation)
"""Of 転入・転居・転出・世帯変更 the head may notify (26条), a member of the household, an agent or a messenger (27条)."""

PERSONAL: Final = frozenset(
    {Relation.SELF, Relation.LEGAL_AGENT, Relation.AGENT, Relation.MESSENGER}
)
"""What concerns one person's name or number is asked for by that person or an agent: 26条 does not reach it."""

AGENTS: Final = frozenset({Relation.AGENT, Relation.LEGAL_AGENT})
AT_THE_COUNTER: Final = frozenset({"move_in", "move_within"})
"""Kinds that are received at the counter: who comes is identified, the card is written on."""


@dataclass(frozen=True, slots=True)
class Notification:
    """The facts of one notification; `number_check` says how an agent's number was found true (REG-011)."""

    channel: Channel
    relation: Relation | None
    notifier: str
    documents: tuple[str, ...]
    authority_seen: bool
    number_check: str
    late_reason: str


def has_notifier(sheet: Sheet) -> bool:
    """Whether a form asks who made the notification."""
    return any(s.name == "notifier_relation" for part in sheet.sections for s in part.fields)


def is_notified(payload: Mapping[str, str]) -> bool:
    """Whether a paper rests on what somebody handed in, not on 職権 or a 通知."""
    return payload.get("basis", "").strip() not in ("職権", "通知")


def may_notify(kind: Kind) -> frozenset[Relation]:
    """Who may make the notification of a kind."""
    return PERSONAL if kind.group in (Group.NAMES, Group.NUMBERS) else BY_LAW


def channel_of(payload: Mapping[str, str], plan: Plan, sheet: Sheet) -> Channel:
    """The way of a planned case: as typed, or from its ground where nobody handed anything in."""
    typed = payload.get("channel", "").strip()
    if has_notifier(sheet) and is_notified(payload) and typed in dict(CHANNELS):
        return Channel(typed)
    if plan.noticed_on or plan.basis == "通知":
        return Channel.NOTICE
    return Channel.EX_OFFICIO if plan.basis == "職権" else Channel.COUNTER


def read_notification(
    reader: Reader, world: World, kind: Kind, plan: Plan | None
) -> Notification | None:
    """Read and check who notified; None where the form does not ask or the basis is not a notification."""
    if not has_notifier(kind.sheet) or not is_notified(reader.payload):
        return None
    channel = _channel(reader, kind)
    relation = _relation(reader, kind)
    documents = tuple(dict.fromkeys(d for d in map(reader.raw, DOCUMENTS) if d))
    if channel is not Channel.ONLINE:
        _check_documents(reader, documents, _day(reader, world))
    _check_authority(reader, relation)
    late_reason = reader.raw("late_reason")
    if plan is not None and plan.late and not late_reason:
        reader.alert(
            "late_reason",
            "late_without_reason",
            "届出の期限を過ぎていますが、遅れた理由がありません。",
            "期間を過ぎた届出は、理由を聞いて残します（住基法52条2項）。",
            "届出人から理由を聞き、入力してください。",
        )
    return Notification(
        channel=channel,
        relation=relation,
        notifier=reader.raw("notifier"),
        documents=documents,
        authority_seen=reader.has("authority_seen"),
        number_check=_number_check(reader, world) if relation in AGENTS else "",
        late_reason=late_reason,
    )


def _channel(reader: Reader, kind: Kind) -> Channel:
    code = reader.choice("channel", "受付経路", [code for code, _ in CHANNELS])
    channel = Channel(code or Channel.COUNTER)
    if channel is not Channel.COUNTER and kind.code in AT_THE_COUNTER:
        reader.alert(
            "channel",
            "channel_unusual",
            f"{kind.title}の届出を、{channel.label}で受けています。",
            "転入届と転居届は、窓口で受ける扱いです。",
            "受付経路を確かめてください。",
        )
    return channel


def _relation(reader: Reader, kind: Kind) -> Relation | None:
    code = reader.choice("notifier_relation", "届出人の資格", [r.value for r in Relation])
    if not code:
        return None
    relation = Relation(code)
    if relation not in may_notify(kind):
        reader.note(
            "notifier_relation",
            "notifier_not_entitled",
            f"{kind.title}は、{relation.label}からは受けられません。",
            "本人の氏名や番号に関わるため、世帯主や同一世帯の人による届出（住基法26条）の対象ではありません。",
            "委任状を確認し、任意代理人として受けてください。",
        )
    if relation is not Relation.SELF:
        reader.required("notifier", "届出人の氏名")
    return relation


def _day(reader: Reader, world: World) -> date:
    """The day on which the documents were shown: of the notification, as far as it can be read."""
    quiet = Reader(reader.payload, world.today)
    for name in ("notified_on", "petitioned_on", "requested_on"):
        found = quiet.exact_date(name, "届出日", EXACT_PAST, required=False)
        if found:
            return found
    return world.today


def _check_documents(reader: Reader, documents: tuple[str, ...], day: date) -> None:
    known = {row.code for row in in_force("identity_documents", day)}
    for name in DOCUMENTS:
        if reader.raw(name) and reader.raw(name) not in known:
            reader.note(
                name,
                "document_not_in_force",
                "届出の日には、本人確認に使えない書類です。",
                "期限の切れた種類の書類か、一覧にない書類です。",
                "ほかの書類で確かめ、選び直してください。",
            )
            return
    if identity_points(documents, day) >= ENOUGH_POINTS:
        return
    if documents:
        reader.note(
            DOCUMENTS[1],
            "second_document_needed",
            "この書類だけでは本人確認が足りません。",
            "顔写真のない書類などは、2点そろえます。",
            "併せて示された書類を、2点目に選んでください。",
        )
    elif reader.has("identity_not_shown"):
        reader.alert(
            "identity_not_shown",
            "identity_not_shown",
            "本人確認書類の提示がない届出です。",
            "届出は受理し、本人の住所へ受理の通知を送ります（住基法27条）。",
            "提示できない理由を聞き、確かめてください。",
        )
    else:
        reader.note(
            DOCUMENTS[0],
            "identity_blank",
            "本人確認書類が入力されていません。",
            "届出人が本人であることを確かめ、その方法を残します（住基法27条）。",
            "示された書類を選ぶか、「提示がない」に印を付けてください。",
        )


def _check_authority(reader: Reader, relation: Relation | None) -> None:
    if relation not in AGENTS or reader.has("authority_seen"):
        return
    what = "委任状" if relation is Relation.AGENT else "法定代理人であることを示す書類"
    reader.note(
        "authority_seen",
        "authority_not_seen",
        f"{what}の確認が済んでいません。",
        "代理人による届出では、代理権を確かめ、その旨を残します。",
        f"{what}を確かめ、印を付けてください。",
    )


def _number_check(reader: Reader, world: World) -> str:
    """How the number of an agent's paper was found true: it is the register's, or as the clerk says (REG-011)."""
    typed = reader.raw(PAPER_NUMBER) or reader.raw(f"{PAPER_NUMBER}.lookup")
    other = reader.raw("number_other_check")
    if typed and not (
        _same_as_entered(reader) or world.paper_number_of & _concerned(reader, world)
    ):
        reader.note(
            PAPER_NUMBER,
            "paper_number_differs",
            "届出書の個人番号が、台帳の個人番号と一致しません。",
            "異動する人の個人番号ではないか、書き誤りです。",
            "届出書を確かめ、正しい番号を入力してください。",
        )
        return ""
    if not typed and not other:
        reader.note(
            PAPER_NUMBER,
            "paper_number_blank",
            "個人番号の真正性の確認が済んでいません。",
            "代理人による届出では、届出書の個人番号が台帳と合うことを確かめます。",
            "届出書の個人番号を入力するか、ほかの方法で確かめたときは、その方法を入力してください。",
        )
        return ""
    return "台帳の個人番号と一致" if typed else other


def _same_as_entered(reader: Reader) -> bool:
    """Whether somebody entered anew has the number of the paper; both typed, or both sealed."""
    for part in ("", ".lookup"):
        wanted = reader.raw(f"{PAPER_NUMBER}{part}")
        blocks = (reader.under(f"persons.{n}") for n in reader.indexes("persons"))
        if wanted and any(b.raw(f"individual_number{part}") == wanted for b in blocks):
            return True
    return False


def _concerned(reader: Reader, world: World) -> frozenset[UUID]:
    """Whom the paper is about: those chosen, or everybody of the household where nobody is."""
    named = {*reader.keys("selected"), *_returning(reader)}
    people = {h.person for h in world.holdings}
    return frozenset(p for p in people if str(p) in named) if named else frozenset(people)


def _returning(reader: Reader) -> list[str]:
    blocks = (reader.under(f"persons.{n}") for n in reader.indexes("persons"))
    return [found for found in (b.raw("returning") for b in blocks) if found]
