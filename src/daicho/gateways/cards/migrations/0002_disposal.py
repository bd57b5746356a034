"""What may be disposed of: cards that are over, with all that hangs on them; settled notices; checks; openings of past days."""

from django.db import migrations

DISPOSAL = """
CREATE FUNCTION disposal_due_cards(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT c.key::text, c.number, (c.changed_at AT TIME ZONE 'Asia/Tokyo')::date, ARRAY[c.person],
        CASE WHEN c.state NOT IN ('abolished', 'expired', 'returned', 'moved') OR EXISTS (
            SELECT FROM cards_cardevent e WHERE e.card_id = c.key AND e.message IS NOT NULL AND e.settled_at IS NULL)
        THEN 'running' ELSE '' END
    FROM cards_card c WHERE (c.changed_at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_cards(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM cards_appointment WHERE card_id = ANY ($1::uuid[]);
    DELETE FROM cards_cardevent WHERE card_id = ANY ($1::uuid[]);
    DELETE FROM cards_cardcertificate WHERE card_id = ANY ($1::uuid[]);
    DELETE FROM cards_card WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_card_notices(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT n.key::text, n.notice_number, (coalesce(n.settled_at, n.received_at) AT TIME ZONE 'Asia/Tokyo')::date,
        array_remove(ARRAY[c.person], NULL), CASE WHEN n.state = 'held' THEN 'running' ELSE '' END
    FROM cards_cardnotice n LEFT JOIN cards_card c ON c.key = n.card
    WHERE (coalesce(n.settled_at, n.received_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_card_notices(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM cards_cardnotice WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_card_checks(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT k.id::text, k.card_number, (k.at AT TIME ZONE 'Asia/Tokyo')::date, '{}'::uuid[], ''
    FROM cards_cardcheck k WHERE (k.at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_card_checks(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM cards_cardcheck WHERE id = ANY ($1::bigint[]);
$$;
CREATE FUNCTION disposal_due_card_openings(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT o.key::text, '', o.day, '{}'::uuid[],
        CASE WHEN EXISTS (SELECT FROM cards_appointment a WHERE a.opening_id = o.key) THEN 'referenced' ELSE '' END
    FROM cards_opening o WHERE o.day < before
$$;
CREATE FUNCTION disposal_erase_card_openings(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM cards_opening WHERE key = ANY ($1::uuid[]);
$$;
"""
FILES = ("cards", "card_notices", "card_checks", "card_openings")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION disposal_erase_{code}(text[]) FROM PUBLIC, app, loader;\n"
    for code in FILES
)
UNDO = "".join(
    f"DROP FUNCTION disposal_erase_{code}(text[]); DROP FUNCTION disposal_due_{code}(date);\n"
    for code in FILES
)


class Migration(migrations.Migration):
    dependencies = [("cards", "0001_cards")]
    operations = [migrations.RunSQL(DISPOSAL + CLOSED, UNDO)]
