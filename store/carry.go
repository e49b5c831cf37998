package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"tocsin"
)

// Carried is an article as a bundle carries it: the proofs of its entries, and
// the bytes that it was read from.
type Carried struct {
	Proofs []Proof
	Raw    []byte
}

// Carry makes an article ready to be carried elsewhere.
func (l *Ledger) Carry(ctx context.Context, article string) (Carried, error) {
	proofs, err := l.Prove(ctx, article)
	if err != nil {
		return Carried{}, err
	}
	_, evidence, err := proofs[0].Article()
	if err != nil {
		return Carried{}, err
	}
	raw, err := l.Raw(ctx, evidence.SHA256)
	return Carried{proofs, raw}, err
}

// Receive adds what was carried from another ledger: the article, the latest
// findings, the corrections. Each proof must hold, and the bytes must be those
// that the article's entry names.
func (l *Ledger) Receive(ctx context.Context, c Carried) (Outcome, error) {
	delivery, corrections, err := c.unpacked()
	if err != nil {
		return "", err
	}
	is, err := l.Identify(ctx, delivery.Findings.Article, delivery.Findings.Reader)
	if err != nil {
		return "", err
	}
	if is.ID != delivery.Findings.Article.ID {
		return "", fmt.Errorf("the ledger has another article that is called %s; open the bundle in a new ledger", delivery.Findings.Article.ID)
	}
	delivery.Identity = is
	outcomes, err := l.Save(ctx, delivery)
	if err != nil {
		return "", err
	}
	if outcomes[0] == Known {
		return Known, nil
	}
	for _, correction := range corrections {
		if _, err := l.Correct(ctx, correction); err != nil {
			return "", err
		}
	}
	return outcomes[0], nil
}

var errNotCarried = errors.New("the bundle does not hold what its proofs speak of")

// unpacked checks what was carried and reads it.
func (c Carried) unpacked() (Delivery, []tocsin.Correction, error) {
	var d Delivery
	var corrections []tocsin.Correction
	for _, proof := range c.Proofs {
		if err := proof.Check(); err != nil {
			return d, nil, err
		}
		switch proof.Kind {
		case kindArticle:
			var entry articleEntry
			if err := json.Unmarshal(proof.Body, &entry); err != nil {
				return d, nil, err
			}
			d.Evidence, d.Notes, d.Findings.Article = entry.Evidence, entry.Notes, entry.Article
		case kindFindings:
			var entry findingsEntry
			if err := json.Unmarshal(proof.Body, &entry); err != nil {
				return d, nil, err
			}
			d.Findings = entry.findings(d.Findings.Article)
		case kindCorrection:
			var correction tocsin.Correction
			if err := json.Unmarshal(proof.Body, &correction); err != nil {
				return d, nil, err
			}
			correction.Seq = proof.Seq
			corrections = append(corrections, correction)
		}
	}
	sum := sha256.Sum256(c.Raw)
	if d.Findings.Article.ID == "" || hex.EncodeToString(sum[:]) != d.Evidence.SHA256 {
		return d, nil, errNotCarried
	}
	// What a revision replaced does not come along.
	d.Findings.Article.Revises = ""
	d.Raw = c.Raw
	return d, standing(corrections), nil
}

// standing leaves out the corrections that were undone, and the undoings.
func standing(corrections []tocsin.Correction) []tocsin.Correction {
	undone := map[int64]bool{}
	for _, c := range corrections {
		if c.Kind == tocsin.Undo {
			undone[c.Undoes] = true
		}
	}
	return without(corrections, func(c tocsin.Correction) bool { return c.Kind == tocsin.Undo || undone[c.Seq] })
}

// IDs lists the articles that a filter selects, the latest first.
func (l *Ledger) IDs(ctx context.Context, filter tocsin.Filter) ([]string, error) {
	query, args, err := selection(l.dialect, tocsin.NounArticle, filter)
	if err != nil {
		return nil, err
	}
	var ids []string
	err = l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, query, args...)
		if err != nil {
			return err
		}
		return eachRow(rows, func(scan func(...any) error) error {
			var seq int64
			var id string
			err := scan(&seq, &id)
			ids = append(ids, id)
			return err
		})
	})
	return ids, err
}
