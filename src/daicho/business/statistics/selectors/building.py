"""Building (集計): the tables of each report; within the report's own act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from daicho.business.certificates.public import issue_counts
from daicho.business.statistics.domain.annual import household_table
from daicho.business.statistics.domain.immigration import notified_table
from daicho.business.statistics.domain.movements import (
    happened_table,
    linked,
    month_table,
    people_table,
)
from daicho.business.statistics.domain.people import ALL, KINDS, SEXES, leaf, people_columns
from daicho.business.statistics.domain.population import (
    age_table,
    area_age_table,
    area_table,
    nationality_table,
    status_table,
)
from daicho.business.statistics.domain.sheets import SheetCount, sheets_table
from daicho.business.statistics.domain.tables import Check, Line, Table, make_table
from daicho.business.statistics.domain.trend import days_of, trend_table
from daicho.business.statistics.domain.vital import vital_table
from daicho.business.statistics.selectors.asked import Asked
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.periods import ONE_DAY, months_after
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.census import By, Count, Flows, instant_ending
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.public import (
    count_households,
    count_present,
    flows_between,
    happened_between,
    households_on_days,
    present_on_days,
    residence_notified,
)

FOREIGN: Final = Kind.FOREIGN.value


def area(asked: Asked) -> tuple[Table, ...]:
    """地区別人口・世帯数."""
    people = asked.people(By.PLACE, By.KIND, By.SEX)
    homes = list(count_households(asked.day, known_at=asked.known_at, lots=asked.ground.lots))
    present, households = asked.totals()
    areas = asked.areas(people, homes)
    return (area_table(areas, people, homes, present=present, homes=households),)


def age(asked: Asked) -> tuple[Table, ...]:
    """年齢別人口, of one area alone where it is named."""
    wish = asked.wish
    if not wish.area:
        people = _of_kind(asked.people(By.KIND, By.SEX, By.AGE), wish.kind, at=0)
        present, _ = asked.totals(wish.kind)
        return (age_table(people, bands=wish.bands, kind=wish.kind, where="", present=present),)
    placed = _of_kind(asked.people(By.PLACE, By.KIND, By.SEX, By.AGE), wish.kind, at=1)
    areas = asked.areas(placed)
    if wish.area not in areas.names:
        raise Invalid([_no_area()])
    here = [c for c in placed if areas.code(c.keys[0]) == wish.area]  # type: ignore[arg-type]  # a Place
    people = [Count(c.keys[1:], c.number) for c in here]
    made = age_table(
        people,
        bands=wish.bands,
        kind=wish.kind,
        where=f"（{areas.label(wish.area)}）",
        present=sum(c.number for c in here),
    )
    return (replace(made, checks=()),)


def _of_kind(counts: list[Count], kind: str, *, at: int) -> list[Count]:
    return [c for c in counts if kind in ("", c.keys[at])]


def _no_area() -> Problem:
    return Problem(
        "statistics.area",
        "area",
        "この地区には、基準日に住民がいません。",
        "地区の単位を変えたか、その地区がまだないか、もうありません。",
        "地区を選び直してください。",
    )


def area_age(asked: Asked) -> tuple[Table, ...]:
    """地区別・年齢別人口."""
    wish = asked.wish
    counts = asked.people(By.PLACE, By.KIND, By.SEX, By.AGE)
    kept = [
        Count((c.keys[0], c.keys[3]), c.number)
        for c in counts
        if wish.kind in ("", c.keys[1]) and wish.sex in ("", c.keys[2])
    ]
    present = sum(c.number for c in kept) if wish.sex else asked.totals(wish.kind)[0]
    made = area_age_table(
        asked.areas(kept), kept, bands=wish.bands, kind=wish.kind, sex=wish.sex, present=present
    )
    return (made,)


def nationality(asked: Asked) -> tuple[Table, ...]:
    """国籍・地域別外国人住民数."""
    counts = _foreign(asked, By.NATIONALITY)
    return (nationality_table(counts, present=asked.totals(FOREIGN)[0]),)


def status(asked: Asked) -> tuple[Table, ...]:
    """在留資格等別外国人住民数."""
    counts = _foreign(asked, By.CATEGORY, By.STATUS)
    return (status_table(counts, present=asked.totals(FOREIGN)[0]),)


def _foreign(asked: Asked, *by: By) -> list[Count]:
    counts = asked.people(By.KIND, By.SEX, *by)
    return [Count(c.keys[1:], c.number) for c in counts if c.keys[0] == FOREIGN]


def trend(asked: Asked) -> tuple[Table, ...]:
    """人口・世帯数の推移."""
    days = days_of(asked.wish.since, asked.day, step=asked.wish.step)
    people = present_on_days(days, known_at=asked.known_at)
    households = households_on_days(days, known_at=asked.known_at)
    return (trend_table(days, people=people, households=households),)


def movements(asked: Asked) -> tuple[Table, ...]:
    """異動集計: by kind of people, by month, the number of 異動, and what became known later."""
    wish, flows = asked.wish, asked.flows()
    first = asked.since - ONE_DAY
    ends = [months_after(m, 1) - ONE_DAY for m in asked.months[:-1]]
    at_ends = asked.held_on([first, *ends, asked.day])
    happened = happened_between(asked.since, asked.until, known_at=asked.known_at)
    whom = "・".join(
        w for w in (KINDS.get(wish.kind, ""), SEXES[wish.sex] if wish.sex else "") if w
    )
    column = leaf(wish.kind or ALL, wish.sex) if wish.sex else wish.kind or ALL
    return linked(
        people_table(
            "異動事由別の増減", flows, opening=at_ends[0], closing=at_ends[-1], kind=wish.kind
        ),
        month_table(
            f"月別の増減{f'（{whom}）' if whom else ''}",
            flows,
            months=asked.months,
            at_ends=at_ends,
            kind=wish.kind,
            sex=wish.sex,
        ),
        happened_table(happened, months=asked.months),
        _backdated(asked, first),
        column=column,
        by_month=not whom,
    )


def _backdated(asked: Asked, first: date) -> Table:
    """期首人口 as it was known then and as it is known at the report's time: what was notified or corrected since."""
    (now,) = asked.held_on([first])
    (then,) = asked.held_on([first], known_at=instant_ending(first))
    leaves = {}
    for kind, sex in {*now, *then}:
        was, became = then.get((kind, sex), 0), now.get((kind, sex), 0)
        leaves["then", leaf(kind, sex)] = was
        leaves["since", leaf(kind, sex)] = became - was
    return make_table(
        "期首人口のうち、その後に分かった分（遡及）",
        "項目",
        columns=people_columns({sex for _, sex in (*now, *then)}),
        rows=(
            Line("then", "期首人口（その日の終わりに分かっていたもの）"),
            Line("since", "　その後の届出・訂正・取消しによる増減", signed=True),
            Line("now", "期首人口（この集計）", sums=((1, "then"), (1, "since")), tone="total"),
        ),
        leaves=leaves,
        notes=("前に公表した人口との差は、この遡及分で説明できる。",),
    )


