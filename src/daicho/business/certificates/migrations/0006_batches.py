"""Files of many sheets; how many items overflowed; the picture of a seal is kept once."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

DISPOSE = """
CREATE OR REPLACE FUNCTION certificates_dispose(before date) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- What the town's rules say is younger than this is never older (令34条4項).
    IF before > current_date - interval '1 year' THEN
        RAISE EXCEPTION 'the history of issues is kept for a year at least'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    {batches}RETURN QUERY DELETE FROM certificates_issue WHERE issued_on < before RETURNING number;
END $$;
"""
BATCHES = """DELETE FROM certificates_batchtarget USING certificates_batch b
        WHERE batch_id = b.key AND b.finished_at < before;
    DELETE FROM certificates_batchpart USING certificates_batch b
        WHERE batch_id = b.key AND b.finished_at < before;
    DELETE FROM certificates_batch WHERE finished_at < before;
    """
GUARD = """
REVOKE UPDATE, DELETE ON certificates_sealpicture FROM app;
REVOKE DELETE ON certificates_batch, certificates_batchtarget, certificates_batchpart FROM app;
REVOKE UPDATE ON certificates_batch, certificates_batchtarget, certificates_batchpart FROM app;
GRANT UPDATE (job, targets, finished_at) ON certificates_batch TO app;
GRANT UPDATE (state, reason) ON certificates_batchtarget TO app;
GRANT UPDATE (sha256, job, kept_at) ON certificates_batchpart TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0005_disposal")]
    operations = [
        migrations.AlterField("issue", "copy", models.IntegerField()),
        migrations.AddField("issue", "overflows", models.SmallIntegerField(default=0)),
        migrations.AddField("issue", "part", models.SmallIntegerField(null=True)),
        migrations.AddIndex(
            "issue",
            models.Index(
                fields=["issued_on"],
                name="certificates_issue_overflows",
                condition=models.Q(overflows__gt=0),
            ),
        ),
        migrations.CreateModel(
            "SealPicture",
            [
                ("sha256", models.TextField(primary_key=True, serialize=False)),
                ("svg", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            "Batch",
            [
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("paper", models.TextField()),
                ("source", models.TextField()),
                ("sorted_by", models.TextField()),
                ("per_file", models.IntegerField()),
                ("wish", models.JSONField()),
                ("job", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.TextField()),
                ("targets", models.IntegerField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            "BatchTarget",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.batch",
                    ),
                ),
                ("position", models.IntegerField()),
                ("unit", models.TextField()),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                (
                    "records",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("state", models.TextField(default="waiting")),
                ("reason", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["batch", "position"], name="certificates_target_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            "BatchPart",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.batch",
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("first", models.IntegerField()),
                ("last", models.IntegerField()),
                ("sheets", models.IntegerField()),
                ("pages", models.IntegerField()),
                ("first_number", models.TextField(blank=True)),
                ("last_number", models.TextField(blank=True)),
                ("sha256", models.TextField(blank=True, default="")),
                ("job", models.UUIDField(null=True)),
                ("kept_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["batch", "number"], name="certificates_part_once"
                    )
                ]
            },
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
        migrations.RunSQL(DISPOSE.format(batches=BATCHES), DISPOSE.format(batches="")),
    ]
