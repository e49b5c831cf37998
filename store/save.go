package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"tocsin"
)

// Delivery is an article that was read, with what it was read from.
type Delivery struct {
	Findings tocsin.Findings // with a zero Reader where the article was not read
	Evidence tocsin.Evidence
	Raw      []byte // the bytes as they came
	Notes    []string
	Identity Identity // as Identify gave it before the article was read
}

// Identity is the place of an article in the ledger.
type Identity struct {
	ID      string // what the article is called; findings are named after it
	Revises string // ID of the article at the same address that it replaces
	Known   bool   // the ledger has it already, read by the same reader
	Reread  bool   // it has it, but read by another reader
	given   string // the ID that its input gives it
	page    string
	words   string
	last    int64 // entry of the newest article at the address, -1 for none
}

// Outcome says what Save did with a Delivery.
type Outcome string

// The outcomes of Save.
const (
	Added   Outcome = "added"
	Revised Outcome = "revised" // added, and it replaces an earlier one
	Reread  Outcome = "reread"  // known, with findings of another reader
	Known   Outcome = "known"
)

// ErrMoved is returned where another process has saved an article of the same
// address since Identify: identify and read it again.
var ErrMoved = errors.New("the article's place in the ledger was taken; identify it again")

// Identify tells what an article is called in the ledger. article.ID is the
// name that its input gives it, "" for none; the ledger keeps that name for the
// first article that has it. What has an address is a revision of what was last
// read there, if its words differ; what has none is known by its words.
func (l *Ledger) Identify(ctx context.Context, article tocsin.Article, reader tocsin.Reader) (Identity, error) {
	var is Identity
	err := l.reading(ctx, func(tx *sql.Tx) error {
		var err error
		is, err = l.identify(ctx, tx, pageOf(article), article, reader)
		return err
	})
	return is, err
}

func (l *Ledger) identify(ctx context.Context, tx *sql.Tx, page string, article tocsin.Article, reader tocsin.Reader) (Identity, error) {
	is := Identity{given: article.ID, page: page, words: hashOf(article.Title, article.Text), last: -1}
	var newest, words string
	err := l.askOne(ctx, tx, "SELECT seq, id, words FROM articles WHERE page = ? ORDER BY seq DESC LIMIT 1", is.page).Scan(&is.last, &newest, &words)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return is, plainly(err)
	}
	if is.last >= 0 && words == is.words {
		is.ID = newest
		var version, model string
		err := l.askOne(ctx, tx, "SELECT version, model FROM readings WHERE article = ? AND until IS NULL", is.last).Scan(&version, &model)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return is, plainly(err)
		}
		is.Known = reader == tocsin.Reader{} || version == reader.Version && model == reader.Model
		is.Reread = !is.Known
		return is, nil
	}
	is.Revises = newest
	is.ID = article.ID
	if is.ID == "" {
		is.ID = hashOf(is.page, article.Title, article.Text, newest)[:32]
		if article.URL == "" {
			is.ID = tocsin.TextID(article.Text)
		}
	}
	var taken int
	if err := l.askOne(ctx, tx, "SELECT COUNT(*) FROM articles WHERE id = ?", is.ID).Scan(&taken); err != nil {
		return is, plainly(err)
	}
	if taken > 0 {
		is.ID += "~" + hashOf(is.page, is.words, newest)[:8]
	}
	return is, nil
}

// IdentifyKnown identifies an article as the ledger itself gave it out.
func (l *Ledger) IdentifyKnown(ctx context.Context, article tocsin.Article, reader tocsin.Reader) (Identity, error) {
	var is Identity
	err := l.reading(ctx, func(tx *sql.Tx) error {
		var page string
		if err := l.askOne(ctx, tx, "SELECT page FROM articles WHERE id = ?", article.ID).Scan(&page); err != nil {
			return err
		}
		var err error
		is, err = l.identify(ctx, tx, page, article, reader)
		return err
	})
	if err == nil && is.ID != article.ID {
		err = ErrMoved // a revision has replaced it meanwhile
	}
	return is, err
}

// pageOf is what all revisions of an article share: its address, and without
// one its words.
func pageOf(article tocsin.Article) string {
	if article.URL != "" {
		return "url:" + NormalURL(article.URL)
	}
	return "text:" + hashOf(article.Outlet, article.ID, article.Title, article.Text)
}

// tracking are the parameters of addresses that tell who sent a reader there.
var tracking = []string{"utm_", "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ocid", "cmpid", "ns_mchannel", "ns_source", "at_medium", "at_campaign"}

