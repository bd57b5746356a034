"""What is always true of households (不変条件 I-01 to I-09 of household-rules.md).

I-10 (仮登録) is a matter of which state is shown, and I-11 (未設定 is allowed) is that none of
these asks for a head. I-06 holds by shape: a household has one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.households import Household, MemberChange, changes_between
from daicho.registers.residents.domain.relationships import parse_relationship


def check_invariants(
    households: Iterable[Household], *, ended_numbers: Collection[str] = ()
) -> tuple[Problem, ...]:
    """Everything broken in these households, empty when sound (I-01 to I-05, I-08, I-09)."""
    listed = list(households)
    found = [*_one_household_each(listed), *_numbers(listed, ended_numbers)]
    for household in listed:
        found += _head(household)
        found += _relationships(household)
        found += _order(household)
    return tuple(found)


def check_changes(
    changes: Iterable[MemberChange],
    *,
    before: Iterable[Household],
    after: Iterable[Household],
) -> tuple[Problem, ...]:
    """I-07: a line for everybody whose values changed, once, and for nobody else."""
    listed = list(changes)
    wanted = changes_between(before, after=after)
    if len(listed) == len(wanted) and set(listed) == set(wanted):
        return ()
    return (_broken("I-07", "changes", "値の変わった人と、履歴を足す人が一致しません。"),)


def _one_household_each(households: list[Household]) -> list[Problem]:
    counts = Counter(key for household in households for key in household.keys)
    return [
        _broken("I-01", f"members.{key}", "1人が2つ以上の世帯に、または2度入っています。")
        for key, count in counts.items()
        if count > 1
    ]


def _numbers(households: list[Household], ended: Collection[str]) -> list[Problem]:
    counts = Counter(household.number for household in households)
    reused = [one.number for one in households if one.number in ended and not one.has_ended]
    twice = [number for number, count in counts.items() if count > 1]
    found = [_broken("I-01", "household", "世帯番号が空です。")] if "" in counts else []
    return found + [
        _broken("I-08", "household", "世帯番号が、別の世帯または終了した世帯と同じです。")
        for _ in (*reused, *twice)
    ]


def _head(household: Household) -> list[Problem]:
    found = []
    heads = [member for member in household.members if member.is_head]
    if len(heads) > 1:
        found.append(_broken("I-02", "head", "世帯主が2人以上います。"))
    name = heads[0].person.name if heads else ""
    if any(member.head_name != name for member in household.members):
        found.append(_broken("I-03", "head", "世帯主の氏名が、世帯員の行と一致しません。"))
    return found


def _relationships(household: Household) -> list[Problem]:
    found: list[Problem] = []
    for member in household.members:
        field = f"members.{member.key}.relationship"
        if member.relationship is None:
            continue
        try:
            read = parse_relationship(str(member.relationship), field=field)
        except Invalid as refusal:
            found += refusal.problems
        else:
            if read != member.relationship:
                found.append(_broken("I-05", field, "続柄が、許された語の並びになっていません。"))
    return found


def _order(household: Household) -> list[Problem]:
    places = [member.order for member in household.members]
    if places == list(range(1, len(places) + 1)):
        return []
    return [_broken("I-09", "order", "記載順位が重複しているか、抜けています。")]


def _broken(number: str, field: str, what: str) -> Problem:
    return Problem(
        code=f"household_{number.replace('-', '_').lower()}",
        field=field,
        what=what,
        why=f"世帯の不変条件{number}に反します。",
        remedy="この異動を確定せず、システムの管理者に知らせてください。",
    )
