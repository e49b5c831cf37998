package api

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"tocsin"
	"tocsin/export"
	"tocsin/serve/query"
	"tocsin/store"
)

// Revision is an article as it stood for a while.
type Revision struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	URL         string     `json:"url"`
	Saved       time.Time  `json:"saved"`
	Until       *time.Time `json:"until" doc:"When another one replaced it, null while it holds."`
	SHA256      string     `json:"sha256" doc:"Of the bytes that it was read from."`
	Size        int        `json:"size"`
	ContentType string     `json:"content_type"`
	Fetched     *time.Time `json:"fetched"`
	From        string     `json:"from" doc:"The feed, file or archive that they came from."`
	Diff        string     `json:"diff" doc:"From the one before, as diff -u writes it."`
}

// Proof shows that the ledger of a certain head holds an entry.
type Proof struct {
	Head    string   `json:"head" doc:"SIZE:HASH of the Merkle tree (RFC 6962)."`
	Entry   int64    `json:"entry"`
	At      int64    `json:"at" doc:"Microseconds since 1970."`
	Kind    string   `json:"kind" enum:"article,findings,correction"`
	Subject string   `json:"subject"`
	Body    []byte   `json:"body" doc:"The entry, JSON in base64."`
	Hashes  []string `json:"hashes"`
}

// article adds what is to be had of one article.
func (a *API) article() {
	type One struct {
		ID string `path:"id" maxLength:"300"`
	}
	add(a, operation{
		method: http.MethodGet, path: "/articles/{id}", id: "get-article", tag: "Articles", summary: "All that was read in an article",
		description: "One object of tocsin.findings/1, corrections applied, as “tocsin show --format json”.", answer: Findings{},
	}, func(c *call, in *struct {
		One
		AsOf string `query:"as_of" maxLength:"40" doc:"As the ledger had it then."`
	}) error {
		filter, err := query.Words{Article: in.ID, AsOf: in.AsOf}.Filter()
		if err != nil {
			return err
		}
		if same, err := c.unchanged(); same || err != nil {
			return err
		}
		findings, err := c.findings(filter)
		if err != nil {
			return err
		}
		return c.document(findings)
	})
	add(a, operation{
		method: http.MethodGet, path: "/articles/{id}/raw", id: "get-article-raw", tag: "Articles", summary: "The bytes that it was read from",
		description: "As they came, to be saved and not to be opened: they are not ours. X-Original-Content-Type says what their server called them, Repr-Digest (RFC 9530) what they hash to.", content: "application/octet-stream",
	}, func(c *call, in *One) error { return c.rawOf(in.ID) })
	add(a, operation{
		method: http.MethodGet, path: "/articles/{id}/proof", id: "get-article-proof", tag: "Articles", summary: "Proofs that the ledger holds it",
		description: "As “tocsin prove”: of each entry about the article a Merkle proof against the ledger's head.", answer: Page[Proof]{},
	}, func(c *call, in *One) error {
		if _, err := a.ledger.Text(c, in.ID); err != nil {
			return err
		}
		proofs, err := a.ledger.Prove(c, in.ID)
		if err != nil {
			return err
		}
		page := Page[Proof]{Items: []Proof{}}
		for _, p := range proofs {
			page.Items = append(page.Items, Proof{p.Head, p.Seq, p.At, p.Kind, p.Subject, p.Body, slices.Concat([]string{}, p.Hashes)})
		}
		return c.json(page)
	})
	add(a, operation{
		method: http.MethodGet, path: "/articles/{id}/revisions", id: "list-revisions", tag: "Articles", summary: "How its page has changed",
		description: "As “tocsin revisions”: all that was read at its address, the oldest first.", answer: Page[Revision]{},
	}, func(c *call, in *One) error {
		if same, err := c.unchanged(); same || err != nil {
			return err
		}
		versions, err := c.versions(in.ID)
		if err != nil {
			return err
		}
		page := Page[Revision]{Items: []Revision{}}
		for i, v := range versions {
			r := Revision{
				ID: v.Article.ID, Title: v.Article.Title, URL: v.Article.URL, Saved: v.Saved, Until: moment(v.Until),
				SHA256: v.Evidence.SHA256, Size: v.Evidence.Size, ContentType: v.Evidence.ContentType, Fetched: moment(v.Evidence.Fetched), From: v.Evidence.From,
			}
			if i > 0 {
				before := versions[i-1].Article
				r.Diff = string(diff.Diff(before.ID, paragraphs(before), v.Article.ID, paragraphs(v.Article)))
			}
			page.Items = append(page.Items, r)
		}
		return c.json(page)
	})
}

// findings are those of one article.
func (c *call) findings(filter tocsin.Filter) (tocsin.Findings, error) {
	for findings, err := range c.api.ledger.Select(c, tocsin.NounArticle, filter) {
		return findings, err
	}
	if _, err := c.api.ledger.Text(c, filter.Article); err == nil {
		return tocsin.Findings{}, faultf(http.StatusNotFound, "article %s does not hold at that time; %s/articles/%s/revisions lists what replaced it, and as_of asks for an earlier time", filter.Article, Prefix, filter.Article)
	}
	return tocsin.Findings{}, faultf(http.StatusNotFound, "the ledger has no article %s; %s/articles lists what it has", filter.Article, Prefix)
}

// document answers with tocsin.findings/1.
func (c *call) document(findings tocsin.Findings) error {
	var out bytes.Buffer
	i := slices.IndexFunc(export.Formats, func(f export.Format) bool { return f.Name == "json" })
	if err := export.Formats[i].Write(&out, findings, export.Options{}); err != nil {
		return err
	}
	return c.json(raw(out.Bytes()))
}

// versions are all of an article's address.
func (c *call) versions(id string) ([]store.Version, error) {
	if _, err := c.api.ledger.Text(c, id); err != nil {
		return nil, err
	}
	return c.api.ledger.Versions(c, id)
}

// rawOf answers with the bytes of an article. They are foreign and may be a page
// with scripts, so no browser is to show them.
func (c *call) rawOf(id string) error {
	versions, err := c.versions(id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(versions, func(v store.Version) bool { return v.Article.ID == id })
	evidence := versions[i].Evidence
	if c.has(`"` + evidence.SHA256 + `"`) {
		return nil
	}
	body, err := c.api.ledger.Raw(c, evidence.SHA256)
	if err != nil {
		return err
	}
	head := c.w.Header()
	head.Set("Content-Type", "application/octet-stream")
	head.Set("Content-Disposition", `attachment; filename="`+named(id)+`"`)
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if kind := printable(evidence.ContentType); kind != "" {
		head.Set("X-Original-Content-Type", kind)
	}
	if sum, err := hex.DecodeString(evidence.SHA256); err == nil {
		head.Set("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum)+":")
	}
	c.begun = true
	c.w.WriteHeader(http.StatusOK)
	_, err = c.w.Write(body)
	return c.gone(err)
}

// named makes a file's name of an ID.
func named(id string) string {
	const most = 100
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, id)
	return name[:min(len(name), most)] + ".bin"
}

// printable is what of foreign words may stand in a header.
func printable(words string) string {
	const most = 200
	words = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, words)
	return words[:min(len(words), most)]
}

// paragraphs are the lines that are compared.
func paragraphs(article tocsin.Article) []byte {
	return []byte(article.Title + "\n\n" + strings.TrimRight(article.Text, "\n") + "\n")
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
