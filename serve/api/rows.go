package api

import (
	"bytes"
	"encoding/json"
	"iter"
	"slices"
	"time"

	"tocsin"
	"tocsin/ask"
	"tocsin/export"
)

// Page is a part of a list.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"The cursor of the next page, empty where this is the last one."`
}

// part is the findings of a noun that belong on one page, and where the next
// one begins.
type part struct {
	findings []tocsin.Findings
	rows     int
	next     *cursor
}

// part selects one page of findings. Findings come in the order of publication,
// so the pages that were shown are left out by their dates: a page costs what it
// shows, however far behind it is. Only what has no date has to be counted
// through.
func (c *call) part(noun tocsin.Noun, q asked, limit int) (part, error) {
	filter, skip, err := c.narrowed(noun, q)
	if err != nil {
		return part{}, err
	}
	shown := q.at.Shown
	filter.Limit = skip + len(shown) + limit + 1
	p := part{}
	next := q.at
	for findings, err := range c.api.ledger.Select(c, noun, filter) {
		if err != nil {
			return p, err
		}
		ids := ask.IDs(noun, findings)
		if skip >= len(ids) {
			skip -= len(ids)
			continue
		}
		fresh := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(shown, id) })
		if p.rows+len(fresh) > limit {
			fresh = fresh[:limit-p.rows]
			p.next = &next
		}
		if len(fresh) > 0 {
			// What was shown of this article before counts with what is now.
			next.Shown = append(slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(shown, id) }), fresh...)
			next.Before = publishedBy(noun, findings)
			p.findings, p.rows = append(p.findings, only(noun, findings, fresh)), p.rows+len(fresh)
		}
		if p.next != nil {
			return p, nil
		}
		next.Done += len(next.Shown)
		next.Shown, shown = nil, nil
	}
	if filter.To.Equal(q.filter.To) {
		return p, nil
	}
	// What has no date was left out with what was shown.
	count, err := c.api.ledger.Count(c, noun, q.filter)
	if count > next.Done {
		p.next = &next
	}
	return p, err
}

// narrowed leaves out by date what was shown, and tells how many of what is left
// were shown all the same.
func (c *call) narrowed(noun tocsin.Noun, q asked) (filter tocsin.Filter, skip int, err error) {
	filter = q.filter
	if q.at.Before == 0 {
		return filter, q.at.Done, nil
	}
	before := time.Unix(q.at.Before, 0)
	if filter.To.IsZero() || before.Before(filter.To) {
		filter.To = before
	}
	dated := q.filter
	if dated.To.IsZero() {
		dated.To = time.Unix(1<<40, 0)
	}
	all, err := c.api.ledger.Count(c, noun, dated)
	if err != nil {
		return filter, 0, err
	}
	left, err := c.api.ledger.Count(c, noun, filter)
	if err != nil {
		return filter, 0, err
	}
	skip = q.at.Done - (all - left)
	if left <= skip+len(q.at.Shown) || skip < -len(q.at.Shown) {
		return q.filter, q.at.Done, nil // what follows has no date
	}
	return filter, max(skip, 0), nil
}

// publishedBy is a second after what the findings are ordered by, 0 where that
// has no date. An event is ordered by the day that it happened; of several, no
// other may be left out, so the last one counts.
func publishedBy(noun tocsin.Noun, f tocsin.Findings) int64 {
	at := f.Article.Published
	if noun == tocsin.NounEvent {
		at = happened(f)
	}
	if at.IsZero() {
		return 0
	}
	return at.Unix() + 1
}

// happened is the last day of the events, of a longer time its beginning.
func happened(f tocsin.Findings) time.Time {
	var last time.Time
	for _, event := range f.Events {
		at := f.Article.Published
		for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
			if len(event.Date) < len(layout) {
				continue
			}
			if day, err := time.Parse(layout, event.Date[:len(layout)]); err == nil {
				at = day
				break
			}
		}
		if at.After(last) {
			last = at
		}
	}
	return last
}

// only keeps the findings of some IDs.
func only(noun tocsin.Noun, f tocsin.Findings, ids []string) tocsin.Findings {
	switch noun {
	case tocsin.NounClaim:
		f.Claims = kept(f.Claims, func(c tocsin.Claim) bool { return slices.Contains(ids, c.ID) })
	case tocsin.NounEvent:
		f.Events = kept(f.Events, func(e tocsin.Event) bool { return slices.Contains(ids, e.ID) })
	case tocsin.NounQuantity:
		f.Quantities = kept(f.Quantities, func(q tocsin.Quantity) bool { return slices.Contains(ids, q.ID) })
	}
	return f
}

func kept[T any](list []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(item T) bool { return !keep(item) })
}

// plurals name nouns as package export does.
var plurals = map[tocsin.Noun]string{tocsin.NounArticle: "articles", tocsin.NounClaim: "claims", tocsin.NounEvent: "events", tocsin.NounQuantity: "figures"}

// rowsOf are the rows that the command line prints of findings.
func rowsOf(noun tocsin.Noun, findings []tocsin.Findings) ([]json.RawMessage, error) {
	var out bytes.Buffer
	if _, err := jsonl().Write(&out, each(findings), export.BulkOptions{Noun: plurals[noun]}); err != nil {
		return nil, err
	}
	rows := []json.RawMessage{}
	for line := range bytes.Lines(out.Bytes()) {
		rows = append(rows, bytes.TrimSuffix(line, []byte("\n")))
	}
	return rows, nil
}

func each(findings []tocsin.Findings) iter.Seq2[tocsin.Findings, error] {
	return func(yield func(tocsin.Findings, error) bool) {
		for _, one := range findings {
			if !yield(one, nil) {
				return
			}
		}
	}
}

func jsonl() export.Bulk {
	i := slices.IndexFunc(export.Bulks, func(b export.Bulk) bool { return b.Name == "jsonl" })
	return export.Bulks[i]
}

// rows answers with findings: one page, or all of them as lines. Lines are made
// page by page too, so that neither memory nor a lock is held for as long as
// somebody reads.
func (c *call) rows(noun tocsin.Noun, q asked) error {
	if same, err := c.unchanged(); same || err != nil {
		return err
	}
	if !c.lines() {
		p, err := c.part(noun, q, q.limit)
		if err != nil {
			return err
		}
		items, err := rowsOf(noun, p.findings)
		if err != nil {
			return err
		}
		page := Page[json.RawMessage]{Items: items}
		if p.next != nil {
			page.Next = p.next.String()
		}
		c.link(page.Next)
		return c.json(page)
	}
	const many = 200
	for left := q.limit; ; {
		size := many
		if q.limit > 0 {
			size = min(many, left)
		}
		p, err := c.part(noun, q, size)
		if err != nil {
			return err
		}
		lines, err := rowsOf(noun, p.findings)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if err := c.line(line); err != nil {
				return c.gone(err)
			}
		}
		left -= p.rows
		if p.next == nil || q.limit > 0 && left == 0 {
			return c.ended()
		}
		q.at = *p.next
	}
}

// ended ends an answer of lines, of which there may have been none.
func (c *call) ended() error {
	if !c.begun {
		c.w.Header().Set("Content-Type", "application/jsonl")
		c.begun = true
		c.w.WriteHeader(c.status)
	}
	return nil
}
