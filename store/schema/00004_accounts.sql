-- Who may use the ledger over the network. No part of the record, but for the
-- audit, which only grows.
CREATE TABLE users (
	name       TEXT PRIMARY KEY,
	role       TEXT NOT NULL,        -- viewer, analyst, admin
	password   TEXT NOT NULL,        -- argon2id, in PHC's string format
	created    INTEGER NOT NULL,     -- microseconds since 1970, as are all times here
	closed     INTEGER NOT NULL,     -- 0 while the account is open
	generation INTEGER NOT NULL      -- grows when sessions of before are no longer good
);
CREATE TABLE sessions (
	token   TEXT PRIMARY KEY,        -- a hash of what the browser has
	body    BLOB NOT NULL,
	expires INTEGER NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires);
CREATE TABLE tokens (
	id      TEXT PRIMARY KEY,
	owner   TEXT NOT NULL,
	label   TEXT NOT NULL,
	scope   TEXT NOT NULL,           -- read, write, admin
	sum     TEXT NOT NULL UNIQUE,    -- SHA-256 of the secret
	created INTEGER NOT NULL,
	expires INTEGER NOT NULL,        -- 0 for never
	used    INTEGER NOT NULL,        -- 0 for never
	revoked INTEGER NOT NULL         -- 0 while it is good
);
CREATE INDEX tokens_owner ON tokens (owner);
CREATE TABLE audit (
	line    {number} PRIMARY KEY,
	at      INTEGER NOT NULL,
	who     TEXT NOT NULL,
	way     TEXT NOT NULL,           -- how they came in: session, token, loopback, terminal
	origin  TEXT NOT NULL,           -- address that they came from
	what    TEXT NOT NULL,
	subject TEXT NOT NULL,
	outcome TEXT NOT NULL            -- "" while it is under way
);
CREATE INDEX audit_who ON audit (who, line);
