-- The roles of a Daicho server. Run as superuser; may be run again.
-- migrator owns and migrates; app serves the counter; loader writes samples and imports; auditor reads the trail.
-- vault may read the ciphertext of personal numbers and nothing more; nobody logs in as it.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['migrator', 'app', 'loader', 'auditor', 'vault'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I', wanted);
        END IF;
    END LOOP;
END
$$;

ALTER ROLE migrator LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE loader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE auditor LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE vault NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- The app holds none of the vault's rights until it says SET LOCAL ROLE vault.
GRANT vault TO app WITH INHERIT FALSE, SET TRUE, ADMIN FALSE;

-- A forgotten transaction must not hold locks, nor keep old versions alive, for a day.
ALTER ROLE app SET idle_in_transaction_session_timeout = '5min';
ALTER ROLE auditor SET default_transaction_read_only = on;
