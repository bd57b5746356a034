"""In force (今の抑止): what protects these people on a day, in two indexed queries where nobody is protected.

Nothing here writes to the trail: whoever asks does so within an entry of their own. An error while asking rises, and
stops the channel with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, UUIDField, Value

from daicho.kernel.clock import business_now, business_today
from daicho.registers.protection import ports
from daicho.registers.protection.domain.disclosure import Answer, Disclosure, Ground
from daicho.registers.protection.domain.levels import RULES, Channel, Process, Restraint, hardest
from daicho.registers.protection.domain.measure import (
    SEEN,
    Role,
    Standing,
    level_of,
    passes_on,
    since_of,
    state_on,
    until_of,
)
from daicho.registers.protection.models import MeasureEdition, Suppression, TemporaryLift
from daicho.registers.protection.models.measure import OPEN

Grounds = dict[UUID, list[Ground]]


def disclosure(
    *,
    persons: Iterable[UUID],
    households: Collection[str] = (),
    channel: Channel,
    on: date | None = None,
    reasons: bool = False,
) -> Disclosure:
    """What protects these people, and these 世帯番号 themselves, from a channel on a day (today).

    A person is protected by their household's suppression without its number being named. `reasons` puts the reason
    of a suppression into its ground.
    """
    people = list(dict.fromkeys(persons))
    day = on or business_today()
    rows = _suppressions(Q(person__in=people) | ~Q(household=""), day)
    found = _by_person(rows, people, day, channel, reasons=reasons)
    # One value, not one a person: of hundreds, composing the statement takes longer than running it.
    some = Q(persons__overlap=Value(people, ArrayField(UUIDField())))
    wanted = set(people)
    for person, grounds in _measures(some, day, channel).items():
        if person in wanted:
            found[person] += grounds
    lifted = _lifted(found, channel)
    answers = [Answer(p, tuple(found.get(p, ())), lifted_until=lifted.get(p)) for p in people]
    for number in dict.fromkeys(households):
        own = [_ground(r, channel, reasons=reasons) for r in rows if r.household == number]
        answers.append(Answer(None, tuple(own), household=number))
    return Disclosure(channel, tuple(answers))


def protected_persons(channel: Channel, *, on: date | None = None) -> Iterator[UUID]:
    """Everybody whom a channel may not show, each once; for what leaves many out at a time."""
    day = on or business_today()
    rows = _suppressions(Q(), day)
    named = {r.person for r in rows if r.person}
    inhabitants = _inhabitants(rows, day)
    people = named | {p for members in inhabitants.values() for p in members}
    found = _by_person(rows, people, day, channel, reasons=False)
    for person, grounds in _measures(Q(), day, channel).items():
        found[person] += grounds
    for person in sorted(found, key=str):
        if hardest(g.level for g in found[person]) is Restraint.ERROR:
            yield person


def _suppressions(whom: Q, day: date) -> list[Suppression]:
    return list(
        Suppression.objects.filter(whom, ended_at__isnull=True, starts_on__lte=day).order_by(
            "starts_on", "set_at"
        )
    )


def _inhabitants(rows: Sequence[Suppression], day: date) -> Mapping[str, tuple[UUID, ...]]:
    numbers = {r.household for r in rows if r.household}
    return ports.people_of_households(numbers, day) if numbers else {}


def _by_person(
    rows: Sequence[Suppression],
    people: Collection[UUID],
    day: date,
    channel: Channel,
    *,
    reasons: bool,
) -> Grounds:
    wanted = set(people)
    inhabitants = _inhabitants(rows, day) if wanted else {}
    found: Grounds = defaultdict(list)
    for row in rows:
        whom = (row.person,) if row.person else inhabitants.get(row.household, ())
        for person in whom:
            if person in wanted:
                found[person].append(_ground(row, channel, reasons=reasons))
    return found


def _ground(row: Suppression, channel: Channel, *, reasons: bool) -> Ground:
    rule = RULES[channel]
    return Ground(
        level=rule.settled(hardest(row.levels[process] for process in rule.processes)),
        what="抑止",
        since=row.starts_on,
        until=row.ends_on,
        why=row.reason if reasons else "",
        household=row.household,
        suppression=row.key,
    )


def _measures(whom: Q, day: date, channel: Channel) -> Grounds:
    rule = RULES[channel]
    rows = list(
        MeasureEdition.objects.filter(OPEN, whom).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        )
    )
    contents = [(row.measure, row.content) for row in rows]
    movable = {
        p
        for _, facts in contents
        if facts.role is Role.FIRST and facts.standing is Standing.CURRENT
        for p in facts.people
    }
    gone = ports.moved_out_on(movable, day) if movable else {}
    found: Grounds = defaultdict(list)
    for measure, facts in contents:
        for person in facts.people:
            left = gone.get(person)
            state = state_on(facts, day, moved_out_on=left)
            if state not in SEEN:
                continue
            former = passes_on(facts, day, moved_out_on=left)
            ground = Ground(
                level=level_of(facts, state, rule),
                what=f"{state.label}（前住所地）" if former else state.label,
                since=since_of(facts, day, moved_out_on=left),
                until=until_of(facts, day, moved_out_on=left),
                measure=measure,
            )
            found[person].append(ground)
    return found


def _lifted(found: Grounds, channel: Channel) -> dict[UUID, datetime]:
    """Until when a temporary lift opens the channel to each; only where it has something to open."""
    process = RULES[channel].lift
    held = [
        p for p, grounds in found.items() if any(g.level is not Restraint.NONE for g in grounds)
    ]
    if process is None or not held:
        return {}
    return lifts_of(held, process)


def lifts_of(persons: Collection[UUID], process: Process) -> dict[UUID, datetime]:
    """The temporary lifts that hold at this moment, with the moment at which each returns."""
    now = business_now()
    rows = TemporaryLift.objects.filter(
        persons__overlap=list(persons),
        process=process.value,
        returned_at__isnull=True,
        lifted_at__lte=now,
        returns_at__gt=now,
    ).order_by("returns_at")
    wanted = set(persons)
    return {p: row.returns_at for row in rows for p in row.persons if p in wanted}
