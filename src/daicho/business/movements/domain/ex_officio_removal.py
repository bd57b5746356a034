"""Removal ex officio (職権消除, 住基法8条, 住基令12条): after a survey found that somebody does not live here (実態調査→公示→消除)."""

from __future__ import annotations

from datetime import date
from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.basis import basis_section, read_basis
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.removing import plan_removal
from daicho.business.movements.domain.world import World
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import EXACT_PAST

ALLOWED: Final = (basis.EX_OFFICIO, basis.PETITION, basis.NOTICE)
REASONS: Final = (
    ("absent", "不現住"),
    ("double", "二重登録"),
    ("left_japan", "出国"),
    ("status_lost", "在留資格の喪失・在留期間の経過"),
    ("other", "その他（根拠に記す）"),
)
LIMIT: Final = 300

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "職権消除",
            (
                sheet.FieldSpec(
                    "event_date",
                    "消除する日（異動日）",
                    sheet.Input.DATE,
                    hint=sheet.DATE_HINT,
                    required=True,
                ),
                sheet.FieldSpec(
                    "removal_cause",
                    "消除の理由",
                    sheet.Input.CHOICE,
                    REASONS,
                    required=True,
                    initial="absent",
                ),
                sheet.FieldSpec(
                    "survey", "実態調査の番号", hint="実態調査の受付番号。調査によるときは必ず"
                ),
                sheet.FieldSpec(
                    "posted_on",
                    "公示した日",
                    sheet.Input.DATE,
                    hint="催告が届かず公示したとき",
                ),
            ),
        ),
        basis_section(ALLOWED),
    ),
    selects=sheet.Selects.MEMBERS,
    remaining=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 職権消除; the ground must be said, and of somebody not living here the survey."""
    event = reader.legal_date("event_date", "消除する日", EXACT_PAST)
    ground = read_basis(reader, ALLOWED)
    cause = reader.choice("removal_cause", "消除の理由", [code for code, _ in REASONS])
    words = _ground(reader)
    posted = reader.exact_date("posted_on", "公示した日", EXACT_PAST, required=False)
    if event is None or not cause:
        return None
    if cause == "absent":
        _check_survey(reader, posted, event.sort_on)
    label = dict(REASONS)[cause] if cause != "other" else words
    return plan_removal(
        reader,
        world,
        kind="ex_officio_removal",
        event=event,
        ground=ground,
        words=f"職権消除（{label}）",
    )


def _ground(reader: Reader) -> str:
    text = reader.required("ground", "根拠となった書類・事実")
    try:
        return (
            check_text(text, field=reader.path("ground"), limit=LIMIT, kind=TextKind.LINE)
            if text
            else ""
        )
    except Invalid as error:
        reader.adopt(error.problems)
        return ""


def _check_survey(reader: Reader, posted: date | None, day: date) -> None:
    if not reader.has("survey"):
        reader.alert(
            "survey",
            "survey_blank",
            "実態調査の番号がありません。",
            "不現住による消除は、調査をして住んでいないことを確かめたうえで行います（住基法34条）。",
            "調査の番号を入力するか、調査によらない理由を根拠に記してください。",
        )
    if posted is not None and posted > day:
        reader.note(
            "posted_on",
            "posted_after_removal",
            "公示した日が、消除する日より後です。",
            "公示は、消除に先立って行います。",
            "日付を確かめてください。",
        )
