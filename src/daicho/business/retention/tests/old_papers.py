"""Papers of the desks (窓口の文書) as they stand years later: everything that has ended, with what hangs on it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from daicho.business.inspection.models import Application, ApplicationAct, Listing, OptOut, Visit
from daicho.business.movements.models import (
    BulkCase,
    BulkLine,
    BulkRow,
    BulkStep,
    ImmigrationMessage,
    ImmigrationNotice,
)
from daicho.business.requests.models import Call, Inquiry, InquiryAct, Request, RequestAct
from daicho.business.retention.tests.scene import STAFF, at


def bulk(day: date) -> None:
    case = BulkCase.objects.create(
        number=f"括{uuid4().hex[:8]}",
        use="address",
        state="undone",
        settings={},
        title="x",
        event_on=day,
        entered_by=STAFF,
        entered_by_name="係",
        made_at=at(day),
        changed_at=at(day),
    )
    undo = BulkCase.objects.create(
        number=f"括{uuid4().hex[:8]}",
        use="reversal",
        state="done",
        settings={},
        title="x",
        event_on=day,
        undoes=case,
        entered_by=STAFF,
        entered_by_name="係",
        made_at=at(day),
        changed_at=at(day),
        finished_at=at(day),
    )
    for each in (case, undo):
        BulkStep.objects.create(case=each, at=at(day), action="a", actor=STAFF, actor_name="係")
        BulkRow.objects.create(case=each, line_number=1, unit="1", values={})
        BulkLine.objects.create(
            case=each, unit="1", person=uuid4(), edits={}, base="", state="written"
        )


def immigration(day: date) -> None:
    ImmigrationNotice.objects.create(
        number=f"通{uuid4().hex[:8]}",
        noticed_on=day,
        effect="amend",
        event_on=day,
        name="X",
        birth="2000",
        items={},
        file_digest="",
        received_at=at(day),
        received_by=STAFF,
        settled_at=at(day),
    )
    ImmigrationMessage.objects.create(
        case=uuid4(),
        person=uuid4(),
        movement="m",
        reason="r",
        message_class="c",
        event_on=day,
        due_on=day,
        addressee="長官",
        made_at=at(day),
        sent_at=at(day),
    )


def requests(day: date) -> None:
    row = Request.objects.create(
        number=f"請{uuid4().hex[:8]}",
        state="sent",
        channel="post",
        received_on=day,
        received_at=at(day),
        received_by=STAFF,
        received_by_name="係",
        changed_at=at(day),
        copies=1,
        items=[],
        proofs=[],
        documents=[],
    )
    RequestAct.objects.create(
        request=row, at=at(day), action="receive", actor=STAFF, actor_name="係"
    )
    Call.objects.create(
        at=at(day), topic="t", answered=True, actor=STAFF, actor_name="係", request=row
    )


def inquiries(day: date) -> None:
    row = Inquiry.objects.create(
        number=f"照{uuid4().hex[:8]}",
        state="withdrawn",
        seen=[],
        items=[],
        received_on=day,
        opened_by=STAFF,
        opened_by_name="係",
        changed_at=at(day),
    )
    InquiryAct.objects.create(inquiry=row, at=at(day), action="open", actor=STAFF, actor_name="係")


def calls(day: date) -> None:
    Call.objects.create(at=at(day), topic="t", answered=True, actor=STAFF, actor_name="係")


def listing(day: date, application: Application | None = None) -> Listing:
    return Listing.objects.create(
        number=f"一{uuid4().hex[:8]}",
        kind="sample",
        state="disposed",
        application=application,
        purpose="p",
        basis="b",
        condition={},
        day=day,
        seed="s",
        asked_at=at(day),
        asked_by=STAFF,
        asked_by_name="係",
        disposed_on=day,
    )


def inspections(day: date) -> None:
    row = Application.objects.create(
        number=f"閲{uuid4().hex[:8]}",
        state="confirmed",
        ground="g",
        applicant="a",
        paper={},
        received_on=day,
        received_by=STAFF,
        received_by_name="係",
        changed_at=at(day),
    )
    ApplicationAct.objects.create(
        application=row, at=at(day), action="receive", actor=STAFF, actor_name="係"
    )
    Visit.objects.create(
        application=row,
        listing=listing(day, row),
        inspector="i",
        identity_documents=[],
        inspected_on=day,
        pages=[1],
        persons=[uuid4()],
        towns={},
        copied=0,
        attendant="係",
        recorded_at=at(day),
        recorded_by=STAFF,
        recorded_by_name="係",
    )


def opt_outs(day: date) -> None:
    OptOut.objects.create(
        number=f"除{uuid4().hex[:8]}",
        person=uuid4(),
        filed_on=day,
        filed_by="self",
        received_at=at(day),
        received_by=STAFF,
        received_by_name="係",
        cancelled_on=day,
        cancelled_at=at(day),
        cancelled_by=STAFF,
    )
