"""Two duties of their own for 支援対象者照会 and 支援対象者管理 (STD-10.3), so that either can be taken away alone."""

from django.db import migrations, models

DUTIES = [
    ("counter", "窓口"),
    ("examine", "審査"),
    ("decide", "決裁"),
    ("protect", "支援措置"),
    ("protect_view", "支援対象者照会"),
    ("administer", "管理"),
    ("audit", "監査"),
]


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_library_tables")]
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
    ]
