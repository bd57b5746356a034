"""History is written once; nothing but a sealed content is ever deleted; the content of 送付先情報 is in no WAL."""

from django.db import migrations

TABLES = (
    "identity",
    "identityversion",
    "rejection",
    "numberrequest",
    "certificate",
    "erasure",
    "passage",
    "dispatch",
    "dispatchperson",
    "mediumoutput",
)
# What may be added to a row once it stands; a table that is not here takes nothing more.
LATER = {
    "identityversion": "sent, told, told_problems",
    "rejection": "settled_at, settled_by, settled_name, settled_words",
    "numberrequest": "state, asked_last_at, asked_times, number, assigned_at, problems, edition",
    "certificate": "sealed, codes, used_at, erased_at",
    "passage": "sent, state, settled_at, problems",
    "dispatch": "message, state, way, sent, checked_at, provided_at, erased_at, problems",
    "dispatchperson": "freed",
}
GUARD = "".join(
    f"REVOKE DELETE{'' if name == 'identity' else ', UPDATE'} ON municipal_cs_{name} FROM app;\n"
    for name in TABLES
) + "".join(
    f"GRANT UPDATE ({columns}) ON municipal_cs_{name} TO app;\n" for name, columns in LATER.items()
)
VOLATILE = """
REVOKE UPDATE ON municipal_cs_dispatchpayload FROM app;
ALTER TABLE municipal_cs_dispatchpayload SET UNLOGGED;
"""


class Migration(migrations.Migration):
    dependencies = [("municipal_cs", "0001_identities")]
    operations = [
        migrations.RunSQL(GUARD + VOLATILE, "ALTER TABLE municipal_cs_dispatchpayload SET LOGGED;")
    ]
