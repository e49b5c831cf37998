package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"tocsin"
)

// Head names the whole of a ledger at one moment: how many entries it has and
// the root of their Merkle tree. Whoever keeps a head can later show that all
// that it covers is still there.
type Head struct {
	Size int64
	Hash [32]byte
}

// String writes the head as "SIZE:HASH", the hash in hexadecimal.
func (h Head) String() string { return fmt.Sprintf("%d:%x", h.Size, h.Hash) }

// ParseHead reads what String writes.
func ParseHead(s string) (Head, error) {
	size, hash, _ := strings.Cut(s, ":")
	var h Head
	n, err := strconv.ParseInt(size, 10, 64)
	sum, err2 := hex.DecodeString(hash)
	if err != nil || err2 != nil || n < 0 || len(sum) != 32 {
		return h, fmt.Errorf("%q is no tree head: it looks like 12:ab34…, as “tocsin verify” prints it", s)
	}
	h.Size = n
	copy(h.Hash[:], sum)
	return h, nil
}

// Head is the ledger's head now.
func (l *Ledger) Head(ctx context.Context) (Head, error) {
	var head Head
	err := l.reading(ctx, func(tx *sql.Tx) error {
		var err error
		head, err = l.head(ctx, tx)
		return err
	})
	return head, err
}

func (l *Ledger) head(ctx context.Context, tx *sql.Tx) (Head, error) {
	var head Head
	if err := l.askOne(ctx, tx, "SELECT COALESCE(MAX(seq) + 1, 0) FROM entries").Scan(&head.Size); err != nil {
		return head, err
	}
	hash, err := tlog.TreeHash(head.Size, l.hashes(ctx, tx))
	head.Hash = hash
	return head, err
}

// reading runs work in a transaction that sees one state of the ledger.
func (l *Ledger) reading(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := l.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: l.dialect.snapshot})
	if err != nil {
		return plainly(err)
	}
	defer tx.Rollback()
	return plainly(work(tx))
}

// Damage is something that Verify found wrong.
type Damage struct {
	Entry int64  // its number, -1 where it is about none
	What  string // a sentence
}

// Verification is what Verify found.
type Verification struct {
	Head    Head
	Entries int64
	Raws    int // the bytes of how many articles were checked
	Rows    int // of projections
	Damages []Damage
}

// maxDamages bounds how many damages Verify tells of.
const maxDamages = 100

// Verify reads the whole ledger and recomputes every hash: of each entry, of
// the tree over them, of the bytes that articles were read from. It makes the
// projections again and compares them. pinned is a head from earlier, the zero
// Head for none; done is told of the entries that are checked, nil where nobody
// asks. What an attacker can hide from Verify without a pinned head is the
// removal of the latest entries with all that belongs to them.
func (l *Ledger) Verify(ctx context.Context, pinned Head, done func(entries int64)) (Verification, error) {
	v := &verifier{l: l, ctx: ctx, done: done, frontier: map[int64]tlog.Hash{}}
	err := l.reading(ctx, func(tx *sql.Tx) error {
		v.tx = tx
		return v.all(pinned)
	})
	if err != nil && ctx.Err() == nil && len(v.found.Damages) > 0 {
		v.damage(-1, "what follows cannot be read: %v", err)
		err = nil
	}
	return v.found, err
}

type verifier struct {
	l        *Ledger
	ctx      context.Context
	tx       *sql.Tx
	done     func(int64)
	found    Verification
	frontier map[int64]tlog.Hash // stored hashes that later ones are made of
}

func (v *verifier) damage(entry int64, format string, args ...any) {
	if len(v.found.Damages) < maxDamages {
		v.found.Damages = append(v.found.Damages, Damage{entry, fmt.Sprintf(format, args...)})
	}
}

func (v *verifier) all(pinned Head) error {
	if v.l.dialect.name == "sqlite" {
		if err := v.pages(); err != nil {
			return err
		}
	}
	if err := v.log(pinned); err != nil {
		return err
	}
	if err := v.raws(); err != nil {
		return err
	}
	return v.projections()
}

// pages has SQLite look at its own file.
func (v *verifier) pages() error {
	rows, err := v.tx.QueryContext(v.ctx, "PRAGMA integrity_check(5)")
	if err != nil {
		return err
	}
	return eachRow(rows, func(scan func(...any) error) error {
		var said string
		if err := scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			v.damage(-1, "SQLite says: %s", strings.Join(strings.Fields(said), " "))
		}
		return nil
	})
}

// log recomputes the Merkle tree.
func (v *verifier) log(pinned Head) error {
	pinnedHash := tlog.Hash(sha256.Sum256(nil))
	next, before := int64(0), unknown
	for {
		entries, err := v.entries(next)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.seq != next {
				v.damage(next, "entries %d to %d are missing", next, e.seq-1)
				return nil // without them nothing behind can be computed
			}
			if e.at < before {
				v.damage(e.seq, "the entry is dated before the one that it follows")
			}
			before = e.at
			if err := v.entry(e); err != nil {
				return err
			}
			next++
			if next == pinned.Size {
				if pinnedHash, err = v.treeHash(next); err != nil {
					return err
				}
			}
		}
		if v.done != nil {
			v.done(next)
		}
		if len(entries) == 0 {
			break
		}
	}
	v.found.Entries = next
	switch {
	case pinned.Size > next:
		v.damage(-1, "the ledger has %d entries, %d fewer than the head that it is held against", next, pinned.Size-next)
	case pinned != (Head{}) && [32]byte(pinnedHash) != pinned.Hash:
		v.damage(-1, "the first %d entries are not those of the head that the ledger is held against", pinned.Size)
	}
	hash, err := v.treeHash(next)
	v.found.Head = Head{next, hash}
	return err
}

