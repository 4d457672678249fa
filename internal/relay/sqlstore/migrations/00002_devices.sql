-- mark: random to whoever does not know the device's id (wire.Mark). ended: the
-- session was signed out, and is kept until it would have expired anyway.

-- +goose Up
ALTER TABLE sessions ADD COLUMN mark BLOB;
ALTER TABLE sessions ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;

-- Accounts that a member of a log which has ended lets read it.
CREATE TABLE readers (
    log     INTEGER NOT NULL REFERENCES logs (key) ON DELETE CASCADE,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (log, account)
) STRICT;
CREATE INDEX readers_account ON readers (account);

-- +goose Down
DROP TABLE readers;
ALTER TABLE sessions DROP COLUMN ended;
ALTER TABLE sessions DROP COLUMN mark;
