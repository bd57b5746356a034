"""Planning (計画を立てる): read, plan, and check what was confirmed; the same for every kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from daicho.business.movements.domain.card_items import keep_card_items
from daicho.business.movements.domain.kind import Kind
from daicho.business.movements.domain.notification import read_notification
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.quoting import NEEDS_REASON, check_quoted
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.reasons import check_reasons_fit
from daicho.business.movements.domain.reception import check_reception
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid, Problem


def preview_case(
    kind: Kind, payload: Mapping[str, str], world: World
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan as far as it can be made, and everything that is wrong or wants a confirmation."""
    reader = Reader(payload, world.today)
    plan = keep_card_items(kind.plan(reader, world), world)
    read_notification(reader, world, kind, plan)
    check_reception(reader)
    check_quoted(reader, kind.sheet)
    _check_twins(reader, world, kind)
    if plan is not None:
        check_reasons_fit(reader, plan.acts)
    _check_protected(reader, world, plan)
    for person, number in world.busy.items():
        reader.note(
            f"selected.{person}",
            "person_busy",
            f"この人は、ほかの異動（{number}）の処理中です。",
            "同じ人の異動を同時に進めることはできません。",
            "先の異動が終わってから入力してください。",
        )
    return plan, tuple(dict.fromkeys(reader.problems))


def _check_protected(reader: Reader, world: World, plan: Plan | None) -> None:
    """Errors stop, alerts are confirmed (STD-3.1); a household's suppression stays with its number (S-01)."""
    reader.adopt(world.disclosures)
    for person in plan.people if plan else ():
        before = person.before.household_number if person.before else ""
        if before in world.suppressed and person.after.household_number != before:
            reader.alert(
                f"selected.{person.person}",
                "suppression_stays",
                "世帯の抑止が、新しい世帯には移りません。",
                f"世帯番号 {before} の世帯に抑止が設定されています。",
                "移る人の抑止が要るときは、決裁の後に、新しい世帯か本人に抑止を設定してください。",
            )


def _check_twins(reader: Reader, world: World, kind: Kind) -> None:
    """The same kind of the same people on the same day: a paper entered twice, as after a stop of the system."""
    for twin in world.twins:
        if twin.kind == kind.code:
            reader.alert(
                "event_date",
                "entered_twice",
                f"同じ人か同じ世帯の人の、同じ異動日の{kind.title}が、既にあります（{twin.number}、{twin.state}）。",
                "同じ届出書が二度入力されたのかもしれません。",
                "先の入力を確かめ、別の届出であるときだけ進めてください。",
            )


def plan_case(
    kind: Kind, payload: Mapping[str, str], world: World
) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan and its alerts; `Invalid` with every problem when there is an error."""
    plan, problems = preview_case(kind, payload, world)
    if plan is None or any(p.is_error for p in problems):
        raise Invalid(problems)
    return plan, problems


def key_of(problem: Problem) -> str:
    """What a confirmation of an alert refers to."""
    return f"{problem.code}:{problem.field}"


def check_confirmed(problems: Sequence[Problem], confirmed: Collection[str]) -> list[str]:
    """The keys of the alerts, all confirmed; `Invalid` with all problems when one is not."""
    keys = [key_of(p) for p in problems]
    if not set(keys) <= set(confirmed):
        raise Invalid(problems)
    return keys


def check_reasons(problems: Sequence[Problem], reasons: Mapping[str, str]) -> None:
    """`Invalid` when an alert that wants a reason was confirmed without one."""
    blank = [
        Problem(
            "reason_blank",
            p.field,
            "確認の理由が空欄です。",
            f"「{p.what.rstrip('。')}」は、理由がなければ進められません。",
            "理由を入力してください。",
        )
        for p in problems
        if p.code in NEEDS_REASON and not reasons.get(key_of(p), "").strip()
    ]
    if blank:
        raise Invalid([*blank, *problems])


def base_of(world: World) -> dict[str, str]:
    """What a case was based on: per person, the versions held true then. Compared again at approval."""
    base: dict[str, list[str]] = {}
    for held in world.holdings:
        base.setdefault(str(held.person), []).append(str(held.version))
    return {person: ",".join(sorted(versions)) for person, versions in sorted(base.items())}