// stored is an entry as it lies in the table.
type stored struct {
	seq, at       int64
	kind, subject string
	body          []byte
}

// entries reads the next few entries from one on.
func (v *verifier) entries(from int64) ([]stored, error) {
	const together = 256
	rows, err := v.l.ask(v.ctx, v.tx, "SELECT seq, at, kind, subject, body FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?", from, together)
	if err != nil {
		return nil, err
	}
	var found []stored
	err = eachRow(rows, func(scan func(...any) error) error {
		var e stored
		err := scan(&e.seq, &e.at, &e.kind, &e.subject, &e.body)
		found = append(found, e)
		return err
	})
	return found, err
}

// entry checks one entry against the hashes that were stored with it.
func (v *verifier) entry(e stored) error {
	seq, kind, subject := e.seq, e.kind, e.subject
	plain, err := unpacker.DecodeAll(e.body, nil)
	if err != nil {
		v.damage(seq, "the entry (%s of %s) cannot be unpacked: %v", kind, subject, err)
	}
	hashes, err := tlog.StoredHashesForRecordHash(seq, leaf(e.at, kind, subject, plain), v.known())
	if err != nil {
		return err
	}
	position := tlog.StoredHashCount(seq)
	for i, hash := range hashes {
		var stored []byte
		err := v.l.askOne(v.ctx, v.tx, "SELECT hash FROM hashes WHERE position = ?", position+int64(i)).Scan(&stored)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			v.damage(seq, "hash %d of the log is missing", position+int64(i))
		case err != nil:
			return err
		case !bytes.Equal(stored, hash[:]) && i == 0 && !v.damaged(seq):
			v.damage(seq, "the entry (%s of %s) was altered", kind, subject)
		case !bytes.Equal(stored, hash[:]) && !v.damaged(seq):
			v.damage(seq, "hash %d of the log was altered", position+int64(i))
		}
		if len(stored) == len(hash) {
			copy(hash[:], stored) // so that one damage is told of once
		}
		v.frontier[position+int64(i)] = hash
	}
	v.forget(seq + 1)
	return nil
}

func (v *verifier) damaged(entry int64) bool {
	n := len(v.found.Damages)
	return n > 0 && v.found.Damages[n-1].Entry == entry
}

// known answers from the hashes that were just computed.
func (v *verifier) known() tlog.HashReader {
	return tlog.HashReaderFunc(func(positions []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(positions))
		for i, position := range positions {
			hash, found := v.frontier[position]
			if !found {
				return nil, fmt.Errorf("hash %d of the log is missing", position)
			}
			out[i] = hash
		}
		return out, nil
	})
}

// forget keeps the roots of the complete subtrees of a tree of size n: all that
// larger trees are made of.
func (v *verifier) forget(n int64) {
	roots := map[int64]tlog.Hash{}
	for level, at := 0, n; at > 0; level, at = level+1, at>>1 {
		if at&1 == 1 {
			position := tlog.StoredHashIndex(level, at-1)
			roots[position] = v.frontier[position]
		}
	}
	v.frontier = roots
}

func (v *verifier) treeHash(n int64) (tlog.Hash, error) { return tlog.TreeHash(n, v.known()) }

// raws recomputes the hashes of the bytes that articles were read from.
func (v *verifier) raws() error {
	rows, err := v.l.ask(v.ctx, v.tx, "SELECT articles.seq, articles.id, articles.raw, raws.body FROM articles LEFT JOIN raws ON raws.sha256 = articles.raw ORDER BY articles.seq")
	if err != nil {
		return err
	}
	return eachRow(rows, func(scan func(...any) error) error {
		var seq int64
		var id, sum string
		var body []byte
		if err := scan(&seq, &id, &sum, &body); err != nil {
			return err
		}
		v.found.Raws++
		if body == nil {
			v.damage(seq, "the bytes that article %s was read from are missing", id)
			return nil
		}
		plain, err := unpacker.DecodeAll(body, nil)
		if actual := sha256.Sum256(plain); err != nil || hex.EncodeToString(actual[:]) != sum {
			v.damage(seq, "the bytes that article %s was read from were altered", id)
		}
		return nil
	})
}

