"""A case says how it was received, what brought it here, and why it is held; a step says at which terminal."""

from django.db import migrations, models


def _column(name: str, field: models.Field) -> migrations.AddField:
    return migrations.AddField(model_name="case", name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("movements", "0002_guard")]
    operations = [
        _column("channel", models.TextField(blank=True, default="")),
        _column("occasion", models.TextField(blank=True, default="")),
        _column("received_on", models.DateField(null=True)),
        _column("later_entry", models.BooleanField(default=False)),
        _column("provisional_closed_day", models.BooleanField(default=False)),
        _column("survey", models.UUIDField(null=True)),
        _column("held_at", models.DateTimeField(null=True)),
        _column("held_until", models.DateField(null=True)),
        _column("held_reason", models.TextField(blank=True, default="")),
        migrations.AddField(
            model_name="casestep",
            name="terminal",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["received_on", "number"], name="movements_case_received"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["event_on"], name="movements_case_event"),
        ),
    ]
