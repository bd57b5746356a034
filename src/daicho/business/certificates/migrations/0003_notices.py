"""Notices are kept like certificates: of which case, on which occasion, to whom, and which first issue they repeat."""

import django.contrib.postgres.fields
from django.db import migrations, models

FIRST = ~models.Q(occasion="") & models.Q(reissue_of__isnull=True, spoiled_at__isnull=True)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_guard")]

    operations = [
        migrations.AddField("issue", "case", models.UUIDField(null=True)),
        migrations.AddField("issue", "occasion", models.TextField(blank=True, default="")),
        migrations.AddField("issue", "reissue_of", models.UUIDField(null=True)),
        migrations.AddField("issue", "document_number", models.TextField(blank=True, default="")),
        migrations.AddField("issue", "addressee", models.TextField(blank=True, default="")),
        migrations.AddField(
            "issue",
            "records",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None
            ),
        ),
        migrations.AddConstraint(
            "issue",
            models.UniqueConstraint(
                fields=["occasion"], condition=FIRST, name="certificates_first_issue_once"
            ),
        ),
        migrations.AddIndex(
            "issue",
            models.Index(
                fields=["case"],
                name="certificates_issue_case",
                condition=models.Q(case__isnull=False),
            ),
        ),
    ]
