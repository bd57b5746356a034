"""Staff, their duties by period, terminals and enrolment codes; and what the application may not do
to them.
"""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# An account that is on the trail does not vanish, and a duty is appended and ended, never
# rewritten.
RIGHTS = """
REVOKE DELETE ON staff_staff, staff_terminal, staff_dutygrant, staff_enrolmentcode FROM app;
REVOKE UPDATE ON staff_dutygrant, staff_terminal, staff_enrolmentcode FROM app;
GRANT UPDATE (valid_until, ended_by, ended_at, end_reason) ON staff_dutygrant TO app;
GRANT UPDATE (revoked_by, revoked_at) ON staff_terminal TO app;
GRANT UPDATE (used_at) ON staff_enrolmentcode TO app;
"""


def period():
    return models.Func(
        models.F("valid_from"),
        models.F("valid_until"),
        function="daterange",
        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
    )


def in_order(name):
    return models.CheckConstraint(
        condition=models.Q(valid_until__isnull=True)
        | models.Q(valid_until__gte=models.F("valid_from")),
        name=name,
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("login", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("office", models.CharField(max_length=100)),
                ("is_active", models.BooleanField(default=True)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "hidden_items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("password_changed_at", models.DateTimeField()),
                ("previous_password", models.CharField(blank=True, default="", max_length=128)),
                ("must_change_password", models.BooleanField(default=True)),
                ("registered_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["office", "login"], name="staff_office_login")],
                "constraints": [in_order("staff_period_in_order")],
            },
        ),
        migrations.CreateModel(
            name="DutyGrant",
            fields=[
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("counter", "窓口"),
                            ("examine", "審査"),
                            ("decide", "決裁"),
                            ("administer", "管理"),
                            ("audit", "監査"),
                        ],
                        max_length=16,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("granted_by", models.UUIDField()),
                ("granted_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=200)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            duty__in=["counter", "examine", "decide", "administer", "audit"]
                        ),
                        name="duty_grant_known_duty",
                    ),
                    in_order("duty_grant_period_in_order"),
                    models.CheckConstraint(
                        condition=models.Q(("granted_by", models.F("staff")), _negated=True),
                        name="duty_grant_not_to_oneself",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("staff", "="), ("duty", "="), (period(), "&&")],
                        name="duty_grant_once_at_a_time",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(duty__in=["administer", "audit"]),
                        expressions=[("staff", "="), ("duty", "<>"), (period(), "&&")],
                        name="duty_grant_audit_apart",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Terminal",
            fields=[
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=64)),
                ("office", models.CharField(max_length=100)),
                ("enrolled_by", models.UUIDField()),
                ("enrolled_at", models.DateTimeField()),
                ("revoked_by", models.UUIDField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(revoked_at__isnull=True),
                        fields=["name"],
                        name="terminal_name_once_in_use",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentCode",
            fields=[
                (
                    "digest",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=64)),
                ("office", models.CharField(max_length=100)),
                ("issued_by", models.UUIDField()),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
