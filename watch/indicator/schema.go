package indicator

import (
	"reflect"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"tocsin"
	"tocsin/country"
)

// class is a type of object that rules see, with its fields. A field that is
// not there is found when a rule is compiled.
type class struct {
	name   string
	typ    *types.Type
	fields []property
}

type property struct {
	name  string
	typ   *types.Type
	words []string // what the field can say; nil for anything
	get   func(any) any
	has   func(any) bool
}

// object is a value of a class: a pointer into a Sighting.
type object struct {
	class *class
	at    any
}

// ConvertToNative implements ref.Val; objects do not leave a rule.
func (o object) ConvertToNative(reflect.Type) (any, error) { return o.at, nil }

// ConvertToType implements ref.Val.
func (o object) ConvertToType(typ ref.Type) ref.Val {
	return types.NewErr("%s cannot become %s", o.class.name, typ.TypeName())
}

// Equal implements ref.Val: a thing is equal to itself.
func (o object) Equal(other ref.Val) ref.Val {
	another, ok := other.(object)
	return types.Bool(ok && another.at == o.at)
}

// Type implements ref.Val.
func (o object) Type() ref.Type { return o.class.typ }

// Value implements ref.Val.
func (o object) Value() any { return o.at }

func text[T any](name string, words []string, get func(*T) string) property {
	return property{
		name, types.StringType, words,
		func(v any) any { return types.String(get(v.(*T))) },
		func(v any) bool { return get(v.(*T)) != "" },
	}
}

func number[T any](name string, get func(*T) float64, has func(*T) bool) property {
	return property{
		name, types.DoubleType, nil,
		func(v any) any { return types.Double(get(v.(*T))) },
		func(v any) bool { return has(v.(*T)) },
	}
}

func count[T any](name string, get func(*T) int) property {
	return property{
		name, types.IntType, nil,
		func(v any) any { return types.Int(get(v.(*T))) },
		func(v any) bool { return get(v.(*T)) != 0 },
	}
}

func part[T, P any](name string, of *class, get func(*T) *P) property {
	return property{
		name, of.typ, nil,
		func(v any) any { return object{of, get(v.(*T))} },
		func(v any) bool { return true },
	}
}

// value is a figure's number. Where it is not known, asking for it is an error,
// and a comparison with it neither holds nor fails: in CEL an error beside what
// decides does no harm, else the rule does not match.
func value(name string, get func(*Figure) *float64) property {
	return property{
		name, types.DoubleType, nil,
		func(v any) any {
			if at := get(v.(*Figure)); at != nil {
				return types.Double(*at)
			}
			return types.NewErr("%s is not known", name)
		},
		func(v any) bool { return get(v.(*Figure)) != nil },
	}
}

// schema is all classes.
type schema struct {
	party, source, event, claim, statement, figure, place, article *class
}

func words[T ~string](values ...T) []string {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = string(value)
	}
	return list
}

// What fields can say.
var (
	categories  = words(tocsin.Agree, tocsin.Consult, tocsin.Support, tocsin.Concede, tocsin.Cooperate, tocsin.Aid, tocsin.Retreat, tocsin.Request, tocsin.Reject, tocsin.AccuseOf, tocsin.Threat, tocsin.Protest, tocsin.Sanction, tocsin.Mobilize, tocsin.Coerce, tocsin.Assault)
	statuses    = words(tocsin.Actual, tocsin.Planned, tocsin.Hypothetical, tocsin.Negated)
	acts        = words(tocsin.Assert, tocsin.Deny, tocsin.Accuse, tocsin.Demand, tocsin.Commit, tocsin.Threaten, tocsin.Warn, tocsin.Believe)
	certainties = words(tocsin.Certain, tocsin.Probable, tocsin.Possible)
	forms       = words(tocsin.Direct, tocsin.Indirect, tocsin.Mixed)
	standings   = words(tocsin.Standings...)
	kinds       = words(tocsin.Person, tocsin.Organization, tocsin.Government, tocsin.ArmedGroup, tocsin.People, tocsin.Document, tocsin.Unnamed)
)

// Words are what a field of a rule can say, such as "event.category"; nil where
// it can say anything.
func Words(field string) []string {
	words := map[string][]string{
		"event.category": categories, "event.status": statuses, "claim.act": acts, "claim.certainty": certainties, "claim.form": forms,
		"claim.source.kind": kinds, "statement.standing": standings,
	}
	return words[field]
}

// countries marks fields that hold codes of countries.
var countries = []string{"ISO 3166 alpha-3"}

func holdsCountry(words []string) bool { return len(words) == 1 && words[0] == countries[0] }

// wrong says what is wrong with a word that a field is held against, "" if
// nothing is.
func wrong(word string, allowed []string) string {
	switch {
	case word == "" || allowed == nil:
		return ""
	case holdsCountry(allowed):
		return wrongCountry(word)
	}
	for _, one := range allowed {
		if one == word {
			return ""
		}
	}
	return instead(word, allowed)
}

// wrongCountry says what is wrong with codes of countries, several of which
// are joined by commas.
func wrongCountry(codes string) string {
	for code := range strings.SplitSeq(codes, ",") {
		if found := country.Of(code); found != nil && found.Code == code {
			continue
		}
		if found := country.Of(strings.ToUpper(code)); found != nil {
			return "countries are written in three capitals: " + found.Code
		}
		if found, ok := country.Find(code); ok {
			return "countries are written as ISO 3166 alpha-3: " + found.Country.Code
		}
		return "countries are written as ISO 3166 alpha-3, such as UKR"
	}
	return ""
}

