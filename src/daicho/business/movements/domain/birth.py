"""Birth (出生, 住基法8条・戸籍法49条): a child is entered ex officio where it lives, usually in its mother's household."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import NOTICE, Basis
from daicho.business.movements.domain.circumstances import CIRCUMSTANCES
from daicho.business.movements.domain.entry import PERSONS, Terms, entry_plan, read_coming
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import BIRTH, EXACT_PAST, SEIREKI_BIRTH

EXISTING: Final = "existing"
DESTINATION: Final = sheet.Section(
    "子の住所と世帯",
    tuple(
        replace(spec, initial=EXISTING)
        if spec.name == "destination"
        else replace(spec, hint="通常は母の世帯。住所はその世帯から引用します")
        if spec.name == "target_household"
        else spec
        for spec in sheet.DESTINATION.fields
    ),
)

SHEET: Final = sheet.Sheet(
    sections=(
        sheet.Section(
            "出生",
            (
                sheet.FieldSpec(
                    "noticed_on",
                    "戸籍届出・通知日",
                    sheet.Input.DATE,
                    required=True,
                    initial="today",
                ),
                sheet.FieldSpec(
                    "ground", "根拠となった書類・事実", hint="例: 出生届、本籍地からの通知"
                ),
            ),
        ),
        DESTINATION,
        CIRCUMSTANCES,
    ),
    persons=tuple(section for section in PERSONS if section is not sheet.NUMBERS),
    many_persons=False,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 出生: resident from the day of birth, 転入前住所 blank, a 住民票コード drawn (H-201 to H-205)."""
    noticed = reader.exact_date("noticed_on", "戸籍届出・通知日", EXACT_PAST)
    block = Reader(reader.payload, reader.today, "persons.0.")
    rule = SEIREKI_BIRTH if block.raw("kind") == "foreign" else BIRTH
    birth = block.legal_date("birth_date", "生年月日", rule)
    coming = read_coming(
        reader,
        world,
        birth.sort_on if birth else world.today,
        otherwise=EXISTING,
        day_words="出生の日",
    )
    if birth is None or coming is None:
        return None
    return entry_plan(
        reader,
        coming,
        Terms(
            kind="birth",
            reason="entry_birth",
            basis=Basis(NOTICE, noticed_on=noticed),
            event=birth,
            resident_reason="出生",
        ),
    )
