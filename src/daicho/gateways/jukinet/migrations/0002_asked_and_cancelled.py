"""転出証明書情報 that were asked for, and those whose 転出 was cancelled at the origin."""

from django.db import migrations, models

GUARD = """
REVOKE DELETE, UPDATE ON jukinet_askedcertificate FROM app;
GRANT UPDATE (state, problems, certificate, settled_at) ON jukinet_askedcertificate TO app;
GRANT UPDATE (cancelled_at) ON jukinet_receivedcertificate TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("jukinet", "0001_jukinet")]

    operations = [
        migrations.CreateModel(
            name="AskedCertificate",
            fields=[
                ("thread", models.UUIDField(primary_key=True, serialize=False)),
                ("origin", models.TextField()),
                ("code_hash", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.TextField()),
                ("state", models.TextField(default="waiting")),
                ("problems", models.JSONField(default=list)),
                ("certificate", models.UUIDField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["-asked_at"], name="jukinet_asked_newest")],
            },
        ),
        migrations.AddField(
            model_name="receivedcertificate",
            name="cancelled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="receivedcertificate",
            name="move_out_on",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="receivedcertificate",
            index=models.Index(fields=["origin", "reference"], name="jukinet_certificate_ref"),
        ),
        migrations.RunSQL(GUARD, ""),
    ]
