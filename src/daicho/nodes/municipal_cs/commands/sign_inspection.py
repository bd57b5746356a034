"""Sign an inspection (点検の署名): somebody has looked through a day or a week of the log, and says what they found."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.nodes.municipal_cs.audit_types import INSPECTION_SIGNED
from daicho.nodes.municipal_cs.models import Inspection
from daicho.nodes.municipal_cs.selectors.inspections import Span, check_span, span_of


def sign_inspection(access: Access, *, since: date, until: date, clear: bool, words: str) -> None:
    """Write it down, once. `Invalid` while it cannot be signed (not over yet, days of the week missing, no findings told),
    `Conflict` when somebody was faster, or when whoever signs has looked at people that day.
    """
    check_may(access, "inspection.sign")
    check_span(since, until)
    with recorded(access, INSPECTION_SIGNED) as note:
        span = span_of(since, until)
        _check(access, span, clear=clear, words=words.strip())
        try:
            with transaction.atomic():
                Inspection.objects.create(
                    since=since,
                    until=until,
                    signed_at=business_now(),
                    signed_by=access.staff_key,
                    signed_name=access.name,
                    is_clear=clear,
                    words=words.strip(),
                    counts=span.counts,
                )
        except IntegrityError:
            raise _signed_already() from None
        note.say(
            since=since.isoformat(),
            until=until.isoformat(),
            result="異状なし" if clear else "指摘あり",
            words=words.strip(),
        )


def _check(access: Access, span: Span, *, clear: bool, words: str) -> None:
    if span.signed is not None:
        raise _signed_already()
    if any(line.login == access.login and any(line.counts[:4]) for line in span.lines):
        raise Conflict(
            "自分の操作がある期間は、点検できません。",
            why="点検は、操作した人とは別の人が行います。",
            remedy="ほかの点検者に頼んでください。",
            code="inspection.own",
        )
    problems = []
    if not span.is_over:
        problems.append(
            _problem("early", "まだ終わっていない期間です。", "翌日以降に点検してください。")
        )
    if span.missing:
        days = "・".join(f"{day.month}月{day.day}日" for day in span.missing)
        problems.append(
            _problem(
                "missing",
                f"日次の点検をしていない日があります（{days}）。",
                "先に日次の点検をしてください。",
            )
        )
    if not words and not (clear and not span.looks):
        what = "点検の結果が入力されていません。"
        problems.append(_problem("words", what, "目立つ操作をどう確かめたかを入力してください。"))
    if problems:
        raise Invalid(problems)


def _problem(code: str, what: str, remedy: str) -> Problem:
    return Problem(f"inspection.{code}", "words", what, "点検は、後から直せない記録です。", remedy)


def _signed_already() -> Conflict:
    return Conflict(
        "この期間は、既に点検されています。",
        why="ほかの人が先に記録しました。",
        remedy="点検の一覧を開き直してください。",
        code="inspection.signed",
    )
