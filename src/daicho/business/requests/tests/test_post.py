"""The mail desk (郵送請求): 定額小為替, the only addresses, 補正, 発送簿, 返戻, 郵送転出."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from daicho.business.cash.models import Account
from daicho.business.certificates.public import ROWS, Destination, Requester
from daicho.business.movements.models import Case
from daicho.business.requests.commands.begin_move_out import begin_move_out
from daicho.business.requests.commands.decide import grant, refuse
from daicho.business.requests.commands.post import (
    Envelope,
    addresses_of,
    send,
    send_back,
    take_back,
    take_notes,
)
from daicho.business.requests.commands.record_step import record_step
from daicho.business.requests.domain.postal import MOST_NOTES, Note, check_sending, reckon
from daicho.business.requests.domain.states import Action, State
from daicho.business.requests.models import Dispatch, MoneyOrder
from daicho.business.requests.selectors.day import list_dispatches
from daicho.business.requests.selectors.request import view_request
from daicho.business.requests.tests.paper import codes_of, found, made, received, row_of
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.tests.factories import Resident, make_resident

TODAY = date(2026, 11, 20)
FACES = (50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 750, 1000)
OFFICE = {
    "channel": "post",
    "requester": "official",
    "requester_name": "架空　警部",
    "requester_address": "架空県架空市一丁目1番1号",
    "agency": "架空県警察本部",
    "ground": "捜査のため",
    "proofs": ("official_letter",),
    "documents": (),
}
"""公用請求 by post: free."""


def envelope(key: UUID, **changes: Any) -> Envelope:  # Any: fields by name
    row = row_of(key)
    values: dict[str, Any] = {
        "method": "simple_registered",
        "tracking": "123-45-67890-1",
        "to_name": row.requester_name,
        "to_address": addresses_of(row)[0],
        "scanned": codes_of(key),
        "label": row.number,
        **changes,
    }
    return Envelope(**values)


def post(desk: Access, key: UUID, **changes: Any) -> None:  # Any: fields by name
    send(desk, request=key, edition=row_of(key).edition, envelope=envelope(key, **changes))


class TestReckoning:
    """定額小為替 beside the fee."""

    def test_exact_short_and_over(self) -> None:
        notes = [Note("1", 300), Note("2", 300)]
        assert (reckon(notes, 600).over, reckon(notes, 600).short) == (0, 0)
        assert reckon(notes, 900).short == 300
        back = reckon(notes, 300)
        assert ([n.number for n in back.returnable], back.change) == (["1"], 0)
        left = reckon([Note("1", 1000)], 300)
        assert (left.returnable, left.change) == ((), 700)

    @given(
        st.lists(st.sampled_from(FACES), max_size=6),
        st.integers(min_value=0, max_value=3000),
    )
    def test_the_fee_stays_covered_and_nothing_is_kept_too_much(
        self, faces: list[int], due: int
    ) -> None:
        notes = [Note(str(at), face) for at, face in enumerate(faces)]
        told = reckon(notes, due)
        kept = sum(faces) - sum(n.yen for n in told.returnable)
        assert told.change >= 0
        if not told.short:
            assert kept - told.change == due
        assert not (told.short and told.over)

    def test_how_numbers_are_sent(self) -> None:
        def codes(**given: Any) -> list[str]:  # Any: arguments by name
            told: dict[str, Any] = {
                "method": "no_forwarding",
                "tracking": "1",
                "numbers": True,
                "to_registered": True,
            }
            return [p.field for p in check_sending(**(told | given))]

        assert codes() == []
        assert codes(method="ordinary") == ["method"]
        assert codes(to_registered=False) == ["to_address"]
        assert codes(tracking=" ") == ["tracking"]
        assert codes(method="?", numbers=False) == ["method"]


@pytest.mark.django_db
@pytest.mark.usefixtures("today", "certifier")
class TestNotes:
    """受け入れる."""

    def take(self, desk: Access, key: UUID, *notes: Note) -> None:
        take_notes(desk, request=key, edition=row_of(key).edition, notes=notes)

    def test_notes_are_taken_once(self, desk: Access, head: Resident) -> None:
        key = made(desk, head, channel="post")
        self.take(desk, key, Note("12345-678901", 500, date(2026, 11, 2)))
        view = view_request(desk, request=key)
        assert (view.money.received, view.money.due, view.money.change) == (500, 300, 200)
        other = received(desk, channel="post")
        with pytest.raises(Invalid):
            self.take(desk, other, Note("12345-678901", 300))
        assert MoneyOrder.objects.count() == 1
        with pytest.raises(ProgrammingError), transaction.atomic():
            MoneyOrder.objects.update(yen=1)

    @pytest.mark.parametrize(
        "notes",
        [
            (),
            (Note("x", 300),),
            (Note("12345-678901", 310),),
            (Note("12345-678901", 300, date(2026, 11, 21)),),
            (Note("12345-678901", 300, date(2026, 5, 19)),),
            (Note("12345-678901", 300), Note("12345-678901", 300)),
            tuple(Note(f"12345-{at:06d}", 300) for at in range(MOST_NOTES + 1)),
        ],
    )
    def test_notes_that_are_no_notes(self, desk: Access, notes: tuple[Note, ...]) -> None:
        key = received(desk, channel="post")
        with pytest.raises(Invalid):
            self.take(desk, key, *notes)
        assert not MoneyOrder.objects.exists()

    def test_the_counter_takes_no_notes(self, desk: Access) -> None:
        key = received(desk)
        with pytest.raises(Conflict):
            self.take(desk, key, Note("12345-678901", 300))


@pytest.mark.django_db
@pytest.mark.usefixtures("today", "certifier")
class TestSending:
    """発送簿."""

    def test_one_line_for_each_envelope(self, desk: Access, head: Resident) -> None:
        key = made(desk, head, **OFFICE)
        post(desk, key)
        assert row_of(key).state == State.SENT.value
        (line,) = list_dispatches(desk, since=TODAY, until=TODAY).lines
        assert (line.tracking, line.sheets, line.to_address) == (
            "123-45-67890-1",
            1,
            "架空県架空市一丁目1番1号",
        )
        assert list_dispatches(desk, since=date(2026, 11, 19), until=date(2026, 11, 19)).lines == ()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Dispatch.objects.update(to_address="別の住所")

    def test_only_to_the_address_that_was_checked(self, desk: Access, head: Resident) -> None:
        key = made(desk, head, channel="post", requester_address="架空県架空市9番9号")
        assert addresses_of(row_of(key)) == ("福島市五老内町3番1号",)
        with pytest.raises(Invalid) as caught:
            post(desk, key, to_address="架空県架空市9番9号")
        assert "post.to_address" in {p.code for p in caught.value.problems}
        assert "資格の表の第1行" in "".join(p.why for p in caught.value.problems)
        assert not Dispatch.objects.exists()

    def test_an_agents_copy_with_numbers_goes_to_the_person(
        self, desk: Access, head: Resident
    ) -> None:
        agent = make_resident(name="架空　代理", address="福島市五老内町9番9号", banchi="9番9号")
        key = received(
            desk,
            channel="post",
            requester="agent",
            requester_name="架空　代理",
            proofs=("power_of_attorney",),
            items=("individual_number",),
        )
        found(desk, key, [head], agent)
        assert addresses_of(row_of(key)) == ("福島市五老内町3番1号",)

    def test_not_before_it_is_paid(self, desk: Access, head: Resident) -> None:
        key = made(desk, head, channel="post")
        with pytest.raises(Invalid) as caught:
            post(desk, key)
        assert "手数料が収納されていません。" in {p.what for p in caught.value.problems}
        assert Account.objects.get().request_key == row_of(key).issue_key

    @pytest.mark.parametrize("label", ["", "請2026-999999", "2026"])
    def test_an_envelope_of_somebody_else(self, desk: Access, head: Resident, label: str) -> None:
        key = made(desk, head, **OFFICE)
        with pytest.raises(Invalid) as caught:
            post(desk, key, label=label)
        assert {p.code for p in caught.value.problems} == {"post.label"}
        assert not Dispatch.objects.exists()
        post(desk, key, label=row_of(key).number.removeprefix("請"))

    def test_sheets_of_another_envelope(self, desk: Access, head: Resident) -> None:
        key = made(desk, head, **OFFICE)
        other = made(desk, make_resident(name="架空　四郎"), **OFFICE)
        with pytest.raises(Invalid) as caught:
            post(desk, key, scanned=codes_of(other))
        assert {p.code for p in caught.value.problems} == {"handover.foreign", "handover.missing"}
        assert row_of(key).state == State.ISSUED.value

    def test_returned_and_sent_again(self, desk: Access, head: Resident) -> None:
        key = made(desk, head, **OFFICE)
        post(desk, key)
        with pytest.raises(Invalid):
            take_back(desk, request=key, edition=row_of(key).edition, words=" ")
        take_back(desk, request=key, edition=row_of(key).edition, words="あて所に尋ねあたりません")
        assert row_of(key).state == State.RETURNED.value
        (line,) = list_dispatches(desk, since=TODAY, until=TODAY).lines
        assert line.came_back_why == "あて所に尋ねあたりません"
        post(desk, key)
        assert len(list_dispatches(desk, since=TODAY, until=TODAY).lines) == 2

    def test_the_destination_of_every_row(self) -> None:
        by_place = {r: ROWS[r].posts_to for r in Requester}
        assert by_place[Requester.OFFICIAL] is Destination.AGENCY
        offices = [r for r, place in by_place.items() if place is Destination.OFFICE]
        assert len(offices) == 8
        assert all(ROWS[r].states_client for r in offices)


@pytest.mark.django_db
@pytest.mark.usefixtures("today", "certifier")
class TestCorrection:
    """補正・返却・郵送転出."""

    def test_a_correction_by_telephone_with_a_time(self, desk: Access) -> None:
        key = received(desk, channel="post", documents=())
        ask: dict[str, Any] = {"request": key, "action": Action.ASK_CORRECTION}
        for words, due in (("", TODAY), ("電話した", None), ("電話した", date(2026, 11, 19))):
            with pytest.raises(Invalid):
                record_step(desk, **ask, edition=row_of(key).edition, words=words, due_on=due)
        record_step(
            desk,
            **ask,
            edition=row_of(key).edition,
            words="11月20日10時、本人に電話。免許証の写しがない",
            due_on=date(2026, 12, 4),
        )
        row = row_of(key)
        assert (row.state, row.due_on) == (State.CORRECTING.value, date(2026, 12, 4))
        record_step(
            desk, request=key, edition=row.edition, action=Action.CORRECTED, words="写しが届いた"
        )
        assert row_of(key).state == State.RECEIVED.value
        told = [a.words for a in view_request(desk, request=key).acts]
        assert told[1].startswith("11月20日10時")

    def test_everything_goes_back_when_it_is_refused(self, desk: Access) -> None:
        key = received(desk, channel="post")
        notes = [Note("12345-678901", 300), Note("12345-678902", 300)]
        take_notes(desk, request=key, edition=row_of(key).edition, notes=notes)
        refuse(desk, request=key, edition=row_of(key).edition, words="理由がない")
        back = envelope(key, scanned=())
        send_back(desk, request=key, edition=row_of(key).edition, envelope=back)
        assert row_of(key).state == State.REFUSED.value
        line = Dispatch.objects.get()
        assert (line.notes_returned, line.change_yen, line.sheets) == (2, 0, 0)
        assert not MoneyOrder.objects.filter(returned_at__isnull=True).exists()

    def test_a_move_out_by_post_becomes_a_draft_once(self, desk: Access, head: Resident) -> None:
        key = received(desk, channel="post", form="move_out")
        with pytest.raises(Invalid):
            begin_move_out(desk, request=key, edition=row_of(key).edition)
        found(desk, key, [head])
        with pytest.raises(Invalid):
            grant(desk, request=key, edition=row_of(key).edition)
        case = begin_move_out(desk, request=key, edition=row_of(key).edition)
        assert begin_move_out(desk, request=key, edition=1) == case
        draft = Case.objects.get()
        assert draft.key == case
        assert draft.payload["notified_on"] == "R8.11.20"
        assert draft.payload["channel"] == "post"
        assert draft.payload[f"selected.{head.person}"] == "on"
        assert row_of(key).state == State.DRAFTED.value
        post(desk, key, scanned=())
        assert row_of(key).state == State.SENT.value

    def test_a_counter_request_starts_no_move_out(self, desk: Access) -> None:
        key = received(desk)
        with pytest.raises(Conflict):
            begin_move_out(desk, request=key, edition=1)
        with pytest.raises(Conflict):
            send(desk, request=key, edition=1, envelope=Envelope("", "", "", ""))
