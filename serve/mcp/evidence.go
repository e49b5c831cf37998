package mcp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tocsin"
	"tocsin/serve/query"
	"tocsin/store"
)

// Detail is a statement with why it stands so and where it is reported.
type Detail struct {
	Statement
	Why         []string `json:"why"`
	Reliability []string `json:"reliability" jsonschema:"reasons for the first grade"`
	Credibility []string `json:"credibility" jsonschema:"reasons for the second grade"`
	Verdict     string   `json:"verdict,omitempty" jsonschema:"an analyst's, with their name and reason"`
	Reports     []Claim  `json:"reports" jsonschema:"the first of them"`
	Ties        []Tie    `json:"ties" jsonschema:"how others stand to it"`
}

// Tie is how another statement stands to one.
type Tie struct {
	Kind   string   `json:"kind" jsonschema:"same, corroborates or incompatible"`
	Denial bool     `json:"denial"`
	To     string   `json:"to"`
	Source string   `json:"source"`
	Words  string   `json:"words"`
	Why    []string `json:"why"`
}

func (t tools) statement(ctx context.Context, in Name) (Detail, error) {
	filter, err := query.Words{AsOf: in.AsOf}.Filter()
	if err != nil {
		return Detail{}, understood(err)
	}
	s, err := t.Ledger.Statement(ctx, in.ID, filter)
	if err != nil {
		return Detail{}, t.failed(err)
	}
	out := Detail{
		Statement: statementOf(s), Why: slices.Concat([]string{}, s.Reasons), Reliability: slices.Concat([]string{}, s.Grade.ReliabilityReasons),
		Credibility: slices.Concat([]string{}, s.Grade.CredibilityReasons), Reports: []Claim{}, Ties: []Tie{},
	}
	if s.Verdict != nil {
		out.Verdict = fmt.Sprintf("%s, by %s: %s", s.Verdict.Standing, s.Verdict.Who, s.Verdict.Why)
	}
	for _, ref := range s.Claims[:min(len(s.Claims), mostQuotes)] {
		for findings, err := range t.Ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: ref.Article, AsOf: filter.AsOf}) {
			if err != nil {
				return out, t.failed(err)
			}
			findings.Claims = slices.DeleteFunc(slices.Clone(findings.Claims), func(c tocsin.Claim) bool { return c.ID != ref.Claim })
			claims, err := t.claimsOf(ctx, findings)
			if err != nil {
				return out, err
			}
			out.Reports = append(out.Reports, claims...)
		}
	}
	for _, tie := range s.Ties[:min(len(s.Ties), mostTies)] {
		out.Ties = append(out.Ties, Tie{tie.Kind, tie.Denial, tie.To, tie.Source, cut(tie.Text, mostWords), slices.Concat([]string{}, tie.Reasons)})
	}
	return out, nil
}

// Passage names words of an article.
type Passage struct {
	Article string `json:"article" jsonschema:"ID of the article"`
	Finding string `json:"finding,omitempty" jsonschema:"ID of a claim, event, figure, place or time of it; or give start and end"`
	Start   int    `json:"start,omitempty" jsonschema:"in code points"`
	End     int    `json:"end,omitempty" jsonschema:"in code points, not included"`
}

// Quote is words with all that is needed to cite and check them.
type Quote struct {
	Words    string  `json:"words"`
	Before   string  `json:"before" jsonschema:"what stands before them"`
	After    string  `json:"after" jsonschema:"what stands behind them"`
	Start    int     `json:"start"`
	End      int     `json:"end"`
	Source   string  `json:"source" jsonschema:"to whom the article credits them; empty where it tells them itself"`
	Article  Article `json:"article"`
	Citation string  `json:"citation" jsonschema:"how to cite it"`
	SHA256   string  `json:"sha256" jsonschema:"of the bytes that the article was read from"`
	Fetched  string  `json:"fetched"`
	Entry    int64   `json:"entry" jsonschema:"of the ledger's log that holds the article"`
	Head     string  `json:"head" jsonschema:"of the log, SIZE:HASH"`
	Replaced string  `json:"replaced,omitempty" jsonschema:"when a revision replaced the article"`
}

