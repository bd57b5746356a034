"""Requests of rights with their lines, sign-on bindings, and a duty of its own for each right that STD-10.3 names."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DUTIES = [
    ("counter", "窓口"),
    ("examine", "審査"),
    ("decide", "決裁"),
    ("protect", "支援措置"),
    ("protect_view", "支援対象者照会"),
    ("extract", "EUC"),
    ("batch", "バッチ"),
    ("assign_codes", "住民票コード付番"),
    ("administer", "管理"),
    ("restrict", "権限設定"),
    ("audit", "監査"),
]
STATES = [
    ("asked", "承認待ち"),
    ("approved", "承認済"),
    ("returned", "差戻し"),
    ("withdrawn", "取消し"),
]

# A request is asked, decided and taken back; nothing of it is rewritten or vanishes. A binding is ended, not moved.
RIGHTS = """
REVOKE UPDATE, DELETE ON staff_rightsrequest, staff_rightsline, staff_signonbinding FROM app;
GRANT UPDATE (state, decided_by, decided_by_name, decided_at, decided_words, withdrawn_by, withdrawn_by_name,
              withdrawn_at, withdrawn_words) ON staff_rightsrequest TO app;
GRANT UPDATE (decided_at, undo) ON staff_rightsline TO app;
GRANT UPDATE (ended_by, ended_at, end_reason) ON staff_signonbinding TO app;
"""


def texts():
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(max_length=100), default=list, size=None
    )


def request_fields():
    return [
        (
            "key",
            models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
        ),
        ("effective_on", models.DateField()),
        ("reason", models.CharField(max_length=200)),
        ("state", models.CharField(choices=STATES, max_length=16)),
        ("asked_by", models.UUIDField()),
        ("asked_by_name", models.CharField(max_length=100)),
        ("asked_at", models.DateTimeField()),
        ("decided_by", models.UUIDField(null=True)),
        ("decided_by_name", models.CharField(blank=True, default="", max_length=100)),
        ("decided_at", models.DateTimeField(null=True)),
        ("decided_words", models.CharField(blank=True, default="", max_length=200)),
        ("withdrawn_by", models.UUIDField(null=True)),
        ("withdrawn_by_name", models.CharField(blank=True, default="", max_length=100)),
        ("withdrawn_at", models.DateTimeField(null=True)),
        ("withdrawn_words", models.CharField(blank=True, default="", max_length=200)),
    ]


def line_fields():
    return [
        (
            "id",
            models.BigAutoField(
                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
            ),
        ),
        ("position", models.PositiveIntegerField()),
        ("subject_kind", models.CharField(max_length=8)),
        ("subject", models.CharField(max_length=100)),
        ("aspect", models.CharField(max_length=8)),
        ("before", texts()),
        ("values", texts()),
        ("valid_from", models.DateField()),
        ("decided_at", models.DateTimeField(null=True)),
        ("undo", models.JSONField(null=True)),
        (
            "request",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="staff.rightsrequest",
            ),
        ),
    ]


def binding_fields():
    return [
        (
            "key",
            models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
        ),
        ("issuer", models.CharField(max_length=255)),
        ("subject", models.CharField(max_length=255)),
        ("bound_by", models.UUIDField()),
        ("bound_at", models.DateTimeField()),
        ("reason", models.CharField(max_length=200)),
        ("ended_by", models.UUIDField(null=True)),
        ("ended_at", models.DateTimeField(null=True)),
        ("end_reason", models.CharField(blank=True, default="", max_length=200)),
        (
            "staff",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sign_on_bindings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]


REQUEST = {
    "constraints": [
        models.CheckConstraint(
            condition=models.Q(state__in=[code for code, _ in STATES]),
            name="rights_request_known_state",
        ),
        models.CheckConstraint(
            condition=models.Q(decided_by__isnull=True)
            | models.Q(("decided_by", models.F("asked_by")), _negated=True),
            name="rights_request_decided_by_another",
        ),
    ],
    "indexes": [models.Index(fields=["state", "effective_on"], name="rights_request_state")],
}
LINE = {
    "constraints": [
        models.CheckConstraint(
            condition=models.Q(subject_kind__in=["staff", "office", "duty", "level"])
            & models.Q(
                aspect__in=["name", "office", "use", "duties", "levels", "hidden", "withheld"]
            ),
            name="rights_line_known_words",
        ),
        models.UniqueConstraint(
            fields=["request", "subject_kind", "subject", "aspect"],
            name="rights_line_once_in_a_request",
        ),
    ],
    "indexes": [
        models.Index(
            fields=["subject_kind", "subject", "valid_from"],
            condition=models.Q(decided_at__isnull=False),
            name="rights_line_in_force",
        )
    ],
}
BINDING = {
    "constraints": [
        models.UniqueConstraint(
            fields=["issuer", "subject"],
            condition=models.Q(ended_at__isnull=True),
            name="sign_on_subject_is_one_account",
        ),
        models.UniqueConstraint(
            fields=["staff", "issuer"],
            condition=models.Q(ended_at__isnull=True),
            name="sign_on_account_has_one_subject",
        ),
    ]
}


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_protection_duties")]
    operations = [
        migrations.AlterField("dutygrant", "duty", models.CharField(choices=DUTIES, max_length=16)),
        migrations.RemoveConstraint("dutygrant", "duty_grant_known_duty"),
        migrations.AddConstraint(
            "dutygrant",
            models.CheckConstraint(
                condition=models.Q(duty__in=[code for code, _ in DUTIES]),
                name="duty_grant_known_duty",
            ),
        ),
        migrations.AddField("staff", "particulars_at", models.DateTimeField(null=True)),
        migrations.CreateModel("RightsRequest", fields=request_fields(), options=REQUEST),
        migrations.CreateModel("RightsLine", fields=line_fields(), options=LINE),
        migrations.CreateModel("SignOnBinding", fields=binding_fields(), options=BINDING),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
