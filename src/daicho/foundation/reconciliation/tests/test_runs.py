"""Runs: whoever was altered is found, and nobody else; a run that died goes on; what is on its way is no difference."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.foundation.jobs.domain.run import JobRun
from daicho.foundation.jobs.tests.running import Listening
from daicho.foundation.lines.public import Party
from daicho.foundation.reconciliation.commands import begin, judge, reconcile
from daicho.foundation.reconciliation.commands.judge import opened
from daicho.foundation.reconciliation.domain.causes import Cause, Last, Standing
from daicho.foundation.reconciliation.domain.comparing import Own
from daicho.foundation.reconciliation.domain.files import IDENTITY
from daicho.foundation.reconciliation.models import Difference, Run, State
from daicho.foundation.reconciliation.ports import Source
from daicho.foundation.reconciliation.tests.peer import Killed, Peer
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.kernel.check_digits import RESIDENT_RECORD_CODE
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Unavailable

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
Items = Mapping[str, str]


def code_of(serial: int) -> str:
    return RESIDENT_RECORD_CODE.number(f"{serial:010}") or ""


def row(code: str, **changed: str) -> dict[str, str]:
    told = {"1": code, "2": "架空　太郎", "6": "319800715", "11": "福島県福島市五老内町3番1号"}
    told |= {"13": f"9{code}", "21": "国内転入", "29": "1", "35": "現存"}
    return told | {name.removeprefix("i"): value for name, value in changed.items()}


@dataclass(slots=True)
class Register:
    """What we keep: rows by code; everybody's reference and subject follow from the code."""

    rows: dict[str, dict[str, str]]
    standing: Standing = field(
        default_factory=lambda: Standing(last=Last(uuid4(), "accepted", LONG_AGO, 1))
    )
    gone: set[str] = field(default_factory=set)

    def subject(self, code: str) -> UUID:
        return uuid5(UUID(int=1), code)

    def people(self) -> Iterator[tuple[UUID, str, str]]:
        for code in self.rows:
            yield self.subject(code), code, code

    def own(self, subjects: Collection[UUID]) -> list[Own]:
        return [
            Own(self.subject(code), items)
            for code, items in self.rows.items()
            if self.subject(code) in subjects
        ]

    def source(self) -> Source:
        return Source(
            code="test",
            title="試験",
            us="こちらの台帳",
            peer_label="相手",
            peer=lambda: Party("072010", "municipal_cs"),
            count=lambda: len(self.rows),
            people=self.people,
            rows=self.own,
            known=lambda codes: {c: self.subject(c) for c in codes if c in self.gone},
            standings=lambda subjects: dict.fromkeys(subjects, self.standing),
            days=365,
            first_told=lambda: None,
        )


