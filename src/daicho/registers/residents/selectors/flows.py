"""Flows (異動の集計): what made the population of one day that of another, counted from history itself.

A record enters the population on the first day of a present stretch that no other of its stretches precedes, and leaves
it on the first day that none follows; so whatever the population of two days is, these entries and removals make the
difference (統計の整合). Entry and removal on one day are one of each. What was cancelled has left no trace in the valid
time, and counts only where it is asked what was known before. Within the caller's own act.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from daicho.registers.residents.domain.census import (
    Flows,
    Happened,
    Lots,
    Notified,
    Place,
    Shift,
    Step,
)
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.selectors.census import (
    LOT,
    NO_LOTS,
    TOWN,
    Params,
    known,
    lot_params,
    rows_of,
)

NEVER_THERE: Final = reason_label("removal_reversal")
"""消除事由 of a record that should not have been opened: it never counted (movements, 異動の取消し)."""
REMOVAL: Final = """
    CASE WHEN x.status = 'rewritten' THEN coalesce(c.reason, 'removal_reformat')
         WHEN x.removal = 'dead' THEN 'removal_death'
         WHEN x.removal = 'moved_out' AND x.removal_reason = '国外転出' THEN 'removal_overseas_move_out'
         WHEN x.removal = 'moved_out' THEN 'removal_domestic_move_out'
         WHEN c.reason LIKE 'removal_%%' THEN c.reason
         ELSE 'removal_ex_officio' END"""
"""異動事由 of a removal: what the 除票 says now, for its newest version may come from a 転入通知の受理."""
ENTRY: Final = "CASE WHEN c.reason LIKE 'entry_%%' THEN c.reason ELSE o.reason END"
"""異動事由 of an entry: of the version itself, or, where that was corrected since, of the change that opened the record."""


_WITHIN: Final = "{0} >= %(since)s::date AND {0} < %(until)s::date"
_BEGUN: Final = _WITHIN.format("lower(v.valid)")
_ENDED: Final = _WITHIN.format("upper(v.valid)")
_ENDING: Final = _WITHIN.format("t.ends")
_REMOVED: Final = _WITHIN.format("lower(x.valid)")
_FLOWS: Final = f"""
    WITH touched AS MATERIALIZED (
        SELECT v.record_id, v.change_id, v.kind, v.sex, v.town_code, v.banchi,
               lower(v.valid) AS starts, upper(v.valid) AS ends, {_BEGUN} AS begun
          FROM residents_version v
         WHERE v.status = 'present' AND NOT isempty(v.valid) AND {{v}}
           AND (({_BEGUN}) OR ({_ENDED}))
    ), joined AS (
        SELECT b.record_id AS entered, e.record_id AS left_, b.change_id,
               date_trunc('month', coalesce(b.starts, e.ends))::date AS month, e.ends,
               coalesce(b.kind, e.kind) AS kind, e.sex AS sex_before, coalesce(b.sex, e.sex) AS sex,
               {TOWN.format("e")} AS town0, {LOT.format("e")} AS lot0,
               {TOWN.format("b")} AS town1, {LOT.format("b")} AS lot1
          FROM (SELECT * FROM touched WHERE begun) AS b
          FULL JOIN (SELECT * FROM touched t WHERE {_ENDING}) AS e
            ON e.record_id = b.record_id AND e.ends = b.starts
    ), events AS (
        SELECT {ENTRY} AS reason, 1 AS way, j.month, j.kind, '' AS sex_before, j.sex,
               '' AS town0, '' AS lot0, j.town1 AS town, j.lot1 AS lot
          FROM joined j
          JOIN residents_residentrecord r ON r.key = j.entered
          JOIN residents_change c ON c.key = j.change_id
          LEFT JOIN residents_change o ON o.key = r.opened_by
         WHERE j.left_ IS NULL
        UNION ALL
        SELECT {REMOVAL}, -1, j.month, j.kind, '', j.sex, '', '', j.town0, j.lot0
          FROM joined j
          LEFT JOIN residents_version x ON x.record_id = j.left_ AND x.status <> 'present'
               AND x.valid @> j.ends AND {{x}}
          LEFT JOIN residents_change c ON c.key = x.change_id
         WHERE j.entered IS NULL
        UNION ALL
        SELECT '', 0, j.month, j.kind, j.sex_before, j.sex, j.town0, j.lot0, j.town1, j.lot1
          FROM joined j
         WHERE j.entered IS NOT NULL AND j.left_ IS NOT NULL
           AND (j.sex_before, j.town0, j.lot0) IS DISTINCT FROM (j.sex, j.town1, j.lot1)
        UNION ALL
        SELECT unnest(ARRAY[o.reason, {REMOVAL}]), unnest(ARRAY[1, -1]),
               date_trunc('month', lower(x.valid))::date, x.kind, '', x.sex, '', '', {TOWN.format("x")}, {LOT.format("x")}
          FROM residents_version x
          JOIN residents_residentrecord r ON r.key = x.record_id
          JOIN residents_change c ON c.key = x.change_id
          LEFT JOIN residents_change o ON o.key = r.opened_by
         WHERE x.status = 'removed' AND NOT isempty(x.valid) AND {_REMOVED} AND {{x}}
           AND x.removal_reason <> %(never)s
           AND NOT EXISTS (
               SELECT FROM residents_version p
                WHERE p.record_id = x.record_id AND {{p}}
                  AND NOT isempty(p.valid) AND p.valid << x.valid)
    )
    SELECT reason, way, month, kind, sex_before, sex, town0, lot0, town, lot, count(*)
      FROM events GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"""
"""Stretches that begin or end in the period; those that follow each other joined; entries, removals and moves from them;
and those who came and went on one day, whose presence is an empty stretch. `v`, `x`, `p`: what is known of each.
"""


def flows_between(
    since: date, until: date, *, known_at: datetime | None = None, lots: Lots = NO_LOTS
) -> Flows:
    """Entries, removals and moves from `since` until before `until`, by month, 住民種別, 性別 and place.

    The population of the day before `until` is that of the day before `since`, with these.
    """
    params: Params = {
        "since": since,
        "until": until,
        "known_at": known_at,
        "never": NEVER_THERE,
    } | lot_params(lots)
    statement = _FLOWS.format(**{of: known(known_at, of) for of in "vxp"})
    steps, shifts = [], []
    for row in rows_of(statement, params):
        reason, way, month, kind, before_sex, sex, town0, lot0, town, lot, number = row
        if way:
            steps.append(Step(reason, way, month, kind, sex, Place(town, lot), number))
        else:
            shifts.append(
                Shift(month, kind, before_sex, sex, Place(town0, lot0), Place(town, lot), number)
            )
    return Flows(tuple(steps), tuple(shifts))


def happened_between(
    since: date, until: date, *, known_at: datetime | None = None
) -> tuple[Happened, ...]:
    """How many 異動 of each 異動事由 there were, by month: those too that let nobody come or go.

    By 異動日; what was cancelled later is counted, and its cancellation as well.
    """
    statement = """
        SELECT c.reason, date_trunc('month', c.event_on)::date, count(*) FROM residents_change c
         WHERE c.event_on >= %(since)s::date AND c.event_on < %(until)s::date
           AND (%(known_at)s::timestamptz IS NULL OR c.processed_at <= %(known_at)s::timestamptz)
         GROUP BY 1, 2"""
    params: Params = {"since": since, "until": until, "known_at": known_at}
    return tuple(Happened(*row) for row in rows_of(statement, params))


def residence_notified(
    since: date, until: date, *, known_at: datetime | None = None
) -> tuple[Notified, ...]:
    """Of how many foreign residents a place of residence was recorded, by the kind of the change and 30条の45の区分.

    By 異動日; those alone to whom the change gave a present version with another address, or the notification itself.
    """
    statement = f"""
        SELECT c.kind, v.residence_category, v.residence_notified,
               date_trunc('month', c.event_on)::date, count(DISTINCT (c.key, v.person_id))
          FROM residents_change c
          JOIN residents_version v ON v.change_id = c.key AND v.kind = 'foreign'
               AND v.status = 'present' AND NOT isempty(v.valid) AND {known(known_at)}
          JOIN residents_residentrecord r ON r.key = v.record_id
         WHERE c.event_on >= %(since)s::date AND c.event_on < %(until)s::date
           AND (r.opened_by = c.key
                OR (c.kind = 'residence_notification' AND v.residence_notified)
                OR EXISTS (
                    SELECT FROM residents_version p
                     WHERE p.record_id = v.record_id AND p.status = 'present'
                       AND {known(known_at, "p")} AND upper(p.valid) = lower(v.valid)
                       AND (p.address, p.katagaki) IS DISTINCT FROM (v.address, v.katagaki)))
         GROUP BY 1, 2, 3, 4"""
    params: Params = {"since": since, "until": until, "known_at": known_at}
    return tuple(Notified(*row) for row in rows_of(statement, params))
