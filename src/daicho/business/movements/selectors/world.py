"""Load the world (台帳を読む): what a case's payload names, read for its plan. The caller's entry names the people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import PAPER_NUMBER
from daicho.business.movements.domain.states import State
from daicho.business.movements.domain.summary import facts_of
from daicho.business.movements.domain.world import Lookalike, Town, Twin, World
from daicho.business.movements.models import BulkCase, Case
from daicho.business.movements.selectors.pending import pending_cases
from daicho.foundation.vault.public import NumberKind, find_by_hash, seal_for_draft
from daicho.kernel.addresses import municipality_of
from daicho.kernel.characters import search_fold_name
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER
from daicho.kernel.errors import Invalid, Missing
from daicho.kernel.uncertain_dates import BIRTH, SEIREKI_BIRTH
from daicho.registers.code_tables.public import closing_days, towns_in
from daicho.registers.protection.public import Channel, disclosure
from daicho.registers.residents.domain.effects import CaseEffect
from daicho.registers.residents.writes import effect_of, find_lookalikes, holdings

NUMBER_FIELDS = {
    "individual_number": NumberKind.INDIVIDUAL,
    "resident_record_code": NumberKind.RESIDENT_CODE,
}


def town() -> Town:
    """The municipality of this installation."""
    found = municipality_of(settings.TOWN["code"])
    return Town(code=found.code, name=found.name, prefecture=found.prefecture)


def load_world(payload: Mapping[str, str], *, today: date, case: UUID | None) -> World:
    """Everything the payload refers to, as the register holds it now."""
    persons, households = named_in(payload)
    effect = _effect(payload)
    if effect is not None:
        persons |= {r.person for r in effect.records}
    first = holdings.of_persons(persons)
    if effect is not None:
        # A correction at depth reaches every household in which somebody has been since.
        households |= {h.particulars.household_number for h in first}
    event_on = facts_of(payload, today=today).event_on
    since = min(today, event_on or today)
    # Who was in a household on the day, or has been in one since, is concerned: a movement may come late.
    households |= {h.particulars.household_number for h in first if h.valid.reaches(since)}
    members = holdings.ever_in(sorted(households))
    alike = tuple(_lookalikes(payload, today))
    everyone = persons | {h.person for h in members} | {a.person for a in alike}
    told = disclosure(
        persons=sorted(persons, key=str),
        households=[n for n in [payload.get("target_household", "").strip()] if n],
        channel=Channel.MOVEMENT,
    )
    return World(
        today=today,
        calendar=closing_days(),
        town=town(),
        towns=towns_in(town().code, today),
        holdings=holdings.of_persons(sorted(everyone, key=str)),
        lookalikes=alike,
        busy=pending_cases(persons, but=case),
        paper_number_of=_paper_number_of(payload),
        twins=_twins(payload, persons, today=today, case=case),
        effect=effect,
        known_numbers=_known_numbers(payload),
        disclosures=told.problems(field="selected.{person}"),
        suppressed=frozenset(g.household for a in told.answers for g in a.grounds if g.household),
    )


def named_in(payload: Mapping[str, str]) -> tuple[set[UUID], set[str]]:
    """The persons and the household numbers that a payload names."""
    persons: set[UUID] = set()
    for path, value in payload.items():
        name = path.rsplit(".", 1)[-1]
        if path.startswith("selected.") and value:
            persons |= _uuid(path.removeprefix("selected."))
        elif name in ("returning", "new_head", "person") and value:
            persons |= _uuid(value)
    households = {
        payload[name].strip()
        for name in ("target_household", "household")
        if payload.get(name, "").strip()
    }
    return persons, households


def _uuid(text: str) -> set[UUID]:
    try:
        return {UUID(text)}
    except ValueError:
        return set()


def _effect(payload: Mapping[str, str]) -> CaseEffect | None:
    """What the case did that the payload wants corrected or cancelled; None when it names none that did anything."""
    for case in _uuid(payload.get("of_case", "")):
        # A bulk case is undone as one, on its own page; thousands are never one form.
        if BulkCase.objects.filter(key=case).exists():
            return None
        try:
            return effect_of(case)
        except Missing:
            return None
    return None


def _birth(block: Reader, today: date) -> date | None:
    rule = BIRTH if block.raw("kind") != "foreign" else SEIREKI_BIRTH
    born = Reader(block.payload, today, block.prefix).legal_date("birth_date", "生年月日", rule)
    return born.sort_on if born else None


def _lookalikes(payload: Mapping[str, str], today: date) -> Iterable[Lookalike]:
    reader = Reader(payload, today)
    for index in reader.indexes("persons"):
        block = reader.under(f"persons.{index}")
        slot = f"persons.{index}"
        numbers = {kind: block.raw(f"{name}.lookup") for name, kind in NUMBER_FIELDS.items()}
        name = block.raw("name") or block.raw("name_alphabet") or block.raw("name_kanji")
        for found in find_lookalikes(
            name_key=search_fold_name(name),
            sex=block.raw("sex"),
            birth_on=_birth(block, today),
            numbers=numbers,
            card_number=block.raw("residence_card_number"),
        ):
            yield Lookalike(found.person, slot, found.numbers, found.present)


def _paper_number_of(payload: Mapping[str, str]) -> frozenset[UUID]:
    """Whose 個人番号 the paper of an agent bears; it is compared by its hash, typed or already sealed."""
    lookup = payload.get(f"{PAPER_NUMBER}.lookup", "")
    typed = payload.get(PAPER_NUMBER, "")
    if typed.strip():
        try:
            number = INDIVIDUAL_NUMBER.check(typed, field=PAPER_NUMBER)
        except Invalid:
            return frozenset()
        lookup = seal_for_draft(NumberKind.INDIVIDUAL, number).lookup
    if not lookup:
        return frozenset()
    found = find_lookalikes(
        name_key="",
        sex="",
        birth_on=None,
        numbers={NumberKind.INDIVIDUAL: lookup},
        card_number="",
    )
    return frozenset(match.person for match in found)


def _known_numbers(payload: Mapping[str, str]) -> frozenset[str]:
    """The paths of the numbers of `edit` blocks, sealed, that were ever given to somebody; nothing is decrypted."""
    found = set()
    for path, value in payload.items():
        head, _, part = path.rpartition(".")
        name = head.rpartition(".")[2]
        sealed = part == "lookup" and path.startswith("edit.") and name in NUMBER_FIELDS
        if sealed and find_by_hash(NUMBER_FIELDS[name], bytes.fromhex(value)) is not None:
            found.add(head)
    return frozenset(found)


def _twins(
    payload: Mapping[str, str], persons: set[UUID], *, today: date, case: UUID | None
) -> tuple[Twin, ...]:
    """Earlier cases, under way or recorded, of the same people or the same new names with the same 異動日.

    A case is never held up by one that was entered after it.
    """
    facts = facts_of(payload, today=today)
    same = Q(persons__overlap=list(persons))
    if Reader(payload, today).indexes("persons"):
        same |= Q(summary=facts.summary)
    if facts.event_on is None:
        return ()
    states = [s.value for s in State if s.is_open or s is State.APPROVED]
    rows = Case.objects.filter(same, event_on=facts.event_on, state__in=states)
    own = Case.objects.filter(key=case).first() if case is not None else None
    if own is not None:
        rows = rows.filter(number__lt=own.number)
    return tuple(
        Twin(number, kind, State(state).label)
        for number, kind, state in rows.order_by("number").values_list("number", "kind", "state")
    )
