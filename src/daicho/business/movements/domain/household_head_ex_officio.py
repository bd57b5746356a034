"""Head ex officio (職権で世帯主を定める, STD-4.0.5, N-06, N-10): for a household that has none, where nobody notifies.

Whether to do so is the office's choice; a household left as it is stays without a head (N-05, N-11).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from daicho.business.movements.domain import basis, household_head_change, sheet
from daicho.business.movements.domain.basis import basis_section, read_basis
from daicho.business.movements.domain.household_head_change import read_head, settle_head
from daicho.business.movements.domain.households import household_of
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.proposing import REASON
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.standings import HEAD_CHANGE, people_after
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EXACT_PAST

ALLOWED = (basis.EX_OFFICIO, basis.PETITION)

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "職権で世帯主を定める",
            (
                sheet.FieldSpec(
                    "event_date",
                    "世帯主を定める日（異動日）",
                    sheet.Input.DATE,
                    hint="世帯主がいなくなった日から今日まで。" + sheet.DATE_HINT,
                    required=True,
                ),
                REASON,
            ),
        ),
        basis_section(ALLOWED),
    ),
    selects=sheet.Selects.HOUSEHOLD,
    relationships=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan: a member becomes head ex officio, every 続柄 is seen anew; refused where there is a head."""
    event = reader.legal_date("event_date", "世帯主を定める日", EXACT_PAST)
    ground = read_basis(reader, ALLOWED)
    number = reader.required("household", "世帯番号")
    head = read_head(reader)
    if event is None or not number or head is None:
        return None
    day = event.sort_on
    if household_of(world, number, day).head is not None:
        reader.note(
            "household",
            "household_has_head",
            "この世帯には、その日に世帯主がいます。",
            "職権で世帯主を定めるのは、世帯主が未設定の世帯だけです。",
            "世帯番号と日付を確かめてください。世帯主を替えるときは世帯主変更で入力します。",
        )
        return None
    outcome = settle_head(reader, world, number, head, day)
    if outcome is None or reader.has_errors:
        return None
    return Plan(
        kind="household_head_ex_officio",
        reason=HEAD_CHANGE,
        basis="職権",
        event_date=event,
        people=people_after(world, outcome, day),
        **ground.dates,
    )


def propose(reader: Reader, world: World, day: date) -> Mapping[UUID, str]:
    """The 続柄 of everybody, seen from the new head."""
    return household_head_change.propose(reader, world, day)
