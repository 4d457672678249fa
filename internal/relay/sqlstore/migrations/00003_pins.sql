-- The relay's halves of keys that devices are unlocked with by a PIN. A larger
-- key is a younger half; nothing tells when it came or was used.

-- +goose Up
CREATE TABLE pins (
    key      INTEGER PRIMARY KEY,
    id       BLOB NOT NULL UNIQUE,
    account  BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    holder   BLOB NOT NULL,
    verifier BLOB NOT NULL,
    half     BLOB NOT NULL,
    misses   INTEGER NOT NULL
) STRICT;
CREATE INDEX pins_account ON pins (account);

-- +goose Down
DROP TABLE pins;
