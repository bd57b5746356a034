"""Comparing (整合性確認の実行): one comparison in a process of its own, of whichever installation: its time, its memory, what it found.

`python -m daicho.operations.bench.comparing '<wish as JSON>'` answers with one line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()

# ruff: noqa: E402  # models need the setup
from django.conf import settings
from django.utils.module_loading import import_string

from daicho.foundation.jobs.domain.run import JobRun
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.reconciliation.commands.reconcile import reconcile
from daicho.foundation.reconciliation.models import Difference, Run
from daicho.foundation.reconciliation.ports import source_of
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.kernel.errors import DaichoError
from daicho.operations.bench.peak import peak_mb

Answers = Callable[..., Any]  # Any: JSON


class _Desk:
    """Where the run's progress goes; `dies_at`: the part of the way at which the process is killed."""

    def __init__(self, dies_at: float) -> None:
        self._dies_at = dies_at
        self.steps = 0
        self.stopped = False

    def progress(self, done: int, total: int) -> None:
        self.steps += 1
        if self._dies_at and done >= total * self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(self, wanted: int, made: int) -> None: ...

    def say(self, text: str) -> None: ...

    def keep(self, name: str, content: Iterable[bytes], media_type: str) -> None: ...


def compare(*, source: str, most: int = 0, dies_at: float = 0.0) -> dict[str, Any]:
    """One comparison; of the first `most` people alone where that is said."""
    whole = source_of(source)
    if most:
        people = whole.people
        whole = replace(whole, people=lambda: islice(people(), most), count=lambda: most)
    access, job, desk = system_access(Purpose.BATCH, job="bench"), uuid4(), _Desk(dies_at)
    began, spent = time.perf_counter(), time.process_time()
    reconcile(JobRun(access=access, key=job, parameters={}, desk=desk), whole)
    told = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - spent,
        "peak": peak_mb(),
    }
    row = Run.objects.get(job=job)
    return told | _result(row) | _bytes(row)


def _result(row: Run) -> dict[str, Any]:
    found = Difference.objects.filter(run=row).values_list("subject", "side", "cause", "items")
    return {
        "state": row.state,
        "people": row.people,
        "blocks": len(row.differing),
        "found": [[str(subject or ""), *rest] for subject, *rest in found],
    }


def _bytes(row: Run) -> dict[str, Any]:
    """What went over the line for the run: the envelopes both ways, without their three headers."""
    rows = SentMessage.objects.filter(thread=row.key)
    sizes = rows.values_list("sealed", "answer_sealed").iterator(chunk_size=20)
    both = [(len(sealed), len(answered or b"")) for sealed, answered in sizes]
    return {
        "messages": len(both),
        "asked": sum(asked for asked, _ in both),
        "answered": sum(answered for _, answered in both),
    }


def sent_message(
    key: UUID, receiver: str, order: str, place: int, state: str, at: datetime
) -> SentMessage:
    """A message as the sender process leaves it when the peer has spoken, its bytes apart."""
    done = state != "waiting"
    return SentMessage(
        key=key,
        kind="identity.update",
        thread=key,
        receiver=receiver,
        line=receiver,
        made_at=at,
        order_key=order,
        order_number=place,
        sealed=b"",
        key_id="",
        digest="",
        state=state,
        # Whoever sends leaves it alone: it stays where it is.
        next_attempt_at=at + timedelta(days=1000),
        answered_at=at if done else None,
        settled_at=at if done else None,
    )


def answer(wish: str, acts: Mapping[str, Answers]) -> None:
    """Do what is wished, wired as this installation is, and say what came of it."""
    import_string(settings.WIRING)()
    told = json.loads(wish)
    try:
        found = acts[told.pop("do")](**told)
    except DaichoError as error:
        sys.exit(f"{error} {error.why}")
    print(json.dumps(found, ensure_ascii=False))  # noqa: T201  # its answer


if __name__ == "__main__":
    answer(sys.argv[1], {"compare": compare})