// NormalURL writes an address so that two that lead to the same page are equal:
// without fragment, default port and the parameters that track readers.
func NormalURL(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return address
	}
	u.Scheme, u.Host, u.Fragment, u.User = strings.ToLower(u.Scheme), strings.ToLower(u.Host), "", nil
	if host, port, err := net.SplitHostPort(u.Host); err == nil && (u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443") {
		u.Host = host
	}
	if u.Path == "" {
		u.Path = "/"
	}
	var kept []string
	for _, pair := range strings.Split(u.RawQuery, "&") {
		if pair != "" && !tracks(pair) {
			kept = append(kept, pair)
		}
	}
	u.RawQuery, u.ForceQuery = strings.Join(kept, "&"), false
	return u.String()
}

func tracks(pair string) bool {
	name, _, _ := strings.Cut(strings.ToLower(pair), "=")
	for _, known := range tracking {
		if name == known || strings.HasSuffix(known, "_") && strings.HasPrefix(name, known) {
			return true
		}
	}
	return false
}

func hashOf(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(hash, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Save adds the deliveries in one transaction: all or none. What is known
// changes nothing. It returns an Outcome for each.
func (l *Ledger) Save(ctx context.Context, deliveries ...Delivery) ([]Outcome, error) {
	outcomes := make([]Outcome, len(deliveries))
	err := l.appending(ctx, func(b *batch) error {
		for i, delivery := range deliveries {
			var err error
			if outcomes[i], err = b.save(delivery); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("save to ledger: %w", err)
	}
	return outcomes, nil
}

func (b *batch) save(d Delivery) (Outcome, error) {
	article := d.Findings.Article
	asked := article
	asked.ID = d.Identity.given
	is, err := b.l.identify(b.ctx, b.tx, d.Identity.page, asked, d.Findings.Reader)
	switch {
	case err != nil:
		return "", err
	case is.Known:
		return Known, nil
	case is.ID != article.ID || is.last != d.Identity.last:
		return "", ErrMoved
	case is.Reread:
		return Reread, b.reading(is.last, d.Findings)
	}
	if err := b.raw(d.Evidence.SHA256, d.Raw); err != nil {
		return "", err
	}
	article.Revises = is.Revises
	seq, err := b.append(kindArticle, article.ID, articleEntry{article, d.Evidence, d.Notes})
	if err != nil {
		return "", err
	}
	err = b.run("INSERT INTO articles (seq, id, page, url, outlet, folded, title, language, published, revises, raw, words, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		seq, article.ID, is.page, article.URL, article.Outlet, Folded(article.Outlet), article.Title, article.Language,
		seconds(article.Published), article.Revises, d.Evidence.SHA256, is.words, b.at)
	if err != nil {
		return "", err
	}
	if err := b.run("INSERT INTO article_words (rowid, words) VALUES (?, "+b.l.dialect.words+")", seq, b.l.indexed(article.Title+"\n"+article.Text)); err != nil {
		return "", err
	}
	outcome := Added
	if is.last >= 0 {
		outcome = Revised
		if err := b.close(is.last); err != nil {
			return "", err
		}
	}
	if (d.Findings.Reader == tocsin.Reader{}) {
		return outcome, nil
	}
	d.Findings.Article = article
	return outcome, b.reading(seq, d.Findings)
}

// raw keeps the bytes that an article was read from. Most are there since the
// article was put on the queue, and packing them is most of the work.
func (b *batch) raw(sum string, body []byte) error {
	var there int
	if err := b.l.askOne(b.ctx, b.tx, "SELECT COUNT(*) FROM raws WHERE sha256 = ?", sum).Scan(&there); err != nil || there > 0 {
		return err
	}
	return b.run("INSERT INTO raws (sha256, size, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", sum, len(body), packed(body))
}

// reading adds the findings of one reading of an article and makes them the
// ones that hold.
func (b *batch) reading(article int64, findings tocsin.Findings) error {
	seq, err := b.append(kindFindings, findings.Article.ID, entryOf(findings))
	if err != nil {
		return err
	}
	if err := b.run("UPDATE readings SET until = ? WHERE article = ? AND until IS NULL", b.at, article); err != nil {
		return err
	}
	err = b.run("INSERT INTO readings (seq, article, version, model, at) VALUES (?, ?, ?, ?, ?)",
		seq, article, findings.Reader.Version, findings.Reader.Model, b.at)
	if err != nil {
		return err
	}
	return b.project(article, seq, findings)
}

// close ends an article that a revision replaces, with all that it says.
func (b *batch) close(article int64) error {
	if err := b.run("UPDATE articles SET until = ? WHERE seq = ?", b.at, article); err != nil {
		return err
	}
	for _, table := range tables {
		if err := b.run("UPDATE "+table.name+" SET until = ? WHERE article = ? AND until IS NULL", b.at, article); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) run(query string, args ...any) error { return b.l.execute(b.ctx, b.tx, query, args...) }
