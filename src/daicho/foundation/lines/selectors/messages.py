"""Messages (電文の一覧・一件): state, age and next step of what was sent and what came in; a body is shown to nobody."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, Q

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.audit_types import MESSAGES_SEEN
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.states import ACTIONS, Action, State
from daicho.foundation.lines.envelopes import KINDS, problems_of
from daicho.foundation.lines.models import Line, ReceivedMessage, SentMessage
from daicho.foundation.lines.selectors.trouble import REFUSED_FOR_GOOD
from daicho.foundation.lines.settings import lines, makers
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Invalid, Problem

PER_PAGE: Final = 50
# Later words on held messages: half of all there is, and seen on the message that they are about.
OUTCOME: Final = "outcome"
EVERY: Final = "every"
MOST_PRINTED: Final = 2_000
# What takes no notice of a person's wish, in the order in which somebody should look at it.
_FIRST: Final = (State.REFUSED, State.HELD, State.WAITING, State.STOPPED, State.ACCEPTED)
_PAGE: Final = f"""
SELECT key, is_sent, at, state, kind, party, line, matter, thread, attempts, next_attempt_at, early, trouble, by_hand_at, problems,
    made_anew
FROM (
    SELECT key, true AS is_sent, made_at AS at, state, kind, receiver AS party, line, matter, thread, attempts,
        next_attempt_at, false AS early, ({REFUSED_FOR_GOOD}) OR (state = 'waiting' AND attempts > 0) AS trouble,
        by_hand_at, problems, made_anew
    FROM lines_sentmessage s
    UNION ALL
    SELECT key, false, received_at, state, kind, sender, peer, '', thread, 0, NULL, early,
        state = 'refused' OR state = 'held', NULL, problems, NULL
    FROM lines_receivedmessage
) m WHERE {{where}} ORDER BY {{order}} LIMIT %s OFFSET %s
"""

_SUBJECTS: Final = """
SELECT s.key, o.subject FROM lines_sentmessage s
JOIN lines_sendingorder o ON o.receiver = s.receiver AND o.key = s.order_key WHERE s.key = ANY(%s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which messages a list shows; empty parts do not narrow it, but no `kind` leaves outcomes out (`EVERY`: all).

    `since` and `until` are its first and last day.
    """

    way: str = ""
    state: str = ""
    kind: str = ""
    party: str = ""
    matter: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        """From which moment until before which."""
        begin, end = self.since, self.until
        return (
            datetime.combine(begin, time(), tzinfo=TOKYO) if begin else None,
            datetime.combine(end + timedelta(days=1), time(), tzinfo=TOKYO) if end else None,
        )

    @property
    def words(self) -> str:
        given: tuple[str, ...] = (
            self.way,
            self.state,
            self.kind,
            self.party,
            "事案" if self.matter else "",
        )
        if self.since or self.until:
            given += (f"{self.since or ''}から{self.until or ''}まで",)
        return "・".join(each for each in given if each)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """One message as lists show it; `subject`, for the page of its matter: the person in whose order it goes."""

    key: UUID
    is_sent: bool
    at: datetime
    state: State
    kind: str
    party: str
    matter: str
    thread: UUID
    next_step: str
    in_trouble: bool
    problems: tuple[Problem, ...] = ()
    may_be_made_anew: bool = False
    subject: UUID | None = None

    @property
    def title(self) -> str:
        return title_of(self.kind)

    @property
    def party_label(self) -> str:
        return party_label(self.party)

    @property
    def way(self) -> str:
        return "送信" if self.is_sent else "受信"

    @property
    def age(self) -> str:
        return age_words(real_now() - self.at)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many messages stand where."""

    sent: Mapping[State, int]
    received: Mapping[State, int]

    @property
    def rows(self) -> list[tuple[State, int, int]]:
        return [(s, self.sent.get(s, 0), self.received.get(s, 0)) for s in _FIRST]


def title_of(kind: str) -> str:
    """The name of a kind in words."""
    return KINDS[kind].title if kind in KINDS else kind


def party_label(text: str) -> str:
    return Party.parse(text).label


def age_words(age: timedelta) -> str:
    """3日, 2時間, 5分, 10秒: the largest part alone."""
    seconds = max(0, int(age.total_seconds()))
    for unit, length in (("日", 86400), ("時間", 3600), ("分", 60)):
        if seconds >= length:
            return f"{seconds // length}{unit}"
    return f"{seconds}秒"


def list_messages(
    access: Access, *, wish: Wish, page: int, whole: bool = False
) -> tuple[list[MessageLine], Page[int]]:
    """One page of messages, what went wrong first, then the newest; and where it stands among the others.

    `whole` gives all of them on one page, for paper; `Invalid` for more than are printed from a screen.
    """
    check_may(access, "lines.view")
    with recorded(access, MESSAGES_SEEN) as note:
        where, given = _where(wish)
        count = _count(wish)
        if whole and count > MOST_PRINTED:
            raise Invalid([_too_many(count)])
        size = MOST_PRINTED if whole else PER_PAGE
        drawn = Paginator(range(count), size).get_page(page)
        with connection.cursor() as cursor:
            cursor.execute(
                _PAGE.format(where=where, order="trouble DESC, at DESC, key"),
                [*given, size, (drawn.number - 1) * size],
            )
            rows = cursor.fetchall()
        found = _lines_of(rows)
        note.count = len(found)
        note.say(shown=wish.words)
    return found, drawn


def states_of(matter: str, *, also: Collection[UUID] = ()) -> list[MessageLine]:
    """The messages of one matter, the oldest first: for the page of the matter, within its own act.

    `also`: those that tell of the matter beside others (a household's, of whose members each has a case), by their ids.
    """
    with connection.cursor() as cursor:
        where = "m.kind <> %s AND (m.matter = %s OR m.key = ANY(%s))"
        given: list[Any] = [OUTCOME, matter, list(also), 200, 0]  # Any: what the driver takes
        cursor.execute(_PAGE.format(where=where, order="at, key"), given)
        found = _lines_of(cursor.fetchall())
        cursor.execute(_SUBJECTS, [[line.key for line in found]])
        subjects = dict(cursor.fetchall())
    return [replace(line, subject=subjects.get(line.key)) for line in found]


def messages(*, thread: UUID) -> list[MessageLine]:
    """The messages of one thread on this system, the oldest first, for the page of whoever knows the thread."""
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(where="thread = %s", order="at, key"), [thread, 200, 0])
        return _lines_of(cursor.fetchall())


