"""Several at once (同時の処理): one wins, the others are told, nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connections

from daicho.kernel.errors import DaichoError
from daicho.registers.protection.commands.apply_for_support import apply_for_support
from daicho.registers.protection.commands.end_suppression import end_suppression
from daicho.registers.protection.commands.take_act import transfer_measure
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.models import MeasureEdition, Suppression
from daicho.registers.protection.tests.scene import SUPPORTER, running, support, suppress
from daicho.registers.residents.tests.factories import make_resident

pytestmark = pytest.mark.usefixtures("today", "fresh_database")


def together(acts: list[Callable[[], object]]) -> list[str]:
    """Run the acts at the same moment on connections of their own: "done", or the code of the refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        barrier.wait()
        try:
            act()
        except DaichoError as error:
            return error.reason_code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(run, acts))


def test_four_edits_of_one_page_make_one_edition() -> None:
    measure = support(make_resident().person)

    def transfer(name: str) -> Callable[[], object]:
        return lambda: transfer_measure(
            SUPPORTER, measure=measure, edition=1, municipality=name, on=date(2026, 11, 1)
        )

    ends = together([transfer(name) for name in ("東市", "西市", "南市", "北市")])
    assert ends == ["done", "protection.stale", "protection.stale", "protection.stale"]
    assert MeasureEdition.objects.filter(measure=measure).count() == 2


def test_two_applications_of_one_person_at_once_are_one() -> None:
    she = make_resident().person

    def apply(measure: UUID) -> Callable[[], object]:
        return lambda: apply_for_support(SUPPORTER, measure=measure, facts=running(she))

    ends = together([apply(uuid4()), apply(uuid4()), apply(uuid4())])
    assert ends.count("done") == 1
    assert set(ends) <= {"done", "protection.sent_twice", "protection.measure_open"}
    assert MeasureEdition.objects.count() == 1


def test_two_end_the_same_suppression() -> None:
    key = suppress(make_resident().person, certificate=Restraint.ERROR)
    ends = together([lambda: end_suppression(SUPPORTER, suppression=key, reason="済")] * 3)
    assert ends == ["done", "protection.ended_already", "protection.ended_already"]
    assert Suppression.objects.get(key=key).ended_at is not None
