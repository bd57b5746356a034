"""Charge (会計を起こす): lines become an account at the prices of the day. Within the caller's own act and entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.db import connection

from daicho.business.cash.commands.steps import next_number
from daicho.business.cash.domain.fees import OFFICIAL, Charged, FeeLine, charge, line_problems
from daicho.business.cash.models import Account, AccountLine, AccountSheet
from daicho.business.cash.selectors.standing import standing
from daicho.business.certificates.public import ChargedSheet, sheets_of
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.code_tables.public import certificate_fee

NO_LINES: Final = Problem(
    "cash.no_lines",
    "lines",
    "会計するものがありません。",
    "証明書か手数料を、一つは選びます。",
    "証明書に印を付けるか、手数料の種類と件数を入力してください。",
)
NOT_CHARGEABLE: Final = Problem(
    "cash.sheets",
    "issues",
    "選ばれた証明書を会計できません。",
    "書損じになったか、交付の記録がありません。",
    "画面を開き直し、選び直してください。",
)


def charge_account(access: Access, *, request_key: UUID, lines: Sequence[FeeLine]) -> Account:
    """The account of a request, at the fees of today. The same lines again give the same account.

    `Invalid` for what was typed; `Conflict` when the request has an account of other lines, or a sheet is on another.
    """
    day = business_today()
    _lock(request_key, *(issue for line in lines for issue in line.issues))
    wanted = _priced(lines, day)
    same = (
        Account.objects.select_for_update()
        .filter(request_key=request_key, dropped_at__isnull=True)
        .first()
    )
    if same is not None:
        _check_same(same, wanted)
        return same
    _check_free(issue for line in wanted for issue in line.issues)
    return _written(access, request_key, wanted, day)


def _lock(*keys: UUID) -> None:
    """One at a time for a request and for a sheet: whoever comes second finds what the first has opened."""
    with connection.cursor() as cursor:
        for key in sorted(str(key) for key in keys):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"cash:charge:{key}"])


def _priced(lines: Sequence[FeeLine], day: date) -> list[Charged]:
    if not lines:
        raise Invalid([NO_LINES])
    sheets = {s.key: s for s in sheets_of([issue for line in lines for issue in line.issues])}
    found: list[Charged] = []
    problems: list[Problem] = []
    for at, line in enumerate(lines):
        own = [sheets[issue] for issue in line.issues if issue in sheets]
        if len(own) < len(line.issues) or any(sheet.spoiled for sheet in own):
            problems.append(NOT_CHARGEABLE)
            continue
        for part, fee in _parts(line, own) if own else [(line, None)]:
            wrong = line_problems(part, at, day)
            problems += wrong
            if not wrong:
                found.append(_charged(part, fee, day, own))
    if problems:
        raise Invalid(dict.fromkeys(problems))
    return found


def _parts(line: FeeLine, sheets: Iterable[ChargedSheet]) -> list[tuple[FeeLine, int]]:
    """The line divided by what its sheets cost; a sheet of an office (公用) is exempt as such."""
    groups: dict[tuple[str, int, str], list[UUID]] = {}
    for sheet in sheets:
        exemption = line.exemption or (OFFICIAL if sheet.official else "")
        groups.setdefault((sheet.fee_code, sheet.fee_yen, exemption), []).append(sheet.key)
    return [
        (FeeLine(code, len(keys), exemption, line.ground, tuple(keys)), fee)
        for (code, fee, exemption), keys in groups.items()
    ]


def _charged(line: FeeLine, fee: int | None, day: date, sheets: Sequence[ChargedSheet]) -> Charged:
    if fee is None:
        return charge(line, day=day, price=certificate_fee)
    priced = charge(line, day=day, price=lambda _code, _day: fee)
    if priced.title == line.code:
        priced = replace(priced, title=next(s.title for s in sheets if s.key in line.issues))
    return priced


def _check_same(account: Account, wanted: Sequence[Charged]) -> None:
    def essence(lines: Iterable[Charged]) -> list[tuple[object, ...]]:
        return sorted((c.code, c.count, c.exemption, c.ground, *sorted(c.issues)) for c in lines)

    opened = standing(account).opened
    if essence(opened) != essence(wanted):
        raise Conflict(
            "この請求の会計は、別の内容で作られています。",
            why="内容の違う会計を二つ作ることはできません。",
            remedy="先の会計を取りやめるか、収納した後なら訂正してください。",
            code="cash.account_differs",
        )


def _check_free(issues: Iterable[UUID]) -> None:
    """A sheet is on one account."""
    if AccountSheet.objects.filter(issue__in=list(issues), dropped=False).exists():
        raise Conflict(
            "選ばれた証明書の中に、もう会計したものがあります。",
            why="ほかの人か別の画面で会計されています。",
            remedy="会計の画面を開き直し、残りを選んでください。",
            code="cash.sheet_charged",
        )


def _written(access: Access, request_key: UUID, lines: Sequence[Charged], day: date) -> Account:
    account = Account.objects.create(
        key=uuid4(),
        number=next_number(day),
        request_key=request_key,
        opened_on=day,
        opened_at=business_now(),
        opened_by=access.staff_key,
        opened_by_name=access.name,
        office=access.office,
        terminal=access.terminal,
        line_count=len(lines),
    )
    for position, line in enumerate(lines):
        row = AccountLine.objects.create(
            account=account,
            position=position,
            code=line.code,
            title=line.title,
            count=line.count,
            unit_yen=line.unit_yen,
            exemption=line.exemption,
            article=line.article,
            ground=line.ground,
        )
        AccountSheet.objects.bulk_create(
            AccountSheet(line=row, issue=issue) for issue in line.issues
        )
    return account
