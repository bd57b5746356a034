"""Acts on 附票 (附票の記載): open one, enter in it, end somebody's line. Each runs within the entry of whoever calls it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from daicho.foundation.lines.public import Outgoing, has_lines, own_node, queue
from daicho.gateways.family_register.commands.keeping import (
    code_of,
    next_serial,
    own_code,
    sealed_code,
)
from daicho.gateways.family_register.domain.annex import ITEMS, Basis, Items, State
from daicho.gateways.family_register.domain.notices import (
    ANNEX_UPDATE,
    Register,
    Sending,
    annex_update,
)
from daicho.gateways.family_register.models import Annex, AnnexEntry, AnnexLine
from daicho.kernel.addresses import fold_place
from daicho.kernel.characters import search_fold_name
from daicho.kernel.clock import business_today


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What brings an entry: its 異動事由 (one of the standard's words), its day as on the line, its papers, and who."""

    reason: str
    event_on: str
    basis: Basis
    by: str
    source: str = ""
    case: UUID | None = None
    notice: UUID | None = None
    today: date = field(default_factory=business_today)


def annex_of(register: Register, *, on: date) -> Annex:
    """The current 附票 of a 戸籍, opened where there is none."""
    annex, made = Annex.objects.get_or_create(
        domicile_key=fold_place(register.domicile),
        head_key=search_fold_name(register.head),
        state=State.CURRENT.value,
        defaults={
            "number": f"HF-{next_serial():07d}",
            "domicile": register.domicile,
            "head": register.head,
            "opened_on": on,
        },
    )
    return annex if made else Annex.objects.select_for_update().get(pk=annex.pk)


def line_in(annex: Annex, items: Items, *, person: UUID | None, on: date) -> AnnexLine:
    """A new line in a 附票."""
    place = AnnexLine.objects.filter(annex=annex).count() + 1
    return AnnexLine.objects.create(
        annex=annex,
        record_number=f"{annex.number}-{place:02d}",
        person=person,
        name_key=search_fold_name(items.name),
        birth_on=items.birth_on,
        started_on=on,
    )


def last_entry(line: AnnexLine) -> AnnexEntry | None:
    """The newest entry of a line."""
    return AnnexEntry.objects.filter(line=line).order_by("-number").first()


def items_in(entry: AnnexEntry) -> Items:
    """The items of an entry."""
    return Items(**{name: getattr(entry, name) for name in ITEMS})


def enter(line: AnnexLine, items: Items, code: str, cause: Cause) -> AnnexEntry | None:
    """Add an entry and tell of it; None where the 附票 says all of it already."""
    AnnexLine.objects.select_for_update().get(pk=line.pk)
    last = last_entry(line)
    sealed = sealed_code(code)
    if last is not None and items_in(last) == items and last.code_lookup == sealed["code_lookup"]:
        return None
    return _append(line, items, sealed, cause, after=last)


def end_line(line: AnnexLine, cause: Cause, *, words: str) -> None:
    """Remove somebody from a 附票; the last one to go closes it (除附票)."""
    if line.ended_on is not None:
        return
    line.ended_on, line.ended_words = cause.today, words
    line.save(update_fields=["ended_on", "ended_words"])
    last = last_entry(line)
    if last is not None:
        _append(line, items_in(last), sealed_code(code_of(last)), cause, after=last)
    annex = Annex.objects.select_for_update().get(pk=line.annex_id)
    empty = not AnnexLine.objects.filter(annex=annex, ended_on=None).exists()
    if annex.state == State.CURRENT.value and empty:
        close(annex, State.REMOVED, cause.today, words=words, by=cause.by)


def close(annex: Annex, state: State, on: date, *, words: str, by: str) -> None:
    """Close a 附票; from this day its years are counted."""
    annex.state, annex.closed_on = state.value, on
    annex.closed_words, annex.closed_by_name = words, by
    annex.save(update_fields=["state", "closed_on", "closed_words", "closed_by_name"])


def _append(
    line: AnnexLine,
    items: Items,
    sealed: dict[str, str],
    cause: Cause,
    *,
    after: AnnexEntry | None,
) -> AnnexEntry:
    line.name_key, line.birth_on = search_fold_name(items.name), items.birth_on
    line.code_lookup = sealed["code_lookup"]
    line.save(update_fields=["name_key", "birth_on", "code_lookup"])
    entry = AnnexEntry.objects.create(
        line=line,
        number=after.number + 1 if after else 1,
        **asdict(items),
        **sealed,
        reason=cause.reason,
        event_on=cause.event_on,
        recorded_on=cause.today,
        basis=cause.basis.value,
        source=cause.source,
        case=cause.case,
        notice=cause.notice,
        made_by_name=cause.by,
    )
    # Without an address there is nothing to tell yet: the child of a 出生届 is entered before its 住所地 speaks.
    if has_lines() and items.address:
        entry.update = tell(entry, line)
        entry.update_state = Sending.QUEUED.value
        entry.save(update_fields=["update", "update_state"])
    return entry


def tell(entry: AnnexEntry, line: AnnexLine) -> UUID:
    """Queue 附票本人確認情報 of an entry, in the order of its line (FAM-009)."""
    items, code = items_in(entry), code_of(entry)
    return queue(
        Outgoing(
            kind=ANNEX_UPDATE,
            receiver=own_node("municipal_cs"),
            body=lambda place: annex_update(
                items,
                code,
                record_number=line.record_number,
                domicile_municipality=own_code(),
                reason=entry.reason,
                event_on=entry.event_on,
                recorded_on=entry.recorded_on,
                ended=line.ended_on is not None,
                place=place,
            ),
            subject=line.key,
            matter=str(entry.case or ""),
        )
    )
