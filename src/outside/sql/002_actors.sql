-- What each party holds (保存するもの).

-- 都道府県知事保存本人確認情報 and 機構保存本人確認情報: one row per person and party, in the numbers of identity-38.
CREATE TABLE identity (
    party        text NOT NULL,
    code         text NOT NULL,
    municipality text NOT NULL,
    status       text NOT NULL,
    items        jsonb NOT NULL,
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (party, code)
);
CREATE INDEX identity_town ON identity (party, municipality, code);
CREATE INDEX identity_number ON identity (party, (items ->> '13'));
CREATE INDEX identity_name ON identity (party, (items ->> '2'));
CREATE INDEX identity_former ON identity (party, (items ->> '24')) WHERE items ? '24';

-- Every update that a party took, in the order in which it took them.
CREATE TABLE update_taken (
    seq          bigserial PRIMARY KEY,
    party        text NOT NULL,
    code         text NOT NULL,
    municipality text NOT NULL,
    reason       text NOT NULL,
    effect       text NOT NULL,
    message      uuid NOT NULL,
    at           timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX update_taken_person ON update_taken (party, code);

-- 附票本人確認情報.
CREATE TABLE annex (
    party         text NOT NULL,
    record_number text NOT NULL,
    municipality  text NOT NULL,
    body          jsonb NOT NULL,
    changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (party, municipality, record_number)
);

-- 個人番号とすべき番号: never given twice; the one without an end counts.
CREATE TABLE number (
    number      text PRIMARY KEY,
    code        text NOT NULL,
    reason      text NOT NULL,
    replaces    text REFERENCES number,
    assigned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz
);
CREATE UNIQUE INDEX number_current ON number (code) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX number_replaced ON number (replaces);

-- 符号: one per person and cause.
CREATE TABLE symbol (
    code    text NOT NULL,
    symbol  uuid NOT NULL UNIQUE,
    reason  text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz
);
CREATE UNIQUE INDEX symbol_current ON symbol (code) WHERE ended_at IS NULL;

-- 個人番号カード and its 電子証明書.
CREATE TABLE card (
    card_number text PRIMARY KEY,
    code        text NOT NULL,
    state       text NOT NULL,
    valid_until text,
    features    jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX card_person ON card (code);
CREATE TABLE card_certificate (
    serial      text PRIMARY KEY,
    card_number text NOT NULL REFERENCES card,
    kind        text NOT NULL,
    valid_until text NOT NULL,
    revoked_on  text
);
CREATE TABLE card_event (
    seq         bigserial PRIMARY KEY,
    code        text NOT NULL,
    card_number text,
    event       text NOT NULL,
    body        jsonb NOT NULL,
    sender      text NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- 送付先情報, as it came.
CREATE TABLE dispatch (
    number       text NOT NULL,
    municipality text NOT NULL,
    layout       text NOT NULL,
    people       integer NOT NULL,
    body         jsonb NOT NULL,
    digest       text NOT NULL,
    way          text NOT NULL CHECK (way IN ('line', 'medium')),
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (municipality, number)
);

-- People of the municipalities that are not connected, and the 戸籍 that they hold.
CREATE TABLE town_person (
    municipality text NOT NULL,
    code         text NOT NULL,
    state        text NOT NULL DEFAULT 'present' CHECK (state IN ('present', 'leaving', 'left')),
    household    text NOT NULL,
    protected    boolean NOT NULL DEFAULT false,
    body         jsonb NOT NULL,
    PRIMARY KEY (municipality, code)
);
CREATE TABLE family_register (
    municipality text NOT NULL,
    domicile     text NOT NULL,
    head         text NOT NULL,
    name         text NOT NULL,
    birth_on     text NOT NULL,
    body         jsonb NOT NULL,
    PRIMARY KEY (municipality, domicile, head, name, birth_on)
);

-- Foreign residents as 入管庁 knows them from 市町村通知.
CREATE TABLE foreigner (
    card_number  text PRIMARY KEY,
    municipality text NOT NULL,
    body         jsonb NOT NULL
);

-- Whatever else was told to a party, to be shown.
CREATE TABLE note (
    id     bigserial PRIMARY KEY,
    party  text NOT NULL,
    kind   text NOT NULL,
    about  text NOT NULL,
    thread uuid NOT NULL,
    body   jsonb NOT NULL,
    at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX note_about ON note (party, kind, about);
