"""Desk (実行中の記録): where a run's progress, words and files go, and where it learns that it should stop.

A thread with a connection of its own gives the sign of life and writes progress, so that both are seen while the run is
inside one long transaction.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from django.db import DatabaseError, connection
from django.db.models.functions import Now

from daicho.foundation.jobs.commands.keep_result import keep_result
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job
from daicho.kernel.errors import Conflict

BEAT_SECONDS = 5.0
MOST_LINES: Final = 1000
log = structlog.get_logger(__name__)


class JobDesk:
    """The desk of one attempt at one job."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._done, self._total = job.done, job.total
        self._said = list(job.said)
        self._stop_asked = False
        self._watched = False
        self.lost = False
        self.heeded_stop = False
        self.counts: tuple[int, int] | None = None

    @property
    def stopped(self) -> bool:
        if not self._watched:
            self.beat()
        self._check_ours()
        self.heeded_stop = self.heeded_stop or self._stop_asked
        return self._stop_asked

    def progress(self, done: int, total: int) -> None:
        self._check_ours()
        self._done, self._total = done, total

    def counted(self, wanted: int, made: int) -> None:
        self.counts = (wanted, made)

    def say(self, text: str) -> None:
        self._check_ours()
        if len(self._said) >= MOST_LINES:
            raise ValueError("a result of more than a page is a file: keep it")
        self._said.append(text)

    def keep(self, name: str, content: Iterable[bytes], media_type: str) -> None:
        self._check_ours()
        keep_result(self._job, name=name, content=content, media_type=media_type)

    def beat(self) -> None:
        """Give a sign of life with what there is to show; learn whether to stop, and whether the job is still ours."""
        ours = Job.objects.filter(
            key=self._job.key, attempt=self._job.attempt, state=State.RUNNING.value
        )
        changed = ours.update(
            seen_at=Now(), done=self._done, total=self._total, said=list(self._said)
        )
        self.lost = not changed
        if changed:
            self._stop_asked = ours.filter(stop_asked_at__isnull=False).exists()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Beat from a thread for as long as the block runs."""
        over = threading.Event()
        thread = threading.Thread(target=self._beat_until, args=(over,), daemon=True)
        self._watched = True
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self._watched = False

    def _beat_until(self, over: threading.Event) -> None:
        try:
            while not over.wait(BEAT_SECONDS):
                try:
                    self.beat()
                except DatabaseError:
                    # The run itself will meet the same and say so; the connection is opened anew.
                    log.warning("jobs.beat_missed", job=str(self._job.key))
                    connection.close()
        finally:
            connection.close()

    def _check_ours(self) -> None:
        if self.lost:
            raise Conflict(
                "この処理は、ほかの機械が引き継ぎました。",
                why="この機械からの応答が途絶えていたためです。",
                code="jobs.overtaken",
            )