def count_states(access: Access) -> Counts:
    """How many messages stand in each state, both ways."""
    check_may(access, "lines.view")
    return Counts(
        *(
            {State(s): n for s, n in model.objects.values_list("state").annotate(Count("pk"))}
            for model in (SentMessage, ReceivedMessage)
        )
    )


def known_kinds() -> list[tuple[str, str]]:
    """The kinds that there are, with their titles; answers are no messages of their own."""
    return [(code, kind.title) for code, kind in KINDS.items() if not code.endswith(".answer")]


def known_parties() -> list[tuple[str, str]]:
    """The peers of the settings, and whoever else messages went to or came from."""
    found = lines()
    names = {str(p) for p in found.peers} if found else set()
    names |= set(SentMessage.objects.values_list("receiver", flat=True).distinct())
    names |= set(ReceivedMessage.objects.values_list("sender", flat=True).distinct())
    return [(name, party_label(name)) for name in sorted(names)]


def _where(wish: Wish) -> tuple[str, list[Any]]:  # Any: what the driver takes
    parts: list[str] = ["true"]
    given: list[Any] = []  # Any: what the driver takes
    if wish.way:
        parts.append("is_sent = %s")
        given.append(wish.way == "sent")
    if not wish.kind:
        parts.append("m.kind <> %s")
        given.append(OUTCOME)
    for column in ("state", "kind", "party", "matter"):
        value = getattr(wish, column)
        if value and value != EVERY:
            parts.append(f"m.{column} = %s")
            given.append(value)
    for sign, moment in zip((">=", "<"), wish.span, strict=True):
        if moment is not None:
            parts.append(f"m.at {sign} %s")
            given.append(moment)
    return " AND ".join(parts), given


