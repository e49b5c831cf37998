package indicator

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
)

// demand is a condition on one field that is held against a sighting without
// CEL: the field has one of some values, or has none of them, or has certain
// words. The conditions that && joins at the top of a rule are read as demands
// where that is certain, so that no match is lost and none is invented; only
// rules with other conditions are then put to CEL.
type demand struct {
	field  string
	values []string
	get    func(*Sighting) string
	split  bool    // the field may hold several values, joined by commas
	not    bool    // it has none of the values
	words  pattern // of about; values is nil then
}

func (d *demand) met(s *Sighting, seen *patterns) bool {
	got := d.get(s)
	switch {
	case d.words != nil:
		return d.words.in(seen.fold(got)) != d.not
	case !d.split:
		return slices.Contains(d.values, got) != d.not
	}
	for _, code := range split(got) {
		if slices.Contains(d.values, code) {
			return !d.not
		}
	}
	return d.not
}

// files reports whether the index can file a rule under the demand.
func (d *demand) files() bool { return !d.not && d.words == nil }

// demandable are the fields that demands are read of, the most telling first.
var demandable = []struct {
	field string
	get   func(*Sighting) string
}{
	{"statement.id", func(s *Sighting) string { return s.Statement.ID }},
	{"claim.source.name", func(s *Sighting) string { return s.Claim.Source.Name }},
	{"event.actor.name", func(s *Sighting) string { return s.Event.Actor.Name }},
	{"event.recipient.name", func(s *Sighting) string { return s.Event.Recipient.Name }},
	{"place.name", func(s *Sighting) string { return s.Place.Name }},
	{"article.outlet", func(s *Sighting) string { return s.Article.Outlet }},
	{"event.recipient.country", func(s *Sighting) string { return s.Event.Recipient.Country }},
	{"event.actor.country", func(s *Sighting) string { return s.Event.Actor.Country }},
	{"claim.source.country", func(s *Sighting) string { return s.Claim.Source.Country }},
	{"place.country", func(s *Sighting) string { return s.Place.Country }},
	{"event.category", func(s *Sighting) string { return s.Event.Category }},
	{"event.mode", func(s *Sighting) string { return s.Event.Mode }},
	{"figure.unit", func(s *Sighting) string { return s.Figure.Unit }},
	{"figure.of", func(s *Sighting) string { return s.Figure.Of }},
	{"claim.act", func(s *Sighting) string { return s.Claim.Act }},
	{"claim.source.kind", func(s *Sighting) string { return s.Claim.Source.Kind }},
	{"statement.standing", func(s *Sighting) string { return s.Statement.Standing }},
	{"claim.form", func(s *Sighting) string { return s.Claim.Form }},
	{"claim.certainty", func(s *Sighting) string { return s.Claim.Certainty }},
	{"event.status", func(s *Sighting) string { return s.Event.Status }},
	{"article.language", func(s *Sighting) string { return s.Article.Language }},
	{"event.date", func(s *Sighting) string { return s.Event.Date }},
	{"claim.source.role", func(s *Sighting) string { return s.Claim.Source.Role }},
	{"article.title", func(s *Sighting) string { return s.Article.Title }},
	{"event.text", func(s *Sighting) string { return s.Event.Text }},
	{"figure.text", func(s *Sighting) string { return s.Figure.Text }},
	{"claim.text", func(s *Sighting) string { return s.Claim.Text }},
	{"article.text", func(s *Sighting) string { return s.Article.Text }},
}

func demandOf(field string, values []string, split bool) (demand, bool) {
	for _, known := range demandable {
		if known.field == field {
			return demand{field: field, values: values, get: known.get, split: split}, true
		}
	}
	return demand{}, false
}

// demands are the conditions of an expression that && joins, those that files
// and the most telling first; whole is whether they are all there is.
func demands(e ast.Expr) (all []demand, whole bool) {
	if e.Kind() == ast.CallKind && e.AsCall().FunctionName() == "_&&_" {
		whole = true
		for _, arg := range e.AsCall().Args() {
			found, complete := demands(arg)
			all, whole = append(all, found...), whole && complete
		}
		slices.SortStableFunc(all, func(a, b demand) int { return rank(a) - rank(b) })
		return all, whole
	}
	if one, ok := demanded(e); ok {
		return []demand{one}, true
	}
	return nil, false
}

func rank(d demand) int {
	at := slices.IndexFunc(demandable, func(known struct {
		field string
		get   func(*Sighting) string
	}) bool {
		return known.field == d.field
	})
	if !d.files() {
		at += len(demandable)
	}
	return at
}

// demanded reads `field == "x"`, `field in ["x", "y"]`, `within(place, "X")`,
// `"X" in countryOf(event.actor)`, `about(field, "x")`, each of these negated,
// and several of them on one field joined by ||.
func demanded(e ast.Expr) (demand, bool) {
	if e.Kind() != ast.CallKind {
		return demand{}, false
	}
	args := e.AsCall().Args()
	switch e.AsCall().FunctionName() {
	case "!_":
		one, ok := demanded(args[0])
		one.not = !one.not
		return one, ok
	case "_!=_":
		one, ok := equal(args)
		one.not = true
		return one, ok
	case "_==_":
		return equal(args)
	case "@in":
		if found := literals(args[1]); len(found) > 0 {
			return demandOf(pathOf(args[0]), values(found), false)
		}
		if call := args[1]; isLiteral(args[0]) && call.Kind() == ast.CallKind && call.AsCall().FunctionName() == "countryOf" && wordOf(args[0]) != "" {
			return demandOf(pathOf(call.AsCall().Args()[0])+".country", []string{wordOf(args[0])}, true)
		}
	case "within":
		if isLiteral(args[1]) && wordOf(args[1]) != "" {
			return demandOf(pathOf(args[0])+".country", []string{wordOf(args[1])}, false)
		}
	case "about":
		if isLiteral(args[1]) {
			one, ok := demandOf(pathOf(args[0]), nil, false)
			one.words = append(pattern{}, phrases(wordOf(args[1]))...)
			return one, ok
		}
	case "_||_":
		return either(args)
	}
	return demand{}, false
}

func isLiteral(e ast.Expr) bool { return e.Kind() == ast.LiteralKind && len(literals(e)) == 1 }

func equal(args []ast.Expr) (demand, bool) {
	for i := range 2 {
		if isLiteral(args[1-i]) {
			return demandOf(pathOf(args[i]), []string{wordOf(args[1-i])}, false)
		}
	}
	return demand{}, false
}

// either joins the demands of alternatives if all are on one field.
func either(args []ast.Expr) (demand, bool) {
	var joined demand
	for i, arg := range args {
		one, ok := demanded(arg)
		if !ok || one.not || i > 0 && (one.field != joined.field || one.split != joined.split || (one.words == nil) != (joined.words == nil)) {
			return demand{}, false
		}
		one.values = append(one.values, joined.values...)
		one.words = append(one.words, joined.words...)
		joined = one
	}
	return joined, len(args) > 0
}

func values(literals []ast.Expr) []string {
	values := make([]string, len(literals))
	for i, literal := range literals {
		values[i] = wordOf(literal)
	}
	return values
}

// split is the codes that commas join.
func split(joined string) []string {
	if strings.IndexByte(joined, ',') < 0 {
		return []string{joined}
	}
	return strings.Split(joined, ",")
}
