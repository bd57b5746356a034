"""Jobs, plans and result files: who asked for what is never rewritten, and nothing is deleted."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

GUARD = """
REVOKE ALL ON jobs_plan, jobs_job, jobs_jobfile FROM app, loader, auditor;
GRANT SELECT, INSERT ON jobs_plan, jobs_job, jobs_jobfile TO app;
GRANT UPDATE (next_at, ended_at, ended_by, ended_by_name) ON jobs_plan TO app;
GRANT UPDATE (
    state, attempt, crashes, seen_at, machine, started_at, finished_at, done, total, wanted, made, said,
    stop_asked_at, stop_asked_by, stop_asked_by_name, failure_code, failure_words, failure_system, reference
) ON jobs_job TO app;
GRANT UPDATE (
    media_type, blob, size, digest, sealed_key, key_id, kept_at, expires_at, deleted_at
) ON jobs_jobfile TO app;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("parameters", models.JSONField()),
                ("again_of", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_login", models.TextField()),
                ("asked_by_name", models.TextField()),
                ("office", models.TextField(blank=True)),
                ("terminal", models.TextField(blank=True)),
                ("purpose", models.TextField()),
                ("basis", models.TextField(blank=True)),
                ("rule", models.TextField()),
                ("at", models.TimeField()),
                ("day", models.DateField(null=True)),
                ("weekday", models.SmallIntegerField(null=True)),
                ("of_month", models.SmallIntegerField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_by_name", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [models.Index(fields=["next_at"], name="jobs_plan_next")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("parameters", models.JSONField()),
                ("again_of", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_login", models.TextField()),
                ("asked_by_name", models.TextField()),
                ("office", models.TextField(blank=True)),
                ("terminal", models.TextField(blank=True)),
                ("purpose", models.TextField()),
                ("basis", models.TextField(blank=True)),
                ("due_at", models.DateTimeField()),
                ("missed", models.IntegerField(default=0)),
                ("state", models.TextField(default="waiting")),
                ("attempt", models.IntegerField(default=0)),
                ("crashes", models.IntegerField(default=0)),
                ("seen_at", models.DateTimeField(null=True)),
                ("machine", models.TextField(blank=True, default="")),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("wanted", models.BigIntegerField(null=True)),
                ("made", models.BigIntegerField(null=True)),
                (
                    "said",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("stop_asked_at", models.DateTimeField(null=True)),
                ("stop_asked_by", models.UUIDField(null=True)),
                ("stop_asked_by_name", models.TextField(blank=True, default="")),
                ("failure_code", models.TextField(blank=True, default="")),
                ("failure_words", models.TextField(blank=True, default="")),
                ("failure_system", models.TextField(blank=True, default="")),
                ("reference", models.TextField(blank=True, default="")),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jobs.plan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JobFile",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("media_type", models.TextField()),
                ("blob", models.UUIDField(unique=True)),
                ("size", models.BigIntegerField()),
                ("digest", models.TextField()),
                ("sealed_key", models.BinaryField(null=True)),
                ("key_id", models.TextField()),
                ("kept_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobs.job"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["expires_at"],
                        name="jobs_file_expiry",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "name"), name="jobs_file_one_name")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["asked_by", "-asked_at"], name="jobs_job_asked"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["kind", "-asked_at"], name="jobs_job_kind"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "running"])),
                fields=["due_at"],
                name="jobs_job_open",
            ),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
