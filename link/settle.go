package link

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"tocsin"
	"tocsin/link/grade"
	"tocsin/link/origin"
	"tocsin/link/statement"
)

// settleStatements makes the statements anew that hold a touched claim, and
// those that are tied to them: what is said against a statement changes how it
// stands.
func (l *Linker) settleStatements() {
	l.tied = map[string]tied{}
	rings := l.rings()
	signatures, links, was := l.heard(rings)
	statements := statement.Group(signatures, links)
	renamed := inherit(statements, was)
	judged := map[string]statement.Statement{}
	for i := range statements {
		statements[i] = rename(statements[i], renamed)
		judged[statements[i].ID] = statements[i]
	}
	for _, s := range statements {
		if rings[s.Claims[0].Ref()] < outermost {
			l.delta.Statements = append(l.delta.Statements, l.judge(s, judged))
		}
	}
	l.noteStatements(statements)
	lost := maps.Clone(l.bereft)
	for ref, id := range was {
		if rings[ref] < outermost {
			lost[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(lost)) {
		if _, goes := judged[id]; !goes && id != "" {
			l.delta.Ended = append(l.delta.Ended, id)
		}
	}
}

// outermost is the ring of claims that are only there to be counted: those of
// statements tied to what is judged.
const outermost = 2

// rings are the claims that have to be looked at, each with how many ties lie
// between its statement and one that holds a touched claim. Claims of one
// statement are in one ring.
func (l *Linker) rings() map[statement.Ref]int {
	rings := map[statement.Ref]int{}
	front := slices.SortedFunc(maps.Keys(l.touched), compareRefs)
	for ring := 0; ring <= outermost && len(front) > 0; ring++ {
		var next []statement.Ref
		for len(front) > 0 { // through each statement
			l.hear(articlesOf(front))
			var same []statement.Ref
			for _, ref := range front {
				if _, met := rings[ref]; met || !l.known(ref) {
					continue
				}
				rings[ref] = ring
				ties := l.tiesOf(ref.Article)
				for _, tie := range ties.joining[ref.Claim] {
					same = append(same, otherEnd(tie, ref))
				}
				for _, tie := range ties.surest[ref.Claim] {
					next = append(next, otherEnd(tie, ref))
				}
			}
			front = same
		}
		front = next
	}
	return rings
}

// mostTies is how many ties to other statements of each claim count: the surest.
// Without a bound, what is said every day would be judged anew with all that
// was ever said of it.
const mostTies = 12

// tied are an article's ties, by claim: those that make one statement, and of
// the others the surest.
type tied struct{ joining, surest map[string][]statement.Link }

// tiesOf are the ties of an article that is at hand.
func (l *Linker) tiesOf(article string) tied {
	if known, done := l.tied[article]; done {
		return known
	}
	ties := tied{map[string][]statement.Link{}, map[string][]statement.Link{}}
	for _, tie := range l.voices[article].Ties {
		for _, ref := range []statement.Ref{tie.A, tie.B} {
			switch {
			case ref.Article != article:
			case statement.Joins(tie):
				ties.joining[ref.Claim] = append(ties.joining[ref.Claim], tie)
			default:
				ties.surest[ref.Claim] = append(ties.surest[ref.Claim], tie)
			}
		}
	}
	for claim, own := range ties.surest {
		if len(own) > mostTies {
			slices.SortFunc(own, func(a, b statement.Link) int {
				return cmp.Or(cmp.Compare(b.Score, a.Score), compareRefs(a.A, b.A), compareRefs(a.B, b.B))
			})
			ties.surest[claim] = own[:mostTies]
		}
	}
	l.tied[article] = ties
	return ties
}

// counts reports whether a tie counts on both sides, of which both are at hand.
func (l *Linker) counts(tie statement.Link) bool {
	for _, ref := range []statement.Ref{tie.A, tie.B} {
		if !slices.ContainsFunc(l.tiesOf(ref.Article).surest[ref.Claim], func(other statement.Link) bool { return other.A == tie.A && other.B == tie.B }) {
			return false
		}
	}
	return true
}

func otherEnd(tie statement.Link, ref statement.Ref) statement.Ref {
	if tie.A == ref {
		return tie.B
	}
	return tie.A
}

func (l *Linker) known(ref statement.Ref) bool {
	voices := l.voices[ref.Article]
	if voices == nil {
		return false
	}
	_, known := voices.claim(ref.Claim)
	return known
}

// heard are the claims of the rings, the links between them, and the
// statements that they were in.
func (l *Linker) heard(rings map[statement.Ref]int) ([]statement.Signature, []statement.Link, map[statement.Ref]string) {
	var signatures []statement.Signature
	var links []statement.Link
	was := map[statement.Ref]string{}
	for ref := range rings {
		voices := l.voices[ref.Article]
		signature, _ := voices.claim(ref.Claim)
		signatures = append(signatures, signature)
		if id := voices.Statements[ref.Claim]; id != "" {
			was[ref] = id
		}
		ties := l.tiesOf(ref.Article)
		for _, tie := range ties.joining[ref.Claim] {
			if _, inside := rings[tie.B]; inside && tie.A == ref { // each once
				links = append(links, tie)
			}
		}
		for _, tie := range ties.surest[ref.Claim] {
			if _, inside := rings[tie.B]; inside && tie.A == ref && l.counts(tie) {
				links = append(links, tie)
			}
		}
	}
	return signatures, links, was
}

// inherit gives statements the IDs of those that they go on from: of the one
// with which they share most claims. It maps the IDs that they were given to
// those that they get.
func inherit(statements []statement.Statement, was map[statement.Ref]string) map[string]string {
	type heir struct {
		from, id string
		shared   int
	}
	var heirs []heir
	for _, s := range statements {
		shared := map[string]int{}
		for _, claim := range s.Claims {
			if id, known := was[claim.Ref()]; known {
				shared[id]++
			}
		}
		for id, count := range shared {
			heirs = append(heirs, heir{s.ID, id, count})
		}
	}
	slices.SortFunc(heirs, func(a, b heir) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), strings.Compare(a.id, b.id), strings.Compare(a.from, b.from))
	})
	renamed, used := map[string]string{}, map[string]bool{}
	for _, h := range heirs {
		if _, done := renamed[h.from]; !done && !used[h.id] {
			renamed[h.from], used[h.id] = h.id, true
		}
	}
	for _, s := range statements {
		if _, done := renamed[s.ID]; !done {
			id := s.ID
			for used[id] { // a part that an older whole was named after
				id += "~"
			}
			renamed[s.ID], used[id] = id, true
		}
	}
	return renamed
}

