"""Receive codes (付番用の住民票コードの受入れ, STD-4.3.1): what the CS gives for new residents goes into the pool.

For the connector to the CS: a whole delivery or nothing, nobody's code among them, none kept in the clear.
"""

from __future__ import annotations

from collections.abc import Iterable

from daicho.business.movements.audit_types import CODES_RECEIVED
from daicho.foundation.audit.public import recorded
from daicho.foundation.vault.public import fill_pool, pool_size
from daicho.kernel.access import Access, Duty
from daicho.kernel.check_digits import RESIDENT_RECORD_CODE
from daicho.kernel.errors import Invalid, Problem, Refused


def receive_codes(access: Access, codes: Iterable[str]) -> int:
    """Add a delivery of codes to the pool; those known already are left out. Returns how many came in.

    `Refused` for a person; `Invalid`, by the place in the delivery and never with the code itself, when one of
    them cannot be a 住民票コード: then none is taken.
    """
    with recorded(access, CODES_RECEIVED) as note:
        if not access.has(Duty.SYSTEM):
            raise Refused(
                "住民票コードの受入れは、システムだけが行います。",
                why="付番用のコードは、CSから直接受け取ります。",
                remedy="CSとの連携を確かめてください。",
                code="codes.system_only",
            )
        checked = _checked(codes)
        received = fill_pool(checked)
        note.say(received=received, known=len(checked) - received, left=pool_size())
        note.count = received
        return received


def _checked(codes: Iterable[str]) -> list[str]:
    problems: list[Problem] = []
    found: list[str] = []
    for place, code in enumerate(codes, start=1):
        try:
            found.append(RESIDENT_RECORD_CODE.check(code, field="codes"))
        except Invalid:
            problems.append(
                Problem(
                    "codes.wrong",
                    f"codes.{place}",
                    f"{place}件目が住民票コードではありません。",
                    "桁数か検査数字が合いません。",
                    "受入れ全体をやり直してください。",
                )
            )
    if problems:
        raise Invalid(problems)
    return list(dict.fromkeys(found))
