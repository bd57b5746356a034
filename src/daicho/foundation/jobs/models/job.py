"""Job (バッチ処理の一件) and its result files."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models.asking import Asking
from daicho.foundation.jobs.models.plan import Plan


class Job(Asking):
    """One job, never deleted by a person.

    `due_at` is the time for which it was planned (for one asked directly: when it was asked), `missed` how many planned
    times it stands for beyond its own. `attempt` rises with every machine that takes it up, and whoever holds an
    earlier number may not write any more; `seen_at` is the last sign of life, by the database's clock; `crashes`
    counts the machines that died.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    missed = models.IntegerField(default=0)
    state = models.TextField(default=State.WAITING.value)
    attempt = models.IntegerField(default=0)
    crashes = models.IntegerField(default=0)
    seen_at = models.DateTimeField(null=True)
    machine = models.TextField(blank=True, default="")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    wanted = models.BigIntegerField(null=True)
    made = models.BigIntegerField(null=True)
    said = ArrayField(models.TextField(), default=list)
    stop_asked_at = models.DateTimeField(null=True)
    stop_asked_by = models.UUIDField(null=True)
    stop_asked_by_name = models.TextField(blank=True, default="")
    failure_code = models.TextField(blank=True, default="")
    failure_words = models.TextField(blank=True, default="")
    failure_system = models.TextField(blank=True, default="")
    reference = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="jobs_job_asked"),
            models.Index(fields=["kind", "-asked_at"], name="jobs_job_kind"),
            models.Index(
                fields=["due_at"],
                name="jobs_job_open",
                condition=models.Q(state__in=[State.WAITING.value, State.RUNNING.value]),
            ),
        ]


class JobFile(models.Model):
    """A result file. The content lies sealed in the installation's home under `blob`; without `sealed_key`, which is
    itself sealed by the vault's key `key_id`, nobody opens it any more.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    name = models.TextField()
    media_type = models.TextField()
    blob = models.UUIDField(unique=True)
    size = models.BigIntegerField()
    digest = models.TextField()
    sealed_key = models.BinaryField(null=True)
    key_id = models.TextField()
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "name"], name="jobs_file_one_name")]
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="jobs_file_expiry",
                condition=models.Q(deleted_at__isnull=True),
            )
        ]
