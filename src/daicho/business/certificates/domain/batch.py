"""Batch (一括帳票, REG-094): which papers can be made as files for a printing job, of whom, in which order, and the checks.

Copies go out in thousands upon an official request alone (公用請求, 住基法12条の2); letters to whom the register says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.letters import LETTERS
from daicho.business.certificates.domain.rights import Proof, Requester
from daicho.business.certificates.domain.wish import Request
from daicho.kernel.errors import Problem

LEAST_PER_FILE, MOST_PER_FILE, USUAL_PER_FILE = 10, 500, 200
"""Sheets of one file: a file is laid out at once in memory."""


class Source(StrEnum):
    """Whom the sheets are of."""

    TOWNS = "towns"
    NUMBERS = "numbers"
    KIND = "kind"
    CASE = "case"

    @property
    def label(self) -> str:
        return _SOURCES[self]


_SOURCES = {
    Source.TOWNS: "町字に住む人",
    Source.NUMBERS: "宛名番号の一覧",
    Source.KIND: "その通知の対象者すべて",
    Source.CASE: "住所一括変更の世帯",
}


class Order(StrEnum):
    """In which order the sheets lie."""

    NUMBER = "number"
    POST = "post"

    @property
    def label(self) -> str:
        return "宛名番号順" if self is Order.NUMBER else "郵便番号・住所順"


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """A paper that can be made in a batch. `sources` are whom it can be of."""

    code: str
    title: str
    sources: tuple[Source, ...]

    @property
    def form(self) -> Form | None:
        """The form of a certificate; None for a letter."""
        return next((form for form in Form if form.value == self.code), None)

    @property
    def by_household(self) -> bool:
        return self.form is Form.HOUSEHOLD


_COPIES = (Form.HOUSEHOLD, Form.INDIVIDUAL, Form.ITEMS)
_LETTERS = {
    "head_change_requests": (Source.KIND,),
    "arrival_inquiries": (Source.KIND,),
    "residence_end": (Source.KIND,),
    "bulk_address_before": (Source.CASE,),
    "bulk_address_after": (Source.CASE,),
}
BATCH_PAPERS: Final[dict[str, BatchPaper]] = {
    paper.code: paper
    for paper in (
        *(
            BatchPaper(form.value, f"{form.label}（公用）", (Source.TOWNS, Source.NUMBERS))
            for form in _COPIES
        ),
        *(BatchPaper(code, LETTERS[code].title, sources) for code, sources in _LETTERS.items()),
    )
}


@dataclass(frozen=True, slots=True)
class BatchWish:
    """What is asked for; `key` is the batch's own, so that a form sent twice asks once.

    `proven`: the letter of the other authority and who carried it were seen. `towns` are 町字コード.
    """

    key: UUID
    paper: str
    source: str
    order: str = Order.POST
    per_file: int = USUAL_PER_FILE
    towns: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    requester_name: str = ""
    ground: str = ""
    items: frozenset[Item] = frozenset()
    proven: bool = False
    document_number: str = ""
    case: UUID | None = None


ITEMS_OF_A_BATCH: Final = (Item.RELATIONSHIP, Item.DOMICILE)
STATED: Final = frozenset({Item.NAME, Item.ADDRESS, Item.BIRTH, Item.SEX})
"""What a 記載事項証明書 of a batch states."""


def official_request(
    key: UUID, form: Form, *, name: str, ground: str, items: frozenset[Item]
) -> Request:
    """The request behind the copies of a batch; its records are those of each sheet."""
    return Request(
        key=key,
        form=form,
        records=(),
        items=items | STATED if form.states else items,
        requester=Requester.OFFICIAL,
        requester_name=name,
        ground=ground,
        documents=(),
        copies=1,
        official=True,
        by_post=False,
        proofs=frozenset({Proof.LETTER, Proof.STAFF_CARD}),
    )


def check_batch(wish: BatchWish) -> tuple[Problem, ...]:
    """Everything that is wrong with the form, beside its fields."""
    paper = BATCH_PAPERS.get(wish.paper)
    if paper is None:
        return (_wrong("paper", "帳票が選ばれていません。", "一覧から選んでください。"),)
    return (*_check_whom(wish, paper), *_check_official(wish, paper))


def _check_whom(wish: BatchWish, paper: BatchPaper) -> Iterator[Problem]:
    if wish.source not in paper.sources:
        words = "・".join(source.label for source in paper.sources)
        yield _wrong(
            "source", f"{paper.title}は、この対象では作れません。", f"「{words}」を選んでください。"
        )
    if wish.source == Source.TOWNS and not wish.towns:
        yield _wrong("towns", "町字が選ばれていません。", "作る町字を選んでください。")
    if wish.source == Source.NUMBERS and not wish.numbers:
        yield _wrong("numbers", "宛名番号がありません。", "1行に1つ、宛名番号を入れてください。")
    if wish.source == Source.CASE and wish.case is None:
        yield _wrong("case", "一括処理が選ばれていません。", "一括処理の画面から始めてください。")
    if wish.order not in set(Order):
        yield _wrong("order", "並び順が選ばれていません。", "並び順を選んでください。")
    if not LEAST_PER_FILE <= wish.per_file <= MOST_PER_FILE:
        yield _wrong(
            "per_file",
            "1ファイルの通数を受け付けられません。",
            f"{LEAST_PER_FILE}から{MOST_PER_FILE}までで入れてください。",
        )


def _check_official(wish: BatchWish, paper: BatchPaper) -> Iterator[Problem]:
    if paper.form is None:
        return
    if not wish.requester_name.strip():
        yield _wrong("requester_name", "請求した機関の名称がありません。", "入力してください。")
    if not wish.ground.strip():
        yield _wrong(
            "ground", "請求の理由がありません。", "公文書に書かれた理由と根拠を入力してください。"
        )
    if not wish.proven:
        yield _wrong(
            "proven",
            "公文書と職員の身分を確かめていません。",
            "確かめて、印を付けてください（住基法12条の2）。",
        )
    if not wish.items <= set(ITEMS_OF_A_BATCH):
        yield _wrong("items", "この項目は一括では載せられません。", "項目を選び直してください。")


def _wrong(field: str, what: str, remedy: str) -> Problem:
    return Problem(code=f"batch_{field}", field=field, what=what, remedy=remedy)
