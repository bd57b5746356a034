"""What may be disposed of: messages that every listener has taken."""

from django.db import migrations

DISPOSAL = """
CREATE FUNCTION disposal_due_outbox(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT o.id::text, '', (coalesce(o.delivered_at, o.emitted_at) AT TIME ZONE 'Asia/Tokyo')::date, o.subjects,
        CASE WHEN o.delivered_at IS NULL THEN 'running' ELSE '' END
    FROM outbox_message o WHERE (coalesce(o.delivered_at, o.emitted_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_outbox(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM outbox_message WHERE id = ANY ($1::bigint[]);
$$;
REVOKE ALL ON FUNCTION disposal_erase_outbox(text[]) FROM PUBLIC, app, loader;
"""
UNDO = "DROP FUNCTION disposal_erase_outbox(text[]); DROP FUNCTION disposal_due_outbox(date);"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_outbox")]
    operations = [migrations.RunSQL(DISPOSAL, UNDO)]