func newSchema() *schema {
	make := func(name string, fields ...property) *class {
		return &class{name, types.NewObjectType(prefix + name), fields}
	}
	s := &schema{}
	s.party = make("party",
		text("name", nil, func(p *Party) string { return p.Name }),
		text("country", countries, func(p *Party) string { return p.Country }))
	s.source = make("source",
		text("name", nil, func(p *Source) string { return p.Name }),
		text("country", countries, func(p *Source) string { return p.Country }),
		text("kind", kinds, func(p *Source) string { return p.Kind }),
		text("role", nil, func(p *Source) string { return p.Role }))
	s.event = make("event",
		text("category", categories, func(e *Event) string { return e.Category }),
		text("mode", nil, func(e *Event) string { return e.Mode }),
		text("status", statuses, func(e *Event) string { return e.Status }),
		text("date", nil, func(e *Event) string { return e.Date }),
		text("text", nil, func(e *Event) string { return e.Text }),
		part("actor", s.party, func(e *Event) *Party { return &e.Actor }),
		part("recipient", s.party, func(e *Event) *Party { return &e.Recipient }))
	s.claim = make("claim",
		text("act", acts, func(c *Claim) string { return c.Act }),
		text("certainty", certainties, func(c *Claim) string { return c.Certainty }),
		text("form", forms, func(c *Claim) string { return c.Form }),
		text("text", nil, func(c *Claim) string { return c.Text }),
		part("source", s.source, func(c *Claim) *Source { return &c.Source }))
	s.statement = make("statement",
		text("id", nil, func(s *Standing) string { return s.ID }),
		text("standing", standings, func(s *Standing) string { return s.Standing }),
		count("sources", func(s *Standing) int { return s.Sources }),
		count("origins", func(s *Standing) int { return s.Origins }),
		count("outlets", func(s *Standing) int { return s.Outlets }))
	s.figure = make("figure",
		value("value", func(f *Figure) *float64 { return f.Value }),
		value("low", func(f *Figure) *float64 { return f.Low }),
		value("high", func(f *Figure) *float64 { return f.High }),
		text("unit", nil, func(f *Figure) string { return f.Unit }),
		text("of", nil, func(f *Figure) string { return f.Of }),
		text("text", nil, func(f *Figure) string { return f.Text }))
	known := func(p *Place) bool { return p.Name != "" }
	s.place = make("place",
		text("name", nil, func(p *Place) string { return p.Name }),
		text("country", countries, func(p *Place) string { return p.Country }),
		number("lat", func(p *Place) float64 { return p.Lat }, known),
		number("lon", func(p *Place) float64 { return p.Lon }, known))
	s.article = make("article",
		text("outlet", nil, func(a *Article) string { return a.Outlet }),
		text("title", nil, func(a *Article) string { return a.Title }),
		text("url", nil, func(a *Article) string { return a.URL }),
		text("language", nil, func(a *Article) string { return a.Language }),
		text("text", nil, func(a *Article) string { return a.Text }),
		property{"published", types.TimestampType, nil,
			func(v any) any { return types.Timestamp{Time: v.(*Article).Published} },
			func(v any) bool { return !v.(*Article).Published.IsZero() }})
	return s
}

func (s *schema) classes() []*class {
	return []*class{s.party, s.source, s.event, s.claim, s.statement, s.figure, s.place, s.article}
}

// prefix sets the types apart from the variables of the same names.
const prefix = "tocsin."

// class finds a class by its name, with or without the prefix.
func (s *schema) class(name string) *class {
	name = strings.TrimPrefix(name, prefix)
	for _, class := range s.classes() {
		if class.name == name {
			return class
		}
	}
	return nil
}

func (c *class) field(name string) *property {
	for i := range c.fields {
		if c.fields[i].name == name {
			return &c.fields[i]
		}
	}
	return nil
}

func (c *class) names() []string {
	names := make([]string, len(c.fields))
	for i, field := range c.fields {
		names[i] = field.name
	}
	return names
}

// provider tells CEL of the classes, and of its own types.
type provider struct {
	types.Provider
	schema *schema
}

func (p provider) class(name string) *class {
	if !strings.HasPrefix(name, prefix) {
		return nil
	}
	return p.schema.class(name)
}

// FindStructType implements types.Provider.
func (p provider) FindStructType(name string) (*types.Type, bool) {
	if class := p.class(name); class != nil {
		return types.NewTypeTypeWithParam(class.typ), true
	}
	return p.Provider.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (p provider) FindStructFieldNames(name string) ([]string, bool) {
	if class := p.class(name); class != nil {
		return class.names(), true
	}
	return p.Provider.FindStructFieldNames(name)
}

// FindStructFieldType implements types.Provider.
func (p provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	class := p.class(name)
	if class == nil {
		return p.Provider.FindStructFieldType(name, field)
	}
	found := class.field(field)
	if found == nil {
		return nil, false
	}
	return &types.FieldType{
		Type: found.typ, IsSet: found.has,
		GetFrom: func(v any) (any, error) {
			got := found.get(v)
			if err, ok := got.(*types.Err); ok {
				return nil, err
			}
			return got, nil
		},
	}, true
}

// NewValue implements types.Provider: rules make no objects.
func (p provider) NewValue(name string, fields map[string]ref.Val) ref.Val {
	if p.class(name) != nil {
		return types.NewErr("a rule cannot make a %s", name)
	}
	return p.Provider.NewValue(name, fields)
}
