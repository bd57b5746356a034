"""Posted requests (送られた請求書): what a form says, as plain values; what is no choice counts as typed, and is refused."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from daicho.business.certificates.public import Form
from daicho.business.requests.domain.card import Reading, read_card
from daicho.business.requests.domain.inquiry import Asked
from daicho.business.requests.domain.postal import Note
from daicho.business.requests.domain.states import Channel
from daicho.business.requests.domain.written import MOVE_OUT, Written
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.money import yen
from daicho.kernel.wareki import parse_date


def read_written(posted: QueryDict) -> Written:
    """The paper as the form has it; what proves one fact carries no items, nor does a 転出届."""
    text = {
        name: posted.get(name, "")
        for name in (
            *("requester", "requester_name", "requester_address", "telephone", "agency"),
            *("document_number", "form_number", "client", "submit_to", "ground", "form"),
            *("stated_name", "stated_birth", "stated_address", "called_number"),
        )
    }
    without = {MOVE_OUT, *(form.value for form in Form if form.proves)}
    return Written(
        **text,
        channel=posted.get("channel", Channel.COUNTER.value),
        items=() if text["form"] in without else tuple(posted.getlist("items")),
        copies=number_of(posted, "copies", otherwise=0),
        by_post=bool(posted.get("by_post")),
        proofs=tuple(posted.getlist("proofs")),
        documents=tuple(posted.getlist("documents")),
    )


def read_asked(posted: QueryDict) -> Asked:
    """An inquiry as the form has it. `Invalid` for a date that cannot be read."""
    return Asked(
        agency=posted.get("agency", ""),
        agency_address=posted.get("agency_address", ""),
        officer=posted.get("officer", ""),
        their_number=posted.get("their_number", ""),
        their_date=day_of(posted, "their_date"),
        basis=posted.get("basis", ""),
        reason=posted.get("reason", ""),
        words=posted.get("words", ""),
        seen=tuple(posted.getlist("seen")),
        stated_name=posted.get("stated_name", ""),
        stated_birth=posted.get("stated_birth", ""),
        stated_address=posted.get("stated_address", ""),
        items=tuple(posted.getlist("asked")),
    )


def read_reading(posted: QueryDict) -> Reading | None:
    """What a card said: pasted from a reader, or typed item by item; None when no card was read."""
    if text := posted.get("card_text", "").strip():
        return read_card(text)
    typed = Reading(
        name=posted.get("card_name", ""),
        address=posted.get("card_address", ""),
        birth=posted.get("card_birth", ""),
        sex=posted.get("card_sex", ""),
    )
    return None if typed.is_empty else typed


def read_notes(posted: QueryDict) -> tuple[Note, ...]:
    """定額小為替, one a line: number, face, day of issue; `Invalid` with the lines that cannot be read."""
    found: list[Note] = []
    wrong: list[Problem] = []
    for at, line in enumerate(posted.get("notes", "").splitlines(), start=1):
        parts = line.replace("，", ",").replace("、", ",").replace("\t", ",").split(",")
        if not line.strip():
            continue
        if len(parts) not in (2, 3):
            wrong.append(_unreadable(at))
            continue
        try:
            face = yen(parts[1], field="notes")
            issued = parse_date(parts[2], field="notes") if len(parts) == 3 else None
        except Invalid:
            wrong.append(_unreadable(at))
            continue
        found.append(Note(parts[0].strip(), int(face), issued))
    if wrong:
        raise Invalid(wrong)
    return tuple(found)


def day_of(posted: QueryDict, name: str) -> date | None:
    """A day as typed, None when blank; `Invalid` otherwise."""
    text = posted.get(name, "").strip()
    return parse_date(text, field=name) if text else None


def _unreadable(at: int) -> Problem:
    return Problem(
        "post.notes",
        "notes",
        f"{at}行目の小為替を読めません。",
        "一行に一枚、番号、額面、発行日を「,」で区切って書きます。",
        "例: 12345-678901,300,R8.11.2",
    )
