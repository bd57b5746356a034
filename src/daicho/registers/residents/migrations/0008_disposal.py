"""What may be disposed of: memos about those who are residents no more. History itself has no such function."""

from django.db import migrations

DISPOSAL = """
CREATE FUNCTION residents_memo_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('daicho.disposal', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'residents_memoline is append-only'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'residents_append_only';
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER residents_memoline_no_delete ON residents_memoline;
CREATE TRIGGER residents_memoline_no_delete BEFORE DELETE ON residents_memoline
    FOR EACH ROW EXECUTE FUNCTION residents_memo_stays();

CREATE FUNCTION disposal_due_memos(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT m.memo::text, '', greatest(left_on.day, (m.written_at AT TIME ZONE 'Asia/Tokyo')::date), ARRAY[m.person_id], ''
    FROM residents_memoline m CROSS JOIN LATERAL (
        SELECT max(coalesce(upper(v.valid), 'infinity'::date)) AS day
        FROM residents_version v
        WHERE v.person_id = m.person_id AND v.status = 'present' AND upper_inf(v.recorded)
    ) left_on
    WHERE NOT EXISTS (SELECT FROM residents_memoline n WHERE n.memo = m.memo AND n.edition > m.edition)
        AND greatest(left_on.day, (m.written_at AT TIME ZONE 'Asia/Tokyo')::date) < before
$$;
CREATE FUNCTION disposal_erase_memos(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM residents_memoline WHERE memo = ANY ($1::uuid[]);
$$;
REVOKE ALL ON FUNCTION disposal_erase_memos(text[]) FROM PUBLIC, app, loader;
"""
UNDO = """
DROP FUNCTION disposal_erase_memos(text[]);
DROP FUNCTION disposal_due_memos(date);
DROP TRIGGER residents_memoline_no_delete ON residents_memoline;
CREATE TRIGGER residents_memoline_no_delete BEFORE DELETE ON residents_memoline
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_change();
DROP FUNCTION residents_memo_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0007_loader_memos")]
    operations = [migrations.RunSQL(DISPOSAL, UNDO)]
