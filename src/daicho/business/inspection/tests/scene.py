"""Scenes (場面): applications to inspect, as they are received, approved and served."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from daicho.business.inspection.commands.decide import take_step
from daicho.business.inspection.commands.dispose_listing import dispose_listing
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.commands.make_own_list import ask_own_list
from daicho.business.inspection.commands.receive import receive
from daicho.business.inspection.commands.record_visit import (
    VisitEntry,
    record_visit,
)
from daicho.business.inspection.domain.application import Application as Paper
from daicho.business.inspection.domain.application import Inspector
from daicho.business.inspection.domain.conditions import Condition
from daicho.business.inspection.domain.states import Action
from daicho.business.inspection.models import Application, Listing
from daicho.business.inspection.tests.conftest import (
    GORO,
)
from daicho.kernel.access import Access

TODAY = date(2026, 11, 20)
UNIVERSITY = Paper(
    ground="survey",
    applicant="架空大学",
    representative="学長　例示",
    address="東京都架空区見本町1番地",
    telephone="000-0000-0000",
    purpose="地域のくらしの調査のため、対象者を抽出する",
    outline="地域のくらしの調査",
    custody="鍵のかかる棚に置く",
    handlers="研究室の3人",
    outcome="論文として公表する",
    pledged=True,
    inspectors=(Inspector(name="調査　員", standing="東京都架空区見本町2番地"),),
    condition=Condition(towns=(GORO,)),
)
AGENCY = Paper(
    ground="organ",
    applicant="架空省",
    representative="調査課長　例示",
    telephone="000-0000-0000",
    purpose="国勢に関する調査のため",
    outline="国勢に関する調査",
    law="統計法5条",
    custody="課の書庫に置く",
    inspectors=(Inspector(name="主査　某", standing="調査課主査"),),
)


def edition(application: UUID) -> int:
    return Application.objects.get(key=application).edition


def received(access: Access, paper: Paper = UNIVERSITY) -> UUID:
    key = uuid4()
    receive(access, application=key, paper=paper)
    return key


def step(access: Access, application: UUID, action: Action, **more: str) -> None:
    take_step(access, application=application, edition=edition(application), action=action, **more)


def approved(desk: Access, second: Access, chief: Access, paper: Paper = UNIVERSITY) -> UUID:
    key = received(desk, paper)
    step(second, key, Action.EXAMINE)
    step(chief, key, Action.APPROVE)
    return key


def listed(desk: Access, application: UUID) -> Listing:
    key = uuid4()
    ask_own_list(desk, application=application, edition=edition(application), listing=key)
    make_listing(desk, listing=key)
    return Listing.objects.get(key=key)


def shown(desk: Access, application: UUID, own: Listing, **changes: Any) -> UUID:
    key = uuid4()
    settled: dict[str, Any] = {
        "listing": own.number,
        "inspector": "調査　員",
        "identity_documents": ("driving_licence",),
        "inspected_on": TODAY,
        "pages": "1",
        "copied": 1,
        "attendant": "試験 立会",
        **changes,
    }
    record_visit(
        desk,
        application=application,
        edition=edition(application),
        visit=key,
        entry=VisitEntry(**settled),
    )
    return key


def disposed(desk: Access, listing: Listing) -> None:
    dispose_listing(desk, listing=listing.key, edition=2, method="shredded", witness="試験 立会")
