"""What may be disposed of: jobs that ended and whose files are gone, and schedules that ended and left no job."""

from django.db import migrations

DISPOSAL = """
CREATE FUNCTION disposal_due_jobs(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT j.key::text, '', (coalesce(j.finished_at, j.asked_at) AT TIME ZONE 'Asia/Tokyo')::date, '{}'::uuid[],
        CASE WHEN j.state IN ('waiting', 'running') THEN 'running'
            WHEN EXISTS (SELECT FROM jobs_jobfile f WHERE f.job_id = j.key AND f.deleted_at IS NULL) THEN 'running'
            ELSE '' END
    FROM jobs_job j WHERE (coalesce(j.finished_at, j.asked_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_jobs(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM jobs_jobfile WHERE job_id = ANY ($1::uuid[]);
    DELETE FROM jobs_job WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_job_plans(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT p.key::text, '', (p.ended_at AT TIME ZONE 'Asia/Tokyo')::date, '{}'::uuid[],
        CASE WHEN EXISTS (SELECT FROM jobs_job j WHERE j.plan_id = p.key) THEN 'referenced' ELSE '' END
    FROM jobs_plan p WHERE (p.ended_at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_job_plans(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM jobs_plan WHERE key = ANY ($1::uuid[]);
$$;
"""
FILES = ("jobs", "job_plans")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION disposal_erase_{code}(text[]) FROM PUBLIC, app, loader;\n"
    for code in FILES
)
UNDO = "".join(
    f"DROP FUNCTION disposal_erase_{code}(text[]); DROP FUNCTION disposal_due_{code}(date);\n"
    for code in FILES
)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_jobs")]
    operations = [migrations.RunSQL(DISPOSAL + CLOSED, UNDO)]