def _too_many(count: int) -> Problem:
    return Problem(
        "too_many_to_print",
        "",
        f"{count}件あり、一度に印刷できません。",
        f"一度に印刷できるのは{MOST_PRINTED:,}件までです。",
        "期間か種類を狭めてください。",
    )


def _count(wish: Wish) -> int:
    sent, came = Q(), Q()
    for ending, moment in zip(("gte", "lt"), wish.span, strict=True):
        if moment is not None:
            sent &= Q(**{f"made_at__{ending}": moment})
            came &= Q(**{f"received_at__{ending}": moment})
    if not wish.kind:
        sent, came = sent & ~Q(kind=OUTCOME), came & ~Q(kind=OUTCOME)
    for name in ("state", "kind"):
        value = getattr(wish, name)
        if value and value != EVERY:
            sent, came = sent & Q(**{name: value}), came & Q(**{name: value})
    if wish.party:
        sent, came = sent & Q(receiver=wish.party), came & Q(sender=wish.party)
    total = 0
    if wish.way != "received":
        more = Q(matter=wish.matter) if wish.matter else Q()
        total += SentMessage.objects.filter(sent & more).count()
    if wish.way != "sent" and not wish.matter:
        total += ReceivedMessage.objects.filter(came).count()
    return total


def _lines_of(rows: list[tuple[Any, ...]]) -> list[MessageLine]:  # Any: the driver's values
    manual = set(Line.objects.filter(manual=True).values_list("peer", flat=True))
    known = lines()
    own = {str(p) for p in known.peers} if known else set()
    found = []
    for row in rows:
        (key, is_sent, at, state, kind, party, line, matter, thread) = row[:9]
        attempts, due, early, trouble, by_hand, problems, made_anew = row[9:]
        made_up = bool(made_anew) or (State(state) is State.REFUSED and not trouble)
        anew = kind in makers() and Action.MAKE_ANEW in ACTIONS[State(state)] and not made_up
        step = (
            _sent_step(
                State(state), line, own, manual, attempts, due, by_hand, anew, made_anew, made_up
            )
            if is_sent
            else _received_step(State(state), early)
        )
        found.append(
            MessageLine(
                key=key,
                is_sent=is_sent,
                at=at,
                state=State(state),
                kind=kind,
                party=party,
                matter=matter,
                thread=thread,
                next_step=step,
                in_trouble=trouble,
                problems=problems_of({"problems": json.loads(problems)}),
                may_be_made_anew=is_sent and anew,
            )
        )
    return found


def _sent_step(
    state: State,
    line: str,
    own: set[str],
    manual: set[str],
    attempts: int,
    due: datetime,
    by_hand: datetime | None,
    anew: bool,
    made_anew: UUID | None,
    made_up: bool,
) -> str:
    """What happens next to a message that was sent."""
    if state is State.HELD:
        return "相手方の処理を待っています"
    if made_anew:
        return "作り直しました"
    if made_up:
        return "この人の後の更新が受け付けられたので、対応は要りません"
    if state is State.REFUSED:
        again = "てから、作り直してください" if anew else "てください"
        return f"理由を確かめ、元の記録を直し{again}"
    if state is State.STOPPED and anew:
        return "知らせるときは、作り直してください"
    if state is not State.WAITING:
        return ""
    if line not in own:
        return "回線が設定されるのを待っています"
    if line in manual and by_hand is None:
        return "手動の回線です。送信を押してください"
    wait = due - real_now()
    if attempts and wait > timedelta():
        return f"{age_words(wait)}後に自動で送り直します"
    return "自動で送ります"


def _received_step(state: State, early: bool) -> str:
    if state is not State.HELD:
        return ""
    return "先の電文が届くのを待っています" if early else "職員の確認を待っています"
