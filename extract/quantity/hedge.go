package quantity

import "tocsin"

// hedge is a phrase before a figure that says how its value limits the truth.
type hedge struct {
	words []string
	bound tocsin.Bound
}

// hedges are keyed by their first word; the longest that fits counts.
var hedges = hedgesByWord([]hedge{
	{[]string{"less", "than"}, tocsin.Less},
	{[]string{"fewer", "than"}, tocsin.Less},
	{[]string{"lower", "than"}, tocsin.Less},
	{[]string{"smaller", "than"}, tocsin.Less},
	{[]string{"under"}, tocsin.Less},
	{[]string{"below"}, tocsin.Less},
	{[]string{"just", "under"}, tocsin.Less},
	{[]string{"well", "under"}, tocsin.Less},
	{[]string{"more", "than"}, tocsin.More},
	{[]string{"greater", "than"}, tocsin.More},
	{[]string{"larger", "than"}, tocsin.More},
	{[]string{"bigger", "than"}, tocsin.More},
	{[]string{"higher", "than"}, tocsin.More},
	{[]string{"over"}, tocsin.More},
	{[]string{"above"}, tocsin.More},
	{[]string{"upwards", "of"}, tocsin.More},
	{[]string{"upward", "of"}, tocsin.More},
	{[]string{"in", "excess", "of"}, tocsin.More},
	{[]string{"just", "over"}, tocsin.More},
	{[]string{"well", "over"}, tocsin.More},
	{[]string{"not", "less", "than"}, tocsin.AtLeast},
	{[]string{"no", "less", "than"}, tocsin.AtLeast},
	{[]string{"no", "fewer", "than"}, tocsin.AtLeast},
	{[]string{"at", "least"}, tocsin.AtLeast},
	{[]string{"a", "minimum", "of"}, tocsin.AtLeast},
	{[]string{"no", "more", "than"}, tocsin.AtMost},
	{[]string{"no", "larger", "than"}, tocsin.AtMost},
	{[]string{"no", "bigger", "than"}, tocsin.AtMost},
	{[]string{"no", "greater", "than"}, tocsin.AtMost},
	{[]string{"no", "higher", "than"}, tocsin.AtMost},
	{[]string{"no", "smaller", "than"}, tocsin.AtLeast},
	{[]string{"no", "lower", "than"}, tocsin.AtLeast},
	{[]string{"not", "more", "than"}, tocsin.AtMost},
	{[]string{"at", "most"}, tocsin.AtMost},
	{[]string{"up", "to"}, tocsin.AtMost},
	{[]string{"as", "many", "as"}, tocsin.AtMost},
	{[]string{"as", "much", "as"}, tocsin.AtMost},
	{[]string{"a", "maximum", "of"}, tocsin.AtMost},
	{[]string{"about"}, tocsin.About},
	{[]string{"around"}, tocsin.About},
	{[]string{"roughly"}, tocsin.About},
	{[]string{"approximately"}, tocsin.About},
	{[]string{"approx"}, tocsin.About},
	{[]string{"circa"}, tocsin.About},
	{[]string{"some"}, tocsin.About},
	{[]string{"nearly"}, tocsin.About},
	{[]string{"almost"}, tocsin.About},
	{[]string{"close", "to"}, tocsin.About},
	{[]string{"an", "estimated"}, tocsin.About},
	{[]string{"estimated"}, tocsin.About},
	{[]string{"perhaps"}, tocsin.About},
	{[]string{"~"}, tocsin.About},
	{[]string{"<"}, tocsin.Less},
	{[]string{">"}, tocsin.More},
	{[]string{"≤"}, tocsin.AtMost},
	{[]string{"≥"}, tocsin.AtLeast},
	{[]string{"another"}, tocsin.Exact},
	{[]string{"an", "additional"}, tocsin.Exact},
	{[]string{"a", "further"}, tocsin.Exact},
	{[]string{"exactly"}, tocsin.Exact},
	{[]string{"a", "total", "of"}, tocsin.Exact},
	{[]string{"a", "record"}, tocsin.Exact},
})

func hedgesByWord(list []hedge) map[string][]hedge {
	byWord := map[string][]hedge{}
	for _, one := range list {
		byWord[one.words[0]] = append(byWord[one.words[0]], one)
	}
	return byWord
}

// hedge returns the bound of the longest hedge at piece at and how many pieces
// it takes; 0 where there is none.
func (r *reader) hedge(at int) (bound tocsin.Bound, length int) {
	if at >= len(r.pieces) || r.lower(at) == "over" && particled[r.lower(at-1)] {
		return "", 0
	}
	for _, one := range hedges[r.pieces[at].Lower] {
		if len(one.words) > length && r.starts(at, one.words) {
			bound, length = one.bound, len(one.words)
		}
	}
	return bound, length
}

// particled are the verbs whose "over" is no hedge: "hand over four tanks".
var particled = map[string]bool{
	"hand": true, "hands": true, "handed": true, "handing": true, "take": true, "takes": true, "took": true, "taken": true, "taking": true,
	"turn": true, "turned": true, "turning": true, "bring": true, "brought": true, "give": true, "gave": true, "pass": true, "passed": true,
	"win": true, "won": true, "flew": true, "fly": true, "flying": true, "fight": true, "fought": true,
}

// afterwards are the hedges that follow a figure: "200 or more".
var afterwards = []hedge{
	{[]string{"or", "more"}, tocsin.AtLeast},
	{[]string{"or", "so"}, tocsin.About},
	{[]string{"or", "less"}, tocsin.AtMost},
	{[]string{"or", "fewer"}, tocsin.AtMost},
	{[]string{"at", "least"}, tocsin.AtLeast},
	{[]string{"at", "most"}, tocsin.AtMost},
}

// hedgeAfter takes the hedge that follows a figure without one.
func (r *reader) hedgeAfter(f figure) figure {
	if f.bound != tocsin.Exact && f.bound != "" {
		return f
	}
	for _, one := range afterwards {
		if r.starts(f.end, one.words) {
			f.bound, f.end = one.bound, f.end+len(one.words)
			return f
		}
	}
	return f
}