func rename(s statement.Statement, renamed map[string]string) statement.Statement {
	s.ID = renamed[s.ID]
	s.Links = slices.Clone(s.Links)
	for i := range s.Links {
		s.Links[i].To = renamed[s.Links[i].To]
	}
	return s
}

// noteStatements tells the voices which statements their claims are in now.
func (l *Linker) noteStatements(statements []statement.Statement) {
	for _, s := range statements {
		for _, claim := range s.Claims {
			l.voices[claim.Article].Statements[claim.Claim] = s.ID
		}
	}
}

// judge tells how a statement stands, given those that it is tied to.
func (l *Linker) judge(s statement.Statement, others map[string]statement.Statement) tocsin.Statement {
	origins := l.originsOf(s, others)
	judge := statement.Judge{Origin: func(article string) string { return origins[article] }}
	if act := s.Claims[0].Act; act == tocsin.Assert || act == tocsin.Commit || act == tocsin.Believe {
		// Two sides that accuse of the same accuse each other, and agree in nothing.
		judge.Opposed = func(a, b string) bool { return l.accuses(origins, a, b) || l.accuses(origins, b, a) }
	}
	verdict := l.verdictOn(s)
	status := judge.Status(s, others, verdict)
	first := s.Claims[0]
	told := tocsin.Statement{
		ID: s.ID, Source: s.Source.Name, Country: s.Source.Country, Kind: s.Source.Kind, Act: first.Act,
		Text: l.voices[first.Article].Texts[first.Claim], First: first.Published, Last: s.Claims[len(s.Claims)-1].Published,
		Standing: status.Standing, Computed: status.Computed, Opposing: status.Opposing,
		Sources: status.Sources, Origins: status.Origins, Reasons: status.Reasons, Ties: []tocsin.Tie{},
	}
	if verdict != (tocsin.Judgement{}) {
		told.Verdict = &verdict
	}
	outlets := map[string]bool{}
	for _, claim := range s.Claims {
		told.Claims = append(told.Claims, tocsin.Ref(claim.Ref()))
		outlets[cmp.Or(claim.Outlet, claim.Article)] = true
	}
	told.Outlets = len(outlets)
	told.Tellings = l.tellings(s)
	for _, tie := range s.Links {
		told.Ties = append(told.Ties, l.told(s, tie, others[tie.To]))
	}
	told.Grade = l.grade(s, told, others)
	return told
}

// accuses reports whether in one of the articles that tell a statement somebody
// who speaks for one country accuses or threatens another: then the two are on
// opposing sides as far as this matter goes.
func (l *Linker) accuses(articles map[string]string, country, other string) bool {
	for article := range articles {
		for _, claim := range l.voices[article].Claims {
			hostile := claim.Act == tocsin.Accuse || claim.Act == tocsin.Threaten
			if hostile && claim.Source.Country == country && slices.Contains(claim.Parties, other) {
				return true
			}
		}
	}
	return false
}

// grade is the best that the reports of a statement allow: who tells it in one
// of them by name, or as what he saw, is not less for the others.
func (l *Linker) grade(s statement.Statement, told tocsin.Statement, others map[string]statement.Statement) tocsin.Grade {
	denied, disputed := against(s, others)
	var best tocsin.Grade
	for _, claim := range s.Claims {
		f := l.voices[claim.Article].Grades[claim.Claim]
		f.Origins, f.Sources, f.Opposing = told.Origins, told.Sources, told.Opposing
		f.DeniedBy, f.DisputedBy = denied, disputed
		f.TakenBack = told.Computed == tocsin.Corrected || told.Computed == tocsin.Withdrawn
		if told.Verdict != nil {
			f.Verdict = verdicts[told.Verdict.Standing]
		}
		graded := grade.Judge(f)
		if best.Reliability == "" || graded.Reliability < best.Reliability || graded.Reliability == best.Reliability && graded.Credibility < best.Credibility {
			best = graded
		}
	}
	return best
}

