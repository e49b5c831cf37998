package api

import (
	"time"

	"tocsin"
	"tocsin/serve/query"
)

// Filters choose findings; all that are given must hold. They are those of the
// command line.
type Filters struct {
	By      string `query:"by" maxLength:"300" doc:"Who says it: words of a name."`
	About   string `query:"about" maxLength:"300" doc:"Who or what it mentions: words of a name."`
	Country string `query:"country" maxLength:"100" doc:"Country of the source, of a side of the event or of its place: a name or an ISO code."`
	From    string `query:"from" maxLength:"40" doc:"Published on or after that day; events that happened then."`
	To      string `query:"to" maxLength:"40" doc:"Published on or before that day."`
	Place   string `query:"place" maxLength:"200" doc:"Where: a place's name (Brest, or Brest, France) or LATITUDE,LONGITUDE."`
	Within  string `query:"within" maxLength:"40" doc:"How far from place, in kilometres (50 without it)."`
	Outlet  string `query:"outlet" maxLength:"300" doc:"Who published it: words of its name."`
	Text    string `query:"text" maxLength:"500" doc:"Words, \"phrases\", OR and -word in the claim or the article."`
	Article string `query:"article" maxLength:"300" doc:"ID of the article."`
	AsOf    string `query:"as_of" maxLength:"40" doc:"What the ledger knew then: a day (its end) or a moment, as 2022-10-17T09:30:00Z."`
}

// Paging parts a long list.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"500" doc:"How many at most, the latest first: 50 without it. JSON Lines (Accept: application/jsonl) hold all there are without it."`
	Cursor string `query:"cursor" maxLength:"20000" doc:"Where to go on: next of the page before. All pages show the ledger as it was when the first one was made."`
}

func (f Filters) words() query.Words {
	return query.Words{
		By: f.By, About: f.About, Country: f.Country, From: f.From, To: f.To, Place: f.Place, Within: f.Within,
		Outlet: f.Outlet, Text: f.Text, Article: f.Article, AsOf: f.AsOf,
	}
}

// asked is a question on its way: which findings, which part of them.
type asked struct {
	filter tocsin.Filter
	limit  int // 0 for all
	at     cursor
}

// ask reads a question. Without a time of its own it is asked as of the last
// entry of the log that is linked, or of now where there are newer ones: so the
// same ledger gives the same answer, and all pages are of one moment.
func (c *call) ask(words query.Words, p Paging) (asked, error) {
	filter, err := words.Filter()
	if err != nil {
		return asked{}, err
	}
	q := asked{filter: filter, limit: p.Limit}
	if q.limit == 0 && !c.lines() {
		q.limit = 50
	}
	if q.at, err = c.cursor(p.Cursor); err != nil {
		return q, err
	}
	if q.filter.AsOf.IsZero() && q.at.AsOf != 0 {
		q.filter.AsOf = time.UnixMicro(q.at.AsOf).UTC()
	}
	if q.filter.AsOf.IsZero() {
		linked, err := c.api.ledger.Linked(c)
		if err != nil {
			return q, err
		}
		q.filter.AsOf = linked.At
		if linked.Seq < linked.Size || linked.At.IsZero() {
			q.filter.AsOf = c.api.opts.Now().UTC().Truncate(time.Microsecond)
		}
	}
	q.at.AsOf = q.filter.AsOf.UnixMicro()
	return q, nil
}
