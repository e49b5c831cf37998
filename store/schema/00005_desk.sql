-- What readers keep at their desks. No part of the record.
CREATE TABLE searches (
	id      TEXT PRIMARY KEY,
	owner   TEXT NOT NULL,           -- name of whoever saved it
	name    TEXT NOT NULL,
	query   TEXT NOT NULL,           -- as an address has it
	secret  TEXT NOT NULL UNIQUE,    -- in the address of its feed, which needs no login
	created INTEGER NOT NULL         -- microseconds since 1970
);
CREATE INDEX searches_owner ON searches (owner, created);
CREATE TABLE marks (
	owner TEXT NOT NULL,
	name  TEXT NOT NULL,             -- seen: up to when everything was looked at
	value TEXT NOT NULL,
	PRIMARY KEY (owner, name)
);
