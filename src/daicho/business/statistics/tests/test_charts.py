"""Pictures: drawn from what is shown alone."""

from __future__ import annotations

from daicho.business.statistics.domain.charts import pictures_of
from daicho.business.statistics.domain.guarding import guard
from daicho.business.statistics.domain.population import age_table
from daicho.business.statistics.domain.tables import Table
from daicho.registers.residents.domain.census import Count


def ages(foreign_men: int) -> Table:
    people = [
        Count((kind, sex, age), 20)
        for kind in ("japanese", "foreign")
        for sex in ("male", "female")
        for age in range(0, 80, 5)
        if (kind, sex, age) != ("foreign", "male", 20)
    ]
    people.append(Count(("foreign", "male", 20), foreign_men))
    return age_table(people, bands="five", kind="", where="", present=sum(c.number for c in people))


def words(table: Table) -> set[str]:
    return {rect.words for picture in pictures_of(table) for rect in picture.rects}


def test_a_pyramid_has_a_bar_for_every_part() -> None:
    drawn = words(ages(7))
    assert "20～24歳 外国人 男 7人" in drawn
    assert "20～24歳 日本人 男 20人" in drawn


def test_a_hidden_part_is_not_drawn_and_its_whole_is_where_it_is_shown() -> None:
    (table,) = guard([ages(1)], limit=3)
    drawn = words(table)
    assert ("a20", "foreign.male") in table.hidden
    assert not any(w.startswith("20～24歳 外国人 男") for w in drawn)
    shown = ("a20", "all.male") not in table.hidden
    assert ("20～24歳 総数 男 21人" in drawn) is shown


def test_nothing_to_draw_is_no_picture() -> None:
    assert pictures_of(age_table([], bands="five", kind="", where="", present=0)) == ()