@pytest.fixture
def walk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run a comparison of a register with a peer."""
    monkeypatch.setattr(reconcile, "PAUSES", ())

    def walked(own: Register, peer: Peer, *, job: UUID | None = None, width: int = 1) -> Run:
        monkeypatch.setattr(reconcile, "ask", peer.ask)
        monkeypatch.setattr(begin, "width_for", lambda _people: width)
        access = system_access(Purpose.BATCH, job="test")
        desk = Listening()
        run = JobRun(access=access, key=job or uuid4(), parameters={}, desk=desk)
        reconcile.reconcile(run, own.source())
        return Run.objects.order_by("-started_at", "-moved_at").first() or Run()

    return walked


def found_of(run: Run) -> dict[tuple[UUID | None, str], tuple[str, ...]]:
    rows = Difference.objects.filter(run=run)
    return {(each.subject, each.side): tuple(each.items) for each in rows}


SERIALS = st.lists(st.integers(0, 10**10 - 1), min_size=1, max_size=25, unique=True)


@settings(max_examples=40)
@given(serials=SERIALS, data=st.data(), width=st.sampled_from([1, 2, 3]))
def test_exactly_those_who_were_altered_are_found_also_after_a_kill(
    walk: Callable[..., Run], serials: list[int], data: st.DataObject, width: int
) -> None:
    codes = [code_of(s) for s in serials]
    own = Register({code: row(code) for code in codes})
    theirs: dict[str, Items] = {code: dict(items) for code, items in own.rows.items()}
    expected: dict[tuple[UUID | None, str], tuple[str, ...]] = {}
    for code in codes:
        what = data.draw(st.sampled_from(["same", "same", "altered", "ours", "theirs"]))
        if what == "altered":
            theirs[code] = row(code, i11="別の所", i2="別の人")
            expected[own.subject(code), "both"] = ("2", "11")
        elif what == "ours":
            del theirs[code]
            expected[own.subject(code), "ours"] = ()
        elif what == "theirs":
            del own.rows[code]
            own.gone.add(code)
            expected[own.subject(code), "theirs"] = ()
    peer = Peer(dict(theirs), dies_at=data.draw(st.integers(0, 8)))
    try:
        run = walk(own, peer, width=width)
    except Killed:
        peer.dies_at = 0
        run = walk(own, peer, width=width)
    assert found_of(run) == expected
    assert (run.state, run.differences, run.not_yet) == (State.DONE, len(expected), 0)
    assert walk(own, Peer(dict(own.rows)), width=width).differences == 0


def test_a_run_that_died_goes_on_where_it_stood(walk: Callable[..., Run]) -> None:
    codes = [code_of(10**9 * n + 5) for n in range(10)]
    own = Register({code: row(code) for code in codes})
    peer = Peer({code: row(code, i11="別の所") for code in codes}, dies_at=6)
    job = uuid4()
    with pytest.raises(Killed):
        walk(own, peer, job=job)
    broken = Run.objects.get()
    assert (broken.state, broken.position, broken.settled) == (State.RUNNING, 10, 4)
    peer.asked.clear()
    peer.dies_at = 0
    run = walk(own, peer, job=job)
    assert run.key == broken.key
    assert peer.asked == ["reconcile.rows"] * 6
    assert (run.differences, Difference.objects.filter(run=run).count()) == (10, 10)
    peer.asked.clear()
    assert walk(own, peer, job=job).key == run.key
    assert peer.asked == []


def test_no_number_is_kept_and_what_was_said_is_emptied_by_the_next_run(
    walk: Callable[..., Run],
) -> None:
    code = code_of(1)
    own = Register({code: row(code)})
    walk(own, Peer({code: row(code, i13="999999999999", i11="別の所")}))
    found = Difference.objects.get()
    assert found.items == ["11", "13"]
    assert not {"13", "1"} & set(opened(found)["ours"]) & IDENTITY.secret
    assert opened(found)["theirs"] == {"11": "別の所"}
    assert opened(found)["who"]["2"] == "架空　太郎"
    walk(own, Peer(dict(own.rows)))
    found.refresh_from_db()
    assert found.sealed is None
    assert opened(found) == {}


@pytest.mark.parametrize(
    ("theirs", "standing", "cause"),
    [
        ({"i11": "別の所"}, {"last": Last(uuid4(), "waiting", LONG_AGO, 2)}, Cause.ON_ITS_WAY),
        ({"i11": "別の所"}, {"last": Last(uuid4(), "held", LONG_AGO, 2)}, Cause.ON_ITS_WAY),
        ({"i11": "別の所"}, {"changing": True}, Cause.ON_ITS_WAY),
        ({"i11": "別の所"}, {"awaits": True}, Cause.AWAITS),
        ({"i11": "別の所"}, {"last": Last(uuid4(), "refused", LONG_AGO, 2)}, Cause.REFUSED),
        ({"i11": "別の所"}, {"last": Last(uuid4(), "stopped", LONG_AGO, 2)}, Cause.STOPPED),
        ({"i11": "別の所"}, {}, Cause.NEVER_TOLD),
        ({"i11": "別の所"}, {"last": Last(uuid4(), "accepted", LONG_AGO, 1)}, Cause.ALTERED),
        ({"i29": "0"}, {"last": Last(uuid4(), "accepted", LONG_AGO, 1)}, Cause.LOST),
        ({"i29": "7"}, {"last": Last(uuid4(), "accepted", LONG_AGO, 1)}, Cause.AHEAD),
    ],
)
def test_each_difference_says_why(
    walk: Callable[..., Run], theirs: dict[str, str], standing: dict[str, Last], cause: Cause
) -> None:
    code = code_of(1)
    own = Register({code: row(code)}, standing=Standing(**standing))  # type: ignore[arg-type]  # by name
    run = walk(own, Peer({code: row(code, **theirs)}))
    assert Difference.objects.get().cause == cause
    assert (run.differences, run.not_yet) == ((1, 0) if cause.comparable else (0, 1))


def test_what_moved_after_the_question_is_no_difference(walk: Callable[..., Run]) -> None:
    code, soon = code_of(1), real_now() + timedelta(minutes=1)
    own = Register({code: row(code)}, standing=Standing(Last(uuid4(), "accepted", soon, 2)))
    assert walk(own, Peer({code: row(code, i11="別の所")})).not_yet == 1


def test_whom_the_peer_alone_has_is_removed_here_or_unknown(walk: Callable[..., Run]) -> None:
    gone, stranger = code_of(1), code_of(2)
    own = Register({}, gone={gone})
    walk(own, Peer({code: row(code) for code in (gone, stranger)}))
    causes = dict(Difference.objects.values_list("cause", "subject"))
    assert causes == {Cause.REMOVED_HERE: own.subject(gone), Cause.UNKNOWN_HERE: None}


def test_a_run_stops_when_asked_and_another_job_takes_over(walk: Callable[..., Run]) -> None:
    code = code_of(1)
    own = Register({code: row(code)})
    peer = Peer({code: row(code, i11="別の所")}, dies_at=2)
    with pytest.raises(Killed):
        walk(own, peer)
    first = Run.objects.get()
    Run.objects.update(stop_asked_at=LONG_AGO)
    peer.dies_at = 0
    assert walk(own, peer).state == State.STOPPED
    first.state = State.RUNNING.value
    with pytest.raises(Conflict) as caught:
        begin.move(first, "position")
    assert caught.value.reason_code == "reconcile.overtaken"


def test_an_answer_that_does_not_fit_ends_the_run(
    walk: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, other = code_of(1), code_of(9_999_999_999)
    own = Register({code: row(code)})
    peer = Peer({code: row(code, i11="別の所")})
    monkeypatch.setattr(Peer, "_of", lambda self, _block: sorted(self.rows, reverse=True))
    peer.rows[other] = row(other)
    with pytest.raises(Unavailable) as caught:
        walk(own, peer)
    assert caught.value.reason_code == "reconcile.answer_wrong"
    assert judge.NOBODY.known is False


def test_a_line_that_is_away_is_tried_again_and_then_the_next_job_goes_on(
    walk: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of(1)
    own = Register({code: row(code)})
    peer = Peer({code: row(code, i11="別の所")}, away=range(2, 6))
    monkeypatch.setattr(reconcile, "PAUSES", (0.0, 0.0))
    with pytest.raises(Unavailable):
        walk(own, peer)
    broken = Run.objects.get()
    assert peer.asked == ["reconcile.digests", *["reconcile.rows"] * 3]
    assert (broken.state, broken.position) == (State.RUNNING, 10)
    run = walk(own, peer)
    assert (run.key, run.state, run.differences) == (broken.key, State.DONE, 1)
    assert peer.asked[4:] == ["reconcile.rows"] * 2


def test_a_run_that_lay_too_long_begins_anew(walk: Callable[..., Run]) -> None:
    code = code_of(1)
    own = Register({code: row(code)})
    peer = Peer({code: row(code)}, dies_at=1)
    with pytest.raises(Killed):
        walk(own, peer)
    Run.objects.update(moved_at=LONG_AGO)
    old = Run.objects.get()
    run = walk(own, peer)
    old.refresh_from_db()
    assert (old.state, run.state, run.key != old.key) == (State.STOPPED, State.DONE, True)
