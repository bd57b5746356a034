"""What may be disposed of: requests with everything that came and left with them, inquiries, and telephone calls.

A call that led to a request goes with the request.
"""

from django.db import migrations

REQUESTS = """
CREATE FUNCTION disposal_due_requests(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT r.key::text, r.number, (r.changed_at AT TIME ZONE 'Asia/Tokyo')::date,
        array_remove(r.persons || r.requester_person, NULL),
        CASE WHEN r.state NOT IN ('handed', 'sent', 'refused', 'withdrawn') THEN 'running'
            WHEN EXISTS (SELECT FROM requests_call c WHERE c.request_id = r.key
                AND (c.at AT TIME ZONE 'Asia/Tokyo')::date >= before) THEN 'referenced'
            ELSE '' END
    FROM requests_request r WHERE (r.changed_at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_requests(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM requests_call WHERE request_id = ANY ($1::uuid[]);
    DELETE FROM requests_moneyorder WHERE request_id = ANY ($1::uuid[]);
    DELETE FROM requests_dispatch WHERE request_id = ANY ($1::uuid[]);
    DELETE FROM requests_requestact WHERE request_id = ANY ($1::uuid[]);
    DELETE FROM requests_request WHERE key = ANY ($1::uuid[]);
$$;
"""
INQUIRIES = """
CREATE FUNCTION disposal_due_inquiries(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT i.key::text, i.number, (i.changed_at AT TIME ZONE 'Asia/Tokyo')::date, i.persons,
        CASE WHEN i.state IN ('answered', 'declined', 'withdrawn') THEN '' ELSE 'running' END
    FROM requests_inquiry i WHERE (i.changed_at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_inquiries(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM requests_inquiryact WHERE inquiry_id = ANY ($1::uuid[]);
    DELETE FROM requests_inquiry WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_calls(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT c.key::text, '', (c.at AT TIME ZONE 'Asia/Tokyo')::date, c.persons, ''
    FROM requests_call c WHERE c.request_id IS NULL AND (c.at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_calls(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM requests_call WHERE key = ANY ($1::uuid[]);
$$;
"""
FILES = ("requests", "inquiries", "calls")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION disposal_erase_{code}(text[]) FROM PUBLIC, app, loader;\n"
    for code in FILES
)
UNDO = "".join(
    f"DROP FUNCTION disposal_erase_{code}(text[]); DROP FUNCTION disposal_due_{code}(date);\n"
    for code in FILES
)


class Migration(migrations.Migration):
    dependencies = [("requests", "0002_guard")]
    operations = [migrations.RunSQL(REQUESTS + INQUIRIES + CLOSED, UNDO)]
