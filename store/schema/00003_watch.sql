-- What is watched, and what rang. Alarms are no part of the record: they can be
-- made again from it, but for what analysts did with them.
CREATE TABLE problems (
	name     TEXT PRIMARY KEY,
	rules    BLOB NOT NULL,      -- the file, as it was given
	added    INTEGER NOT NULL,
	seq      INTEGER NOT NULL,   -- of the next entry of the log to be looked at
	revision INTEGER NOT NULL,   -- grows whenever the state changes
	state    BLOB NOT NULL       -- JSON, zstd
);
CREATE TABLE alarms (
	id        TEXT PRIMARY KEY,
	problem   TEXT NOT NULL,
	indicator TEXT NOT NULL,
	state     TEXT NOT NULL,
	opened    INTEGER NOT NULL,
	updated   INTEGER NOT NULL,
	body      BLOB NOT NULL      -- JSON, zstd
);
CREATE INDEX alarms_problem ON alarms (problem, updated);
CREATE INDEX alarms_state ON alarms (state, updated);
CREATE INDEX alarms_updated ON alarms (updated);
CREATE TABLE outbox (              -- messages on their way
	name     TEXT PRIMARY KEY,    -- the idempotency key
	channel  TEXT NOT NULL,
	alarm    TEXT NOT NULL,
	revision INTEGER NOT NULL,
	state    TEXT NOT NULL,       -- waiting, done, dead
	put      INTEGER NOT NULL,
	due      INTEGER NOT NULL,
	tries    INTEGER NOT NULL,
	why      TEXT NOT NULL,
	ended    INTEGER,
	body     BLOB NOT NULL        -- JSON
);
CREATE INDEX outbox_due ON outbox (channel, state, due);
