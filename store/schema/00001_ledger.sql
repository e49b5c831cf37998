-- One text for both databases: the types are SQLite's, for PostgreSQL they are
-- put into its own words; what stands between {sqlite} or {postgres} and {end}
-- is for that one alone.
-- The log: what is true of the ledger. Everything below it can be made again
-- from it.
CREATE TABLE entries (
	seq     INTEGER PRIMARY KEY,  -- 0, 1, 2 … without gaps
	at      INTEGER NOT NULL,     -- microseconds since 1970, never falling
	kind    TEXT NOT NULL,        -- article, findings, correction
	subject TEXT NOT NULL,        -- the article's ID, "" where it is about none
	body    BLOB NOT NULL         -- JSON, zstd
);
CREATE INDEX entries_subject ON entries (subject, kind, seq);
CREATE TABLE hashes (             -- of the Merkle tree (RFC 6962), as tlog stores them
	position INTEGER PRIMARY KEY,
	hash     BLOB NOT NULL
);
CREATE TABLE raws (               -- the bytes that articles were read from
	sha256 TEXT PRIMARY KEY,
	size   INTEGER NOT NULL,
	body   BLOB NOT NULL          -- zstd
) WITHOUT ROWID;

-- Projections. A row holds from its at until its until, or for ever if it has
-- none.
CREATE TABLE names (
	id     {number} PRIMARY KEY,
	name   TEXT NOT NULL UNIQUE,
	folded TEXT NOT NULL
);
CREATE TABLE articles (
	seq       INTEGER PRIMARY KEY, -- of its entry
	id        TEXT NOT NULL UNIQUE,
	page      TEXT NOT NULL,       -- what its revisions share
	url       TEXT NOT NULL,
	outlet    TEXT NOT NULL,
	folded    TEXT NOT NULL,       -- the outlet's name
	title     TEXT NOT NULL,
	language  TEXT NOT NULL,
	published INTEGER NOT NULL,             -- seconds since 1970, -2^62 where unknown
	revises   TEXT NOT NULL,
	raw       TEXT NOT NULL,
	words     TEXT NOT NULL,       -- SHA-256 of title and text
	at        INTEGER NOT NULL,
	until     INTEGER     -- when a revision replaced it
);
CREATE INDEX articles_page ON articles (page, seq);
CREATE INDEX articles_published ON articles (published, seq);
CREATE INDEX articles_outlet ON articles (outlet, published);
CREATE TABLE readings (            -- one for each time that an article was read
	seq     INTEGER PRIMARY KEY,   -- of the entry with the findings
	article INTEGER NOT NULL,
	version TEXT NOT NULL,
	model   TEXT NOT NULL,
	at      INTEGER NOT NULL,
	until   INTEGER
);
CREATE INDEX readings_article ON readings (article, at);
CREATE TABLE claims (
	line      INTEGER PRIMARY KEY,
	article   INTEGER NOT NULL,
	id        TEXT NOT NULL,
	start     INTEGER NOT NULL,
	published INTEGER NOT NULL,
	source    INTEGER NOT NULL,    -- names.id, 0 for nobody
	country   TEXT NOT NULL,
	kind      TEXT NOT NULL,
	act       TEXT NOT NULL,
	form      TEXT NOT NULL,
	marks     INTEGER NOT NULL,
	at        INTEGER NOT NULL,
	until     INTEGER
);
CREATE INDEX claims_article ON claims (article, until);
CREATE INDEX claims_published ON claims (published, article, start);
CREATE INDEX claims_source ON claims (source, published);
CREATE INDEX claims_country ON claims (country, published);
CREATE INDEX claims_act ON claims (act, published);
CREATE TABLE events (
	line       INTEGER PRIMARY KEY,
	article    INTEGER NOT NULL,
	id         TEXT NOT NULL,
	start      INTEGER NOT NULL,
	published  INTEGER,            -- the day that it happened, else of the article
	category   TEXT NOT NULL,
	status     TEXT NOT NULL,
	actor      INTEGER NOT NULL,
	recipient  INTEGER NOT NULL,
	source     INTEGER NOT NULL,   -- of the claim that tells of it
	marks     INTEGER NOT NULL,
	at         INTEGER NOT NULL,
	until      INTEGER
);
CREATE INDEX events_article ON events (article, until);
CREATE INDEX events_published ON events (published, article, start);
CREATE INDEX events_category ON events (category, published);
CREATE INDEX events_actor ON events (actor, published);
CREATE TABLE figures (
	line      INTEGER PRIMARY KEY,
	article   INTEGER NOT NULL,
	id        TEXT NOT NULL,
	start     INTEGER NOT NULL,
	published INTEGER NOT NULL,
	source    INTEGER NOT NULL,    -- of the claim that it stands in
	country   TEXT NOT NULL,
	counted   TEXT NOT NULL,
	unit      TEXT NOT NULL,
	marks     INTEGER NOT NULL,
	at        INTEGER NOT NULL,
	until     INTEGER
);
CREATE INDEX figures_article ON figures (article, until);
CREATE INDEX figures_published ON figures (published, article, start);
CREATE INDEX figures_source ON figures (source, published);
CREATE TABLE actors (
	line      INTEGER PRIMARY KEY,
	article   INTEGER NOT NULL,
	id        TEXT NOT NULL,
	start     INTEGER NOT NULL,
	published INTEGER NOT NULL,
	name      INTEGER NOT NULL,
	kind      TEXT NOT NULL,
	role      TEXT NOT NULL,
	country   TEXT NOT NULL,
	mentions  INTEGER NOT NULL,
	at        INTEGER NOT NULL,
	until     INTEGER
);
CREATE INDEX actors_article ON actors (article, until);
CREATE INDEX actors_name ON actors (name, published);
CREATE INDEX actors_country ON actors (country, published);
CREATE TABLE places (
	line      INTEGER PRIMARY KEY,
	article   INTEGER NOT NULL,
	id        TEXT NOT NULL,
	start     INTEGER NOT NULL,
	published INTEGER NOT NULL,
	name      INTEGER NOT NULL,
	lat       REAL NOT NULL,
	lon       REAL NOT NULL,
	country   TEXT NOT NULL,
	at        INTEGER NOT NULL,
	until     INTEGER
);
CREATE INDEX places_article ON places (article, until);
CREATE INDEX places_name ON places (name);
CREATE INDEX places_at ON places (lat, lon);
CREATE INDEX places_country ON places (country);

