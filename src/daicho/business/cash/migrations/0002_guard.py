"""The books are written once: entries balance at commit, and nothing is added to or changed in what is closed."""

from django.db import migrations

GUARD = """
CREATE SEQUENCE cash_number_seq;
GRANT USAGE, SELECT ON cash_number_seq TO app;

REVOKE UPDATE, DELETE ON cash_account, cash_accountline, cash_accountsheet, cash_drawer, cash_drawercount,
    cash_officeday, cash_entry, cash_posting, cash_moneyordernote, cash_receipt, cash_correction,
    cash_correctionline FROM app;
GRANT UPDATE (dropped_at, dropped_by, dropped_reason) ON cash_account TO app;
GRANT UPDATE (dropped) ON cash_accountsheet TO app;
GRANT UPDATE (state, edition, counted_by, closed_at, closed_by, closed_by_name) ON cash_drawer TO app;
GRANT UPDATE (sent_back_by_name, sent_back_reason) ON cash_drawercount TO app;
GRANT UPDATE (state, edition, decided_at, decided_by, decided_by_name, decided_words) ON cash_correction TO app;

CREATE FUNCTION cash_refuse(words text, rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', words USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION cash_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cash_refuse(TG_TABLE_NAME || ' is append-only', 'cash_append_only');
    RETURN NULL;
END $$;

-- An entry belongs to a drawer that is open (or is being closed), on its own day, of an office's day not yet closed;
-- without a drawer it is the remittance of a day that is.
CREATE FUNCTION cash_entry_may_be() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held cash_drawer%ROWTYPE;
    shut boolean := EXISTS (SELECT FROM cash_officeday d WHERE d.office = NEW.office AND d.day = NEW.on);
BEGIN
    IF NEW.drawer_id IS NULL THEN
        IF NEW.kind <> 'remittance' OR NOT shut THEN
            PERFORM cash_refuse('an entry belongs to a drawer', 'cash_entry_of_a_drawer');
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO held FROM cash_drawer d WHERE d.key = NEW.drawer_id FOR SHARE;
    IF held.state = 'closed' OR shut THEN
        PERFORM cash_refuse('the drawer or the day is closed', 'cash_closed');
    END IF;
    IF held.day <> NEW.on OR held.office <> NEW.office THEN
        PERFORM cash_refuse('an entry is of the day of its drawer', 'cash_entry_day');
    END IF;
    IF (held.state = 'open') <> (NEW.kind IN ('float', 'payment', 'cancellation', 'correction')) THEN
        PERFORM cash_refuse('a counted drawer takes nothing', 'cash_entry_state');
    END IF;
    IF NEW.kind = 'cancellation' AND NOT EXISTS (
        SELECT FROM cash_entry o WHERE o.key = NEW.origin_id AND o.drawer_id = NEW.drawer_id
            AND o.kind = 'payment' AND o.account_id = NEW.account_id
    ) THEN
        PERFORM cash_refuse('a cancellation undoes a payment of its own drawer', 'cash_cancel_own');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cash_entry_may_be BEFORE INSERT ON cash_entry
    FOR EACH ROW EXECUTE FUNCTION cash_entry_may_be();

-- What an entry consists of is written with it.
CREATE FUNCTION cash_part_may_be() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cash_entry e JOIN cash_drawer d ON d.key = e.drawer_id
        WHERE e.key = NEW.entry_id AND d.state = 'closed'
    ) THEN
        PERFORM cash_refuse('the drawer is closed', 'cash_closed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cash_posting_may_be BEFORE INSERT ON cash_posting
    FOR EACH ROW EXECUTE FUNCTION cash_part_may_be();
CREATE TRIGGER cash_note_may_be BEFORE INSERT ON cash_moneyordernote
    FOR EACH ROW EXECUTE FUNCTION cash_part_may_be();

-- At commit: the postings of an entry are as many as it says and sum to zero.
CREATE FUNCTION cash_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about uuid := coalesce(to_jsonb(NEW)->>'entry_id', to_jsonb(NEW)->>'key')::uuid;
    expected integer;
    there integer;
    total bigint;
BEGIN
    SELECT e.posting_count INTO expected FROM cash_entry e WHERE e.key = about;
    SELECT count(*), coalesce(sum(p.yen), 0) INTO there, total FROM cash_posting p WHERE p.entry_id = about;
    IF there <> expected OR there = 0 OR total <> 0 THEN
        PERFORM cash_refuse('the postings of an entry sum to zero', 'cash_balance');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cash_entry_balances AFTER INSERT ON cash_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cash_entry_balances();
CREATE CONSTRAINT TRIGGER cash_posting_balances AFTER INSERT ON cash_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cash_entry_balances();

-- At commit: an account has as many lines as it was opened with.
CREATE FUNCTION cash_account_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM cash_accountline l WHERE l.account_id = NEW.account_id)
        <> (SELECT a.line_count FROM cash_account a WHERE a.key = NEW.account_id) THEN
        PERFORM cash_refuse('no line is added to an account', 'cash_account_whole');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cash_account_whole AFTER INSERT ON cash_accountline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cash_account_whole();

-- A drawer is opened on a day that its office has not closed, and never moves once it is closed.
CREATE FUNCTION cash_drawer_may_be() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open'
            OR EXISTS (SELECT FROM cash_officeday d WHERE d.office = NEW.office AND d.day = NEW.day) THEN
            PERFORM cash_refuse('the day of the office is closed', 'cash_closed');
        END IF;
    ELSIF OLD.state = 'closed' THEN
        PERFORM cash_refuse('a closed drawer never changes', 'cash_closed');
    ELSIF (OLD.state, NEW.state) NOT IN (('open', 'counted'), ('counted', 'open'), ('counted', 'closed')) THEN
        PERFORM cash_refuse('a drawer is counted, then closed', 'cash_drawer_order');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cash_drawer_may_be BEFORE INSERT OR UPDATE ON cash_drawer
    FOR EACH ROW EXECUTE FUNCTION cash_drawer_may_be();

CREATE FUNCTION cash_count_may_be() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cash_drawer d WHERE d.key = NEW.drawer_id AND d.state = 'closed') THEN
        PERFORM cash_refuse('a closed drawer is not counted again', 'cash_closed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cash_count_may_be BEFORE INSERT OR UPDATE ON cash_drawercount
    FOR EACH ROW EXECUTE FUNCTION cash_count_may_be();

-- A day is closed when all its drawers are.
CREATE FUNCTION cash_day_may_be() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cash_drawer d WHERE d.office = NEW.office AND d.day = NEW.day AND d.state <> 'closed'
    ) THEN
        PERFORM cash_refuse('a drawer of the day is open', 'cash_day_drawers');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cash_day_may_be BEFORE INSERT ON cash_officeday
    FOR EACH ROW EXECUTE FUNCTION cash_day_may_be();

-- What has ended stays as it ended.
CREATE FUNCTION cash_ended_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'cash_account' AND to_jsonb(OLD)->>'dropped_at' IS NOT NULL
        OR TG_TABLE_NAME = 'cash_accountsheet' AND (to_jsonb(OLD)->>'dropped')::boolean
        OR TG_TABLE_NAME = 'cash_correction' AND to_jsonb(OLD)->>'state' NOT IN ('asked', 'approved') THEN
        PERFORM cash_refuse('what has ended never changes', 'cash_ended');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cash_account_ended BEFORE UPDATE ON cash_account
    FOR EACH ROW EXECUTE FUNCTION cash_ended_stays();
CREATE TRIGGER cash_sheet_ended BEFORE UPDATE ON cash_accountsheet
    FOR EACH ROW EXECUTE FUNCTION cash_ended_stays();
CREATE TRIGGER cash_correction_ended BEFORE UPDATE ON cash_correction
    FOR EACH ROW EXECUTE FUNCTION cash_ended_stays();
"""

FROZEN = (
    *("cash_entry", "cash_posting", "cash_moneyordernote", "cash_receipt", "cash_officeday"),
    *("cash_accountline", "cash_correctionline"),
)
KEPT = (
    *FROZEN,
    "cash_account",
    "cash_accountsheet",
    "cash_drawer",
    "cash_drawercount",
    "cash_correction",
)
APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION cash_refuse_change();\n"
    for table in FROZEN
) + "".join(
    f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION cash_refuse_change();\n"
    f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION cash_refuse_change();\n"
    for table in KEPT
)
FUNCTIONS = (
    *("cash_entry_may_be", "cash_part_may_be", "cash_entry_balances", "cash_account_whole"),
    *("cash_drawer_may_be", "cash_count_may_be", "cash_day_may_be", "cash_ended_stays"),
    "cash_refuse_change",
)
UNDO = (
    "".join(f"DROP FUNCTION {name}() CASCADE;\n" for name in FUNCTIONS)
    + "DROP FUNCTION cash_refuse(text, text);\nDROP SEQUENCE cash_number_seq;"
)


class Migration(migrations.Migration):
    dependencies = [("cash", "0001_books")]
    operations = [migrations.RunSQL(GUARD + APPEND_ONLY, UNDO)]