// projections makes the rows of every article that holds again and compares.
func (v *verifier) projections() error {
	var articles []int64
	rows, err := v.l.ask(v.ctx, v.tx, "SELECT seq FROM articles WHERE until IS NULL ORDER BY seq")
	if err != nil {
		return err
	}
	if err := eachRow(rows, func(scan func(...any) error) error {
		var seq int64
		err := scan(&seq)
		articles = append(articles, seq)
		return err
	}); err != nil {
		return err
	}
	for _, article := range articles {
		if err := v.rowsOf(article); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) rowsOf(article int64) error {
	findings, err := v.l.load(v.ctx, v.tx, article, ever-1, true)
	if err != nil {
		v.damage(article, "what was read cannot be told: %v", err)
		return nil
	}
	if findings.Reader == (tocsin.Reader{}) {
		return nil
	}
	b := &batch{ctx: v.ctx, l: v.l, tx: v.tx}
	names, err := b.knownNames(findings)
	if err != nil {
		return err
	}
	want := rowsOf(findings, names)
	for _, table := range tables {
		held, err := b.held(table, article)
		if err != nil {
			return err
		}
		same, err := v.same(table, held, want[table.name])
		if err != nil {
			return err
		}
		if !same {
			v.damage(article, "the table %s does not say of article %s what its entries do", table.name, findings.Article.ID)
		}
	}
	return nil
}

// same compares the rows that are there with those that should be, and their
// marks.
func (v *verifier) same(table table, held map[string][]int64, want []row) (bool, error) {
	count := 0
	for _, lines := range held {
		count += len(lines)
	}
	v.found.Rows += count
	if count != len(want) {
		return false, nil
	}
	for _, row := range want {
		lines := held[row.key()]
		if len(lines) == 0 {
			return false, nil
		}
		held[row.key()] = lines[1:]
		if marked, err := v.marked(lines[0], row.marks); err != nil || !marked {
			return false, err
		}
	}
	return true, nil
}

// marked reports whether all that a line mentions is noted.
func (v *verifier) marked(line int64, m marks) (bool, error) {
	if len(m.topics) == 0 {
		return true, nil
	}
	args := []any{string(m.noun), line}
	for _, name := range m.topics {
		args = append(args, name)
	}
	var count int
	err := v.l.askOne(v.ctx, v.tx, "SELECT COUNT(*) FROM topics WHERE noun = ? AND line = ? AND name IN (?"+strings.Repeat(", ?", len(m.topics)-1)+")", args...).Scan(&count)
	v.found.Rows += count
	return count == len(m.topics), err
}

// Proof shows that a ledger of a certain head holds an entry.
type Proof struct {
	Head    string   `json:"head"`
	Seq     int64    `json:"entry"`
	At      int64    `json:"at"`
	Kind    string   `json:"kind"`
	Subject string   `json:"subject"`
	Body    []byte   `json:"body"` // of the entry; JSON in base64
	Hashes  []string `json:"hashes"`
}

// Prove makes proofs for the entries of an article: the article itself and its
// findings.
func (l *Ledger) Prove(ctx context.Context, article string) ([]Proof, error) {
	var proofs []Proof
	err := l.reading(ctx, func(tx *sql.Tx) error {
		head, err := l.head(ctx, tx)
		if err != nil {
			return err
		}
		rows, err := l.ask(ctx, tx, "SELECT seq, at, kind, subject, body FROM entries WHERE subject = ? ORDER BY seq", article)
		if err != nil {
			return err
		}
		if err := eachRow(rows, func(scan func(...any) error) error {
			p := Proof{Head: head.String()}
			var body []byte
			if err := scan(&p.Seq, &p.At, &p.Kind, &p.Subject, &body); err != nil {
				return err
			}
			p.Body, err = unpacker.DecodeAll(body, nil)
			proofs = append(proofs, p)
			return err
		}); err != nil {
			return err
		}
		for i := range proofs {
			hashes, err := tlog.ProveRecord(head.Size, proofs[i].Seq, l.hashes(ctx, tx))
			if err != nil {
				return err
			}
			for _, hash := range hashes {
				proofs[i].Hashes = append(proofs[i].Hashes, hexOf(hash))
			}
		}
		return nil
	})
	if err == nil && len(proofs) == 0 {
		err = fmt.Errorf("the ledger has no article %s", article)
	}
	return proofs, err
}

// Check holds a proof against its own head. Whether that head is to be trusted
// is for whoever keeps heads.
func (p Proof) Check() error {
	head, err := ParseHead(p.Head)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, text := range p.Hashes {
		sum, err := hex.DecodeString(text)
		if err != nil || len(sum) != tlog.HashSize {
			return fmt.Errorf("%q is no hash", text)
		}
		proof = append(proof, tlog.Hash(sum))
	}
	if p.Seq < 0 || p.Seq >= head.Size {
		return fmt.Errorf("a ledger of %d entries has none of number %d", head.Size, p.Seq)
	}
	if err := tlog.CheckRecord(proof, head.Size, tlog.Hash(head.Hash), p.Seq, leaf(p.At, p.Kind, p.Subject, p.Body)); err != nil {
		return fmt.Errorf("entry %d is not in the ledger of that head: %w", p.Seq, err)
	}
	return nil
}

// Article is the article that a proof of its entry holds.
func (p Proof) Article() (tocsin.Article, tocsin.Evidence, error) {
	var entry articleEntry
	err := json.Unmarshal(p.Body, &entry)
	return entry.Article, entry.Evidence, err
}
