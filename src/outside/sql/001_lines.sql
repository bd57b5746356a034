-- Lines (回線): what was received and answered, what is to be sent, who was turned away, and how to misbehave.

CREATE TABLE received (
    party        text NOT NULL,
    id           uuid NOT NULL,
    sender       text NOT NULL,
    kind         text NOT NULL,
    thread       uuid NOT NULL,
    order_key    text,
    order_number bigint,
    digest       text NOT NULL,
    raw          bytea NOT NULL,
    signature    bytea NOT NULL,
    certificate  bytea NOT NULL,
    state        text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'held', 'accepted', 'refused')),
    problems     jsonb NOT NULL DEFAULT '[]',
    answer       bytea,
    answer_signature bytea,
    received_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    settled_at   timestamptz,
    PRIMARY KEY (party, id)
);
CREATE INDEX received_held ON received (party, sender, order_key, order_number) WHERE state = 'held';

-- The next number that a party expects from a sender, for one person.
CREATE TABLE expected (
    party  text NOT NULL,
    sender text NOT NULL,
    key    text NOT NULL,
    number bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (party, sender, key)
);

CREATE TABLE sent (
    seq          bigserial PRIMARY KEY,
    id           uuid NOT NULL UNIQUE,
    party        text NOT NULL,
    receiver     text NOT NULL,
    kind         text NOT NULL,
    thread       uuid NOT NULL,
    order_key    text,
    order_number bigint,
    answers      uuid,
    raw          bytea NOT NULL,
    signature    bytea NOT NULL,
    state        text NOT NULL DEFAULT 'waiting'
                 CHECK (state IN ('waiting', 'held', 'accepted', 'refused', 'answered')),
    problems     jsonb NOT NULL DEFAULT '[]',
    answer       bytea,
    attempts     integer NOT NULL DEFAULT 0,
    queued_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    settled_at   timestamptz
);
CREATE INDEX sent_waiting ON sent (seq) WHERE state = 'waiting';
CREATE INDEX sent_chain ON sent (party, receiver, order_key, seq) WHERE state = 'waiting';

-- The last number that a party gave, for one person on one line.
CREATE TABLE given (
    party    text NOT NULL,
    receiver text NOT NULL,
    subject  text NOT NULL,
    key      text NOT NULL,
    number   bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (party, receiver, subject)
);

-- Whoever was turned away at a door, and why.
CREATE TABLE turned_away (
    id      bigserial PRIMARY KEY,
    party   text NOT NULL,
    address text NOT NULL,
    claimed text NOT NULL,
    reason  text NOT NULL,
    at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What the nation carried between municipalities, unchanged.
CREATE TABLE carried (
    id       uuid NOT NULL,
    sender   text NOT NULL,
    receiver text NOT NULL,
    kind     text NOT NULL,
    digest   text NOT NULL,
    status   integer NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX carried_id ON carried (id);

CREATE TABLE fault (
    id        bigserial PRIMARY KEY,
    party     text NOT NULL,
    fault     text NOT NULL,
    code      text NOT NULL DEFAULT '',
    kind      text,
    remaining integer CHECK (remaining >= 0),
    seconds   numeric NOT NULL DEFAULT 3
);
