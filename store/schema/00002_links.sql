-- What joins articles: made by linking, which follows the log. All of it can be
-- made again from the log; the names of stories and statements would change.
CREATE TABLE linked (              -- how far the log has been linked: one row
	one    INTEGER PRIMARY KEY,
	seq    INTEGER NOT NULL,       -- of the next entry
	linker TEXT NOT NULL           -- what linked it
);
INSERT INTO linked (one, seq, linker) VALUES (1, 0, '');
CREATE TABLE shapes (              -- what an article is compared by
	article TEXT PRIMARY KEY,
	stretch INTEGER NOT NULL,      -- of time
	shape   BLOB NOT NULL,
	keys    BLOB NOT NULL,
	voices  BLOB NOT NULL          -- what its claims are compared by
);
CREATE INDEX shapes_stretch ON shapes (stretch);
CREATE TABLE joins (               -- two articles, two claims, an article and a publisher
	sort  TEXT NOT NULL,           -- origin, story, statement
	a     TEXT NOT NULL,
	b     TEXT NOT NULL,
	score REAL NOT NULL,
	at    INTEGER NOT NULL,
	until INTEGER,
	body  BLOB NOT NULL
);
CREATE INDEX joins_a ON joins (a, sort);
CREATE INDEX joins_b ON joins (b, sort);
CREATE TABLE stories (             -- one for each time that a story changed
	line  {number} PRIMARY KEY,
	id    TEXT NOT NULL,
	first INTEGER NOT NULL,
	last  INTEGER NOT NULL,
	size  INTEGER NOT NULL,
	at    INTEGER NOT NULL,
	until INTEGER,
	body  BLOB NOT NULL
);
CREATE INDEX stories_id ON stories (id, until);
CREATE INDEX stories_last ON stories (last, size);
CREATE TABLE members (
	story   TEXT NOT NULL,
	article TEXT NOT NULL,
	at      INTEGER NOT NULL,
	until   INTEGER
);
CREATE INDEX members_story ON members (story, until);
CREATE INDEX members_article ON members (article, until);
CREATE TABLE changes (             -- of stories
	line  {number} PRIMARY KEY,
	story TEXT NOT NULL,
	other TEXT NOT NULL,
	at    INTEGER NOT NULL,
	body  BLOB NOT NULL
);
CREATE INDEX changes_story ON changes (story);
CREATE INDEX changes_other ON changes (other);
CREATE TABLE statements (          -- one for each time that a statement changed
	line     {number} PRIMARY KEY,
	id       TEXT NOT NULL,
	last     INTEGER NOT NULL,
	standing TEXT NOT NULL,
	sources  INTEGER NOT NULL,
	origins  INTEGER NOT NULL,
	sum      INTEGER NOT NULL,     -- a hash of the body
	at       INTEGER NOT NULL,
	until    INTEGER,
	body     BLOB NOT NULL
);
CREATE INDEX statements_id ON statements (id, until);
CREATE INDEX statements_standing ON statements (standing, last);
CREATE INDEX statements_last ON statements (last);
CREATE TABLE tellings (            -- the claims of statements
	statement TEXT NOT NULL,
	article   TEXT NOT NULL,
	claim     TEXT NOT NULL,
	at        INTEGER NOT NULL,
	until     INTEGER
);
CREATE INDEX tellings_statement ON tellings (statement, until);
CREATE INDEX tellings_claim ON tellings (claim, article);
CREATE INDEX tellings_article ON tellings (article, until);