// verdicts are what an analyst's standings say of the truth of a statement.
var verdicts = map[tocsin.Standing]grade.Verdict{
	tocsin.Corroborated: grade.True, tocsin.Corrected: grade.False, tocsin.Withdrawn: grade.False,
}

// against counts the sources that contradict a statement: those that deny it,
// and others.
func against(s statement.Statement, others map[string]statement.Statement) (denied, disputed int) {
	deny, dispute := map[string]bool{}, map[string]bool{}
	for _, tie := range s.Links {
		if tie.Kind != statement.Incompatible || tie.To == s.ID {
			continue
		}
		source := cmp.Or(others[tie.To].Source.Key, tie.To)
		if tie.Denial {
			deny[source] = true
		} else {
			dispute[source] = true
		}
	}
	return len(deny), len(dispute)
}

// tellings are how several reports have a statement, each measured by the first.
func (l *Linker) tellings(s statement.Statement) []tocsin.Telling {
	if len(s.Claims) < 2 {
		return nil
	}
	tellings := make([]tocsin.Telling, len(s.Claims))
	for i, claim := range s.Claims {
		voices := l.voices[claim.Article]
		tellings[i] = tocsin.Telling{
			Ref: tocsin.Ref(claim.Ref()), Outlet: voices.Outlet, Published: claim.Published, Cue: claim.Cue, Text: voices.Texts[claim.Claim],
			Kept: math.Round(statement.Liken(s.Claims[0].Content, claim.Content).Dice*100) / 100,
		}
	}
	return tellings
}

// told is a tie as it leaves the package.
func (l *Linker) told(s statement.Statement, tie statement.Tie, other statement.Statement) tocsin.Tie {
	own, far := tie.A, tie.B
	if !slices.ContainsFunc(s.Claims, func(claim statement.Signature) bool { return claim.Ref() == own }) {
		own, far = far, own
	}
	out := tocsin.Tie{
		To: tie.To, Kind: string(tie.Kind), Denial: tie.Denial, Score: tie.Score,
		Own: tocsin.Ref(own), Other: tocsin.Ref(far), Reasons: tie.Reasons, Source: other.Source.Name,
	}
	if voices := l.voices[far.Article]; voices != nil {
		out.Text = voices.Texts[far.Claim]
	}
	return out
}

// verdictOn is an analyst's verdict on a statement: on any of its claims, of
// several on the latest published.
func (l *Linker) verdictOn(s statement.Statement) tocsin.Judgement {
	var verdict tocsin.Judgement
	for _, claim := range s.Claims {
		if found, judged := l.verdicts[tocsin.Ref(claim.Ref())]; judged {
			verdict = found
		}
	}
	return verdict
}

// originsOf names for each article that tells a statement, or what it is tied
// to, the origin that it shares with others of them, as far as these claims go.
func (l *Linker) originsOf(s statement.Statement, others map[string]statement.Statement) map[string]string {
	var mentions []origin.Mention
	var articles []string
	known := map[string]bool{}
	add := func(claims []statement.Signature) {
		for _, claim := range claims {
			if !known[claim.Article] {
				known[claim.Article] = true
				articles = append(articles, claim.Article)
				mentions = append(mentions, origin.Mention{Article: claim.Article, Span: claim.Spans[0]})
			}
		}
	}
	add(s.Claims)
	for _, tie := range s.Links {
		if tie.Kind != statement.Incompatible {
			add(others[tie.To].Claims)
		}
	}
	origins := map[string]string{}
	for i, part := range origin.Parts(mentions, l.edgesAmong(articles, known)) {
		origins[articles[i]] = articles[part]
	}
	return origins
}

// edgesAmong are the edges between articles, and from them to publishers.
func (l *Linker) edgesAmong(articles []string, known map[string]bool) []origin.Edge {
	l.recallEdges(articles)
	inside := func(node string) bool { return known[node] || origin.IsPublisher(node) }
	var edges []origin.Edge
	var publishers []string
	for _, article := range articles {
		for _, edge := range l.edges[article] {
			if edge.A == article && inside(edge.B) {
				edges = append(edges, edge)
			}
			if origin.IsPublisher(edge.B) {
				publishers = append(publishers, edge.B)
			}
		}
	}
	for _, publisher := range distinct(publishers) {
		edges = append(edges, origin.Owners(publisher)...)
	}
	return edges
}

func articlesOf(refs []statement.Ref) []string {
	articles := make([]string, len(refs))
	for i, ref := range refs {
		articles[i] = ref.Article
	}
	return articles
}

func compareRefs(a, b statement.Ref) int {
	return cmp.Or(strings.Compare(a.Article, b.Article), strings.Compare(a.Claim, b.Claim))
}
