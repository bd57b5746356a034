"""Commands: three separate rights, one entry each, nothing doubled, nothing overwritten, no stale page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from daicho.foundation.audit.models import Entry
from daicho.foundation.outbox.models import Message
from daicho.foundation.staff.public import may
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused
from daicho.registers.protection.commands.apply_for_support import apply_for_support
from daicho.registers.protection.commands.correct_measure import correct_measure
from daicho.registers.protection.commands.end_suppression import end_suppression
from daicho.registers.protection.commands.lift import lift, return_lift
from daicho.registers.protection.commands.send_letter import notify_end
from daicho.registers.protection.commands.set_suppression import Wish, set_suppression
from daicho.registers.protection.commands.take_act import (
    end_measure,
    renew_measure,
    start_measure,
    transfer_measure,
)
from daicho.registers.protection.domain.acts import Days
from daicho.registers.protection.domain.levels import Process, Restraint, SuppressionKind
from daicho.registers.protection.domain.measure import EndGround, State
from daicho.registers.protection.models import MeasureEdition, Suppression, TemporaryLift
from daicho.registers.protection.public import Channel, may_disclose
from daicho.registers.protection.selectors.measures import view_measure
from daicho.registers.protection.tests.scene import (
    SUPPORTER,
    facts,
    lifted,
    running,
    support,
    suppress,
)
from daicho.registers.residents.tests.factories import make_resident, remove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def wish(person: UUID | None, **changes: object) -> Wish:
    plain = Wish(
        kind=SuppressionKind.OTHER,
        person=person,
        household="",
        levels={Process.CERTIFICATE: Restraint.ERROR},
        starts_on=date(2026, 11, 20),
        ends_on=None,
        reason="照会のため",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name


def staff_with(duty: Duty) -> Access:
    return replace(SUPPORTER, duties=frozenset({duty}))


@pytest.mark.proves("STD-3.1/m10")
def test_setting_ending_and_lifting_are_three_rights() -> None:
    asked = ("suppression.set", "suppression.end", "suppression.lift")
    held = {d: tuple(may(staff_with(d), code) for code in asked) for d in Duty}
    assert held[Duty.PROTECT] == (True, True, True)
    assert held[Duty.EXAMINE] == (True, False, True)
    assert held[Duty.DECIDE] == (True, True, False)
    for duty in (Duty.COUNTER, Duty.PROTECT_VIEW, Duty.ADMINISTER, Duty.AUDIT):
        assert held[duty] == (False, False, False)


@pytest.mark.proves("STD-3.4/m2")
def test_looking_into_measures_is_a_right_of_its_own() -> None:
    looking, managing = "protection.view", "protection.manage"
    allowed = {d for d in Duty if may(staff_with(d), looking)}
    assert allowed == {Duty.PROTECT_VIEW, Duty.SYSTEM}
    assert {d for d in Duty if may(staff_with(d), managing)} == {Duty.PROTECT, Duty.SYSTEM}


@pytest.mark.parametrize(
    "act",
    [
        lambda who, access: set_suppression(access, key=uuid4(), wish=wish(who)),
        lambda who, access: end_suppression(access, suppression=suppress(who), reason="済"),
        lambda who, access: lift(
            access, key=uuid4(), persons=[who], process=Process.CERTIFICATE, reason="済"
        ),
        lambda who, access: apply_for_support(access, measure=uuid4(), facts=facts(who)),
    ],
)
def test_without_the_right_nothing_happens(
    act: Callable[[UUID, Access], object], clerk: Access
) -> None:
    who = make_resident()
    suppress(who.person, certificate=Restraint.ERROR)
    kept = (Suppression.objects.count(), Message.objects.count())
    with pytest.raises((Refused, Invalid)):
        act(who.person, clerk.serving(Purpose.PROTECTION))
    assert (Suppression.objects.count(), Message.objects.count()) == kept
    assert not TemporaryLift.objects.exists()
    assert not MeasureEdition.objects.exists()


def test_each_act_is_one_entry_about_its_people() -> None:
    she, child = make_resident(), make_resident()
    before = Entry.objects.count()
    measure = support(she.person, child.person)
    key = suppress(she.person, certificate=Restraint.ERROR)
    lifted(she.person)
    end_suppression(SUPPORTER, suppression=key, reason="済")
    view_measure(SUPPORTER, measure=measure)
    entries = list(Entry.objects.order_by("seq")[before:])
    assert [e.kind for e in entries] == [
        "protection.measure_kept",
        "protection.suppression_set",
        "protection.lifted",
        "protection.suppression_ended",
        "protection.measure_viewed",
    ]
    assert entries[0].subjects == [she.person, child.person]
    assert entries[4].subjects == [she.person, child.person]
    assert all("架空　加害" not in e.body for e in entries)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"levels": {}}, "levels"),
        ({"levels": {Process.MOVEMENT: Restraint.NONE}}, "levels"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": date(2026, 11, 19)}, "ends_on"),
        ({"reason": " "}, "reason"),
        ({"household": "0000000000"}, "household"),
        ({"person": None}, "person"),
    ],
)
def test_a_suppression_that_cannot_be_is_refused_beside_its_field(
    changes: dict[str, object], field: str
) -> None:
    who = make_resident()
    with pytest.raises(Invalid) as caught:
        set_suppression(SUPPORTER, key=uuid4(), wish=replace(wish(who.person), **changes))  # type: ignore[arg-type]  # fields by name
    assert field in {p.field for p in caught.value.problems}
    assert not Suppression.objects.exists()


@pytest.mark.proves("STD-3.5/n1")
def test_a_refusal_of_movements_is_no_ground_for_a_suppression() -> None:
    who = make_resident()
    reason = "住民異動不受理の申請があったため"
    with pytest.raises(Invalid, match="不受理の申出による抑止はできません"):
        set_suppression(SUPPORTER, key=uuid4(), wish=wish(who.person, reason=reason))
    assert not Suppression.objects.exists()
    assert [k.label for k in SuppressionKind] == ["支援対象者に対する抑止", "その他の抑止"]


def test_a_form_sent_twice_is_kept_once() -> None:
    who = make_resident()
    key = uuid4()
    set_suppression(SUPPORTER, key=key, wish=wish(who.person))
    with pytest.raises(Conflict):
        set_suppression(SUPPORTER, key=key, wish=wish(who.person))
    assert Suppression.objects.count() == 1
    end_suppression(SUPPORTER, suppression=key, reason="済")
    with pytest.raises(Conflict):
        end_suppression(SUPPORTER, suppression=key, reason="済")
    with pytest.raises(Missing):
        end_suppression(SUPPORTER, suppression=uuid4(), reason="済")
    measure = uuid4()
    apply_for_support(SUPPORTER, measure=measure, facts=facts(who.person))
    with pytest.raises(Conflict):
        apply_for_support(SUPPORTER, measure=measure, facts=facts(who.person))
    assert MeasureEdition.objects.count() == 1
    assert Message.objects.filter(kind="protection.measure_changed").count() == 1


def test_one_applicant_has_one_open_measure() -> None:
    she = make_resident()
    first = support(she.person)
    with pytest.raises(Invalid, match="終了していない支援措置があります"):
        support(she.person)
    end_measure(
        SUPPORTER, measure=first, edition=1, ground=EndGround.NO_NEED, on=date(2026, 11, 20)
    )
    assert support(she.person) != first


def test_nothing_to_lift_no_reason_nobody() -> None:
    who, other = make_resident(), make_resident()
    suppress(who.person, movement=Restraint.ERROR)
    for persons, reason in (
        ([other.person], "確かめた"),
        ([who.person], "確かめた"),
        ([], "確かめた"),
    ):
        with pytest.raises(Invalid):
            lift(
                SUPPORTER,
                key=uuid4(),
                persons=persons,
                process=Process.CERTIFICATE,
                reason=reason,
            )
    with pytest.raises(Invalid, match="審査の結果がありません"):
        lift(SUPPORTER, key=uuid4(), persons=[who.person], process=Process.MOVEMENT, reason=" ")
    assert not TemporaryLift.objects.exists()


def test_a_lift_that_has_returned_cannot_be_taken_back() -> None:
    she = make_resident()
    support(she.person)
    key = lifted(she.person)
    return_lift(SUPPORTER, lift=key)
    with pytest.raises(Conflict):
        return_lift(SUPPORTER, lift=key)


def certificate(person: UUID) -> bool:
    return may_disclose(SUPPORTER, persons=[person], channel=Channel.CERTIFICATE).permits


@pytest.mark.proves("STD-1.1.16/m9", "STD-1.1.16/m8")
def test_a_measure_from_the_application_to_its_end() -> None:
    she = make_resident()
    measure = uuid4()
    came = date(2024, 2, 20)
    with clock.set_to(came):
        content = facts(she.person, applied_on=came, provisional_on=came)
        apply_for_support(SUPPORTER, measure=measure, facts=content)
        assert view_measure(SUPPORTER, measure=measure).standing.state is State.PROVISIONAL
        assert not certificate(she.person)
        days = Days(starts_on=date(2024, 2, 29))
        start_measure(SUPPORTER, measure=measure, edition=1, days=days)
    with clock.set_to(date(2025, 1, 27)):
        view = view_measure(SUPPORTER, measure=measure)
        assert view.facts.ends_on == date(2025, 2, 28)
        assert view.standing.state is State.ACTIVE
        with pytest.raises(Conflict, match="できません"):
            renew_measure(SUPPORTER, measure=measure, edition=2, days=Days())
    with clock.set_to(date(2025, 1, 28)):
        assert view_measure(SUPPORTER, measure=measure).standing.state is State.EXPIRING
        notify_end(SUPPORTER, measure=measure, edition=2)
        renew_measure(SUPPORTER, measure=measure, edition=3, days=Days())
        renewed = view_measure(SUPPORTER, measure=measure)
        assert renewed.facts.periods[1].starts_on == date(2025, 3, 1)
        assert renewed.facts.ends_on == date(2026, 2, 28)
    with clock.set_to(date(2026, 3, 1)):
        assert view_measure(SUPPORTER, measure=measure).standing.state is State.EXPIRED
        over = {"ground": EndGround.LAPSED, "on": date(2026, 3, 1)}
        end_measure(SUPPORTER, measure=measure, edition=4, **over)  # type: ignore[arg-type]  # by name
        assert view_measure(SUPPORTER, measure=measure).standing.state is State.ENDED
        assert certificate(she.person)
    editions = view_measure(SUPPORTER, measure=measure).editions
    assert [e.act for e in editions] == [
        "終了",
        "延長",
        "期間終了通知の出力",
        "支援措置の開始",
        "申出の受付",
    ]


def test_every_edit_is_a_new_edition_and_the_old_one_can_be_read() -> None:
    she, child = make_resident(), make_resident()
    measure = support(she.person)
    content = running(she.person, child.person, telephone="111-1111-1111")
    assert correct_measure(SUPPORTER, measure=measure, edition=1, facts=content) == 2
    old, new = (view_measure(SUPPORTER, measure=measure, edition=n) for n in (1, 2))
    assert (old.facts.telephone, new.facts.telephone) == ("000-0000-0000", "111-1111-1111")
    assert old.acts == ()
    assert new.acts
    assert not certificate(child.person)
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("UPDATE protection_measureedition SET facts = '{}'")


@pytest.mark.parametrize(
    "act",
    [
        lambda m: correct_measure(SUPPORTER, measure=m, edition=1, facts=facts(uuid4())),
        lambda m: start_measure(SUPPORTER, measure=m, edition=1, days=Days(date(2026, 11, 20))),
        lambda m: transfer_measure(
            SUPPORTER, measure=m, edition=1, municipality="架空区", on=date(2026, 11, 20)
        ),
        lambda m: end_measure(
            SUPPORTER, measure=m, edition=1, ground=EndGround.NO_NEED, on=date(2026, 11, 20)
        ),
    ],
)
def test_a_stale_page_changes_nothing(act: Callable[[UUID], object]) -> None:
    she = make_resident()
    measure = uuid4()
    apply_for_support(SUPPORTER, measure=measure, facts=facts(she.person))
    transfer_measure(
        SUPPORTER, measure=measure, edition=1, municipality="架空区", on=date(2026, 11, 19)
    )
    with pytest.raises(Conflict, match="この支援措置が変わりました"):
        act(measure)
    assert MeasureEdition.objects.filter(measure=measure).count() == 2


def test_a_measure_that_is_not_there() -> None:
    with pytest.raises(Missing):
        start_measure(SUPPORTER, measure=uuid4(), edition=1, days=Days())
    with pytest.raises(Missing):
        view_measure(SUPPORTER, measure=uuid4())


def test_moving_out_turns_the_measure_provisional_without_any_job() -> None:
    she = make_resident()
    measure = support(she.person, since=date(2026, 4, 1))
    remove(she, on=date(2026, 11, 20))
    view = view_measure(SUPPORTER, measure=measure)
    assert view.standing.words == "仮支援措置期間中（前住所地）"
    assert view.standing.since == date(2026, 11, 20)
    assert MeasureEdition.objects.filter(measure=measure).count() == 1
    applicant = view.applicant
    assert applicant is not None
    assert applicant.removed
    assert applicant.destination_planned == "東京都架空区見本町9番地"
