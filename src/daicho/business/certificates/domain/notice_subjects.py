"""Subjects of notices (通知の対象と宛先): which notices a case gives rise to, about whom, and to whom they go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from daicho.business.certificates.domain.composition import address_line
from daicho.business.certificates.domain.notice import Occasion, Subject, Timing
from daicho.foundation.documents.sheets import Addressee
from daicho.kernel.addresses import municipalities
from daicho.registers.residents.domain.case_acts import CaseAct, Effect
from daicho.registers.residents.domain.particulars import Particulars

MOVES_HERE: Final = frozenset({"entry_domestic_move_in", "correction_move_within"})
HOUSEHOLD: Final = frozenset(
    {"household_split", "household_merge", "household_transfer", "household_head_change"}
)
MOVES_AWAY: Final = frozenset({"removal_domestic_move_out", "removal_overseas_move_out"})
# What the law wants to be notified (住基法22条から25条): the same, and coming from abroad.
NOTIFIABLE: Final = MOVES_HERE | HOUSEHOLD | MOVES_AWAY | {"entry_overseas_move_in"}
# 失踪宣告 and the like rest on a court or the family register, not on a notification of the resident.
WITHOUT_DUTY: Final = frozenset({"disappearance", "declared_missing", "immigration_notice"})
CODE_CHANGE: Final = "code_change_request"
SPECIAL_MOVE_OUT: Final = "special_move_out"
NOTIFICATION, EX_OFFICIO = "届出", "職権"
# Whoever is left alone is made head ex officio and need not notify (住基法25条, household-rules N-02).
FEWEST_TO_CHOOSE: Final = 2


def to_person(items: Particulars) -> Addressee:
    """Somebody at the address of the register."""
    return Addressee(items.printed_name, address_line(items), items.postal_code)


def to_destination(code: str, address: str) -> Addressee:
    """The head of the municipality where somebody goes; an address without a code is asked by its own words."""
    found = next((one for one in municipalities() if one.code == code), None)
    if found is None:
        return Addressee(f"{address} を管轄する市区町村長")
    return Addressee(f"{found.prefecture}{found.name}長")


def head_changed(occasion: Occasion) -> tuple[Subject, ...]:
    """世帯主変更通知書: whoever became head ex officio, alone (N-02) or by decision (N-06)."""
    found = []
    for act in occasion.acts:
        if act.reason == "household_head_change" and act.basis == NOTIFICATION:
            continue
        for number in _households(e for e in act.effects if e.becomes_head):
            stays = tuple(e for e in act.effects if e.stays and e.after.household_number == number)
            found.append(
                Subject(
                    key=number,
                    label=f"世帯番号 {number}",
                    effects=stays,
                    act=act,
                    addressee=to_person(first_of(stays).after),
                )
            )
    return tuple(found)


def head_wanted(occasion: Occasion) -> tuple[Subject, ...]:
    """世帯主変更依頼通知書: a household of this case in which two or more are left without a head (N-07)."""
    found = []
    for act in occasion.acts:
        for number in _households(e for e in act.effects if e.leaves_headship):
            members = occasion.headless.get(number, ())
            if len(members) < FEWEST_TO_CHOOSE:
                continue
            persons = {m.person for m in members}
            stays = tuple(e for e in act.effects if e.stays and e.person in persons)
            top = first_of(stays).after if stays else members[0].particulars
            found.append(
                Subject(
                    key=number,
                    label=f"世帯番号 {number}",
                    effects=stays,
                    act=act,
                    addressee=to_person(top),
                    members=members,
                )
            )
    return tuple(found)


def first_of(effects: Iterable[Effect]) -> Effect:
    """Whoever stood first before the head was removed (N-08); not necessarily the new head."""
    return min(effects, key=lambda e: ((e.before or e.after).member_order or 999, e.atena_number))


def accepted(occasion: Occasion) -> tuple[Subject, ...]:
    """住民異動届受理通知: in the flow when somebody else notified, otherwise for the asking, at any time."""
    act = occasion.acts[0]
    notified = act.basis == NOTIFICATION or late_move_out(occasion, act)
    if act.reason not in NOTIFIABLE or not notified or occasion.notified_on is None:
        return ()
    movers = _movers(act)
    mover = movers[0]
    by_other = bool(occasion.notifier) and not any(
        _same(occasion.notifier, e.after.printed_name) for e in movers
    )
    notifier = occasion.notifier or mover.after.printed_name
    after = _after(mover)
    return (
        Subject(
            key="",
            label=notifier,
            effects=movers,
            act=act,
            addressee=_from_before(act, mover, notifier) or after,
            alternative=after,
            timing=Timing.FLOW if by_other else Timing.ASKED,
        ),
    )


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _from_before(act: CaseAct, mover: Effect, notifier: str) -> Addressee | None:
    """異動前住所・届出人本人; None where there is no address before, as for those who come from abroad."""
    if act.reason == "entry_domestic_move_in":
        items = mover.after
        if not items.previous_address:
            return None
        return Addressee(notifier, items.previous_address, items.previous_postal_code)
    if mover.before is None or act.reason == "entry_overseas_move_in":
        return None
    return replace(to_person(mover.before), name=notifier)


def _after(mover: Effect) -> Addressee:
    """異動後住所・異動者本人."""
    items = mover.after
    if mover.removes and items.destination_planned:
        return Addressee(
            items.printed_name, items.destination_planned, items.destination_planned_postal
        )
    return to_person(items)


def _movers(act: CaseAct) -> tuple[Effect, ...]:
    """Those who move, without those whose household changed around them."""
    if act.reason == "household_head_change":
        return tuple(e for e in act.effects if e.becomes_head) or act.effects
    moved = tuple(e for e in act.effects if not e.stays or _address_changes(e))
    return moved or act.effects


def _address_changes(effect: Effect) -> bool:
    return effect.before is not None and (
        effect.before.address_since != effect.after.address_since
        or address_line(effect.before) != address_line(effect.after)
    )


def ex_officio(occasion: Occasion) -> tuple[Subject, ...]:
    """職権記録書: every record, correction or removal that is not made upon a notification (STD-4.2.0.1)."""
    return tuple(
        Subject(
            key=str(act.change),
            label=f"{at}件目" if len(occasion.acts) > 1 else "",
            effects=act.effects,
            act=act,
            addressee=None,
        )
        for at, act in enumerate(occasion.acts, 1)
        if act.basis != NOTIFICATION
    )


def told_ex_officio(occasion: Occasion) -> tuple[Subject, ...]:
    """職権記載等通知書: done ex officio although it ought to have been notified and was not.

    A head chosen ex officio is told of by 世帯主変更通知書.
    """
    found = []
    for act in occasion.acts:
        owed = act.reason in NOTIFIABLE - {"household_head_change"} or (
            act.reason in ("removal_ex_officio", "entry_ex_officio")
            and occasion.kind not in WITHOUT_DUTY
        )
        if act.basis != EX_OFFICIO or not owed or late_move_out(occasion, act):
            continue
        movers = _movers(act)
        top = first_of(movers)
        items = (top.before if top.removes else top.after) or top.after
        found.append(
            Subject(
                key=str(act.change),
                label=top.after.printed_name,
                effects=movers,
                act=act,
                addressee=to_person(items),
            )
        )
    return tuple(found)


def late(occasion: Occasion) -> tuple[Subject, ...]:
    """届出期間経過通知書・理由書: notified after the last day (失期)."""
    if not occasion.late:
        return ()
    act = occasion.acts[0]
    movers = _movers(act)
    top = first_of(movers)
    return (Subject("", top.after.printed_name, movers, act, None),)


def moved_out(occasion: Occasion) -> tuple[Subject, ...]:
    """転出証明書: within the country, upon a notification; for the asking when it was 特例転出."""
    asked = occasion.kind == SPECIAL_MOVE_OUT
    return tuple(
        _leaving(act, Timing.ASKED if asked else Timing.FLOW)
        for act in occasion.acts
        if act.reason == "removal_domestic_move_out" and act.basis == NOTIFICATION
    )


def moved_out_late(occasion: Occasion) -> tuple[Subject, ...]:
    """転出証明書に準ずる証明書: notified after fourteen days; for the asking also after a removal ex officio."""
    found = []
    for act in occasion.acts:
        if late_move_out(occasion, act) and act.reason == "removal_domestic_move_out":
            found.append(_leaving(act, Timing.FLOW))
        elif act.reason == "removal_ex_officio" and occasion.kind not in WITHOUT_DUTY:
            found.append(_leaving(act, Timing.ASKED))
    return tuple(found)


def late_move_out(occasion: Occasion, act: CaseAct) -> bool:
    """A 転出 notified too late to be one: recorded ex officio, although somebody came and said so."""
    return act.reason in MOVES_AWAY and act.basis == EX_OFFICIO and occasion.notified_on is not None


def _leaving(act: CaseAct, timing: Timing) -> Subject:
    gone = tuple(e for e in act.effects if e.removes)
    top = first_of(gone)
    return Subject("", top.after.printed_name, gone, act, None, timing)


def coded(occasion: Occasion) -> tuple[Subject, ...]:
    """住民票コード通知票: whoever was given a code here, not who brought one."""
    return _codes(occasion, lambda act, e: _given(occasion, act, e))


def code_changed(occasion: Occasion) -> tuple[Subject, ...]:
    """住民票コード変更通知票: changed upon request (住基法30条の4)."""
    return _codes(occasion, lambda act, e: _recoded(e) and act.reason == CODE_CHANGE)


def code_corrected(occasion: Occasion) -> tuple[Subject, ...]:
    """住民票コード修正通知票: put right, without a request; also one that was missing."""
    return _codes(
        occasion,
        lambda act, e: (
            act.reason != CODE_CHANGE
            and not _given(occasion, act, e)
            and (_recoded(e) or (e.code_is_new and occasion.kind == "code_change"))
        ),
    )


def _given(occasion: Occasion, act: CaseAct, effect: Effect) -> bool:
    first = effect.before is None or effect.before.resident_record_code_ref is None
    drawn = effect.after.resident_record_code_ref in occasion.drawn
    return act.reason != CODE_CHANGE and first and effect.code_is_new and drawn


def _recoded(effect: Effect) -> bool:
    before = effect.before.resident_record_code_ref if effect.before else None
    return before is not None and before != effect.after.resident_record_code_ref


def _codes(occasion: Occasion, wanted: Callable[[CaseAct, Effect], bool]) -> tuple[Subject, ...]:
    return tuple(
        Subject(
            key=str(effect.person),
            label=effect.after.printed_name,
            effects=(effect,),
            act=act,
            addressee=to_person(effect.after),
        )
        for act in occasion.acts
        for effect in act.effects
        if effect.after.resident_record_code_ref is not None and wanted(act, effect)
    )


def from_immigration(occasion: Occasion) -> tuple[Subject, ...]:
    """処理結果確認票: what a notice of the 出入国在留管理庁長官 changed (STD-4.5.6)."""
    if occasion.kind != "immigration_notice":
        return ()
    return tuple(
        Subject(str(act.change), "", act.effects, act, None, Timing.FLOW) for act in occasion.acts
    )


def _households(effects: Iterable[Effect]) -> list[str]:
    """Each household once: the one left, or the one in which somebody became head."""
    return list(dict.fromkeys((e.before or e.after).household_number for e in effects))