-- What a claim, an event or a figure mentions, and where it is. These hold
-- when the line does that they belong to; its marks are a hash of them.
CREATE TABLE topics (
	noun TEXT NOT NULL,
	name INTEGER NOT NULL,
	line INTEGER NOT NULL,
	PRIMARY KEY (noun, name, line)
) WITHOUT ROWID;
CREATE TABLE spots (
	noun TEXT NOT NULL,
	lat  REAL NOT NULL,
	lon  REAL NOT NULL,
	line INTEGER NOT NULL,
	PRIMARY KEY (noun, lat, lon, line)
) WITHOUT ROWID;
CREATE TABLE corrections (
	seq     INTEGER PRIMARY KEY,
	kind    TEXT NOT NULL,
	article TEXT NOT NULL,
	at      INTEGER NOT NULL,
	until   INTEGER,      -- when it was undone
	body    TEXT NOT NULL
);
CREATE INDEX corrections_article ON corrections (article, until);
{sqlite}
CREATE VIRTUAL TABLE article_words USING fts5 (words, content='', tokenize='porter unicode61');
CREATE VIRTUAL TABLE claim_words USING fts5 (words, content='', tokenize='porter unicode61');
{end}
{postgres}
-- English stems, stop words kept, so that phrases are found as SQLite finds them.
CREATE TEXT SEARCH DICTIONARY tocsin_stem (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION tocsin (COPY = english);
ALTER TEXT SEARCH CONFIGURATION tocsin ALTER MAPPING REPLACE english_stem WITH tocsin_stem;
CREATE TABLE article_words (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX article_words_words ON article_words USING gin (words);
CREATE TABLE claim_words (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX claim_words_words ON claim_words USING gin (words);
{end}

-- The state of the work. It is no part of the record.
CREATE TABLE feeds (
	url          TEXT PRIMARY KEY,
	title        TEXT NOT NULL,
	folder       TEXT NOT NULL,
	added        INTEGER NOT NULL,
	removed      INTEGER NOT NULL,  -- 0 while it is collected
	every        INTEGER NOT NULL,  -- seconds between two visits
	etag         TEXT NOT NULL,
	modified     TEXT NOT NULL,
	visited      INTEGER NOT NULL,
	succeeded    INTEGER NOT NULL,
	spoke        INTEGER NOT NULL,  -- when it last had something new
	failures     INTEGER NOT NULL,  -- in a row
	trouble      TEXT NOT NULL,
	next         INTEGER NOT NULL
);
CREATE TABLE arrivals (             -- new items of a feed by day, for its health
	feed  TEXT NOT NULL,
	day   INTEGER NOT NULL,
	items INTEGER NOT NULL,
	PRIMARY KEY (feed, day)
) WITHOUT ROWID;
CREATE TABLE seen (                 -- the items of a feed as they last stood there
	feed TEXT NOT NULL,
	item TEXT NOT NULL,
	at   INTEGER NOT NULL,
	PRIMARY KEY (feed, item)
) WITHOUT ROWID;
CREATE TABLE progress (             -- how far an archive has been taken in
	input TEXT PRIMARY KEY,
	items INTEGER NOT NULL,
	done  INTEGER NOT NULL
);
CREATE TABLE failures (             -- what could not be read, and why
	input  TEXT PRIMARY KEY,
	reason TEXT NOT NULL,
	at     INTEGER NOT NULL
);
