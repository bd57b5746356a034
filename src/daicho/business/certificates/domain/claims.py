"""Claims (請求の審査): what is asked for and what was seen, beside the requester's row of the table of rights.

A refusal says which row of the table refuses, by number, name and article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from daicho.business.certificates.domain.rights import (
    ROWS,
    Destination,
    Handing,
    Proof,
    Requester,
    Row,
    Standing,
)
from daicho.kernel.errors import Level, Problem


@dataclass(frozen=True, slots=True)
class Subject:
    """Of the person whose record it is, what rights depend on; `removed` is 除票 and 改製原 alike."""

    removed: bool
    dead: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, and what was seen. `points`: of the identity documents, two are enough.

    `extras` are the labels of the items beyond 基礎証明事項.
    """

    requester: Requester
    ground: str
    individual_number: bool
    resident_code: bool
    by_post: bool
    points: int = 0
    proofs: frozenset[Proof] = frozenset()
    form_number: str = ""
    client: str = ""
    submit_to: str = ""
    extras: tuple[str, ...] = ()


def check_wish(wish: Wish, subjects: Iterable[Subject]) -> list[Problem]:
    """Every reason for which the requester's row refuses, beside its field; empty when all may be had."""
    row = ROWS[wish.requester]
    people = list(subjects)
    found: list[Problem] = []
    removed = any(s.removed for s in people)
    if row.footing(removed=removed) is Standing.GROUND and not wish.ground.strip():
        found.append(
            _refusal(
                row,
                "ground_blank",
                "ground",
                "請求の理由がありません。",
                f"{row.label}の請求は、理由を明らかにする必要があります。",
                "請求書の理由を入力してください。",
                removed=removed,
            )
        )
    found += _seen(wish, row, removed=removed)
    found += _stated(wish, row, removed=removed)
    for wanted, name, label in (
        (wish.individual_number, "individual_number", "個人番号"),
        (wish.resident_code, "resident_record_code", "住民票コード"),
    ):
        if wanted:
            found += _numbers(wish, row, people, name=f"item.{name}", label=label)
    return found


def check_extras(wish: Wish) -> tuple[Problem, ...]:
    """An alert for items beyond 基礎証明事項: whoever decides says that the ground wants them (住基法12条の3第7項)."""
    row = ROWS[wish.requester]
    if not row.basic or not wish.extras:
        return ()
    return (
        Problem(
            "beyond_basic",
            "items",
            f"基礎証明事項のほかの事項（{'、'.join(wish.extras)}）が求められています。",
            f"{row.name}には、基礎証明事項だけを載せるのが原則です（住基法12条の3第7項）。",
            "理由からみて必要かを確かめ、必要でなければ外してください。",
            Level.ALERT,
        ),
    )


def _seen(wish: Wish, row: Row, *, removed: bool) -> list[Problem]:
    """What had to be shown and was not: evidence of the standing, and of who is standing there."""
    found = [
        _refusal(
            row,
            f"proof_{proof.value}",
            "proofs",
            f"{proof.label}を確かめていません。",
            f"{row.label}の請求で必要な書類です。",
            "書類を確かめて、印を付けてください。",
            removed=removed,
        )
        for proof in row.proofs
        if proof not in wish.proofs
    ]
    if wish.points >= 2 or (row.stands_in is not None and row.stands_in in wish.proofs):
        return found
    # A public letter that came by post speaks for the agency; nobody stands at the counter.
    if row.posts_to is Destination.AGENCY and wish.by_post:
        return found
    instead = f"、または{row.stands_in.label}" if row.stands_in else ""
    found.append(
        _refusal(
            row,
            "identity_not_shown",
            "documents",
            "本人確認が足りません。",
            f"1点で足りる書類か、2点そろえる書類{instead}が必要です。",
            "確認した書類に印を付けてください。",
            removed=removed,
        )
    )
    return found


def _stated(wish: Wish, row: Row, *, removed: bool) -> list[Problem]:
    """統一用紙番号, 依頼者 and 提出先 of those who act for a client."""
    if not row.states_client:
        return []
    asked = (
        (wish.form_number, "form_number", "統一用紙番号"),
        (wish.client, "client", "依頼者の氏名・名称"),
        (wish.submit_to, "submit_to", "提出先"),
    )
    return [
        _refusal(
            row,
            f"{name}_blank",
            name,
            f"{label}がありません。",
            "職務上請求では、統一用紙に記載された番号・依頼者・提出先を明らかにします。",
            "統一用紙のとおりに入力してください。",
            removed=removed,
        )
        for text, name, label in asked
        if not text.strip()
    ]


def _numbers(
    wish: Wish, row: Row, people: list[Subject], *, name: str, label: str
) -> list[Problem]:
    removed = any(s.removed for s in people)
    if any(s.dead for s in people):
        return [
            _refusal(
                row,
                "number_of_the_dead",
                name,
                f"{label}は記載できません。",
                "亡くなった人の個人番号・住民票コードは記載しない決まりです。",
                f"{label}を外してください。",
                removed=True,
            )
        ]
    return _number_of_the_living(wish, row, name, label, removed=removed)


def _number_of_the_living(
    wish: Wish, row: Row, name: str, label: str, *, removed: bool
) -> list[Problem]:
    by_right = row.footing(removed=removed) is Standing.RIGHT
    if row.numbers is Handing.COUNTER and by_right:
        return []
    if row.numbers is Handing.POST and by_right:
        if wish.by_post:
            return []
        return [
            _refusal(
                row,
                "number_to_agent",
                name,
                f"{label}を記載した写しは、代理人に窓口で渡せません。",
                "本人の登録された住所へ郵送します。",
                f"「郵送で渡す」を選ぶか、{label}を外してください。",
                removed=removed,
            )
        ]
    return [
        _refusal(
            row,
            "number_not_for_requester",
            name,
            f"{row.label}の請求では、{label}は記載できません。",
            f"{label}は、本人か同一世帯の人の請求に限り記載します。",
            f"{label}を外してください。",
            removed=removed,
        )
    ]


def _refusal(
    row: Row, code: str, field: str, what: str, why: str, remedy: str, *, removed: bool
) -> Problem:
    """A refusal by a row of the table, which it names."""
    article = row.article_for(removed=removed)
    return Problem(code, field, what, f"{why}{row.name}によります（{article}）。", remedy)
