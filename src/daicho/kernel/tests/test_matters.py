"""Matters: each check lets pass what may pass, and says what, why and what to do of what may not."""

from __future__ import annotations

import pytest

from daicho.kernel.errors import Conflict, Refused
from daicho.kernel.matters import Matter

PAPER = Matter("書類", found_in="書類の一覧", code="paper")


def test_what_may_pass_passes() -> None:
    PAPER.check_standing(True, state="受付", action="審査")
    PAPER.check_page(3, edition=3)
    PAPER.check_other(False, begun="入力した", action="決裁")


def test_what_may_not_is_said_in_three_parts() -> None:
    with pytest.raises(Conflict) as elsewhere:
        PAPER.check_standing(False, state="決裁済", action="審査")
    with pytest.raises(Conflict) as overtaken:
        PAPER.check_page(2, edition=3)
    with pytest.raises(Refused) as own:
        PAPER.check_other(True, begun="入力した", action="決裁")

    errors = [elsewhere.value, overtaken.value, own.value, PAPER.missing()]
    assert [e.reason_code for e in errors] == [
        "paper.state",
        "paper.stale",
        "paper.own",
        "paper.missing",
    ]
    assert elsewhere.value.what == "この書類は今「決裁済」です。"
    assert all(e.what and e.remedy for e in errors)
    assert all(e.why for e in errors[:3])