def vital(asked: Asked) -> tuple[Table, ...]:
    """地区別人口動態."""
    flows, lots = asked.flows(), asked.ground.lots
    opening, closing = (
        list(count_present(day, by=(By.PLACE, By.KIND), known_at=asked.known_at, lots=lots))
        for day in (asked.since - ONE_DAY, asked.day)
    )
    places = {*(s.place for s in flows.steps), *(s.place for s in flows.shifts)}
    places |= {s.before for s in flows.shifts}
    moved = [Count((place,), 0) for place in places]
    areas = asked.areas(opening, closing, moved)
    return (vital_table(areas, flows, opening=opening, closing=closing, kind=asked.wish.kind),)


def certificates(asked: Asked) -> tuple[Table, ...]:
    """証明集計."""
    counts = [
        SheetCount(
            *(c.office, c.terminal, c.kind, c.title),
            *(c.paid, c.free, c.reissued, c.spoiled, c.fees_yen),
        )
        for c in issue_counts(asked.wish.since, asked.until)
    ]
    return (sheets_table(counts, by_terminal=asked.wish.by_terminal),)


def annual(asked: Asked) -> tuple[Table, ...]:
    """住民基本台帳関係年報 of the year whose 1 January is the day: 人口, 世帯, and 異動 of the year before."""
    homes = count_households(asked.day, known_at=asked.known_at)
    present, households = asked.totals()
    ages = asked.people(By.KIND, By.SEX, By.AGE)
    return (
        age_table(ages, bands="five", kind="", where="", present=present),
        household_table(homes, homes=households),
        _year_table(asked, present),
    )


def _year_table(asked: Asked, present: int) -> Table:
    """The movements of the calendar year before; on 1 January itself there may be some already (二つの日のつなぎ)."""
    since, until = asked.since, asked.day
    opening, closing = asked.held_on([since - ONE_DAY, until - ONE_DAY])
    flows = flows_between(since, until, known_at=asked.known_at)
    first_day = flows_between(until, until + ONE_DAY, known_at=asked.known_at)
    made = people_table(
        f"{format_wareki(since).split('年')[0]}年中の異動", flows, opening=opening, closing=closing
    )
    bridge = Check(
        "1月1日の人口",
        sum(closing.values()) + _net(first_day),
        "前年末の人口＋1月1日の異動",
        present,
        "1月1日の現存者数",
    )
    return replace(made, checks=(*made.checks, bridge))


def _net(flows: Flows) -> int:
    return sum(step.way * step.number for step in flows.steps)


def immigration(asked: Asked) -> tuple[Table, ...]:
    """中長期在留者住居地届出等事務に関する定期報告."""
    at_ends = asked.held_on([asked.since - ONE_DAY, asked.day])
    notified = residence_notified(asked.since, asked.until, known_at=asked.known_at)
    return (
        notified_table(notified, months=asked.months),
        people_table(
            "外国人住民の異動",
            asked.flows(),
            opening=at_ends[0],
            closing=at_ends[-1],
            kind=FOREIGN,
        ),
        *status(asked),
        *nationality(asked),
    )
