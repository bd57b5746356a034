"""A small town with everything in it, exported once; and empty registers to import into."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from uuid import UUID, uuid4

import pyrage
import pytest
from conftest import clone, connect_as
from django.conf import settings

from daicho.business.movements.domain.kinds import KINDS
from daicho.foundation.audit.public import AuditType, Field, recorded
from daicho.foundation.staff.access import system_access
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.uncertain_dates import LegalDate
from daicho.operations.postgres import Cluster
from daicho.operations.sample.making import make
from daicho.operations.sample.tables import lay_tables
from daicho.operations.sample.town import TownPlan
from daicho.operations.transfer import checking, loading
from daicho.operations.transfer.exporting import export
from daicho.operations.transfer.profile import OURS, Profile
from daicho.operations.transfer.run import Run, open_run
from daicho.registers.protection import ports
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.models import NoticeWish
from daicho.registers.protection.tests.scene import SUPPORTER, support, suppress
from daicho.registers.residents.commands.write_memo import write_memo
from daicho.registers.residents.domain.labels import REASON_LABELS
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Segment
from daicho.registers.residents.load import Loaded, load
from daicho.registers.residents.models import Version
from daicho.registers.residents.public import moved_out_on, people_of_households, quote
from daicho.registers.residents.writes import ChangeFacts, RecordChange, apply_changes, lock

AS_OF = business_today() - timedelta(days=1)
PLAN = TownPlan(residents=160, seed=11, town="072010", as_of=AS_OF)
WRITTEN = AuditType("test.written", "試験の記録", (Field("versions", "版"),))


def quiet(_what: str, _total: int) -> Callable[[int], None]:
    """No bar."""
    return lambda _more: None


@dataclass(frozen=True, slots=True)
class Exported:
    """A folder, and who may open its numbers."""

    folder: Path
    identity: pyrage.x25519.Identity


def exported_to(
    folder: Path, identity: pyrage.x25519.Identity, profile: Profile = OURS
) -> Exported:
    """An export of the register that we are connected to, as the role `app`."""
    export(
        system_access(Purpose.BATCH, job="export"),
        folder,
        recipient=identity.to_public(),
        keys=ring(),
        profile=profile,
        step=quiet,
    )
    return Exported(folder, identity)


def begun(
    source: Exported, *, profile: Profile = OURS, processes: int = 1, again: bool = False
) -> tuple[Run, checking.Means]:
    """An import that is about to be checked; `again`: the one that was broken off."""
    if not again:
        shutil.rmtree(settings.HOME / "import", ignore_errors=True)
    run = open_run(
        settings.HOME,
        source.folder,
        profile=profile,
        profile_text=repr(profile),
        keys=ring(),
        heard=lambda _: None,
    )
    means = checking.Means(
        profile=profile, keys=ring(), identities=[source.identity], processes=processes
    )
    return run, means


def taken_over(source: Exported, *, profile: Profile = OURS) -> Loaded:
    """A whole import, as the role `loader`."""
    run, means = begun(source, profile=profile)
    verdict, found = checking.check(run, means, step=quiet)
    assert not found, [(f.code, r) for f, r in found[:5]]
    return loading.load_run(
        system_access(Purpose.BATCH, job="import"), run, verdict, means, step=quiet
    )


def every_kind(access: Access) -> None:
    """One more change of every kind and every 異動事由, each said again upon what went before."""
    present = list(
        Version.objects.filter(
            recorded__endswith__isnull=True, status="present", valid__contains=AS_OF
        )
        .select_related("person")
        .order_by("person__atena_number")
    )
    people = cycle({v.person_id: v for v in present if v.valid.upper is None}.values())
    reasons = cycle(REASON_LABELS)
    for kind in [*KINDS, *KINDS][: max(len(KINDS), len(REASON_LABELS))]:
        version = next(people)
        with recorded(access, WRITTEN, subjects=[version.person_id]) as note:
            lock(persons={version.person_id}, households=[])
            day = max(version.valid.lower, date(2020, 1, 1))
            facts = _facts(kind, next(reasons), day)
            said = version.particulars()
            change = RecordChange(
                version.person_id,
                (Segment(day, Status(version.status), said),),
                version.record_id,
            )
            written = apply_changes([(facts, [change])])
            note.say(versions={str(k): v for k, v in written.digests.items()})


def _facts(kind: str, reason: str, day: date) -> ChangeFacts:
    return ChangeFacts(
        key=(key := uuid4()),
        case=key,
        kind=kind,
        reason=reason,
        basis="職権",
        event_date=LegalDate.of_day(day),
        processed_at=business_now(),
        noticed_on=day,
        terminal='端末"1", 別室',
        entered_by=UUID(int=5),
        attention='一行目\n二行目, "引用"',
    )


@pytest.fixture(scope="session")
def town(
    cluster: Cluster,
    template: str,
    django_db_blocker: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Exported:
    """The export of a town with every kind of movement, protection, memos, 本人通知 and code tables."""
    with django_db_blocker.unblock(), clone(cluster, template) as name:  # type: ignore[attr-defined]
        connect_as(cluster, "loader", name)
        load(system_access(Purpose.BATCH, job="load"), make(PLAN, processes=1), source="test")
        connect_as(cluster, "app", name)
        _live()
        folder = tmp_path_factory.mktemp("transfer") / "town"
        # Nothing is yielded from in here: the tests go on with whatever was connected to before.
        return exported_to(folder, pyrage.x25519.Identity.generate())


def _live() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ports, "quote", quote)
        patch.setattr(ports, "people_of_households", people_of_households)
        patch.setattr(ports, "moved_out_on", moved_out_on)
        system = system_access(Purpose.BATCH, job="test")
        lay_tables(system)
        every_kind(system)
        people = list(
            Version.objects.filter(recorded__endswith__isnull=True, status="present")
            .order_by("person__atena_number")
            .values_list("person", "record", "household_number")
            .distinct()[:40]
        )
        clerk = Access(
            staff_key=UUID(int=9), login="窓口1", name="試験 窓口1", duties=frozenset({Duty.COUNTER}),
            purpose=Purpose.MOVEMENT, terminal="本庁1", office="市民課",
        )  # fmt: skip
        memo = uuid4()
        write_memo(clerk, record=people[0][1], memo=memo, edition=0, text="架空のメモ\n二行目")
        write_memo(clerk, record=people[0][1], memo=memo, edition=1, text="")
        support(people[1][0], people[2][0])
        suppress(people[3][0], certificate=Restraint.ERROR)
        suppress(household=people[5][2], look_up=Restraint.ALERT)
        NoticeWish.objects.create(
            person=people[6][0], applied_on=AS_OF, starts_on=AS_OF, ends_on=AS_OF + timedelta(days=365),
            kept_at=business_now(), kept_by=SUPPORTER.staff_key, kept_by_name=SUPPORTER.name,
        )  # fmt: skip


@pytest.fixture
def empty(cluster: Cluster, fresh_database: str) -> str:
    """An empty register, connected to as `loader`."""
    connect_as(cluster, "loader", fresh_database)
    return fresh_database
