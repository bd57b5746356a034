"""The books of cash: accounts, entries with their postings, drawers, corrections, closed days."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("request_key", models.UUIDField()),
                ("opened_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.UUIDField()),
                ("opened_by_name", models.TextField()),
                ("office", models.TextField()),
                ("terminal", models.TextField()),
                ("line_count", models.SmallIntegerField()),
                ("dropped_at", models.DateTimeField(null=True)),
                ("dropped_by", models.UUIDField(null=True)),
                ("dropped_reason", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [models.Index(fields=["office", "opened_on"], name="cash_account_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True)),
                        fields=("request_key",),
                        name="cash_account_once_for_a_request",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("code", models.TextField()),
                ("title", models.TextField()),
                ("count", models.IntegerField()),
                ("unit_yen", models.IntegerField()),
                ("exemption", models.TextField(blank=True)),
                ("article", models.TextField(blank=True)),
                ("ground", models.TextField(blank=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccountSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issue", models.UUIDField()),
                ("dropped", models.BooleanField(default=False)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.accountline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("difference_yen", models.IntegerField()),
                ("reason", models.TextField()),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("office", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.TextField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.TextField(blank=True, default="")),
                ("decided_words", models.TextField(blank=True, default="")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.account",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CorrectionLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.IntegerField()),
                ("exemption", models.TextField(blank=True)),
                ("article", models.TextField(blank=True)),
                ("ground", models.TextField(blank=True)),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.correction",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.accountline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Drawer",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("office", models.TextField()),
                ("terminal", models.TextField()),
                ("clerk", models.UUIDField()),
                ("clerk_name", models.TextField()),
                ("day", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("float_cash_yen", models.IntegerField()),
                ("float_orders_yen", models.IntegerField(default=0)),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("counted_by", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                ("closed_by_name", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [models.Index(fields=["office", "day"], name="cash_drawer_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("terminal", "clerk", "day"), name="cash_drawer_once_a_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("terminal",),
                        name="cash_drawer_one_open_at_a_terminal",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("clerk",),
                        name="cash_drawer_one_open_for_a_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("float_cash_yen__gte", 0), ("float_orders_yen__gte", 0)
                        ),
                        name="cash_drawer_float_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by__isnull", True),
                            models.Q(
                                models.Q(("closed_by", models.F("clerk")), _negated=True),
                                models.Q(("closed_by", models.F("counted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cash_drawer_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("state", "closed"),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="cash_drawer_closed_is_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawerCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.TextField()),
                ("pieces", models.JSONField()),
                ("cash_yen", models.IntegerField()),
                ("money_order_yen", models.IntegerField()),
                ("stamp_yen", models.IntegerField()),
                ("cashless_yen", models.IntegerField()),
                ("reason", models.TextField(blank=True)),
                ("sent_back_by_name", models.TextField(blank=True, default="")),
                ("sent_back_reason", models.TextField(blank=True, default="")),
                (
                    "drawer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.drawer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("kind", models.TextField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("office", models.TextField()),
                ("terminal", models.TextField(blank=True)),
                ("correction", models.UUIDField(null=True)),
                ("method", models.TextField(blank=True)),
                ("yen", models.IntegerField()),
                ("tendered_yen", models.IntegerField(null=True)),
                ("change_yen", models.IntegerField(null=True)),
                ("slip_number", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("posting_count", models.SmallIntegerField()),
                ("by", models.UUIDField()),
                ("by_name", models.TextField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.account",
                    ),
                ),
                (
                    "drawer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.drawer",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.entry",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="correction",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cash.entry"
            ),
        ),
        migrations.CreateModel(
            name="MoneyOrderNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField()),
                ("yen", models.IntegerField()),
                ("issued_on", models.DateField()),
                ("incoming", models.BooleanField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfficeDay",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("office", models.TextField()),
                ("day", models.DateField()),
                ("closed_at", models.DateTimeField()),
                ("closed_by", models.UUIDField()),
                ("closed_by_name", models.TextField()),
                ("remark", models.TextField(blank=True)),
                ("remitted_yen", models.IntegerField()),
                ("comparison", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "day"), name="cash_office_day_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.TextField()),
                ("yen", models.IntegerField()),
                ("code", models.TextField(blank=True)),
                ("exemption", models.TextField(blank=True)),
                ("sheets", models.IntegerField(default=0)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("copy", models.SmallIntegerField()),
                ("payer", models.TextField(blank=True)),
                ("printed_at", models.DateTimeField()),
                ("printed_by", models.UUIDField()),
                ("printed_by_name", models.TextField()),
                ("reason", models.TextField(blank=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cash.entry",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="accountline",
            constraint=models.UniqueConstraint(
                fields=("account", "position"), name="cash_line_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountline",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 1), ("unit_yen__gte", 0)),
                name="cash_line_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountsheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped", False)),
                fields=("issue",),
                name="cash_sheet_charged_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="correctionline",
            constraint=models.UniqueConstraint(
                fields=("correction", "line"), name="cash_correction_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="correctionline",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 0)), name="cash_correction_count"
            ),
        ),
        migrations.AddConstraint(
            model_name="drawercount",
            constraint=models.UniqueConstraint(
                fields=("drawer", "edition"), name="cash_count_edition"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["office", "on"], name="cash_entry_day"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["on", "kind"], name="cash_entry_kind"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "cancellation")),
                fields=("origin",),
                name="cash_entry_cancelled_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind", "payment"), models.Q(("slip_number", ""), _negated=True)
                ),
                fields=("method", "slip_number", "on"),
                name="cash_entry_slip_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("correction__isnull", False)),
                fields=("correction",),
                name="cash_entry_correction_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["cancellation", "correction"]), _negated=True),
                    models.Q(("origin__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="cash_entry_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["state", "asked_at"], name="cash_correction_state"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "approved"])),
                fields=("account",),
                name="cash_correction_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="cash_correction_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "declined", "done"]), _negated=True),
                    ("decided_by__isnull", False),
                    _connector="OR",
                ),
                name="cash_correction_decided",
            ),
        ),
        migrations.AddIndex(
            model_name="moneyordernote",
            index=models.Index(fields=["number"], name="cash_note_number"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("entry", "copy"), name="cash_receipt_copy"),
        ),
    ]
