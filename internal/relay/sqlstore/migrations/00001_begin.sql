-- Nothing here tells when an event came, from where, or what it says. The only
-- times are the day's end of a session and the end of an invite.

-- +goose Up
CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- SHA-256 of registration codes that nobody has used.
CREATE TABLE codes (
    hash BLOB PRIMARY KEY
) STRICT;

-- slots: the encoded set, locked by the person's passphrase and account key.
CREATE TABLE accounts (
    id    BLOB PRIMARY KEY,
    slots BLOB NOT NULL
) STRICT;

-- hash: SHA-256 of the token.
CREATE TABLE sessions (
    hash    BLOB PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account);

-- The head changes with every event, so its row is kept small: what hardly
-- ever changes is in authorities.
CREATE TABLE logs (
    key    INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE,
    type   INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    hash   BLOB NOT NULL,
    bytes1 INTEGER NOT NULL,
    bytes2 INTEGER NOT NULL
) STRICT;

CREATE TABLE authorities (
    log   INTEGER PRIMARY KEY REFERENCES logs (key) ON DELETE CASCADE,
    state BLOB NOT NULL
) STRICT;

CREATE TABLE members (
    log     INTEGER NOT NULL REFERENCES logs (key) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (log, number)
) STRICT;
CREATE INDEX members_account ON members (account);

-- A heap with an index: rows are appended in the order in which they come, over
-- all logs, and one transaction touches few pages.
CREATE TABLE events (
    log       INTEGER NOT NULL REFERENCES logs (key) ON DELETE CASCADE,
    seq       INTEGER NOT NULL,
    head      BLOB NOT NULL,
    body      BLOB,
    tombstone BLOB
) STRICT;
CREATE UNIQUE INDEX events_place ON events (log, seq);

CREATE TABLE invites (
    id         BLOB PRIMARY KEY,
    version    INTEGER NOT NULL,
    maker      BLOB NOT NULL,
    claimer    BLOB,
    log        BLOB NOT NULL,
    claim_hash BLOB NOT NULL,
    expires    INTEGER NOT NULL,
    stage      INTEGER NOT NULL,
    raced      INTEGER NOT NULL,
    admitted   INTEGER NOT NULL,
    m1         BLOB,
    m2         BLOB,
    m3         BLOB
) STRICT;
CREATE INDEX invites_maker ON invites (maker);
CREATE INDEX invites_claimer ON invites (claimer);

-- +goose Down
DROP TABLE invites;
DROP TABLE events;
DROP TABLE members;
DROP TABLE authorities;
DROP TABLE logs;
DROP TABLE sessions;
DROP TABLE accounts;
DROP TABLE codes;
DROP TABLE secrets;
