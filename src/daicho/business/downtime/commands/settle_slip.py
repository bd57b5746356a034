"""Settle a number (用紙の番号の突合): what became of each after the stop, and the set closed when every one says so."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from daicho.business.downtime import ports
from daicho.business.downtime.audit_types import SET_CLOSED, SLIP_SETTLED
from daicho.business.downtime.domain.slips import PAPER_SET, Kind, SlipState
from daicho.business.downtime.models import PaperSet, Slip
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a number: `refers` where it was used, `words` where it was spoiled."""

    state: str
    refers: str = ""
    words: str = ""


def settle_slip(
    access: Access, *, paper_set: UUID, slip: str, edition: int, outcome: Outcome
) -> None:
    """Say what became of one number, or say it anew while the set is open.

    `Invalid` for a use without the number that it was entered under, a number that the system does not know or that was
    not entered as 後日入力, one that another slip has already, or a spoiled one without words.
    """
    with recorded(access, SLIP_SETTLED) as note:
        row = _lock(access, paper_set, edition)
        line = Slip.objects.filter(paper_set=row, number=slip).first()
        if line is None:
            raise Missing(
                "この番号は、この用紙にありません。", remedy="一覧から選び直してください。"
            )
        state, refers = _checked(outcome), outcome.refers.strip()
        found = _entered(access, line, refers) if state is SlipState.USED else None
        line.state = state.value
        line.refers = refers if found else ""
        line.url = found.url if found else ""
        line.words = outcome.words.strip()
        _settled(access, line)
        line.save(
            update_fields=[
                "state",
                "refers",
                "url",
                "words",
                "settled_at",
                "settled_by",
                "settled_by_name",
            ]
        )
        row.edition += 1
        row.save(update_fields=["edition"])
        _describe(note, row)
        note.say(slip=line.number, state=line.state, refers=line.refers)


def settle_rest(access: Access, *, paper_set: UUID, edition: int) -> int:
    """Say of every number that nothing was said of that it was not used; returns how many."""
    with recorded(access, SLIP_SETTLED) as note:
        row = _lock(access, paper_set, edition)
        rest = list(Slip.objects.filter(paper_set=row, state=SlipState.RESERVED.value))
        for line in rest:
            line.state = SlipState.UNUSED.value
            _settled(access, line)
        Slip.objects.bulk_update(rest, ["state", "settled_at", "settled_by", "settled_by_name"])
        row.edition += 1
        row.save(update_fields=["edition"])
        _describe(note, row)
        note.count = len(rest)
        note.say(state=SlipState.UNUSED.value)
    return len(rest)


def close_set(access: Access, *, paper_set: UUID, edition: int) -> None:
    """End the comparison; `Conflict` while a number says nothing."""
    with recorded(access, SET_CLOSED) as note:
        row = _lock(access, paper_set, edition)
        open_ones = Slip.objects.filter(paper_set=row, state=SlipState.RESERVED.value).count()
        if open_ones:
            raise Conflict(
                f"確認していない番号が{open_ones}件あります。",
                why="使用・未使用・書損じが決まらない番号があると、紙の届出が入力されたか分かりません。",
                remedy="残りの番号を確かめてから終えてください。",
                code="downtime.open_slips",
            )
        row.edition += 1
        row.closed_at = business_now()
        row.closed_by_name = access.name
        row.save(update_fields=["edition", "closed_at", "closed_by_name"])
        _describe(note, row)


def _lock(access: Access, paper_set: UUID, edition: int) -> PaperSet:
    check_may(access, "downtime.make")
    row = PaperSet.objects.select_for_update().filter(key=paper_set).first()
    if row is None:
        raise PAPER_SET.missing()
    state = "突合を終えたもの" if row.closed_at else "突合中"
    PAPER_SET.check_standing(row.closed_at is None, state=state)
    PAPER_SET.check_page(edition, edition=row.edition)
    return row


def _checked(outcome: Outcome) -> SlipState:
    states = {each.value for each in SlipState} - {SlipState.RESERVED.value}
    if outcome.state not in states:
        raise _wrong("state", "使用・未使用・書損じのどれかを選んでください。")
    state = SlipState(outcome.state)
    if state is SlipState.USED and not outcome.refers.strip():
        raise _wrong("refers", "使った番号には、入力した後の番号が要ります。")
    if state is SlipState.SPOILED and not outcome.words.strip():
        raise _wrong("words", "書損じの理由を入力してください。")
    return state


def _entered(access: Access, line: Slip, refers: str) -> ports.Entered:
    kind = Kind(line.kind)
    find = ports.entered_case if kind is Kind.RECEPTION else ports.issued_sheet
    found = find(access, refers)
    if found is None:
        raise _wrong("refers", f"{kind.refers_label}「{refers}」は、システムにありません。")
    if not found.later:
        raise _wrong("refers", f"「{refers}」は、後日入力として入力されていません。")
    if Slip.objects.filter(kind=line.kind, refers=refers).exclude(pk=line.pk).exists():
        raise _wrong("refers", f"「{refers}」は、別の用紙の番号に対応付けられています。")
    return found


def _wrong(field: str, what: str) -> Invalid:
    return Invalid(
        [
            Problem(
                f"downtime.{field}",
                field,
                what,
                "紙で受けたものが、残らず一度だけ入力されたことを確かめます。",
                "紙の受付簿・交付簿と見比べて直してください。",
            )
        ]
    )


def _settled(access: Access, line: Slip) -> None:
    line.settled_at = business_now()
    line.settled_by = access.staff_key
    line.settled_by_name = access.name


def _describe(note: Note, row: PaperSet) -> None:
    note.say(number=row.number, receptions=row.receptions, issues=row.issues)
