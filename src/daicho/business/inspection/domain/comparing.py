"""Comparison (申請と閲覧の突合, REG-088): where what was shown is not what was applied for and approved. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from daicho.business.inspection.domain.application import Application
from daicho.business.inspection.domain.conditions import spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one visit saw: `towns` counts the persons on the pages by 町字コード; `others_list`: it was made for another.

    `copied` is how many persons the inspector wrote down; `unfit` how many of those shown do not fit the approved
    condition for another reason than the area.
    """

    inspector: str
    on: date
    pages: str
    towns: Mapping[str, int]
    others_list: bool
    copied: int
    unfit: int = 0
    identified: bool = True


def differences(
    paper: Application,
    shown: Sequence[Shown],
    *,
    approved_on: date,
    towns: Mapping[str, str],
) -> tuple[str, ...]:
    """Every difference in words, in the order of the visits; none means that they agree."""
    found: list[str] = []
    allowed = set(spread(paper.condition.towns))
    names = {one.name for one in paper.inspectors}
    for one in shown:
        where = f"{one.pages}頁"
        outside = {code: n for code, n in one.towns.items() if allowed and code not in allowed}
        found += [
            f"{where}: 申請にない地区（{towns.get(code, code)}）の{n}人を閲覧させている"
            for code, n in sorted(outside.items())
        ]
        wrong = (
            (bool(one.unfit), f"{where}: 認めた条件に合わない{one.unfit}人を閲覧させている"),
            (one.others_list, f"{where}: ほかの申請のために作った一覧を閲覧させている"),
            (one.inspector not in names, f"申請にない人（{one.inspector}）が閲覧している"),
            (not one.identified, f"{one.inspector}の本人確認の記録がない"),
            (one.on < approved_on, "認める前に閲覧させている"),
            (
                one.copied > sum(one.towns.values()),
                f"{where}: 閲覧した人数より多い{one.copied}人を書き写している",
            ),
        )
        found += [words for is_wrong, words in wrong if is_wrong]
    size = paper.condition.size
    copied = sum(one.copied for one in shown)
    if size is not None and copied > size:
        found.append(f"認めた{size}人より多い{copied}人を書き写している")
    return tuple(dict.fromkeys(found))
