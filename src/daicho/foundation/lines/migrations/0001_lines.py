"""Lines: what was sent and what came in, who was turned away; settled rows go by a plan of disposal alone."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

GUARD = """
REVOKE ALL ON lines_knowncertificate, lines_line, lines_arrivalorder, lines_doorattempt, lines_receivedmessage,
    lines_sendingorder, lines_sentmessage, lines_sendingattempt, lines_volatilebody FROM app, loader, auditor;
GRANT SELECT, INSERT ON lines_knowncertificate, lines_line, lines_arrivalorder, lines_doorattempt, lines_receivedmessage,
    lines_sendingorder, lines_sentmessage, lines_sendingattempt TO app;
GRANT SELECT, INSERT, DELETE ON lines_volatilebody TO app;
GRANT UPDATE (
    manual, switched_at, switched_by, switched_by_name, reached_at, away_since, failures, last_error, next_try_at
) ON lines_line TO app;
GRANT UPDATE (next, early) ON lines_arrivalorder TO app;
GRANT UPDATE (last) ON lines_sendingorder TO app;
GRANT UPDATE (times, last_at, serial) ON lines_doorattempt TO app;
GRANT UPDATE (
    state, early, problems, answer_key, answer_kind, answer_sealed, answer_key_id, answer_digest, answer_signature,
    answer_certificate, settled_at
) ON lines_receivedmessage TO app;
GRANT UPDATE (
    state, by_hand_at, attempts, attempted_at, next_attempt_at, signature, certificate, answer_key, answer_kind,
    answer_sealed, answer_key_id, answer_digest, answer_signature, answer_certificate, answered_at, problems, settled_at,
    stopped_by, stopped_by_name
) ON lines_sentmessage TO app;
"""
# Bodies in it are in no WAL and no base backup, and are gone after a crash.
UNLOGGED = "ALTER TABLE lines_volatilebody SET UNLOGGED"
LOGGED = "ALTER TABLE lines_volatilebody SET LOGGED"
DISPOSAL = """
CREATE FUNCTION disposal_due_lines_sent(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT m.key::text, '', (coalesce(m.settled_at, m.made_at) AT TIME ZONE 'Asia/Tokyo')::date, '{}'::uuid[],
        CASE WHEN m.state IN ('waiting', 'held') THEN 'running' ELSE '' END
    FROM lines_sentmessage m WHERE (coalesce(m.settled_at, m.made_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_lines_sent(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM lines_sendingattempt WHERE message_id IN (
        SELECT seq FROM lines_sentmessage WHERE key = ANY ($1::uuid[]));
    DELETE FROM lines_sentmessage WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_lines_received(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT m.key::text, '', (coalesce(m.settled_at, m.received_at) AT TIME ZONE 'Asia/Tokyo')::date, '{}'::uuid[],
        CASE WHEN m.state = 'held' THEN 'running' ELSE '' END
    FROM lines_receivedmessage m
    WHERE (coalesce(m.settled_at, m.received_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_lines_received(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM lines_receivedmessage WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_lines_door(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT d.id::text, '', (d.last_at AT TIME ZONE 'Asia/Tokyo')::date, '{}'::uuid[], ''
    FROM lines_doorattempt d WHERE (d.last_at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_lines_door(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM lines_doorattempt WHERE id = ANY ($1::bigint[]);
$$;
"""
FILES = ("lines_sent", "lines_received", "lines_door")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION disposal_erase_{code}(text[]) FROM PUBLIC, app, loader;\n"
    for code in FILES
)
UNDO = "".join(
    f"DROP FUNCTION disposal_erase_{code}(text[]); DROP FUNCTION disposal_due_{code}(date);\n"
    for code in FILES
)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KnownCertificate",
            fields=[
                ("fingerprint", models.TextField(primary_key=True, serialize=False)),
                ("der", models.BinaryField()),
                ("party", models.TextField()),
                ("serial", models.TextField()),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                (
                    "seen_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("peer", models.TextField(primary_key=True, serialize=False)),
                ("manual", models.BooleanField(default=False)),
                ("switched_at", models.DateTimeField(null=True)),
                ("switched_by", models.UUIDField(null=True)),
                ("switched_by_name", models.TextField(default="")),
                ("reached_at", models.DateTimeField(null=True)),
                ("away_since", models.DateTimeField(null=True)),
                ("failures", models.IntegerField(default=0)),
                ("last_error", models.TextField(default="")),
                ("next_try_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="VolatileBody",
            fields=[
                ("message", models.UUIDField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("key_id", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="ArrivalOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender", models.TextField()),
                ("key", models.TextField()),
                ("next", models.BigIntegerField()),
                ("early", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("early__gt", 0)),
                        fields=["id"],
                        name="lines_arrival_early",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sender", "key"), name="lines_arrival_order_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField()),
                ("reason", models.TextField()),
                ("claimed", models.TextField(default="")),
                ("serial", models.TextField(default="")),
                ("minute", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("times", models.IntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["-last_at"], name="lines_door_last")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("minute", "address", "reason", "claimed"), name="lines_door_minute"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivedMessage",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("thread", models.UUIDField()),
                ("sender", models.TextField()),
                ("peer", models.TextField()),
                ("address", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("order_key", models.TextField(default="")),
                ("order_number", models.BigIntegerField(null=True)),
                ("answers", models.UUIDField(null=True)),
                ("sealed", models.BinaryField()),
                ("key_id", models.TextField()),
                ("digest", models.TextField()),
                ("signature", models.BinaryField()),
                ("certificate", models.TextField()),
                ("state", models.TextField(default="held")),
                ("early", models.BooleanField(default=False)),
                ("problems", models.JSONField(default=list)),
                ("answer_key", models.UUIDField(null=True)),
                ("answer_kind", models.TextField(default="")),
                ("answer_sealed", models.BinaryField(null=True)),
                ("answer_key_id", models.TextField(default="")),
                ("answer_digest", models.TextField(default="")),
                ("answer_signature", models.BinaryField(null=True)),
                ("answer_certificate", models.TextField(default="")),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-received_at", "key"], name="lines_received_at"),
                    models.Index(fields=["state", "-received_at"], name="lines_received_state"),
                    models.Index(fields=["peer", "-received_at"], name="lines_received_peer"),
                    models.Index(fields=["thread"], name="lines_received_thread"),
                    models.Index(
                        condition=models.Q(("early", True)),
                        fields=["sender", "order_key", "order_number"],
                        name="lines_received_early",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SendingOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("receiver", models.TextField()),
                ("subject", models.UUIDField()),
                ("key", models.TextField()),
                ("last", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("receiver", "subject"), name="lines_sending_order_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SentMessage",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.UUIDField(unique=True)),
                ("kind", models.TextField()),
                ("thread", models.UUIDField()),
                ("receiver", models.TextField()),
                ("line", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("order_key", models.TextField(default="")),
                ("order_number", models.BigIntegerField(null=True)),
                ("answers", models.UUIDField(null=True)),
                ("matter", models.TextField(default="")),
                ("sealed", models.BinaryField()),
                ("key_id", models.TextField()),
                ("digest", models.TextField()),
                ("state", models.TextField(default="waiting")),
                ("asked", models.BooleanField(default=False)),
                ("by_hand_at", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("attempted_at", models.DateTimeField(null=True)),
                (
                    "next_attempt_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("signature", models.BinaryField(null=True)),
                ("certificate", models.TextField(default="")),
                ("answer_key", models.UUIDField(null=True)),
                ("answer_kind", models.TextField(default="")),
                ("answer_sealed", models.BinaryField(null=True)),
                ("answer_key_id", models.TextField(default="")),
                ("answer_digest", models.TextField(default="")),
                ("answer_signature", models.BinaryField(null=True)),
                ("answer_certificate", models.TextField(default="")),
                ("answered_at", models.DateTimeField(null=True)),
                ("problems", models.JSONField(default=list)),
                ("settled_at", models.DateTimeField(null=True)),
                ("stopped_by", models.UUIDField(null=True)),
                ("stopped_by_name", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["line", "seq"],
                        name="lines_sent_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["line", "order_key", "order_number"],
                        name="lines_sent_order",
                    ),
                    models.Index(fields=["state", "-seq"], name="lines_sent_state"),
                    models.Index(fields=["thread"], name="lines_sent_thread"),
                    models.Index(fields=["line", "-answered_at"], name="lines_sent_line"),
                    models.Index(
                        condition=models.Q(("matter", ""), _negated=True),
                        fields=["matter"],
                        name="lines_sent_matter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SendingAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("outcome", models.TextField()),
                ("words", models.TextField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.sentmessage",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(UNLOGGED, LOGGED),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
        migrations.RunSQL(DISPOSAL + CLOSED, UNDO),
    ]
