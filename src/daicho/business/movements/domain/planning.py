"""Planning (計画を立てる): read, plan, and check what was confirmed; the same for every kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from daicho.business.movements.domain.kinds import Kind
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid, Problem


def preview_case(
    kind: Kind, payload: Mapping[str, str], world: World
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan as far as it can be made, and everything that is wrong or wants a confirmation."""
    reader = Reader(payload, world.today)
    plan = kind.plan(reader, world)
    for person, number in world.busy.items():
        reader.note(
            f"selected.{person}",
            "person_busy",
            f"この人は、ほかの異動（{number}）の処理中です。",
            "同じ人の異動を同時に進めることはできません。",
            "先の異動が終わってから入力してください。",
        )
    return plan, tuple(dict.fromkeys(reader.problems))


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


def base_of(world: World) -> dict[str, str]:
    """What a case was based on: per person, the versions held true then. Compared again at approval."""
    base: dict[str, list[str]] = {}
    for held in world.holdings:
        base.setdefault(str(held.person), []).append(str(held.version))
    return {person: ",".join(sorted(versions)) for person, versions in sorted(base.items())}
