"""Move out by the special rule (特例転入を利用した転出, 住基法24条の2): no certificate is drawn, its data go by the network.

A kind of its own: an ordinary 転出 is never switched to it on the way (STD-4.1.3.0.4/n2), and nothing of it is sent
again by hand (n1). What is to be sent is told by an event when the case is approved.
"""

from __future__ import annotations

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import basis_section
from daicho.business.movements.domain.households import chosen
from daicho.business.movements.domain.move_out import ALLOWED, EVENT, plan_leaving
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.whither import DESTINATION
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EXACT_ANY

SHEET = sheet.Sheet(
    sections=(
        sheet.Section("特例転出", (EVENT, *DESTINATION)),
        basis_section(ALLOWED),
        sheet.NOTIFIER,
    ),
    selects=sheet.Selects.MEMBERS,
    remaining=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 転出 within Japan by people of whom one holds a card."""
    plan = plan_leaving(reader, world, kind="special_move_out", abroad=False)
    quiet = Reader(reader.payload, world.today)
    event = quiet.legal_date(EVENT.name, "転出予定日", EXACT_ANY)
    leaving = chosen(quiet, world, event.sort_on) if event else ()
    if leaving and not any(held.particulars.card_status for held in leaving):
        reader.alert(
            "selected",
            "no_card_recorded",
            "個人番号カードの記録がある人が含まれていません。",
            "特例転入には、異動する人の誰かの個人番号カードが要ります。",
            "カードを確かめてください。持っていなければ、転出で入力します。",
        )
    return plan