const around = 240 // bytes of what stands before and behind

func (t tools) quote(ctx context.Context, in Passage) (Quote, error) {
	versions, err := t.Ledger.Versions(ctx, in.Article)
	i := slices.IndexFunc(versions, func(v store.Version) bool { return v.Article.ID == in.Article })
	if err != nil || i < 0 {
		return Quote{}, fmt.Errorf("the ledger has no article %s", in.Article)
	}
	version := versions[i]
	filter := tocsin.Filter{Article: in.Article}
	if !version.Until.IsZero() {
		filter.AsOf = version.Until.Add(-time.Microsecond)
	}
	for findings, err := range t.Ledger.Select(ctx, tocsin.NounArticle, filter) {
		if err != nil {
			return Quote{}, t.failed(err)
		}
		span, err := spanOf(findings, in)
		if err != nil {
			return Quote{}, err
		}
		return t.quoted(ctx, findings, version, span)
	}
	return Quote{}, fmt.Errorf("article %s was not read", in.Article)
}

func (t tools) quoted(ctx context.Context, f tocsin.Findings, version store.Version, span tocsin.Span) (Quote, error) {
	proofs, err := t.Ledger.Prove(ctx, f.Article.ID)
	if err != nil || len(proofs) == 0 {
		return Quote{}, t.failed(err)
	}
	text := f.Article.Text
	at := tocsin.NewRunes(text).Range(span)
	out := Quote{
		Words: cut(span.Of(text), 2*mostWords), Before: before(text, span.Start), After: after(text, span.End), Start: at[0], End: at[1],
		Article: t.articleOf(f.Article), SHA256: version.Evidence.SHA256, Entry: proofs[0].Seq, Head: proofs[0].Head,
	}
	if by := tocsin.NewContents(f.Claims).Around(span); by != nil {
		out.Source = by.Source.Name
	}
	if !version.Evidence.Fetched.IsZero() {
		out.Fetched = version.Evidence.Fetched.UTC().Format(time.RFC3339)
	}
	if !version.Until.IsZero() {
		out.Replaced = version.Until.Format(time.RFC3339)
	}
	var parts []string
	for _, part := range []string{f.Article.Outlet, dayOf(f.Article.Published), f.Article.URL} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	out.Citation = strings.Join(append([]string{"“" + cut(f.Article.Title, 200) + "”"}, parts...), ", ")
	return out, nil
}

// spanOf is where the words stand: of a claim its content.
func spanOf(f tocsin.Findings, in Passage) (tocsin.Span, error) {
	if in.Finding == "" {
		return passage(f.Article.Text, in.Start, in.End)
	}
	for _, c := range f.Claims {
		if c.ID == in.Finding && len(c.Content) > 0 {
			return tocsin.Span{Start: c.Content[0].Start, End: c.Content[len(c.Content)-1].End}, nil
		}
	}
	_, span, found := query.Finding(f, in.Finding)
	if !found {
		return span, fmt.Errorf("article %s has no finding %s", f.Article.ID, in.Finding)
	}
	return span, nil
}

// passage turns code points into a span.
func passage(text string, start, end int) (tocsin.Span, error) {
	if start < 0 || end <= start {
		return tocsin.Span{}, errors.New("give a finding, or a start and an end behind it")
	}
	span, count := tocsin.Span{Start: -1, End: -1}, 0
	for i := range text {
		switch count {
		case start:
			span.Start = i
		case end:
			span.End = i
		}
		count++
	}
	if end == count {
		span.End = len(text)
	}
	if span.Start < 0 || span.End < 0 {
		return span, fmt.Errorf("the article has only %d characters", count)
	}
	return span, nil
}

// before and after are what stands around, from where a character begins.
func before(text string, at int) string {
	from := max(0, at-around)
	for from < at && !utf8.RuneStart(text[from]) {
		from++
	}
	return text[from:at]
}

func after(text string, at int) string {
	to := min(len(text), at+around)
	for to < len(text) && to > at && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[at:to]
}
