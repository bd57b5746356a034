"""What may be disposed of: the books of one office and fiscal year together, so that what is left still balances."""

from django.db import migrations

KEEPING = """
CREATE OR REPLACE FUNCTION cash_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('daicho.disposal', true) = 'on' THEN
        RETURN OLD;
    END IF;
    PERFORM cash_refuse(TG_TABLE_NAME || ' is append-only', 'cash_append_only');
    RETURN NULL;
END $$;
"""
KEEPING_BEFORE = """
CREATE OR REPLACE FUNCTION cash_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cash_refuse(TG_TABLE_NAME || ' is append-only', 'cash_append_only');
    RETURN NULL;
END $$;
"""
DUE = """
-- The books by the day that they belong to: `place` and `year` of every row that begins one of them.
CREATE FUNCTION cash_fiscal_year(day date) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT extract(year FROM day - interval '3 months')::integer
$$;
CREATE FUNCTION disposal_due_cash(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    WITH books AS (
        SELECT office, cash_fiscal_year(day) AS year FROM cash_drawer
        UNION SELECT office, cash_fiscal_year("on") FROM cash_entry
        UNION SELECT office, cash_fiscal_year(opened_on) FROM cash_account
        UNION SELECT office, cash_fiscal_year(day) FROM cash_officeday
    )
    SELECT b.year || '／' || b.office, b.office || '／' || b.year, make_date(b.year + 1, 3, 31), '{}'::uuid[],
        CASE WHEN EXISTS (SELECT FROM cash_drawer d WHERE d.office = b.office
                AND cash_fiscal_year(d.day) = b.year AND d.state <> 'closed') THEN 'running'
            WHEN EXISTS (SELECT FROM cash_correction c JOIN cash_account a ON a.key = c.account_id
                WHERE a.office = b.office AND cash_fiscal_year(a.opened_on) = b.year
                AND c.state IN ('asked', 'approved')) THEN 'running'
            WHEN EXISTS (SELECT FROM cash_entry e LEFT JOIN cash_account a ON a.key = e.account_id
                LEFT JOIN cash_entry o ON o.key = e.origin_id
                WHERE (a.office, cash_fiscal_year(a.opened_on)) = (b.office, b.year)
                    AND (e.office, cash_fiscal_year(e."on")) <> (b.office, b.year)
                OR (o.office, cash_fiscal_year(o."on")) = (b.office, b.year)
                    AND (e.office, cash_fiscal_year(e."on")) <> (b.office, b.year)) THEN 'referenced'
            WHEN EXISTS (SELECT FROM cash_correction c JOIN cash_entry p ON p.key = c.payment_id
                JOIN cash_account a ON a.key = c.account_id
                WHERE (p.office, cash_fiscal_year(p."on")) = (b.office, b.year)
                    AND (a.office, cash_fiscal_year(a.opened_on)) <> (b.office, b.year)) THEN 'referenced'
            ELSE '' END
    FROM books b WHERE make_date(b.year + 1, 3, 31) < before
$$;
"""
ERASE = """
CREATE FUNCTION disposal_erase_cash(items text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    entries uuid[] := ARRAY(SELECT key FROM cash_entry
        WHERE cash_fiscal_year("on") || '／' || office = ANY ($1));
    accounts uuid[] := ARRAY(SELECT key FROM cash_account
        WHERE cash_fiscal_year(opened_on) || '／' || office = ANY ($1));
    drawers uuid[] := ARRAY(SELECT key FROM cash_drawer
        WHERE cash_fiscal_year(day) || '／' || office = ANY ($1));
    corrections uuid[] := ARRAY(SELECT key FROM cash_correction
        WHERE account_id = ANY (accounts) OR payment_id = ANY (entries));
BEGIN
    DELETE FROM cash_receipt WHERE entry_id = ANY (entries);
    DELETE FROM cash_moneyordernote WHERE entry_id = ANY (entries);
    DELETE FROM cash_posting WHERE entry_id = ANY (entries);
    DELETE FROM cash_correctionline WHERE correction_id = ANY (corrections);
    DELETE FROM cash_correction WHERE key = ANY (corrections);
    DELETE FROM cash_entry WHERE key = ANY (entries);
    DELETE FROM cash_accountsheet s USING cash_accountline l WHERE l.id = s.line_id AND l.account_id = ANY (accounts);
    DELETE FROM cash_accountline WHERE account_id = ANY (accounts);
    DELETE FROM cash_account WHERE key = ANY (accounts);
    DELETE FROM cash_drawercount WHERE drawer_id = ANY (drawers);
    DELETE FROM cash_drawer WHERE key = ANY (drawers);
    DELETE FROM cash_officeday WHERE cash_fiscal_year(day) || '／' || office = ANY ($1);
END $$;
REVOKE ALL ON FUNCTION disposal_erase_cash(text[]) FROM PUBLIC, app, loader;
"""
UNDO = (
    "DROP FUNCTION disposal_erase_cash(text[]); DROP FUNCTION disposal_due_cash(date);"
    "DROP FUNCTION cash_fiscal_year(date);" + KEEPING_BEFORE
)


class Migration(migrations.Migration):
    dependencies = [("cash", "0002_guard")]
    operations = [migrations.RunSQL(KEEPING + DUE + ERASE, UNDO)]
