"""Hand a file over (ファイルの受渡し, IMM-003): taken onto a medium, given to the liaison terminal, and what it made of each notice.

A file may be taken as often as its medium fails: it stays the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.immigration.audit_types import FILE_HANDED, FILE_TAKEN, RESULTS_TAKEN
from daicho.gateways.immigration.commands.writing import kept
from daicho.gateways.immigration.domain.results import Result, read_results
from daicho.gateways.immigration.domain.states import State
from daicho.gateways.immigration.models import NoticeFile, Telling
from daicho.gateways.immigration.settlers import told
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem

LONGEST = 100
MOST_BYTES = 2 * 1024 * 1024


def take_file(access: Access, *, file: UUID) -> NoticeFile:
    """The sealed file, to be put on a medium."""
    check_may(access, "immigration.tell")
    with recorded(access, FILE_TAKEN) as note:
        row = _found(file)
        note.count, note.digest = row.count, row.digest
        note.say(number=row.number)
    return row


def hand_over(access: Access, *, file: UUID, medium: str, receiver: str) -> None:
    """Keep on which medium and to whom it was given; its notices are 通知済 from now on. `Invalid`, `Conflict`."""
    check_may(access, "immigration.tell")
    with recorded(access, FILE_HANDED) as note:
        row = _found(file)
        if row.handed_at is not None:
            raise Conflict(
                "このファイルの受渡しは、既に記録されています。",
                why="一つのファイルを渡すのは一度です。",
                remedy="一覧を開き直してください。",
                code="immigration.handed",
            )
        row.medium = _words(medium, "medium", "媒体番号")
        row.receiver = _words(receiver, "receiver", "渡した先")
        row.handed_at, row.handed_by = business_now(), access.staff_key
        row.handed_by_name = access.name
        row.save(update_fields=["handed_at", "handed_by", "handed_by_name", "medium", "receiver"])
        output = Telling.objects.select_for_update(of=("self",)).filter(
            file=row, state=State.OUTPUT.value
        )
        for each in output.order_by("place"):
            told(each)
            note.about(each.person)
        note.count, note.digest = row.count, row.digest
        note.say(number=row.number, medium=row.medium, receiver=row.receiver)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many notices the terminal took, and how many it sent back."""

    taken: int
    refused: int


def take_results(access: Access, *, content: bytes) -> Taken:
    """Take what the liaison terminal made of the notices. `Invalid` with every wrong line, and then none counts."""
    check_may(access, "immigration.tell")
    with recorded(access, RESULTS_TAKEN) as note:
        results = read_results(_text(content))
        refused = 0
        for row, result in _rows(results):
            if not result.is_taken:
                row.state = State.REFUSED.value
                row.problems = kept([_sent_back(result)])
                row.save(update_fields=["state", "problems"])
                refused += 1
            note.about(row.person)
        found = Taken(len(results) - refused, refused)
        note.count = len(results)
        note.say(taken=found.taken, refused=refused, file_digest=sha256(content).hexdigest())
    return found


def _rows(results: tuple[Result, ...]) -> list[tuple[Telling, Result]]:
    """The notices that were handed over, by their newest numbers; `Invalid` for numbers of which there is none."""
    named = {result.number: result for result in results}
    rows = Telling.objects.select_for_update(of=("self",)).filter(
        number__in=named, file__handed_at__isnull=False
    )
    found = {row.number: row for row in rows}
    strangers = [number for number in named if number not in found]
    if strangers:
        raise Invalid(
            [
                Problem(
                    "results.unknown",
                    "file",
                    f"渡した通知にない通知番号があります（{strangers[0]} など{len(strangers)}件）。",
                    "受渡しを記録したファイルの通知だけを取り込めます。",
                    "ファイルの受渡しを先に記録するか、処理結果を確かめてください。",
                )
            ]
        )
    return [(found[number], result) for number, result in named.items()]


def _sent_back(result: Result) -> Problem:
    return Problem(
        "results.refused",
        "",
        result.trouble,
        "入管の連携端末がエラーとしました。",
        "訂正して、送り直してください。",
    )


def _text(content: bytes) -> StringIO:
    try:
        if len(content) <= MOST_BYTES:
            return StringIO(content.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError:
        pass
    raise Invalid(
        [
            Problem(
                "results.encoding",
                "file",
                "処理結果のファイルを読めません。",
                "UTF-8 の CSV で、2MBまでです。",
                "連携端末から出し直してください。",
            )
        ]
    )


def _found(file: UUID) -> NoticeFile:
    row = NoticeFile.objects.select_for_update().filter(key=file).first()
    if row is None:
        raise Missing(
            "このファイルはありません。",
            remedy="一覧から選び直してください。",
            code="immigration.no_file",
        )
    return row


def _words(text: str, field: str, label: str) -> str:
    words = check_text(text.strip(), field=field, limit=LONGEST)
    if not words:
        raise Invalid(
            [
                Problem(
                    "blank",
                    field,
                    f"{label}が空欄です。",
                    "受渡しの記録に残します。",
                    f"{label}を入力してください。",
                )
            ]
        )
    return words
